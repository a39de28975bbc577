import Foundation
import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketText

@testable import TicketWorkspace

/// A desk in a temporary folder whose commits have the dates and parents that a test gives them.
final class HistoryDesk {
    let root: String
    private let base: String
    private(set) var now = 1_800_000_000

    /// libgit2 must not see the configuration of the machine.
    private static let isolated: Void = {
        for level in [GitLibrary.ConfigurationLevel.system, .xdg, .global] {
            try? GitLibrary.setSearchPath("/nonexistent", for: level)
        }
    }()

    init() throws {
        Self.isolated
        base = NSTemporaryDirectory() + "history-" + UUID().uuidString
        root = base + "/desk"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try git("init", "-q", "-b", "main")
        try git("config", "gc.auto", "0")
        try write(".tick/config.yml", "name: Test\nkey: HD\nzone: UTC\n")
        try write(".tick/people.yml", "ivan: {name: Ivan, email: [ivan@desk.example], roles: [agent]}\n")
        try write(
            ".tick/workflow.yml",
            """
            initial: new
            statuses:
              new: {phase: open}
              open: {phase: open}
              waiting: {phase: waiting}
              closed: {phase: closed}
            transitions:
              - {from: '*', to: '*'}

            """)
        try write(
            ".tick/sla.yml",
            """
            policies:
              - name: standard
                calendar: always
                targets:
                  first-reply: {high: 1h, '*': 4h}
                  next-reply: {'*': 2h}
                  update: {'*': 8h}
                  resolve: {high: 8h, '*': 5h}
                  take: {'*': 2h}

            """)
        try commit("a desk")
    }

    deinit { try? FileManager.default.removeItem(atPath: base) }

    func sibling(_ name: String) -> String { base + "/" + name }

    @discardableResult
    func git(_ arguments: String..., authored: Int? = nil) throws -> String { try git(arguments, authored: authored) }

    @discardableResult
    func git(_ arguments: [String], authored: Int? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: root)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": base,
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C", "TZ": "UTC",
            "GIT_AUTHOR_NAME": "Ivan", "GIT_AUTHOR_EMAIL": "ivan@desk.example", "GIT_COMMITTER_NAME": "Ivan",
            "GIT_COMMITTER_EMAIL": "ivan@desk.example", "GIT_AUTHOR_DATE": "\(authored ?? now) +0000",
            "GIT_COMMITTER_DATE": "\(now) +0000",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw GitRefusal(command: arguments, message: text) }
        return text
    }

    func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Gives the ticket of a file another id, and the file another name where that holds the id.
    func renumber(_ path: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
        try remove(path)
        try write(
            path.replacingOccurrences(of: old, with: new),
            text.replacingOccurrences(of: "id: \(old)", with: "id: \(new)"))
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + "/" + path) }

    /// Lets time pass and commits all that is in the working tree.
    @discardableResult
    func commit(_ message: String = "work", after seconds: Int = 60, authored: Int? = nil) throws -> String {
        now += seconds
        try git("add", "-A")
        try git(["commit", "-q", "--allow-empty", "-m", message], authored: authored)
        return try git("rev-parse", "HEAD").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Lets time pass; a negative number sets the clock back.
    func pass(_ seconds: Int) { now += seconds }

    func open(_ folder: String? = nil) throws -> Workspace {
        try Workspace.open(
            Surroundings(
                folder: folder ?? root, environment: [:], now: Instant(secondsSinceEpoch: Int64(now)),
                offsetMinutes: { _ in 0 }, zones: ZoneFiles.source(), random: { 4 }))
    }

    var cachePath: String { root + "/.git/tick/cache/timelines" }

    func dropCache() { try? FileManager.default.removeItem(atPath: root + "/.git/tick/cache") }

    /// The text of a ticket file.
    static func ticket(_ id: String, _ fields: [String: String] = [:], entries: [String] = []) -> String {
        var lines = ["---", "id: \(id)", "title: About \(id)"]
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) { lines.append("\(key): \(value)") }
        lines += ["---", "", "It is broken.", ""]
        for entry in entries { lines += [entry, ""] }
        return lines.joined(separator: "\n")
    }
}

struct GitRefusal: Error, CustomStringConvertible {
    let command: [String]
    let message: String
    var description: String { "git \(command.joined(separator: " ")): \(message)" }
}

/// Everything that a history says, so that two can be compared.
struct Told: Equatable {
    var events: [TicketEvent]
    var timelines: [String: String]
    var updated: [String: Instant?]
    var links: [String: [CommitLink]]

    init(_ desk: Workspace) async throws {
        let snapshot = await desk.snapshot()
        let clocks = try desk.clocks()
        let history = try desk.history()
        events = history.events
        links = [:]
        timelines = [:]
        updated = [:]
        for ticket in snapshot.tickets {
            timelines[ticket.id.key] = "\(clocks.timeline(of: ticket)) \(clocks.clocks(of: ticket))"
            updated[ticket.id.key] = clocks.updated(ticket)
            links[ticket.id.key] = history.links(to: ticket.id)
        }
    }
}

extension HistoryDesk {
    /// What the desk says with the cache that is there, and without any.
    func toldBothWays() async throws -> (cached: Told, anew: Told) {
        let cached = try await Told(try open())
        dropCache()
        return (cached, try await Told(try open()))
    }
}

/// The same numbers for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
