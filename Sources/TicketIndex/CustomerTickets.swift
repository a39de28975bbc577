package import TicketModel

/// Which tickets are whose: every ticket of a snapshot under the customer of its requester, in one pass.
package struct CustomerTickets: Sendable {
    private let configuration: Configuration
    private var byCustomer: [[Ticket]]

    package init(_ snapshot: IndexSnapshot) {
        configuration = snapshot.configuration
        let index = configuration.customerIndex
        byCustomer = Array(repeating: [], count: configuration.customers.count)
        for ticket in snapshot.tickets {
            guard let requester = ticket.requester, let position = index.customerPosition(of: requester) else {
                continue
            }
            byCustomer[position].append(ticket)
        }
    }

    /// The customer's tickets, by id.
    package func tickets(of customer: Customer) -> [Ticket] {
        guard let position = configuration.customers.firstIndex(where: { $0.handle == customer.handle }) else {
            return []
        }
        return byCustomer[position]
    }

    /// Every customer with its tickets, in the order of the cards.
    package var all: [(customer: Customer, tickets: [Ticket])] { Array(zip(configuration.customers, byCustomer)) }
}

extension IndexSnapshot {
    /// The other tickets of whoever a ticket is from, under whatever address; the newest first.
    package func others(ofRequesterOf ticket: Ticket) -> [Ticket] {
        guard let requester = ticket.requester else { return [] }
        var keys = PersonKeys()
        keys.add(samePersonAs: requester, configuration)
        return tickets.filter { other in
            other.id != ticket.id && (other.requester.map { keys.contains($0) } ?? false)
        }.sorted { ($0.created ?? .earliest, $1.id) > ($1.created ?? .earliest, $0.id) }
    }
}

/// How many tickets somebody has, and when one last spoke with them.
package struct CustomerFigures: Sendable {
    package var open = 0
    package var waiting = 0
    package var resolved = 0
    package var closed = 0
    /// The last word of either side that was no internal note; nil where nothing was ever said.
    package var lastContact: Instant?

    package var total: Int { open + waiting + resolved + closed }
    /// Tickets that somebody still has to do something about.
    package var notDone: Int { open + waiting }

    package init(_ tickets: [Ticket], _ workflow: WorkflowDefinition) {
        for ticket in tickets {
            switch workflow.phase(of: ticket.status) {
            case .open: open += 1
            case .waiting: waiting += 1
            case .resolved: resolved += 1
            case .closed: closed += 1
            }
            let words = ticket.entries.filter { $0.verb != .noted }.compactMap(\.instant)
            lastContact = [lastContact, ticket.created, words.max()].compactMap(\.self).max()
        }
    }
}
