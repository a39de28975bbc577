import TicketModel

/// Any of some people behind an `@` in description or entries: `mentions:me`, `mentions:olga`, `mentions:none`.
struct MentionTest: QueryTest {
    let person: PersonTest

    var needs: QueryNeeds { [.text, .conversation] }
    var usesActor: Bool { person.usesActor }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        let names = ticket.mentions.compactMap { context.configuration.person(mentioned: $0.name)?.handle }
        return names.isEmpty ? person.includesAbsent : names.contains { person.matches($0, context) }
    }
}

extension QueryTermBuilder {
    /// Mentioned are people of `people.yml` only, so that none is unknown.
    func mentionTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        let test = try people(clause)
        if test.known != nil, let value = clause.values.first(where: { FoldedText($0.text).string == "unknown" }) {
            throw error(
                "mentions:unknown finds nothing: an @ before a name that nobody has is text", in: value.range,
                hint: "tick check --all finds the ones that are near a handle")
        }
        return MentionTest(person: test)
    }
}
