import TicketIndex
import TicketModel
import TicketWorkspace

/// A ticket's links, in both directions, as lines of its page.
struct RelationLines {
    let view: DeskView
    let ticket: Ticket

    /// The order in which they are told: what holds the ticket up, what it is part of, what belongs to it.
    private static let order: [Relation] = [
        .blockedBy, .blocks, .parent, .child, .problem, .incident, .duplicates, .duplicatedBy, .related,
    ]
    /// So many tickets of one relation are shown.
    private static let limit = 10

    func lines() -> [String] { Self.order.flatMap(lines) }

    private func lines(_ relation: Relation) -> [String] {
        var texts = others(relation).map(line)
        texts += dangling(relation).map { PrintableText.make("\($0) (no such ticket)") }
        guard !texts.isEmpty else { return [] }
        var shown = Array(texts.prefix(Self.limit))
        if texts.count > shown.count {
            shown.append("… and \(texts.count - shown.count) more: tick list \(relation.inverse.rawValue):\(ticket.id)")
        }
        if [.child, .incident].contains(relation), let progress = Progress(relation, of: ticket, in: view) {
            shown.insert(progress.words, at: 0)
        }
        return zip([relation.plural] + repeatElement("", count: shown.count), shown).map { label, text in
            "  " + label.padded(14) + text
        }
    }

    /// Work that is not done stands first.
    private func others(_ relation: Relation) -> [Ticket] {
        let tickets = view.snapshot.relations.tickets(relation, of: ticket)
        return tickets.filter { !isDone($0) } + tickets.filter(isDone)
    }

    private func isDone(_ ticket: Ticket) -> Bool { view.configuration.workflow.phase(of: ticket.status).isDone }

    /// What the ticket's own file names and no ticket is.
    private func dangling(_ relation: Relation) -> [String] {
        guard let field = relation.field else { return [] }
        return ticket.list(field).filter { text in TicketID(text).flatMap { view.snapshot.ticket($0) } == nil }
    }

    private func line(_ other: Ticket) -> String {
        PrintableText.make("\(other.id)  \(other.status)  \(other.title)")
    }
}

/// A ticket's links as JSON: who stands how to it, and whether work on it can go on.
struct RelationJSON {
    let view: DeskView

    func value(_ ticket: Ticket) -> JSONValue {
        let graph = view.snapshot.relations
        let phase = phase(of: ticket)
        let isBlocked = !phase.isDone && graph.isBlocked(ticket)
        var members: [JSONValue.Member] = Relation.allCases.map { relation in
            (relation.rawValue, .array(graph.tickets(relation, of: ticket).map(reference)))
        }
        members.append(("ready", .bool(phase == .open && !isBlocked && !graph.hasOpenChild(ticket))))
        members.append(("blocked", .bool(isBlocked)))
        members.append(("blockers", .strings(graph.blockers(of: ticket).map(\.id.text))))
        members.append(("childrenDone", doneCount(.child, ticket)))
        members.append(("incidentsDone", doneCount(.incident, ticket)))
        return .object(members)
    }

    private func phase(of ticket: Ticket) -> Phase { view.configuration.workflow.phase(of: ticket.status) }

    private func doneCount(_ relation: Relation, _ ticket: Ticket) -> JSONValue {
        .integer(Int64(Progress(relation, of: ticket, in: view)?.doneCount ?? 0))
    }

    private func reference(_ ticket: Ticket) -> JSONValue {
        [
            "id": .string(ticket.id.text), "title": .string(ticket.title), "status": .optional(ticket.text(.status)),
            "phase": .string(phase(of: ticket).rawValue),
        ]
    }
}
