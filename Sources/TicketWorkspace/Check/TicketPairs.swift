import TicketModel

/// Which ticket of a commit was which before it.
///
///     1. The file of the same path with the same id: where several files have one id, each stays itself.
///     2. A file of another path with the same id: it was moved.
///     3. A file that went and one that came with the same origin: the ticket got another id.
///
/// What is left before is removed, what is left after is new.
struct TicketPairs {
    private var bases: [RepositoryPath: Ticket] = [:]
    /// Tickets that are gone, in the order of their paths.
    private(set) var removed: [Ticket] = []

    init(before: [Ticket], after: [Ticket]) {
        var left = Dictionary(before.map { ($0.path, $0) }) { first, _ in first }
        func pair(_ new: Ticket, _ old: Ticket) {
            bases[new.path] = old
            left[old.path] = nil
        }
        for new in after { if let old = left[new.path], old.id == new.id { pair(new, old) } }
        let moved = Dictionary(grouping: left.values, by: \.id).mapValues { $0.sorted { $0.path > $1.path } }
        var candidates = moved
        for new in after where bases[new.path] == nil {
            if let old = candidates[new.id]?.popLast() { pair(new, old) }
        }
        let gone = Dictionary(grouping: left.values) { TicketOrigin($0.values) }
        let came = Dictionary(grouping: after.filter { bases[$0.path] == nil }) { TicketOrigin($0.values) }
        for (origin, new) in came where new.count == 1 {
            if let old = gone[origin], old.count == 1 { pair(new[0], old[0]) }
        }
        removed = left.values.sorted { $0.path < $1.path }
    }

    /// What a ticket of the commit was before; nil for a new one.
    func base(of ticket: Ticket) -> Ticket? { bases[ticket.path] }
}
