import TicketModel

/// When the work comes and is done: counts by weekday and hour in the desk's zone.
package struct Workload: Sendable {
    /// Seven weekdays from Monday, of each 24 hours.
    package struct Hours: Hashable, Sendable {
        package private(set) var counts = [[Int]](repeating: [Int](repeating: 0, count: 24), count: 7)

        package var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

        fileprivate mutating func add(_ instant: Instant, in zone: Zone) {
            let (date, seconds) = zone.civil(at: instant)
            counts[date.weekday.rawValue][min(23, seconds / 3_600)] += 1
        }
    }

    /// Entries of requesters, and of whoever else writes to the desk.
    package private(set) var wrote = Hours()
    /// Replies of people.
    package private(set) var replied = Hours()
    /// Tickets by their creation.
    package private(set) var filed = Hours()

    init(_ tickets: [TicketPast], in facts: ReportFacts, zone: Zone) {
        func isSeen(_ instant: Instant) -> Bool { facts.period.contains(instant) && instant < facts.vantage.end }
        for ticket in tickets {
            if isSeen(ticket.created) { filed.add(ticket.created, in: zone) }
            for word in ticket.words where isSeen(word.at) {
                if word.isWritten { wrote.add(word.at, in: zone) }
                if word.isReply { replied.add(word.at, in: zone) }
            }
        }
    }
}
