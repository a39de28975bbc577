import TicketModel

/// The declared values of a choice, by place.
struct ChoiceRanks: Sendable {
    let choices: [Choice]
    private let rankByName: [String: Int]
    private let rankByKey: [FoldedText: Int]

    init(_ choices: [Choice]) {
        self.choices = choices
        rankByName = Dictionary(choices.enumerated().map { ($1.name, $0) }) { first, _ in first }
        rankByKey = Dictionary(choices.enumerated().map { (FoldedText($1.name), $0) }) { first, _ in first }
    }

    /// The place of a ticket's value, from 0; nil where it is none of them.
    func rank(_ value: String) -> Int? { rankByName[value] ?? rankByKey[FoldedText(value)] }

    /// The places of the choices that a person means by `text`: one by its name or, where only one has it, its title.
    func meant(by text: String) -> Int? {
        if let rank = rank(text) { return rank }
        let titled = choices.indices.filter { choices[$0].title.map(FoldedText.init) == FoldedText(text) }
        return titled.count == 1 ? titled[0] : nil
    }

    /// The names and titles, for near matches.
    var names: [String] { choices.map(\.name) + choices.compactMap(\.title) }
}

/// A choice whose value lies among some of the declared ones: `status:open,waiting`, `priority>=high`.
struct ChoiceTest: QueryTest {
    let field: FieldName
    let ranks: ChoiceRanks
    /// By place: whether the choice is meant.
    let isMeant: [Bool]
    let includesAbsent: Bool

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        switch ticket.value(field) {
        case .none: return includesAbsent
        case .text(let text): return text.isEmpty ? includesAbsent : isMeant(text)
        case .some(let value):
            return value.isEmpty ? includesAbsent : value.texts.contains(where: isMeant)
        }
    }

    private func isMeant(_ text: String) -> Bool { ranks.rank(text).map { isMeant[$0] } ?? false }
}

extension QueryTermBuilder {
    func choiceTest(_ field: FieldName, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        let ranks = ChoiceRanks(configuration.declaredChoices(of: field) ?? [])
        var isMeant = Array(repeating: false, count: ranks.choices.count)
        var includesAbsent = false
        for value in clause.values {
            if try isNone(value, clause) {
                includesAbsent = true
            } else {
                for rank in try self.ranks(value, clause, ranks) { isMeant[rank] = true }
            }
        }
        return ChoiceTest(field: field, ranks: ranks, isMeant: isMeant, includesAbsent: includesAbsent)
    }

    /// The places that stand in the clause's relation to the value.
    private func ranks(_ value: QueryValue, _ clause: QueryClause, _ ranks: ChoiceRanks) throws(QueryError) -> [Int] {
        if clause.comparison.isEquality, let glob = try glob(value) {
            let found = ranks.choices.indices.filter { glob.matches(ranks.choices[$0].name) }
            if !found.isEmpty { return found }
        } else if let rank = ranks.meant(by: value.text) {
            let comparison = clause.comparison == .notEqual ? .equal : clause.comparison
            return ranks.choices.indices.filter { comparison.holds($0, rank) }
        }
        throw unknown(clause.name, value, clause, among: ranks.names)
    }
}
