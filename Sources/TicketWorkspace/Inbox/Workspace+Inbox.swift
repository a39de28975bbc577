internal import GitStore
package import TicketModel

extension Workspace {
    /// From where on changes are asked for; without one, from the read mark.
    package enum InboxRange: Sendable {
        case unread
        case since(Instant)
        case everything
    }

    private static let firstTimeSeconds: Int64 = 7 * 86_400

    /// Returns what changed for the acting person, over a view with texts and history.
    ///
    /// - Throws: `git.no-identity` where git does not know who asks.
    package func inbox(_ range: InboxRange, in view: DeskView) throws(WorkspaceError) -> Inbox {
        let actor = try people(configuration: configuration).actor
        let head = try asking { () throws(GitError) in try repository.head().commit }
        var inbox = Inbox(person: actor.reference, beginning: .everything, items: [], head: head)
        guard let head, let history = view.clocks?.history else { return inbox }
        let events: [TicketEvent]
        switch range {
        case .everything: events = history.events
        case .since(let instant):
            inbox.beginning = .instant(instant)
            events = Self.events(of: history, since: instant)
        case .unread:
            let mark = try inboxMark(of: actor.reference)
            if let mark, let unread = try unread(mark, head) {
                inbox.beginning = .mark(mark.readAt)
                events = history.events(of: unread)
            } else {
                // Its commits are gone: rather something twice than something lost.
                let week = now - Self.firstTimeSeconds
                let instant = min(week, mark?.readAt ?? week)
                inbox.beginning = .firstTime(instant)
                events = Self.events(of: history, since: instant)
            }
        }
        let reader = InboxReader(snapshot: view.snapshot, actor: actor)
        inbox.items = events.compactMap(reader.item)
        return inbox
    }

    private static func events(of history: TicketHistory, since instant: Instant) -> [TicketEvent] {
        history.events.filter { max($0.at, $0.recordedAt) >= instant }
    }

    /// The commits that `head` reaches and none of the mark's does; nil where none of those exists any more.
    private func unread(_ mark: InboxMark, _ head: ObjectID) throws(WorkspaceError) -> Set<ObjectID>? {
        let known = mark.heads.filter { repository.contains($0) }
        guard !known.isEmpty else { return nil }
        return try asking { () throws(GitError) in Set(try repository.historyIDs(from: [head], hiding: known)) }
    }

    private func inboxMark(of person: String) throws(WorkspaceError) -> InboxMark? {
        try asking { () throws(GitError) in
            try repository.stateFolder(InboxMark.folder).read(InboxMark.fileName(of: person)).flatMap(
                InboxMark.init(bytes:))
        }
    }

    /// Remembers that an inbox was read: what its `HEAD` reaches is not new any more.
    package func markRead(_ inbox: Inbox) throws(WorkspaceError) {
        guard let head = inbox.head else { return }
        let before = try inboxMark(of: inbox.person) ?? InboxMark(readAt: now, heads: [])
        try asking { () throws(GitError) in
            let known = before.heads.filter { repository.contains($0) }
            var gone: Set<ObjectID> = Set(before.heads).subtracting(known)
            for other in known where try repository.historyIDs(from: [other], hiding: [head]).isEmpty {
                gone.insert(other)
            }
            let mark = before.reading(head, at: now) { gone.contains($0) }
            try repository.stateFolder(InboxMark.folder).write(mark.bytes, to: InboxMark.fileName(of: inbox.person))
        }
    }
}
