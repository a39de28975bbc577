import ServiceLevels
import TicketModel

/// What is counted of a period: of all of it, or of one of its groups.
package struct ReportFigures: Hashable, Sendable {
    /// Tickets in the phase `open` or `waiting` at the end of the period, by all that happened before it.
    package internal(set) var load = 0
    /// Tickets created, by their `created`.
    package private(set) var inflow = 0
    /// Tickets that went from `open` or `waiting` to `resolved` or `closed`, each once a day of the desk's zone.
    package private(set) var outflow = 0
    /// Of these, what the desk itself moved; it is nobody's work.
    package private(set) var outflowByDesk = 0
    /// Tickets that went to `resolved` or `closed` and were not open again at the end of the period.
    package private(set) var solved = 0
    /// Tickets that left `resolved` or `closed` for `open` or `waiting`, each once.
    package private(set) var reopened = 0
    /// Replies of people.
    package private(set) var replies = 0
    /// Stays in a status that outlasted its limit, counted when the limit ran out.
    package private(set) var brokenLimits = 0
    /// Tickets whose level rose, each once.
    package private(set) var escalated = 0
    /// Tickets of the outflow, each once: those over which `queueChanges` are counted.
    package private(set) var closedTickets = 0
    /// How often these went from one queue to another in their lives.
    package private(set) var queueChanges = 0
    package private(set) var sla = ClockCounts()
    /// Working time of the replies that stopped a `first-reply` or `next-reply` clock.
    package private(set) var replyTime = TimeStatistics([])
    package private(set) var firstReplyTime = TimeStatistics([])
    package private(set) var nextReplyTime = TimeStatistics([])
    /// Working time until tickets were solved.
    package private(set) var resolutionTime = TimeStatistics([])
    package private(set) var rating = RatingFigures(given: [], closedTickets: 0, ratedTickets: 0)

    /// Changes of queue a closed ticket in thousandths, rounded to the nearest, halves up; nil without one.
    package var meanQueueChangesPerMille: Int? { perMille(queueChanges, of: closedTickets) }

    /// Whether nothing at all was counted.
    var isEmpty: Bool { self == ReportFigures([]) }

    init(_ facts: some Sequence<ReportFact>) {
        var times = TimeLists()
        var given: [[RatingFigures.Aspect: Int]] = []
        var rated = 0
        for fact in facts {
            times.add(fact.kind)
            if case .rated(let marks) = fact.kind { given.append(marks) }
            if case .finished(let ticket) = fact.kind, ticket.isRated { rated += 1 }
            count(fact.kind)
        }
        firstReplyTime = TimeStatistics(times.first)
        nextReplyTime = TimeStatistics(times.next)
        replyTime = TimeStatistics(times.first + times.next)
        resolutionTime = TimeStatistics(times.resolution)
        rating = RatingFigures(given: given, closedTickets: closedTickets, ratedTickets: rated)
    }

    private mutating func count(_ kind: ReportFact.Kind) {
        switch kind {
        case .load: load += 1
        case .created: inflow += 1
        case .closed(let isByDesk):
            outflow += 1
            outflowByDesk += isByDesk ? 1 : 0
        case .finished(let ticket):
            closedTickets += 1
            solved += ticket.isSolved ? 1 : 0
            queueChanges += ticket.queueChanges.count
        case .reopened: reopened += 1
        case .escalated: escalated += 1
        case .replied: replies += 1
        case .brokenLimit: brokenLimits += 1
        case .clock(let outcome, _): sla.add(outcome)
        case .rated, .replyTime: break
        }
    }
}

/// The times of clocks, by what they are of.
private struct TimeLists {
    var first: [Int64] = []
    var next: [Int64] = []
    var resolution: [Int64] = []

    mutating func add(_ kind: ReportFact.Kind) {
        switch kind {
        case .clock(_, let seconds?): resolution.append(seconds)
        case .replyTime(.firstReply, let seconds): first.append(seconds)
        case .replyTime(_, let seconds): next.append(seconds)
        default: break
        }
    }
}

/// A mean in thousandths, rounded to the nearest, halves up; nil of nothing.
func perMille(_ sum: Int, of count: Int) -> Int? {
    count == 0 ? nil : (sum * 2_000 + count) / (count * 2)
}
