import GitStore
import TicketModel

/// Moves the tickets that commits of the main branch close: `Closes: HD-k7qf3m`.
///
/// Where to is `commits: {closes: …}` of `config.yml`. A commit closes a ticket once: not again when a commit of the ticket
/// names it in `Tick-Commit:`, and not when the ticket's status was set by a commit that follows it.
struct ClosesStep: RunStep {
    let rule = "closes"
    /// Each commit names the commits that closed the ticket, and whose they were.
    let isOneCommit = false
    static let commitTrailer = "tick-commit"

    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList {
        switch desk.configuration.closing {
        case .never: return .skipped("commits move no tickets: closes: none in .tick/config.yml")
        case .unusable: return .skipped("commits move no tickets until commits: in .tick/config.yml is mended")
        case .automatic, .status: break
        }
        let main = try asking { () throws(GitError) in try desk.workspace.repository.protectedReference() }
        guard main == desk.reference else {
            let (here, there) = (Self.shortName(desk.reference), Self.shortName(main))
            return .skipped("commits close tickets on \(there), and this is \(here)")
        }
        var causes: [TicketID: (ticket: Ticket, links: [CommitLink])] = [:]
        for (name, links) in desk.history.closings() {
            guard let ticket = desk.current(name), !isDone(ticket, desk) else { continue }
            causes[ticket.id, default: (ticket, [])].links += try pending(links, of: ticket, as: name, in: desk)
        }
        var work: [DueWork] = []
        for (ticket, links) in causes.values.sorted(by: { $0.ticket.id < $1.ticket.id }) where !links.isEmpty {
            work.append(try self.work(ticket, links, in: desk))
        }
        return .work(work)
    }

    private static func shortName(_ reference: String) -> String {
        reference.hasPrefix("refs/heads/") ? String(reference.dropFirst(11)) : reference
    }

    private func isDone(_ ticket: Ticket, _ desk: RunDesk) -> Bool {
        WorkflowDefinition.isDone(desk.configuration.workflow.phase(of: ticket.status))
    }

    // MARK: What is not done yet

    private func pending(
        _ links: [CommitLink], of ticket: Ticket, as name: TicketID, in desk: RunDesk
    ) throws(WorkspaceError) -> [CommitLink] {
        let events = desk.history.events(of: ticket.id)
        // A ticket that only got another id keeps the status that it had; what named its new id before meant another ticket.
        let settling = events.filter { event in
            if event.kind == .created { return name == ticket.id && !event.isInherited }
            return event.changes.contains { change in
                change.field == .status
                    || change.field == .id && change.to?.texts.contains { TicketID($0) == name } == true
            }
        }
        return try asking { () throws(GitError) in
            var pending: [CommitLink] = []
            for link in links where try !Self.isSettled(link.commit, by: settling, in: desk) { pending.append(link) }
            guard !pending.isEmpty else { return [] }
            let done = try Self.namedCommits(by: events, in: desk.workspace.repository)
            return pending.filter { !done.contains($0.commit) }
        }
    }

    /// Whether the status was set by a commit or one that follows it.
    private static func isSettled(
        _ commit: ObjectID, by events: [TicketEvent], in desk: RunDesk
    ) throws(GitError) -> Bool {
        for event in events.reversed() {
            if event.commit == commit { return true }
            if let known = desk.history.isAncestor(commit, of: event.commit) {
                if known { return true }
            } else if try desk.workspace.repository.isAncestor(commit, of: event.commit) {
                return true
            }
        }
        return false
    }

    /// The commits that a ticket's own commits name as their causes.
    private static func namedCommits(
        by events: [TicketEvent], in repository: borrowing GitRepository
    ) throws(GitError) -> Set<ObjectID> {
        var named: Set<ObjectID> = []
        for event in events where event.kind == .changed && !event.isMerge {
            named.formUnion(namedCommits(in: try repository.commit(event.commit).message))
        }
        return named
    }

    /// The commits that the trailers of a commit name as its causes.
    static func namedCommits(in message: [UInt8]) -> Set<ObjectID> {
        let trailers = MessageTrailers(message[...]).trailers
        let named = trailers.filter { String(decoding: $0.key, as: UTF8.self).lowercased() == commitTrailer }
        return Set(
            named.compactMap { trailer in
                ObjectID(hex: String(decoding: trailer.value.filter { $0 > 0x20 }, as: UTF8.self))
            })
    }

    // MARK: What to do

    private func work(
        _ ticket: Ticket, _ links: [CommitLink], in desk: RunDesk
    ) throws(WorkspaceError) -> DueWork {
        let sorted = links.sorted { ($0.at, $0.recordedAt, $0.commit) < ($1.at, $1.recordedAt, $1.commit) }
        let causes = try desk.workspace.fillingSubjects(of: sorted).map { link in
            RunCause(
                commit: link.commit, authorName: link.authorName, authorEmail: link.authorEmail,
                subject: link.subject ?? "", at: link.at)
        }
        let names = causes.map(\.commit.shortHex)
        return DueWork(
            ticket: ticket, reason: RunCause.words(causes), causes: causes,
            edits: [
                TicketEdit(
                    assignments: [Assignment(name: "status", operation: .set, value: target(of: ticket, desk))])
            ],
            onBehalfOf: causes.map { desk.configuration.actor(name: $0.authorName, email: $0.authorEmail) },
            note: "Closed by \(names.count == 1 ? "commit" : "commits") \(names.joined(separator: ", ")).",
            trailers: causes.map { ("Tick-Commit", $0.commit.hex) })
    }

    /// The status to which the ticket goes; whether it may is for the judge to say.
    private func target(of ticket: Ticket, _ desk: RunDesk) -> String {
        if case .status(let name) = desk.configuration.closing { return name }
        let workflow = desk.configuration.workflow
        guard !workflow.isOpenEnded else {
            let used = desk.statusesInUse().filter { WorkflowDefinition.isDone(workflow.phase(of: $0)) }
            return used.first ?? "closed"
        }
        // Where none is reached, the judge says which moves there are.
        return workflow.doneStatuses(from: ticket.status).first ?? workflow.doneStatuses.first ?? "closed"
    }
}
