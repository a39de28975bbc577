import Glibc
import Synchronization
import TicketModel
import TicketText
import TicketWorkspace

/// Reads the process: folder, environment, clock, time zone, chance.
enum SystemSurroundings {
    static let environment: [String: String] = {
        var result: [String: String] = [:]
        var pointer = unsafe environ
        while let entry = unsafe pointer.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                result[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe pointer += 1
        }
        return result
    }()

    /// Reads the process.
    ///
    /// - Parameter zone: what instants without an offset are in; this machine's zone without it.
    static func read(
        _ global: GlobalOptions, date: String?, zone: Zone? = nil
    ) throws(UsageError) -> Surroundings {
        let zones = ZoneFiles.source(folder: environment["TZDIR"] ?? "/usr/share/zoneinfo")
        let local = localZone(zones)
        let nowText = global.now ?? environment["TICK_NOW"]
        let now =
            try nowText.map { text throws(UsageError) in
                try instant(text, option: "--now", in: zone ?? local, now: clock)
            }
            ?? clock
        var surroundings = Surroundings(
            folder: try folder(global.directory), environment: environment, now: now, isNowGiven: nowText != nil,
            authorDate: try date.map { text throws(UsageError) in
                try instant(text, option: "--date", in: zone ?? local, now: now)
            },
            actingAs: global.actingAs, offsetMinutes: { Int32(local.offsetSeconds(at: $0) / 60) }, zones: zones,
            random: randomSource)
        surroundings.localZoneName = local.name
        surroundings.isInputTerminal = Terminal.isTerminal(0)
        // gpg asks for a passphrase there, and does not look for a terminal itself.
        if environment["GPG_TTY"] == nil, let name = Terminal.name(0) ?? Terminal.name(2) {
            surroundings.environment["GPG_TTY"] = name
        }
        return surroundings
    }

    static var clock: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }

    /// Reads an instant of the command line. Without an offset it is local time; `-2h` and `yesterday` count from `now`.
    static func instant(
        _ text: String, option: String, in zone: Zone, now: Instant
    ) throws(UsageError) -> Instant {
        if let parsed = Instant.parse(text), parsed.kind != .timeOnly { return parsed.resolved(in: zone) }
        if let seconds = RelativeDuration.parse(text) { return now + seconds }
        if let told = InstantWords.parse(text, now: now, in: zone) { return told }
        let nearest = NearMatch.closest(to: text, among: InstantWords.days, limit: 1).first
        throw UsageError(
            "\(option) takes a date and time, not \(PrintableText.argument(text))",
            hint: nearest.map { "did you mean \($0)?" }
                ?? "write 2026-11-21T10:03:00+03:00, -2h, yesterday, monday or '2 weeks ago'")
    }

    /// The zone that `TZ` or the system names; UTC where neither can be read.
    static func localZone(_ zones: ZoneSource) -> Zone {
        if let name = environment["TZ"] {
            let trimmed = name.hasPrefix(":") ? String(name.dropFirst()) : name
            return trimmed.isEmpty ? .utc : zones.zone(trimmed) ?? .utc
        }
        if let name = TextFile.read("/etc/timezone")?.split(whereSeparator: \.isWhitespace).first,
            let zone = zones.zone(String(name))
        {
            return zone
        }
        if let link = TextFile.linkTarget("/etc/localtime"), let folder = link.range(ofFolder: "zoneinfo/"),
            let zone = zones.zone(String(link[folder...]))
        {
            return zone
        }
        return TextFile.bytes("/etc/localtime").flatMap { try? Zone(name: "local", tzif: $0) } ?? .utc
    }

    private static func folder(_ directory: String?) throws(UsageError) -> String {
        guard let current = unsafe getcwd(nil, 0) else {
            throw UsageError("the current folder cannot be read", hint: "cd to a folder that exists")
        }
        defer { unsafe free(current) }
        let here = unsafe String(cString: current)
        guard let directory else { return here }
        return directory.hasPrefix("/") ? directory : here + "/" + directory
    }

    /// `TICK_ID_SEED` makes ids repeatable, for tests and demonstrations.
    private static let randomSource: @Sendable () -> UInt64 = {
        guard let seed = environment["TICK_ID_SEED"].flatMap(UInt64.init) else {
            return { UInt64.random(in: .min ... .max) }
        }
        let generator = SeededBits(seed: seed)
        return { generator.next() }
    }()
}

extension String {
    /// The index behind the last occurrence of `folder`, nil where it does not occur.
    fileprivate func range(ofFolder folder: String) -> String.Index? {
        ranges(of: folder).last?.upperBound
    }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
///
/// Every process begins at the seed again; ids that exist already are passed over, so they still differ.
private final class SeededBits: Sendable {
    private let state: Atomic<UInt64>

    init(seed: UInt64) {
        state = Atomic(seed)
    }

    func next() -> UInt64 {
        let value = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
