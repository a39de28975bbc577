import GitStore
import TicketModel
import TicketText

/// Puts a store together, from nothing or from another one and what came since.
struct HistoryStoreWriter {
    private var ids = PackedWriter()
    private var commitIDs: [ObjectID] = []
    private var recordEnds = PackedWriter()
    private var records = PackedWriter()
    private var stringEnds = PackedWriter()
    private var strings = PackedWriter()
    private var stringNumbers: [[UInt8]: Int] = [:]
    private var stringCount = 0
    private var blocks = PackedWriter()
    private var directory: [(key: String, id: Int, offset: Int, length: Int, lastCommit: Int32, lastInstant: Instant)] =
        []
    /// The commits' author dates, near which entries lie, and their committer dates.
    private var dates: [(authored: Instant, recorded: Instant)] = []

    private var links: [(link: NumberedLink, string: Int)] = []
    private var contestedCount = 0
    private var graph: HistoryGraph
    /// The number of the first commit that the other store does not have.
    private let firstNew: Int32

    init() {
        graph = HistoryGraph()
        firstNew = 0
    }

    /// Takes all commits and strings of another store over.
    init(extending base: HistoryStore) {
        graph = HistoryGraph(extending: base)
        firstNew = Int32(base.commitCount)
        ids.append(contentsOf: base.idBytes)
        recordEnds.append(contentsOf: base.recordEnds)
        records.append(contentsOf: base.records)
        stringEnds.append(contentsOf: base.stringEnds)
        strings.append(contentsOf: base.strings)
        stringCount = base.numberOfStrings
        commitIDs = (0..<base.commitCount).map { base.id(ofCommit: $0) }
        dates = (0..<base.commitCount).map { number in
            let commit = base.commit(number)
            return (commit.authored, commit.recorded)
        }
    }

    /// Adds the next commit; its parents are numbers of commits that are there.
    mutating func add(
        _ id: ObjectID, parents: [Int32], isBoundary: Bool, authored: Instant, recorded: Instant, name: String,
        email: String
    ) {
        let number = commitIDs.count
        commitIDs.append(id)
        id.append(to: &idBuffer)
        records.append(number: parents.count << 1 | (isBoundary ? 1 : 0))
        for parent in parents { records.append(number: number - 1 - Int(parent)) }
        records.append(signed: authored.secondsSinceEpoch)
        records.append(signed: recorded.secondsSinceEpoch &- authored.secondsSinceEpoch)
        records.append(number: string(name))
        records.append(number: string(email))
        recordEnds.append(fixed: UInt32(records.count))
        dates.append((authored, recorded))
        graph.append(parents: parents)
    }

    private var idBuffer: [UInt8] = []

    /// Adds a link to a commit that is there.
    mutating func add(_ link: NumberedLink) { links.append((link, string(link.key))) }

    /// Adds a ticket as another store has it, whose strings were taken over.
    mutating func copy(_ position: Int, of base: HistoryStore) {
        let entry = base.directoryEntry(position)
        guard let id = base.ticketID(position) else { return }
        directory.append((id.key, entry.id, blocks.count, entry.block.count, entry.lastCommit, entry.lastInstant))
        if base.isContested(position) { contestedCount += 1 }
        blocks.append(contentsOf: base.bytes.array(entry.block))
    }

    mutating func add(_ id: TicketID, _ ticket: HistoryTicket) {
        guard let last = ticket.events.last, let lastInstant = ticket.events.lazy.map(\.event.at).max() else { return }
        let start = blocks.count
        contestedCount += ticket.contestedPaths.isEmpty ? 0 : 1
        blocks.append(number: ticket.events.count)
        blocks.append(number: ticket.contestedPaths.count)
        for path in ticket.contestedPaths { blocks.append(number: string(path)) }
        if !ticket.contestedPaths.isEmpty {
            blocks.append(number: ticket.released.count)
            for item in ticket.released {
                blocks.append(number: Int(item.commit))
                blocks.append(number: string(item.path.bytes))
            }
        }
        var before: HistoryEvent?
        for event in ticket.events {
            add(event, after: before)
            before = event
        }
        // What the new commits did may be something else than an event.
        let lastReleased = ticket.released.map(\.commit).max() ?? 0
        let lastCommit = min(max(last.commit, lastReleased, firstNew), Int32(commitIDs.count - 1))
        directory.append((id.key, string(id.text), start, blocks.count - start, lastCommit, lastInstant))
    }

    /// Returns the whole.
    mutating func finish(tip: ObjectID, fingerprint: (UInt64, UInt64)) -> [UInt8] {
        ids.append(contentsOf: idBuffer)
        directory.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        links.sort { left, right in
            left.link.key == right.link.key
                ? left.link.commit < right.link.commit
                : left.link.key.utf8.lexicographicallyPrecedes(right.link.key.utf8)
        }
        var whole = PackedWriter()
        whole.append(contentsOf: HistoryStore.format.magic)
        whole.append(fixed: UInt32(HistoryStore.format.version))
        whole.append(contentsOf: tip.bytes)
        whole.append(fixed: fingerprint.0)
        whole.append(fixed: fingerprint.1)
        for count in [
            commitIDs.count, stringCount, strings.count, directory.count, records.count, blocks.count, contestedCount,
            links.count,
        ] {
            whole.append(fixed: UInt32(count))
        }
        whole.append(contentsOf: ids.bytes)
        for number in commitIDs.indices.sorted(by: { commitIDs[$0] < commitIDs[$1] }) {
            whole.append(fixed: UInt32(number))
        }
        whole.append(contentsOf: recordEnds.bytes)
        for number in 0..<Int32(commitIDs.count) {
            whole.append(fixed: UInt32(graph.completeBelow(number)))
            whole.append(fixed: UInt32(graph.runStart(number)))
        }
        for part in [records, stringEnds, strings] { whole.append(contentsOf: part.bytes) }
        for entry in directory {
            for number in [entry.id, entry.offset, entry.length, Int(entry.lastCommit)] {
                whole.append(fixed: UInt32(number))
            }
            whole.append(fixed: UInt64(bitPattern: entry.lastInstant.secondsSinceEpoch))
        }
        whole.append(contentsOf: blocks.bytes)
        for (link, string) in links {
            for number in [string, Int(link.commit), Int(link.kind.rawValue)] { whole.append(fixed: UInt32(number)) }
        }
        for place in places { whole.append(fixed: place) }
        var result = PackedWriter()
        result.append(fixed: ByteDigest.digest(whole.bytes[...]))
        result.append(contentsOf: whole.bytes)
        return result.bytes
    }

    /// Where each ticket of the directory is found.
    private var places: [UInt32] {
        let count = HistoryStore.placeCount(directory.count)
        var places = [UInt32](repeating: 0, count: count)
        for (position, entry) in directory.enumerated() {
            var place = HistoryStore.firstPlace(of: entry.key.utf8, count: count)
            while places[place] != 0 { place = (place + 1) & (count - 1) }
            places[place] = UInt32(position + 1)
        }
        return places
    }

    // MARK: Parts

    private mutating func string(_ text: String) -> Int { string(Array(text.utf8)) }

    /// The number of a string; each is kept once.
    private mutating func string(_ bytes: [UInt8]) -> Int {
        if let known = stringNumbers[bytes] { return known }
        strings.append(contentsOf: bytes)
        stringEnds.append(fixed: UInt32(strings.count))
        stringNumbers[bytes] = stringCount
        stringCount += 1
        return stringCount - 1
    }

    private mutating func add(_ item: HistoryEvent, after before: HistoryEvent?) {
        let event = item.event
        var flags = HistoryEventFlags(event.kind, event.moved)
        if event.at == event.authoredAt { flags.insert(.isAtAuthorDate) }
        let hasSamePath = (before?.event.path ?? "") == event.path
        if hasSamePath { flags.insert(.hasSamePath) }
        let hasSameCreated =
            event.kind == .removed || (before?.event.created == event.created && before?.event.kind != .removed)
        if hasSameCreated { flags.insert(.hasSameCreated) }
        let entryCounts = [event.addedEntries.count, event.removedEntries.count, event.changedEntries.count]
        if entryCounts != [0, 0, 0] { flags.insert(.hasEntries) }
        if event.isInherited { blocks.append(HistoryEventFlags.inherited.rawValue) }
        blocks.append(flags.rawValue)
        blocks.append(signed: Int64(item.commit) - Int64(before?.commit ?? 0))
        blocks.append(signed: Int64(item.sequence - (before?.sequence ?? 0) - 1))
        if !flags.contains(.isAtAuthorDate) { blocks.append(signed: event.at - event.recordedAt) }
        if !hasSamePath { blocks.append(number: string(event.path.bytes)) }
        if !hasSameCreated {
            blocks.append(event.created == nil ? 0 : 1)
            if let created = event.created { blocks.append(signed: created.secondsSinceEpoch) }
        }
        blocks.append(number: event.changes.count)
        for change in event.changes {
            blocks.append(number: string(change.field.rawValue))
            add(change.from)
            add(change.to)
        }
        guard flags.contains(.hasEntries) else { return }
        for count in entryCounts { blocks.append(number: count) }
        for entry in event.addedEntries + event.removedEntries { add(entry, near: event.authoredAt) }
        for change in event.changedEntries {
            add(change.from, near: event.authoredAt)
            add(change.to, near: event.authoredAt)
        }
    }

    private mutating func add(_ value: FieldValue?) {
        switch value {
        case nil: blocks.append(number: 0)
        case .text(let text):
            blocks.append(number: 1)
            blocks.append(number: string(text))
        case .list(let items):
            blocks.append(number: 2)
            blocks.append(number: items.count)
            for item in items { blocks.append(number: string(item)) }
        case .instant(let instant, let text):
            blocks.append(number: 3)
            blocks.append(signed: instant.secondsSinceEpoch)
            blocks.append(number: string(text))
        case .mapping(let items):
            blocks.append(number: 4)
            blocks.append(number: items.count)
            for item in items {
                blocks.append(number: string(item.key))
                add(item.value)
            }
        }
    }

    private mutating func add(_ entry: RecordedEntry, near instant: Instant) {
        let verb = UInt8(EntryVerb.allCases.firstIndex(of: entry.verb) ?? 0)
        blocks.append(verb | (entry.person == nil ? 0 : 4) | (entry.instant == nil ? 0 : 8))
        if let person = entry.person { blocks.append(number: string(person)) }
        if let at = entry.instant { blocks.append(signed: at.secondsSinceEpoch &- instant.secondsSinceEpoch) }
        blocks.append(fixed: entry.textDigest)
    }
}
