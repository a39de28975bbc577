import TicketModel

/// The links that files say, with the positions of the tickets whose files they are.
enum WrittenLinks {
    typealias Written = (position: Int32, link: TicketLink)

    static func all(of tickets: ArraySlice<Ticket>) -> [Written] {
        var found: [Written] = []
        var links: [TicketLink] = []
        for position in tickets.indices {
            tickets[position].appendLinks(to: &links)
            guard !links.isEmpty else { continue }
            for link in links { found.append((Int32(position), link)) }
            links.removeAll(keepingCapacity: true)
        }
        return found
    }
}

/// Links as pairs of positions, by relation. Of a relation and its inverse there is one, from whichever side it was written.
struct LinkPairs: Sendable {
    typealias Pair = (from: Int32, to: Int32)

    /// The relations that pairs are kept of; `blocked-by` is kept as `blocks`.
    private static let kept: [Relation] = [.parent, .blocks, .duplicates, .problem, .related]
    private var pairs = [[Pair]](repeating: [], count: kept.count)

    /// Leaves out links that lead nowhere, and from a ticket to itself.
    init(_ links: ArraySlice<WrittenLinks.Written>, _ numbers: TicketNumbers) {
        for (from, link) in links {
            guard let target = numbers.position(of: link.id), target != Int(from) else { continue }
            let to = Int32(target)
            switch link.relation {
            case .parent: pairs[0].append((from, to))
            case .blocks: pairs[1].append((from, to))
            case .blockedBy: pairs[1].append((to, from))
            case .duplicates: pairs[2].append((from, to))
            case .problem: pairs[3].append((from, to))
            case .related: pairs[4] += [(from, to), (to, from)]
            // Only other tickets' files say these.
            case .child, .duplicatedBy, .incident: continue
            }
        }
    }

    /// Both directions of every relation that there is.
    static func ways(_ parts: [LinkPairs], count: Int) -> [Relation: Adjacency] {
        var ways: [Relation: Adjacency] = [:]
        for (number, relation) in kept.enumerated() {
            let pairs = parts.count == 1 ? parts[0].pairs[number] : parts.flatMap { $0.pairs[number] }
            guard !pairs.isEmpty else { continue }
            ways[relation] = Adjacency(pairs, count: count)
            if relation.inverse != relation {
                ways[relation.inverse] = Adjacency(pairs.map { ($0.to, $0.from) }, count: count)
            }
        }
        return ways
    }
}
