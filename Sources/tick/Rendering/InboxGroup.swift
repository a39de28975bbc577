import TicketModel
import TicketWorkspace

/// The changes of one ticket in an inbox.
struct InboxGroup {
    let ticket: TicketID
    private(set) var items: [InboxItem]

    /// The strongest reason among all, which decides what to do.
    var reason: InboxReason { items.flatMap(\.reasons).min() ?? .noted }

    /// The ticket that changed last comes last, next to the prompt.
    static func byTicket(_ items: [InboxItem]) -> [InboxGroup] {
        var groups: [InboxGroup] = []
        for item in items {
            if let index = groups.firstIndex(where: { $0.ticket == item.event.ticket }) {
                var group = groups.remove(at: index)
                group.items.append(item)
                groups.append(group)
            } else {
                groups.append(InboxGroup(ticket: item.event.ticket, items: [item]))
            }
        }
        return groups
    }
}
