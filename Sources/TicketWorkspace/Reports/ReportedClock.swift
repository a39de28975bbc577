import ServiceLevels
import TicketModel

/// A clock that ended or broke in a report's period.
struct ReportedClock: Sendable {
    enum Outcome: Sendable {
        case met, missed, breached, cancelled
    }

    let clock: ServiceClock
    let past: TicketPast
    /// When it ended; when it broke, if it still ran at the end of the period.
    let at: Instant
    let outcome: Outcome

    /// Nil for a clock that neither ended nor broke in the period.
    ///
    /// - Parameter clock: As it stood at the end of the period.
    init?(_ clock: ServiceClock, of past: TicketPast, in period: ReportPeriod) {
        guard clock.state != .unknown else { return nil }
        self.clock = clock
        self.past = past
        if let stopped = clock.stoppedAt {
            guard period.contains(stopped) else { return nil }
            at = stopped
            outcome = clock.state == .met ? .met : clock.state == .missed ? .missed : .cancelled
        } else {
            guard let breached = clock.breachedAt, period.contains(breached) else { return nil }
            at = breached
            outcome = .breached
        }
    }

    /// The ticket as it was when the clock ended or broke.
    var state: TicketPast.State { past.state(at: at) }

    /// The reply that stopped it; nil for other targets, and where resolving ended it.
    var reply: TicketPast.Word? {
        guard clock.target == .firstReply || clock.target == .nextReply, outcome != .breached else { return nil }
        return past.word(clock.stopSource)
    }

    /// Working time to the reply; nil where no reply stopped it.
    var replySeconds: Int64? { reply == nil ? nil : clock.elapsedSeconds }

    /// Working time until the ticket was solved; nil for other targets.
    var resolutionSeconds: Int64? {
        clock.target == .resolve && clock.stoppedAt != nil ? clock.elapsedSeconds : nil
    }
}

/// How clocks ended.
package struct ClockCounts: Hashable, Sendable {
    /// Stopped in time.
    package var met = 0
    /// Ended late.
    package var missed = 0
    /// Ran out, and ran on at the end of the period.
    package var breached = 0
    /// Ended by resolving or closing before they were due.
    package var cancelled = 0

    /// The share of those met among all that were held to their target, in thousandths, rounded down; nil without any.
    package var metPerMille: Int? {
        let judged = met + missed + breached
        return judged == 0 ? nil : met * 1_000 / judged
    }

    init() {}

    init(_ clocks: some Sequence<ReportedClock>) {
        for clock in clocks { add(clock.outcome) }
    }

    mutating func add(_ outcome: ReportedClock.Outcome) {
        switch outcome {
        case .met: met += 1
        case .missed: missed += 1
        case .breached: breached += 1
        case .cancelled: cancelled += 1
        }
    }
}

extension DeskPast {
    /// The clocks that ended or broke in a period, and how many cannot be judged since history is missing.
    func reportedClocks(in period: ReportPeriod) -> (clocks: [ReportedClock], unknownCount: Int) {
        let vantage = Vantage(endOf: period, now: now)
        var reported: [ReportedClock] = []
        var unknownCount = 0
        for past in tickets {
            let clocks = clocks(of: past, seenFrom: vantage)
            unknownCount += clocks.count { $0.state == .unknown }
            reported += clocks.compactMap { ReportedClock($0, of: past, in: period) }
        }
        return (reported, unknownCount)
    }
}
