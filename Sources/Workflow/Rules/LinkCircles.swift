package import TicketIndex
package import TicketModel

/// Tickets that wait for each other, are each other's parents or duplicates: a rule about several tickets at once.
package enum LinkCircles {
    package static let description = RuleDescription(
        "link-circle", "Links do not lead in a circle.",
        """
        Of tickets that block each other none can ever be begun. Of tickets that are each other's parents, or duplicates of each
        other, nobody can say which one is the whole, or the one that is worked on.

            HD-k7qf3m: blocked-by: HD-9x2m4c
            HD-9x2m4c: blocked-by: HD-k7qf3m      # each waits for the other

        The finding names the tickets in the order of the links, and stands at one of them. Take the wrong link out with
        `tick unlink`. Of circles that share tickets one is reported; once it is open, the next is.
        """)

    /// Returns the circles, each once, with the severities by default.
    ///
    /// - Parameters:
    ///   - ids: only those through one of these tickets, and placed at a link of theirs if one says it; nil for all.
    ///   - before: the desk before a change, whose new links are then what is wrong; nil where all is there already.
    package static func find(
        in snapshot: IndexSnapshot, touching ids: Set<TicketID>? = nil, before: IndexSnapshot? = nil
    ) -> [Diagnostic] {
        let graph = snapshot.relations
        return RelationGraph.hierarchies.flatMap { relation in
            graph.circles(of: relation).compactMap { circle in
                let tickets = circle.map { graph.tickets[$0] }
                guard ids.map({ ids in tickets.contains { ids.contains($0.id) } }) ?? true else { return nil }
                return finding(tickets, relation, touching: ids, before: before)
            }
        }
    }

    private static func finding(
        _ circle: [Ticket], _ relation: Relation, touching ids: Set<TicketID>?, before: IndexSnapshot?
    ) -> Diagnostic {
        let pairs = zip(circle, circle.dropFirst() + circle.prefix(1)).map { ($0, $1) }
        let places = pairs.compactMap { Place.find($0, relation, $1) }
        let touched = places.first { ids?.contains($0.ticket.id) ?? true } ?? places.first
        let place = before.flatMap { old in places.first { !$0.isWritten(in: old) } } ?? touched
        // What is about to be written cannot be taken out yet: another link of the circle can.
        let link = before.map { old in places.first { $0.isWritten(in: old) } } ?? place
        let hint = link.map { "tick unlink \($0.ticket.id) \($0.relation.rawValue) \($0.other.id) opens it" }
        return Diagnostic(
            rule: description.id, message: words(circle, relation), hint: hint, location: place?.location,
            ticket: place?.ticket.id ?? circle[0].id)
    }

    /// `HD-a is blocked by HD-b, which is blocked by HD-a`; of a long circle the first and the last steps.
    private static func words(_ circle: [Ticket], _ relation: Relation) -> String {
        let shown = 8
        var text = "\(circle[0].id) \(relation.verb) "
        if circle.count <= shown {
            text += circle.dropFirst().map { "\($0.id), which \(relation.verb) " }.joined()
        } else {
            text += circle[1..<shown - 1].map { "\($0.id), which \(relation.verb) " }.joined()
            text += "… (\(circle.count - shown) more), \(circle[circle.count - 1].id), which \(relation.verb) "
        }
        return text + "\(circle[0].id)"
    }

    /// Where a link is written: in the first ticket, or in the other one.
    private struct Place {
        var ticket: Ticket
        var relation: Relation
        var other: Ticket
        var location: SourceLocation?

        func isWritten(in old: IndexSnapshot) -> Bool {
            guard let field = relation.field else { return false }
            return old.ticket(ticket.id)?.list(field).contains { TicketID($0) == other.id } ?? false
        }

        static func find(_ ticket: Ticket, _ relation: Relation, _ other: Ticket) -> Place? {
            for (from, relation, to) in [(ticket, relation, other), (other, relation.inverse, ticket)] {
                guard let field = relation.field,
                    let text = from.list(field).first(where: { TicketID($0) == to.id })
                else { continue }
                let range = from.range(ofItem: text, in: field)
                let location = range.flatMap { from.source?.location(of: $0) } ?? from.location(of: field)
                return Place(ticket: from, relation: relation, other: to, location: location)
            }
            return nil
        }
    }
}
