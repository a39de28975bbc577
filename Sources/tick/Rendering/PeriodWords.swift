import TicketModel
import TicketWorkspace

/// What people call a report's period, its groups and its figures.
struct PeriodWords {
    let report: PeriodReport
    let zone: Zone

    /// `2026-11`, or what the period is.
    var name: String { report.request.name ?? dates }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `November 2026`, `Week 47 of 2026`, or what the period is.
    var title: String {
        guard let name = report.request.name else { return dates }
        let parts = name.split(separator: "-").map(String.init)
        guard parts.count > 1 else { return name }
        if parts[1].hasPrefix("W") { return "Week \(parts[1].drop { !("1"..."9").contains($0) }) of \(parts[0])" }
        if parts[1].hasPrefix("Q") { return "\(parts[1]) of \(parts[0])" }
        let month = Self.months[(Int(parts[1]) ?? 1) - 1] + " \(parts[0])"
        return parts.count == 2 ? month : "\(Int(parts[2]) ?? 0) \(month)"
    }

    /// Three letters of a month's name, counted from 1.
    static func month(_ number: Int) -> String { String(months[number - 1].prefix(3)) }

    /// `2026-11-01 to 2026-11-30`: both days are in it. Times stand where it does not begin or end with a day.
    var dates: String {
        let period = report.request.period
        guard period.from < period.to else { return "An empty period, \(moment(period.from))" }
        guard isMidnight(period.from), isMidnight(period.to) else {
            return "\(moment(period.from)) to \(moment(period.to))"
        }
        let (first, last) = (zone.civil(at: period.from).date, zone.civil(at: period.to - 1).date)
        return first == last ? "\(first)" : "\(first) to \(last)"
    }

    /// Said of a period that is not over.
    var soFar: String? { report.isOver || isEmpty ? nil : "so far, seen on \(moment(report.request.at))" }

    private var isEmpty: Bool { report.request.period.from == report.request.period.to }

    private func moment(_ instant: Instant) -> String { TimeText.local(instant, in: zone) }

    private func isMidnight(_ instant: Instant) -> Bool {
        zone.instant(of: zone.civil(at: instant).date, secondsOfDay: 0) == instant
    }

    /// What the table by one of the fields that every report has is called.
    static func title(_ field: ReportField) -> String {
        switch field {
        case .queue: "Queues"
        case .priority: "Priorities"
        case .value(.channel): "Channels"
        case .value(.type): "Types"
        case .value(.tags): "Tags"
        case .value(.category): "Categories"
        default: "By \(field.name)"
        }
    }

    static func group(_ group: ReportGroup) -> String {
        guard let name = group.name else { return "none" }
        return group.title.map { "\(name) (\($0))" } ?? name
    }

    static func step(_ step: ReportSpan) -> String { "by \(step.rawValue)" }

    /// Figures of all of the desk, the ones that are asked for first on top.
    static func figures(_ report: PeriodReport) -> [(name: String, value: StyledText)] {
        let figures = report.figures.total
        let late = Style.bold.and(.red)
        return [
            ("load at the end", ReportText.count(figures.load)),
            ("load, mean of its days", ReportText.decimal(report.figures.meanLoadPerMille)),
            ("solved", ReportText.count(figures.solved)),
            ("reply time, mean", ReportText.duration(figures.replyTime.meanSeconds)),
            ("reply time, median", ReportText.duration(figures.replyTime.medianSeconds)),
            ("reply time, 90%", ReportText.duration(figures.replyTime.percentile90Seconds)),
            ("resolution, mean", ReportText.duration(figures.resolutionTime.meanSeconds)),
            ("replies", ReportText.count(figures.replies)),
            ("inflow", ReportText.count(figures.inflow)), ("outflow", ReportText.count(figures.outflow)),
            ("reopened", ReportText.count(figures.reopened)),
            ("hops a closed ticket", ReportText.decimal(figures.meanQueueChangesPerMille)),
            ("escalated", ReportText.count(figures.escalated, .yellow)),
            ("broken limits", ReportText.count(figures.brokenLimits, .yellow)),
            ("SLA met", ReportText.count(figures.sla.met, .green)),
            ("SLA missed", ReportText.count(figures.sla.missed, late)),
            ("SLA breached", ReportText.count(figures.sla.breached, late)),
            ("SLA cancelled", ReportText.count(figures.sla.cancelled, .dim)),
            ("SLA in time", ReportText.percent(figures.sla.metPerMille)),
        ] + ReportText.ratings(figures.rating)
    }
}
