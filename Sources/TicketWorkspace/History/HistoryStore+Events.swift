import GitStore
import ServiceLevels
import TicketModel
import TicketText

/// An event with its place in the graph of commits.
struct HistoryEvent: Sendable {
    /// The commit's number, parents first.
    var commit: Int32
    /// One more than that of the event of the same ticket before it, the largest if there are several: what orders events
    /// of one instant, however the commits are numbered.
    var sequence: Int
    var event: TicketEvent

    /// Events of one ticket in time order, what follows another never before it; the same for every way to number the commits.
    static func areInOrder(_ left: HistoryEvent, _ right: HistoryEvent) -> Bool {
        (left.event.at, left.sequence, left.event.commit) < (right.event.at, right.sequence, right.event.commit)
    }
}

/// All that is known of one ticket.
struct HistoryTicket: Sendable {
    /// In the order of their commits' numbers.
    var events: [HistoryEvent] = []
    /// The paths of a ticket that several files claimed to be at one time; else empty.
    var contestedPaths: [[UInt8]] = []
    /// Files that claimed to be the ticket and got another id: what they said is no part of its life.
    var released: [Released] = []

    struct Released: Sendable {
        var commit: Int32
        var path: RepositoryPath
    }

    /// The events of its own life, as far as commits are reached.
    func events(where isReached: (Int32) -> Bool) -> [HistoryEvent] {
        let foreign = released.filter { isReached($0.commit) }
        return events.filter { item in
            isReached(item.commit)
                && !foreign.contains { $0.path == item.event.path && item.commit <= $0.commit }
        }
    }
}

extension HistoryStore {
    /// Decodes a ticket.
    func ticket(at position: Int) -> HistoryTicket {
        let entry = directoryEntry(position)
        guard let id = TicketID(string(entry.id)) else { return HistoryTicket() }
        var reader = EventReader(store: self, ticket: id, range: entry.block)
        return reader.read()
    }

    /// Whether several files claimed to be a ticket at one time.
    func isContested(_ position: Int) -> Bool {
        var reader = PackedReader(bytes, directoryEntry(position).block)
        _ = reader.number()
        return reader.number() > 0
    }

    /// Reads the events of one block.
    private struct EventReader {
        let store: HistoryStore
        let ticket: TicketID
        var reader: PackedReader
        var commit = 0
        var sequence = 0
        var path: RepositoryPath = ""
        var created: Instant?

        init(store: HistoryStore, ticket: TicketID, range: Range<Int>) {
            self.store = store
            self.ticket = ticket
            reader = PackedReader(store.bytes, range)
        }

        mutating func read() -> HistoryTicket {
            var result = HistoryTicket()
            let count = reader.itemCount()
            for _ in 0..<reader.itemCount() { result.contestedPaths.append(store.stringBytes(reader.number())) }
            if !result.contestedPaths.isEmpty {
                for _ in 0..<reader.itemCount() {
                    let commit = Int32(truncatingIfNeeded: reader.number())
                    let path = RepositoryPath(store.stringBytes(reader.number()))
                    result.released.append(HistoryTicket.Released(commit: commit, path: path))
                }
            }
            for _ in 0..<count {
                let event = event()
                guard reader.isSound else { break }
                result.events.append(event)
            }
            return result
        }

        private mutating func event() -> HistoryEvent {
            var flags = HistoryEventFlags(rawValue: reader.byte())
            let isInherited = flags == .inherited
            if isInherited { flags = HistoryEventFlags(rawValue: reader.byte()) }
            commit &+= Int(reader.signed())
            sequence &+= Int(reader.signed()) &+ 1
            let record = store.commit(commit)
            let at = flags.contains(.isAtAuthorDate) ? record.authored : record.recorded + reader.signed()
            if !flags.contains(.hasSamePath) { path = RepositoryPath(store.stringBytes(reader.number())) }
            if !flags.contains(.hasSameCreated) {
                created = reader.byte() == 0 ? nil : Instant(secondsSinceEpoch: reader.signed())
            }
            var event = TicketEvent(
                kind: flags.kind, ticket: ticket, path: path, at: at, authoredAt: record.authored,
                recordedAt: record.recorded, moved: flags.moved, commit: store.id(ofCommit: commit),
                authorName: store.string(record.authorName), authorEmail: store.string(record.authorEmail),
                changes: changes(), addedEntries: [], removedEntries: [],
                created: flags.kind == .removed ? nil : created)
            event.isMerge = record.parents.count > 1
            event.isAtBoundary = record.isBoundary
            if flags.contains(.hasEntries) { readEntries(of: &event) }
            event.isInherited = isInherited
            return HistoryEvent(commit: Int32(truncatingIfNeeded: commit), sequence: sequence, event: event)
        }

        private mutating func changes() -> [TicketEvent.FieldChange] {
            let count = reader.itemCount()
            guard count > 0 else { return [] }
            return (0..<count).map { _ in
                let field = FieldName(store.string(reader.number()))
                let from = value(depth: 0)
                return TicketEvent.FieldChange(field: field, from: from, to: value(depth: 0))
            }
        }

        private mutating func value(depth: Int) -> FieldValue? {
            switch reader.number() {
            case 1: return .text(store.string(reader.number()))
            case 2: return .list((0..<reader.itemCount()).map { _ in store.string(reader.number()) })
            case 3:
                let instant = Instant(secondsSinceEpoch: reader.signed())
                return .instant(instant, text: store.string(reader.number()))
            case 4 where depth < 64:
                return .mapping(
                    (0..<reader.itemCount()).map { _ in
                        let key = store.string(reader.number())
                        return FieldValue.MappingItem(key: key, value: value(depth: depth + 1) ?? .text(""))
                    })
            default: return nil
            }
        }

        private mutating func readEntries(of event: inout TicketEvent) {
            let counts = (reader.itemCount(), reader.itemCount(), reader.itemCount())
            event.addedEntries = (0..<counts.0).map { _ in entry(near: event.authoredAt) }
            event.removedEntries = (0..<counts.1).map { _ in entry(near: event.authoredAt) }
            event.changedEntries = (0..<counts.2).map { _ in
                let from = entry(near: event.authoredAt)
                return TicketEvent.EntryChange(from: from, to: entry(near: event.authoredAt))
            }
        }

        private mutating func entry(near instant: Instant) -> RecordedEntry {
            let head = reader.byte()
            let verb = EntryVerb.allCases[Int(head & 3) % EntryVerb.allCases.count]
            let person = head & 4 == 0 ? nil : store.string(reader.number())
            let at = head & 8 == 0 ? nil : Instant(secondsSinceEpoch: instant.secondsSinceEpoch &+ reader.signed())
            return RecordedEntry(verb: verb, person: person, instant: at, textDigest: reader.fixed64(), text: nil)
        }
    }
}

/// The first byte of an event: what happened, and what need not be written.
struct HistoryEventFlags: OptionSet {
    var rawValue: UInt8

    /// Stands alone before the flags of an inherited event: no kind has these bits.
    static let inherited = HistoryEventFlags(rawValue: 3)
    static let isAtAuthorDate = HistoryEventFlags(rawValue: 16)
    static let hasSamePath = HistoryEventFlags(rawValue: 32)
    static let hasSameCreated = HistoryEventFlags(rawValue: 64)
    static let hasEntries = HistoryEventFlags(rawValue: 128)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ kind: TicketEvent.Kind, _ moved: MovedInstant?) {
        let kindBits: UInt8 =
            switch kind {
            case .created: 0
            case .changed: 1
            case .removed: 2
            }
        let movedBits: UInt8 =
            switch moved {
            case nil: 0
            case .afterRecorded: 4
            case .beforePrevious: 8
            }
        rawValue = kindBits | movedBits
    }

    var kind: TicketEvent.Kind {
        switch rawValue & 3 {
        case 0: .created
        case 1: .changed
        default: .removed
        }
    }

    var moved: MovedInstant? {
        switch rawValue & 12 {
        case 4: .afterRecorded
        case 8: .beforePrevious
        default: nil
        }
    }
}
