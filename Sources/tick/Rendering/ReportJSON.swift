import ServiceLevels
import TicketModel
import TicketWorkspace

/// Parts of reports as the JSON of the contract: members never missing, durations in seconds.
enum ReportJSON {
    static func times(_ times: TimeStatistics) -> JSONValue {
        [
            "count": .integer(Int64(times.count)), "meanSeconds": .optional(times.meanSeconds),
            "medianSeconds": .optional(times.medianSeconds),
            "percentile90Seconds": .optional(times.percentile90Seconds),
        ]
    }

    static func counts(_ counts: ClockCounts) -> [JSONValue.Member] {
        [
            ("met", count(counts.met)), ("missed", count(counts.missed)), ("breached", count(counts.breached)),
            ("cancelled", count(counts.cancelled)), ("metPerMille", .optional(counts.metPerMille.map(Int64.init))),
        ]
    }

    static func group(_ group: SLAReport.Group) -> JSONValue {
        let name: [JSONValue.Member] = [("name", .optional(group.name)), ("target", .optional(group.target?.rawValue))]
        return .object(name + totals(group))
    }

    static func totals(_ group: SLAReport.Group) -> [JSONValue.Member] {
        counts(group.counts) + [("replyTime", times(group.replyTime)), ("resolutionTime", times(group.resolutionTime))]
    }

    static func flagged(_ flagged: FlaggedInstant) -> JSONValue {
        [
            "kind": .string(flagged.kind.rawValue), "reason": .string(flagged.reason.rawValue),
            "ticket": .string(flagged.ticket.text), "commit": .optional(flagged.commit),
            "person": .optional(flagged.person), "writtenAt": TicketJSON.instant(flagged.writtenAt),
            "countedAt": TicketJSON.instant(flagged.countedAt), "recordedAt": TicketJSON.instant(flagged.recordedAt),
        ]
    }

    static func figures(_ figures: PeriodFigures) -> JSONValue {
        [
            "from": TicketJSON.instant(figures.period.from), "to": TicketJSON.instant(figures.period.to),
            "load": count(figures.total.load),
            "loadByDay": .array(
                figures.loadByDay.map { ["date": .string($0.date.description), "count": count($0.count)] }),
            "meanLoadPerMille": .optional(figures.meanLoadPerMille.map(Int64.init)),
            "inflow": count(figures.total.inflow),
            "outflow": count(figures.total.outflow), "outflowByDesk": count(figures.total.outflowByDesk),
            "solved": count(figures.total.solved), "reopened": count(figures.total.reopened),
            "hops": hops(figures.total),
            "replyTime": times(figures.total.replyTime), "firstReplyTime": times(figures.total.firstReplyTime),
            "nextReplyTime": times(figures.total.nextReplyTime), "resolutionTime": times(figures.total.resolutionTime),
            "sla": .object(counts(figures.total.sla)), "brokenLimits": count(figures.total.brokenLimits),
            "escalated": count(figures.total.escalated), "rating": rating(figures.total.rating),
            "unknownClocks": count(figures.unknownClocks), "agents": .array(figures.agents.map(agent)),
        ]
    }

    static func hops(_ figures: ReportFigures) -> JSONValue {
        [
            "tickets": count(figures.closedTickets), "changes": count(figures.queueChanges),
            "meanPerMille": .optional(figures.meanQueueChangesPerMille.map(Int64.init)),
        ]
    }

    static func rating(_ rating: RatingFigures) -> JSONValue {
        let means = RatingFigures.Aspect.allCases.map { aspect -> JSONValue.Member in
            ("\(aspect.rawValue)MeanPerMille", .optional(rating.meansPerMille[aspect].map(Int64.init)))
        }
        return .object(
            [("count", count(rating.count))] + means + [
                ("closedTickets", count(rating.closedTickets)), ("ratedTickets", count(rating.ratedTickets)),
                ("ratedPerMille", .optional(rating.ratedPerMille.map(Int64.init))),
            ])
    }

    private static func agent(_ agent: AgentFigures) -> JSONValue {
        [
            "agent": .optional(agent.agent), "closed": count(agent.closed), "replies": count(agent.replies),
            "replyTime": times(agent.replyTime), "brokenLimits": count(agent.brokenLimits),
        ]
    }

    static func count(_ count: Int) -> JSONValue { .integer(Int64(count)) }

    /// Null for the ends of all time.
    static func bound(_ instant: Instant) -> JSONValue {
        instant == .distantPast || instant == .distantFuture ? .null : TicketJSON.instant(instant)
    }
}

/// Figures for people.
enum ReportText {
    static let nothing = StyledText("–", .dim)

    static func duration(_ seconds: Int64?) -> StyledText {
        seconds.map { StyledText(TimeText.duration($0)) } ?? nothing
    }

    /// A dot for zero, so that what is there stands out.
    static func count(_ count: Int, _ style: Style = .plain) -> StyledText {
        count == 0 ? StyledText("·", .dim) : StyledText("\(count)", style)
    }

    /// `94%`, rounded down: all is 100% and nothing less.
    static func percent(_ perMille: Int?) -> StyledText { perMille.map { StyledText("\($0 / 10)%") } ?? nothing }

    /// `12.3`: thousandths to one place, rounded to the nearest.
    static func decimal(_ perMille: Int?) -> StyledText {
        guard let perMille else { return nothing }
        let tenths = (perMille + 50) / 100
        return StyledText("\(tenths / 10).\(tenths % 10)")
    }

    static func ratings(_ rating: RatingFigures) -> [(String, StyledText)] {
        RatingFigures.Aspect.allCases.map { aspect in
            ("\(aspect.rawValue), 1 to 5", decimal(rating.meansPerMille[aspect]))
        } + [("closed and rated", percent(rating.ratedPerMille))]
    }

    static func optional(_ number: Int64?) -> String { number.map { String($0) } ?? "" }
    static func optional(_ number: Int?) -> String { number.map { String($0) } ?? "" }
}
