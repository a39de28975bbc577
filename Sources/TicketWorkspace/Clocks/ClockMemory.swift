import GitStore
import ServiceLevels
import Synchronization
import TicketModel
import TicketText

/// How tickets stood with their clocks when they were looked at last, and how those that did not change since stand now.
///
/// A ticket is known by the place and content of its file, and is the same as long as no commit changed its history. Its
/// clocks are then those of that time, moved on: see `StandingAdvance`. What was computed in this process is kept too, for the
/// next file. The file's layout, all numbers little-endian:
///
///     header     checksum of all that follows (8), "tickclok", version (4), number of moments (4), fingerprint (16),
///                number of tickets (4), bits of a key that name its bucket (4)
///     moments    36 each ─ when tickets were looked at, in seconds since 1970 (8), the number of commits of history then (4),
///                the last of them (20), 0 (4)
///     buckets    4 each ─ the first ticket whose key begins with these bits; one more for the end
///     tickets    24 each, by key ─ key (8), checksum of the id (8), where its standing begins (4), moment (4)
///     standings  as `PackedStanding` writes them
///
/// Deleting the file changes nothing but time. One whose checksum, version or fingerprint differs is not looked into.
final class ClockMemory: Sendable {
    /// The version stands for the rules of the clocks, too: to be raised when those change. What history makes of commits has
    /// its own, that of the timelines.
    static let format = PackedFormat(magic: "tickclok", version: 1, headerSize: 48, countOffset: 40)
    static let cacheName: StaticString = "clocks"
    private static let momentSize = 36
    private static let ticketSize = 24
    private static let mostMoments = 64

    /// When tickets were looked at.
    private struct Moment {
        var at: Instant
        var commitCount: Int
        var tip: ObjectID
        /// Nil where nothing that was known then can be used now.
        var use: Use?

        struct Use {
            var packing: PackedStanding
            var advance: StandingAdvance
        }
    }

    /// A ticket's standing that was computed by this process.
    private struct Found {
        var key: UInt64
        var idDigest: UInt64
        /// When it was computed: a place among the moments.
        var moment: Int
        var bytes: [UInt8]
    }

    private let file: PackedBytes?
    private let moments: [Moment]
    private let ticketCount: Int
    private let bucketBits: Int
    private let bucketsStart: Int
    private let ticketsStart: Int
    private let standingsStart: Int
    private let fingerprint: (UInt64, UInt64)
    /// When, and after which commits, what is found now is computed; nil where it cannot be kept.
    private let current: (moment: Moment, packing: PackedStanding)?
    /// Tickets of which something known may be wrong, with the commit that changed them.
    private let changes: [TicketID: Int32]
    private let found = Mutex<[Found]>([])

    /// - Parameters:
    ///   - file: what the last process left; nil for nothing.
    ///   - otherwise: the calendar of limits without a policy.
    init(
        _ file: PackedBytes?, fingerprint: (UInt64, UInt64), history: TicketHistory, policies: [ResolvedPolicy],
        otherwise: WorkingCalendar, now: Instant
    ) {
        let isOurs = file.map {
            $0.fixed64(at: 24) == fingerprint.0 && $0.fixed64(at: 32) == fingerprint.1 && Self.format.isWhole($0)
        }
        var bytes = isOurs == true ? file : nil
        self.fingerprint = fingerprint
        let counts = (bytes?.fixed32(at: 20) ?? 0, bytes?.fixed32(at: 40) ?? 0, bytes?.fixed32(at: 44) ?? 0)
        bucketBits = min(counts.2, 31)
        bucketsStart = Self.format.headerSize + Self.momentSize * min(counts.0, Self.mostMoments)
        ticketsStart = bucketsStart + 4 * (1 << bucketBits + 1)
        standingsStart = ticketsStart + Self.ticketSize * counts.1
        if let whole = bytes, standingsStart > whole.count { bytes = nil }
        self.file = bytes
        ticketCount = bytes == nil ? 0 : counts.1
        let momentCount = bytes == nil ? 0 : min(counts.0, Self.mostMoments)
        moments = (0..<momentCount).compactMap { number -> Moment? in
            guard let bytes else { return nil }
            let start = Self.format.headerSize + Self.momentSize * number
            let at = Instant(secondsSinceEpoch: bytes.signed64(at: start))
            let tip = ObjectID(bytes: bytes.array(start + 12..<start + 32)[...])
            var moment = Moment(at: at, commitCount: bytes.fixed32(at: start + 8), tip: tip)
            // A clock that was set back since: nothing is known of before.
            guard at <= now, history.keepsFirst(moment.commitCount, upTo: tip) else { return moment }
            moment.use = Moment.Use(
                packing: PackedStanding(at: at, policies: policies),
                advance: StandingAdvance(from: at, to: now, policies: policies, otherwise: otherwise))
            return moment
        }
        if let kept = history.kept {
            let moment = Moment(at: now, commitCount: kept.count, tip: kept.tip)
            current = (moment, PackedStanding(at: now, policies: policies))
            let oldest = moments.lazy.filter { $0.use != nil }.map(\.commitCount).min()
            changes = history.changes(since: min(oldest ?? kept.count, kept.count))
        } else {
            current = nil
            changes = [:]
        }
    }

    // MARK: Asking

    /// How a ticket stands now; nil where that has to be computed.
    func standing(of ticket: Ticket) -> TicketStanding? {
        guard let file, let key = ticket.contentDigest, let place = place(of: key) else { return nil }
        let (number, id) = (file.fixed32(at: place + 20), ticket.id)
        guard moments.indices.contains(number), let use = moments[number].use,
            file.fixed64(at: place + 8) == Self.digest(of: id)
        else { return nil }
        if !changes.isEmpty, let last = changes[id], last >= moments[number].commitCount { return nil }
        var reader = PackedReader(file, from: standingsStart + file.fixed32(at: place + 16))
        guard var standing = use.packing.standing(&reader) else { return nil }
        use.advance.move(&standing)
        return standing
    }

    /// Keeps how a ticket stands now, if that tells how it stands later.
    func keep(_ standing: TicketStanding, of ticket: Ticket, _ timeline: Timeline) {
        guard let current, changes[ticket.id] != .max, let key = ticket.contentDigest,
            StandingAdvance.canMove(standing, of: timeline, from: current.moment.at),
            let bytes = current.packing.bytes(of: standing)
        else { return }
        let item = Found(key: key, idDigest: Self.digest(of: ticket.id), moment: moments.count, bytes: bytes)
        found.withLock { $0.append(item) }
    }

    /// Beside the content's checksum, so that nobody who writes texts can make one ticket pass for another.
    private static func digest(of id: TicketID) -> UInt64 { ByteDigest.digest(Array(id.key.utf8)[...], seed: 3) }

    private func place(of key: UInt64) -> Int? {
        guard let file, ticketCount > 0 else { return nil }
        let bucket = Self.bucket(key, bucketBits)
        var index = file.fixed32(at: bucketsStart + 4 * bucket)
        let end = min(file.fixed32(at: bucketsStart + 4 * (bucket + 1)), ticketCount)
        while index < end {
            let place = ticketsStart + Self.ticketSize * index
            if file.fixed64(at: place) == key { return place }
            index += 1
        }
        return nil
    }

    private static func bucket(_ key: UInt64, _ bits: Int) -> Int { bits == 0 ? 0 : Int(key >> (64 - UInt64(bits))) }

    // MARK: Keeping

    /// The file that has what is known now, as far as tickets are still the same; nil where it is not worth writing: so many are
    /// computed again in the time that it takes.
    ///
    /// - Parameter tickets: all of the desk.
    func bytes(tickets: [Ticket]) -> [UInt8]? {
        let found = found.withLock { $0 }
        guard let current, found.count > 50 + ticketCount / 128 else { return nil }
        var live = Set(tickets.compactMap(\.contentDigest))
        var kept = found.filter { live.remove($0.key) != nil }
        kept += known(live)
        kept.sort { $0.key < $1.key }
        return Self.bytes(kept, moments + [current.moment], fingerprint)
    }

    /// What the file says of some tickets, with their moments.
    private func known(_ live: Set<UInt64>) -> [Found] {
        guard let file else { return [] }
        func start(_ index: Int) -> Int {
            guard index < ticketCount else { return file.count }
            return standingsStart + file.fixed32(at: ticketsStart + Self.ticketSize * index + 16)
        }
        // Standings lie in the order of their tickets.
        return (0..<ticketCount).compactMap { index in
            let place = ticketsStart + Self.ticketSize * index
            let (key, moment) = (file.fixed64(at: place), file.fixed32(at: place + 20))
            guard live.contains(key), moments.indices.contains(moment), moments[moment].use != nil else { return nil }
            let range = start(index)..<max(start(index), start(index + 1))
            return Found(
                key: key, idDigest: file.fixed64(at: place + 8), moment: moment, bytes: file.array(range))
        }
    }

    /// - Parameter tickets: by their keys, each key once.
    private static func bytes(
        _ tickets: [Found], _ moments: [Moment], _ fingerprint: (UInt64, UInt64)
    ) -> [UInt8] {
        // The latest moments, as many as there may be.
        let used = Array(Set(tickets.map(\.moment)).sorted().suffix(mostMoments))
        let numbers = Dictionary(used.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let tickets = tickets.filter { numbers[$0.moment] != nil }
        let bits = max(0, Int.bitWidth - tickets.count.leadingZeroBitCount - 1)
        var whole = PackedWriter()
        whole.reserve(
            format.headerSize + momentSize * used.count + 4 * (1 << bits + 1)
                + tickets.reduce(0) { $0 + ticketSize + $1.bytes.count })
        whole.append(fixed: UInt64(0))
        whole.append(contentsOf: format.magic)
        whole.append(fixed: UInt32(format.version))
        whole.append(fixed: UInt32(used.count))
        whole.append(fixed: fingerprint.0)
        whole.append(fixed: fingerprint.1)
        whole.append(fixed: UInt32(tickets.count))
        whole.append(fixed: UInt32(bits))
        for moment in used.map({ moments[$0] }) {
            whole.append(fixed: UInt64(bitPattern: moment.at.secondsSinceEpoch))
            whole.append(fixed: UInt32(moment.commitCount))
            whole.append(contentsOf: moment.tip.bytes)
            whole.append(fixed: UInt32(0))
        }
        var first = 0
        for bucket in 0...(1 << bits) {
            while first < tickets.count, Self.bucket(tickets[first].key, bits) < bucket { first += 1 }
            whole.append(fixed: UInt32(first))
        }
        var offset = 0
        for ticket in tickets {
            whole.append(fixed: ticket.key)
            whole.append(fixed: ticket.idDigest)
            whole.append(fixed: UInt32(offset))
            whole.append(fixed: UInt32(numbers[ticket.moment] ?? 0))
            offset += ticket.bytes.count
        }
        for ticket in tickets { whole.append(contentsOf: ticket.bytes) }
        whole.replace(fixedAt: 0, with: ByteDigest.digest(whole.bytes[8...]))
        return whole.bytes
    }
}
