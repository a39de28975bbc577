import TicketModel

/// Groups a report's facts by fields, all in one go.
struct ReportGroups {
    let past: DeskPast
    let facts: ReportFacts
    let curve: LoadCurve

    /// Returns the figures by each of the fields.
    func tables(by fields: [ReportField]) -> [ReportTable] {
        var values = fields.map { ReportValues($0, past.configuration) }
        for ticket in Set(facts.facts.map(\.ticket)).sorted() {
            let front = past.tickets[ticket].values(before: facts.vantage.end, now: past.now)
            for index in values.indices { values[index].note(front, of: ticket) }
        }
        return values.map { values in
            let groups = values.field.calendar.map(groups(by:)) ?? groups(by: values)
            return ReportTable(field: values.field, groups: groups)
        }
    }

    private func groups(by values: ReportValues) -> [ReportGroup] {
        var members: [String?: [Int]] = [:]
        for (index, fact) in facts.facts.enumerated() {
            for value in values.values(of: fact) { members[value, default: []].append(index) }
        }
        return members.sorted { values.precedes($0.key, $1.key) }.map { value, indices in
            ReportGroup(
                name: value, title: values.title(value),
                figures: ReportFigures(indices.lazy.map { facts.facts[$0] }))
        }
    }

    private func groups(by span: ReportSpan) -> [ReportGroup] {
        parts(by: span).map { bucket, members in
            var figures = ReportFigures(members)
            figures.load = curve.count(before: min(bucket.period.to, facts.vantage.end))
            return ReportGroup(name: bucket.name, title: nil, figures: figures)
        }
    }

    /// The stretches of the period that have begun, each with what happened in it.
    func parts(by span: ReportSpan) -> [(bucket: ReportBucket, facts: [ReportFact])] {
        let buckets = facts.period.buckets(by: span, in: past.zone, until: facts.vantage.now)
        var members = [[ReportFact]](repeating: [], count: buckets.count)
        for fact in facts.facts {
            // The load at the end happens at no time.
            if case .load = fact.kind { continue }
            let index = buckets.partitioningIndex { $0.period.from > fact.at }
            if index > 0 { members[index - 1].append(fact) }
        }
        return zip(buckets, members).map { (bucket: $0, facts: $1) }
    }
}
