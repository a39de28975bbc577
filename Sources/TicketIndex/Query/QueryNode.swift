import TicketModel

/// A query's tree.
indirect enum QueryNode: Sendable {
    case everything
    case term(QueryTerm)
    case not(QueryNode)
    /// At least two, none of them `all` or `everything`.
    case all([QueryNode])
    /// At least two, none of them `any`.
    case any([QueryNode])
}

extension QueryNode {
    static func conjunction(_ parts: [QueryNode]) -> QueryNode {
        let flat = parts.flatMap { part -> [QueryNode] in
            switch part {
            case .everything: []
            case .all(let inner): inner
            default: [part]
            }
        }
        return flat.count > 1 ? .all(flat) : flat.first ?? .everything
    }

    static func disjunction(_ parts: [QueryNode]) -> QueryNode {
        let flat = parts.flatMap { part -> [QueryNode] in if case .any(let inner) = part { inner } else { [part] } }
        return flat.count == 1 ? flat[0] : .any(flat)
    }

    /// Visits every term from left to right.
    func forEachTerm(_ body: (QueryTerm) -> Void) {
        switch self {
        case .everything: break
        case .term(let term): body(term)
        case .not(let inner): inner.forEachTerm(body)
        case .all(let parts), .any(let parts): for part in parts { part.forEachTerm(body) }
        }
    }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        switch self {
        case .everything: return true
        case .term(let term): return term.test.matches(ticket, context, &facts)
        case .not(let inner): return !inner.matches(ticket, context, &facts)
        case .all(let parts):
            for part in parts where !part.matches(ticket, context, &facts) { return false }
            return true
        case .any(let parts):
            for part in parts where part.matches(ticket, context, &facts) { return true }
            return false
        }
    }

    /// The same tree with what costs least to ask in front, and what the dearest of it costs.
    func cheapestFirst() -> (node: QueryNode, cost: Int) {
        switch self {
        case .everything: return (self, 0)
        case .term(let term): return (self, term.test.needs.cost)
        case .not(let inner):
            let (node, cost) = inner.cheapestFirst()
            return (.not(node), cost)
        case .all(let parts):
            let (nodes, cost) = Self.cheapestFirst(parts)
            return (.all(nodes), cost)
        case .any(let parts):
            let (nodes, cost) = Self.cheapestFirst(parts)
            return (.any(nodes), cost)
        }
    }

    private static func cheapestFirst(_ parts: [QueryNode]) -> (nodes: [QueryNode], cost: Int) {
        let weighed = parts.map { $0.cheapestFirst() }
        let order = weighed.indices.sorted { (weighed[$0].cost, $0) < (weighed[$1].cost, $1) }
        return (order.map { weighed[$0].node }, weighed.map(\.cost).max() ?? 0)
    }

    /// The text that parses to this tree again; `isOperand` adds parentheses where the tree would fall apart.
    func text(asOperand isOperand: Bool = false) -> String {
        switch self {
        case .everything: return ""
        case .term(let term): return term.text
        case .not(let inner): return "-" + inner.text(asOperand: true)
        case .all(let parts):
            let text = parts.map { $0.text(asOperand: $0.isDisjunction) }.joined(separator: " ")
            return isOperand ? "(\(text))" : text
        case .any(let parts):
            let text = parts.map { $0.text() }.joined(separator: " or ")
            return isOperand ? "(\(text))" : text
        }
    }

    private var isDisjunction: Bool { if case .any = self { true } else { false } }
}
