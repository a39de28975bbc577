import ServiceLevels
import TicketModel

/// One thing that a report counts, with the moment at which it counts.
struct ReportFact: Sendable {
    enum Kind: Sendable {
        /// In the phase `open` or `waiting` at the end of the period.
        case load(Phase)
        case created
        /// Went from `open` or `waiting` to `resolved` or `closed`, the first time of a day.
        case closed(isByDesk: Bool)
        /// A ticket that did so in the period, at the last time.
        case finished(Finished)
        case reopened
        case escalated
        case replied
        /// A clock that ended or broke, with the working time until the ticket was solved.
        case clock(ReportedClock.Outcome, resolutionSeconds: Int64?)
        /// The working time of a reply that stopped a clock; its author's.
        case replyTime(TargetKind, seconds: Int64)
        case brokenLimit
        /// The last rating of the period.
        case rated([RatingFigures.Aspect: Int])
    }

    struct Finished: Sendable {
        /// Whether it was not open again at the end of the period.
        let isSolved: Bool
        /// Whether it had a rating at the end of the period.
        let isRated: Bool
        /// From one queue to another, up to the end of the period.
        let queueChanges: [QueueChange]
    }

    /// The ticket's place among those of the desk's past.
    let ticket: Int
    let at: Instant
    /// Whose it is: the assignee then, but for replies their author.
    let agent: String?
    let queue: String?
    let priority: String?
    let kind: Kind
}

/// All that a report counts of a period, by what was known at its end.
struct ReportFacts: Sendable {
    let period: ReportPeriod
    let vantage: Vantage
    private(set) var facts: [ReportFact] = []
    private(set) var unknownClocks = 0

    /// - Parameter now: From when the report looks; what happened later is not seen.
    init(_ past: DeskPast, period: ReportPeriod, now: Instant) {
        self.init(past, period: period, now: now, tickets: past.tickets.indices)
    }

    /// - Parameter tickets: The places of the tickets that are looked at.
    init(_ past: DeskPast, period: ReportPeriod, now: Instant, tickets: Range<Int>) {
        self.period = period
        vantage = Vantage(endOf: period, now: now)
        for index in tickets { add(past.tickets[index], index, of: past) }
    }

    mutating func append(_ other: ReportFacts) {
        facts += other.facts
        unknownClocks += other.unknownClocks
    }

    private mutating func add(_ ticket: TicketPast, _ index: Int, of past: DeskPast) {
        if let phase = ticket.loadPhase(before: vantage.end) {
            append(.load(phase), at: vantage.now, ticket.state(before: vantage.end), index)
        }
        if isSeen(ticket.created) { append(.created, of: ticket, at: ticket.created, index) }
        addClosings(ticket, index, past.zone)
        if let first = ticket.reopenings.first(where: isSeen) { append(.reopened, of: ticket, at: first, index) }
        if let first = ticket.escalations.first(where: isSeen) { append(.escalated, of: ticket, at: first, index) }
        for word in ticket.words where word.isReply && isSeen(word.at) {
            append(.replied, of: ticket, at: word.at, index, agent: .some(word.person))
        }
        addClocks(ticket, index, past)
        if let rating = ticket.lastRating(where: isSeen) {
            append(.rated(rating.marks), of: ticket, at: rating.at, index)
        }
    }

    private mutating func addClosings(_ ticket: TicketPast, _ index: Int, _ zone: Zone) {
        var days: Set<CivilDate> = []
        let closings = ticket.solutions.filter { isSeen($0.at) && days.insert(zone.civil(at: $0.at).date).inserted }
        for closing in closings {
            append(.closed(isByDesk: closing.isByDesk), at: closing.at, closing, index)
        }
        guard let last = closings.last else { return }
        let state = ticket.presentState(before: vantage.end)
        let finished = ReportFact.Finished(
            isSolved: state.phase?.isDone ?? false, isRated: state.rating != nil,
            queueChanges: ticket.queueChanges(before: vantage.end))
        append(.finished(finished), at: last.at, last, index)
    }

    private mutating func addClocks(_ ticket: TicketPast, _ index: Int, _ past: DeskPast) {
        for clock in past.clocks(of: ticket, seenFrom: vantage) {
            if clock.state == .unknown { unknownClocks += 1 }
            guard let reported = ReportedClock(clock, of: ticket, in: period) else { continue }
            append(
                .clock(reported.outcome, resolutionSeconds: reported.resolutionSeconds), of: ticket, at: reported.at,
                index)
            guard let reply = reported.reply, let seconds = reported.replySeconds else { continue }
            append(
                .replyTime(clock.target, seconds: seconds), of: ticket, at: reported.at, index,
                agent: .some(reply.person))
        }
        for limit in past.statusLimits(of: ticket, seenFrom: vantage) where limit.state != .unknown {
            guard let broken = limit.brokenAt, period.contains(broken) else { continue }
            append(.brokenLimit, of: ticket, at: broken, index, agent: .some(past.builder.handle(limit.assignee)))
        }
    }

    private func isSeen(_ instant: Instant) -> Bool { period.contains(instant) && instant < vantage.end }

    /// - Parameter agent: Whose it is instead of the assignee's.
    private mutating func append(
        _ kind: ReportFact.Kind, of ticket: TicketPast, at instant: Instant, _ index: Int, agent: String?? = nil
    ) {
        append(kind, at: instant, ticket.presentState(at: instant), index, agent: agent)
    }

    private mutating func append(
        _ kind: ReportFact.Kind, at instant: Instant, _ state: TicketPast.State?, _ index: Int, agent: String?? = nil
    ) {
        facts.append(
            ReportFact(
                ticket: index, at: instant, agent: agent ?? state?.assignee, queue: state?.queue,
                priority: state?.priority, kind: kind))
    }
}
