import TicketIndex
package import TicketModel

/// What a lead decides by: the figures of a period, whole and in groups.
package struct PeriodReport: Sendable {
    /// What a report is asked.
    package struct Request: Sendable {
        package var period: ReportPeriod
        /// `2026-W47` and the like; nil for a period without a name.
        package var name: String?
        /// What nothing later than is seen.
        package var at: Instant
        package var field: ReportField?
        /// As written; nil where all tickets count.
        package var query: String?

        package init(
            period: ReportPeriod, name: String? = nil, at: Instant, field: ReportField? = nil, query: String? = nil
        ) {
            self.period = period
            self.name = name
            self.at = at
            self.field = field
            self.query = query
        }

        /// How many groups it makes at most.
        package func mostGroups(in zone: Zone) -> Int {
            guard let span = field?.calendar else { return 0 }
            let end = max(period.from, min(period.to, at + 1))
            return (ReportPeriod(from: period.from, to: end)?.dateCount(in: zone) ?? 0) / span.leastDays
        }
    }

    /// The most groups that a report may have.
    package static let groupLimit = 4_000

    package let request: Request
    package let figures: PeriodFigures
    /// By `request.field`; nil without.
    package let groups: ReportTable?
    package let tables: [ReportTable]
    package let agents: [AgentWorkload]
    package let backlog: Backlog
    /// Most frequent first, then by name.
    package let queueChanges: [(change: QueueChange, count: Int)]
    package let workload: Workload

    /// Whether the period had ended when the report was made; its figures change until then.
    package var isOver: Bool { request.period.to <= request.at }

    package init(_ past: DeskPast, _ request: Request) async {
        self.request = request
        let facts = await ReportFacts.all(past, period: request.period, now: request.at)
        let groups = ReportGroups(past: past, facts: facts, curve: LoadCurve(past.tickets))
        figures = PeriodFigures(facts, groups.curve, past)
        let fields = ReportField.tables + (request.field.map { [$0] } ?? [])
        let tables = groups.tables(by: fields)
        self.tables = Array(tables.prefix(ReportField.tables.count))
        self.groups = request.field == nil ? nil : tables.last
        agents = AgentWorkload.all(facts, past.configuration, isPart: request.query != nil)
        backlog = Backlog(groups)
        queueChanges = Self.queueChanges(facts)
        workload = Workload(past.tickets, in: facts, zone: past.zone)
    }

    private static func queueChanges(_ facts: ReportFacts) -> [(change: QueueChange, count: Int)] {
        var counts: [QueueChange: Int] = [:]
        for fact in facts.facts {
            guard case .finished(let ticket) = fact.kind else { continue }
            for change in ticket.queueChanges { counts[change, default: 0] += 1 }
        }
        return counts.sorted {
            ($1.value, $0.key.from, $0.key.to) < ($0.value, $1.key.from, $1.key.to)
        }.map { (change: $0.key, count: $0.value) }
    }
}

extension ReportFacts {
    /// Reads all tickets, on every core.
    static func all(_ past: DeskPast, period: ReportPeriod, now: Instant) async -> ReportFacts {
        let parts = await ParallelBatches.map(Array(past.tickets.indices), size: 256) { batch in
            ReportFacts(past, period: period, now: now, tickets: batch.startIndex..<batch.endIndex)
        }
        var all = ReportFacts(past, period: period, now: now, tickets: 0..<0)
        for part in parts { all.append(part) }
        return all
    }
}
