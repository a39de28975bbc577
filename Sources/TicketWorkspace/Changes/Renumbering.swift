import TicketIndex
import TicketModel

/// New ids in place of old ones, and what has to follow: file names, attachments, references.
struct Renumbering {
    private(set) var changes: [(from: TicketID, to: TicketID)] = []
    /// Every id that is taken.
    private var taken: [Ticket]
    private let ids: TicketIDs
    private let configuration: Configuration

    /// - Parameter taken: the tickets of both sides.
    init(configuration: Configuration, taken: [Ticket], random: @escaping @Sendable () -> UInt64) {
        self.configuration = configuration
        self.taken = taken
        ids = TicketIDs(configuration: configuration, random: random)
    }

    var isEmpty: Bool { changes.isEmpty }

    /// Gives a ticket a new id; the next free one where none is named.
    mutating func add(_ ticket: Ticket, _ named: TicketID? = nil) throws(WorkspaceError) {
        guard !changes.contains(where: { $0.from == ticket.id }) else { return }
        let snapshot = IndexSnapshot(configuration: configuration, tickets: taken, diagnostics: [])
        let new = if let named { named } else { try ids.next(in: snapshot) }
        changes.append((ticket.id, new))
        taken.append(
            Ticket(id: new, path: ticket.path, values: [:], entries: [], descriptionRange: SourceRange(0, 0)))
    }

    /// Returns a text with the new ids in place of the old ones, in whatever case those are written.
    func applied(to bytes: [UInt8]) -> [UInt8] {
        changes.reduce(bytes) { Self.replacing($1.from, with: $1.to, in: $0) }
    }

    func applied(to path: RepositoryPath) -> RepositoryPath {
        isEmpty ? path : RepositoryPath(applied(to: path.bytes))
    }

    /// Whether a text mentions one of the old ids.
    func changes(_ bytes: [UInt8]) -> Bool {
        changes.contains { Self.next(Array($0.from.key.utf8), in: bytes, from: 0) != nil }
    }

    private static func replacing(_ old: TicketID, with new: TicketID, in bytes: [UInt8]) -> [UInt8] {
        let word = Array(old.key.utf8)
        var result: [UInt8] = []
        var position = 0
        while let start = next(word, in: bytes, from: position) {
            result += bytes[position..<start]
            result += Array(new.text.utf8)
            position = start + word.count
        }
        return result + bytes[position...]
    }

    /// Finds an id where it stands alone: `HD-10` holds no `HD-1`, `HD-1-printer.md` does.
    private static func next(_ word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = word.first, bytes.count - start >= word.count else { return nil }
        return (start...(bytes.count - word.count)).first { position in
            let end = position + word.count
            return lower(bytes[position]) == first && zip(word, bytes[position..<end]).allSatisfy { $0 == lower($1) }
                && !(position > 0 && isPart(bytes[position - 1], isBefore: true))
                && !(end < bytes.count && isPart(bytes[end], isBefore: false))
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isPart(_ byte: UInt8, isBefore: Bool) -> Bool {
        let byte = lower(byte)
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (0x30...0x39).contains(byte)
            || byte == UInt8(ascii: "_") || byte >= 0x80 || isBefore && byte == UInt8(ascii: "-")
    }
}
