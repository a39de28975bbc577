import GitStore
import TicketModel
import TicketText

/// The events of all tickets as bytes: of a file in `tick/cache/`, or just made. A ticket's are decoded when asked for.
///
/// All numbers are little-endian. The format is the same on every machine and for every worktree:
///
///     offset
///          0  checksum of all that follows                         8
///          8  "tickline"                                           8
///         16  version of the format                                4
///         20  the tip whose ancestry this is                      20
///         40  fingerprint of the configuration and of `shallow`   16
///         56  counts: commits, strings, bytes of strings,         24
///             tickets, bytes of records, bytes of blocks
///         80  how many tickets several files claimed to be         4
///         84  how many links                                       4
///         88  ids of the commits, parents first                   20 each
///             the commits' numbers in the order of their ids       4 each
///             where each commit's record ends                      4 each
///             up to where all commits are its ancestors, and from
///             where on, as `HistoryGraph` has it                   8 each
///             records ─ parents, dates, author                    about 10 each
///             where each string ends                               4 each
///             strings ─ each once: names of fields, people, texts
///             directory ─ in the order of the ids in lower case:  24 each
///               string of the id, block's offset and length,
///               last commit, last instant
///             blocks ─ one a ticket: its events                   about 20 an event
///             links ─ commits that name tickets, by the id in     12 each
///               lower case and the commit: string of the id,
///               commit, kind
///             places ─ tickets' numbers in the directory, plus 1,  4 each
///               where the checksum of the id in lower case
///               modulo their number says, or behind; 0 for none
///
/// Deleting the file changes nothing but time. One whose checksum, version or fingerprint differs is not looked into.
final class HistoryStore: Sendable {
    static let format = PackedFormat(magic: "tickline", version: 7, headerSize: 88, countOffset: 56)
    static let directoryEntrySize = 24
    static let linkSize = 12

    let bytes: PackedBytes
    let commitCount: Int
    let ticketCount: Int
    private let stringCount: Int
    private let idsStart: Int
    private let orderStart: Int
    private let recordEndsStart: Int
    private let reachStart: Int
    private let recordsStart: Int
    private let stringEndsStart: Int
    private let stringsStart: Int
    private let directoryStart: Int
    private let blocksStart: Int
    private let linksStart: Int
    let linkCount: Int
    private let placesStart: Int
    private let placeCount: Int

    /// Takes bytes over; nil where they are no store of this version and fingerprint, or damaged.
    init?(_ bytes: PackedBytes, fingerprint: (UInt64, UInt64)) {
        guard bytes.fixed64(at: 40) == fingerprint.0, bytes.fixed64(at: 48) == fingerprint.1,
            Self.format.isWhole(bytes)
        else { return nil }
        self.bytes = bytes
        commitCount = bytes.fixed32(at: 56)
        stringCount = bytes.fixed32(at: 60)
        ticketCount = bytes.fixed32(at: 68)
        idsStart = Self.format.headerSize
        orderStart = idsStart + 20 * commitCount
        recordEndsStart = orderStart + 4 * commitCount
        reachStart = recordEndsStart + 4 * commitCount
        recordsStart = reachStart + 8 * commitCount
        stringEndsStart = recordsStart + bytes.fixed32(at: 72)
        stringsStart = stringEndsStart + 4 * stringCount
        directoryStart = stringsStart + bytes.fixed32(at: 64)
        blocksStart = directoryStart + Self.directoryEntrySize * ticketCount
        linksStart = blocksStart + bytes.fixed32(at: 76)
        linkCount = bytes.fixed32(at: 84)
        placesStart = linksStart + Self.linkSize * linkCount
        placeCount = Self.placeCount(ticketCount)
        guard placesStart + 4 * placeCount == bytes.count else { return nil }
    }

    /// How many places there are: a power of two, so many that at least half of them are free.
    static func placeCount(_ ticketCount: Int) -> Int {
        ticketCount == 0 ? 0 : 1 << (Int.bitWidth - (2 * ticketCount - 1).leadingZeroBitCount)
    }

    /// Where a ticket is looked for first, by the bytes of its id in lower case.
    static func firstPlace(of key: String.UTF8View, count: Int) -> Int {
        // FNV-1a; its higher bits are better mixed.
        let hash = key.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32) & (count - 1)
    }

    /// How many tickets several files claimed to be at one time.
    var contestedCount: Int { bytes.fixed32(at: 80) }

    var tip: ObjectID { bytes.objectID(at: 20) }

    // MARK: Parts that a new store takes over

    var idBytes: [UInt8] { bytes.array(idsStart..<orderStart) }
    var recordEnds: [UInt8] { bytes.array(recordEndsStart..<reachStart) }
    var records: [UInt8] { bytes.array(recordsStart..<stringEndsStart) }
    var stringEnds: [UInt8] { bytes.array(stringEndsStart..<stringsStart) }
    var strings: [UInt8] { bytes.array(stringsStart..<directoryStart) }
    var numberOfStrings: Int { stringCount }

    // MARK: Commits

    struct Commit {
        var parents: [Int32]
        var isBoundary: Bool
        var authored: Instant
        var recorded: Instant
        var authorName: Int
        var authorEmail: Int
    }

    func id(ofCommit number: Int) -> ObjectID {
        number >= 0 && number < commitCount ? bytes.objectID(at: idsStart + 20 * number) : ObjectID(bigEndian: 0, 0, 0)
    }

    /// The number of a commit; nil if it is not here.
    func number(of id: ObjectID) -> Int32? {
        var (low, high) = (0, commitCount)
        while low < high {
            let middle = (low + high) / 2
            if self.id(ofCommit: commit(inOrder: middle)) < id { low = middle + 1 } else { high = middle }
        }
        guard low < commitCount, case let number = commit(inOrder: low), self.id(ofCommit: number) == id else {
            return nil
        }
        return Int32(number)
    }

    func commit(inOrder position: Int) -> Int { bytes.fixed32(at: orderStart + 4 * position) }

    func commit(_ number: Int) -> Commit {
        guard number >= 0, number < commitCount else {
            let zero = Instant(secondsSinceEpoch: 0)
            return Commit(
                parents: [], isBoundary: false, authored: zero, recorded: zero, authorName: 0, authorEmail: 0)
        }
        let start = number == 0 ? 0 : bytes.fixed32(at: recordEndsStart + 4 * (number - 1))
        let end = bytes.fixed32(at: recordEndsStart + 4 * number)
        var reader = PackedReader(bytes, (recordsStart + start)..<max(recordsStart + start, recordsStart + end))
        let head = reader.number()
        let parents = (0..<min(max(0, head >> 1), number)).map { _ in
            Int32(truncatingIfNeeded: max(0, number - 1 - reader.number()))
        }
        let authored = reader.signed()
        let recorded = authored &+ reader.signed()
        return Commit(
            parents: parents, isBoundary: head & 1 == 1, authored: Instant(secondsSinceEpoch: authored),
            recorded: Instant(secondsSinceEpoch: recorded), authorName: reader.number(), authorEmail: reader.number())
    }

    func completeBelow(_ number: Int) -> Int32 { reach(number, 0) }
    func runStart(_ number: Int) -> Int32 { reach(number, 4) }

    /// Never a number that is not there yet, whatever the bytes say.
    private func reach(_ number: Int, _ offset: Int) -> Int32 {
        Int32(min(bytes.fixed32(at: reachStart + 8 * number + offset), number + 1))
    }

    // MARK: Strings

    private func stringRange(_ number: Int) -> Range<Int> {
        guard number >= 0, number < stringCount else { return 0..<0 }
        let start = number == 0 ? 0 : bytes.fixed32(at: stringEndsStart + 4 * (number - 1))
        let end = bytes.fixed32(at: stringEndsStart + 4 * number)
        guard start <= end, stringsStart + end <= directoryStart else { return 0..<0 }
        return (stringsStart + start)..<(stringsStart + end)
    }

    func stringBytes(_ number: Int) -> [UInt8] { bytes.array(stringRange(number)) }
    func string(_ number: Int) -> String { bytes.string(stringRange(number)) }

    // MARK: Tickets

    struct DirectoryEntry {
        var id: Int
        var block: Range<Int>
        /// The number of the last commit that changed anything here, or one behind it.
        var lastCommit: Int32
        var lastInstant: Instant
    }

    func directoryEntry(_ position: Int) -> DirectoryEntry {
        let start = directoryStart + Self.directoryEntrySize * position
        let offset = blocksStart + bytes.fixed32(at: start + 4)
        return DirectoryEntry(
            id: bytes.fixed32(at: start), block: offset..<(offset + bytes.fixed32(at: start + 8)),
            lastCommit: Int32(truncatingIfNeeded: bytes.fixed32(at: start + 12)),
            lastInstant: Instant(secondsSinceEpoch: Int64(bitPattern: bytes.fixed64(at: start + 16))))
    }

    func ticketID(_ position: Int) -> TicketID? { TicketID(string(directoryEntry(position).id)) }

    /// The place of a ticket in the directory; nil if no commit has it.
    func position(of ticket: TicketID) -> Int? {
        let key = ticket.key.utf8
        let first = Self.firstPlace(of: key, count: placeCount)
        for step in 0..<placeCount {
            let position = bytes.fixed32(at: placesStart + 4 * ((first + step) & (placeCount - 1))) - 1
            guard position >= 0, position < ticketCount else { return nil }
            if compare(position, key) == 0 { return position }
        }
        return nil
    }

    // MARK: Links

    /// Decodes a link; nil for one that the bytes have no sense for.
    func link(at position: Int) -> NumberedLink? {
        let start = linksStart + Self.linkSize * position
        let commit = bytes.fixed32(at: start + 4)
        guard commit < commitCount, let kind = LinkKind(rawValue: bytes.byte(at: start + 8)) else { return nil }
        return NumberedLink(key: string(bytes.fixed32(at: start)), commit: Int32(commit), kind: kind)
    }

    /// Whether a link closes its ticket.
    func isClosing(_ position: Int) -> Bool {
        bytes.byte(at: linksStart + Self.linkSize * position + 8) == LinkKind.closes.rawValue
    }

    /// The links to an id in lower case, in the order of their commits.
    func links(to key: String) -> [NumberedLink] {
        var (low, high) = (0, linkCount)
        while low < high {
            let middle = (low + high) / 2
            let order = compare(string: bytes.fixed32(at: linksStart + Self.linkSize * middle), key.utf8)
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        var found: [NumberedLink] = []
        while low < linkCount, let link = link(at: low), link.key == key {
            found.append(link)
            low += 1
        }
        return found
    }

    /// Compares a ticket's id in lower case with another one.
    private func compare(_ position: Int, _ key: String.UTF8View) -> Int {
        compare(string: bytes.fixed32(at: directoryStart + Self.directoryEntrySize * position), key)
    }

    private func compare(string number: Int, _ key: String.UTF8View) -> Int {
        var range = stringRange(number)
        for byte in key {
            guard let offset = range.first else { return -1 }
            let own = bytes.byte(at: offset)
            let lower = (0x41...0x5A).contains(own) ? own + 0x20 : own
            if lower != byte { return Int(lower) - Int(byte) }
            range = offset + 1..<range.upperBound
        }
        return range.isEmpty ? 0 : 1
    }
}

extension PackedBytes {
    fileprivate func objectID(at offset: Int) -> ObjectID {
        ObjectID(
            bigEndian: fixed64(at: offset).byteSwapped, fixed64(at: offset + 8).byteSwapped,
            UInt32(truncatingIfNeeded: fixed32(at: offset + 16)).byteSwapped)
    }
}
