import TicketModel

/// Where a term finds an instant.
enum InstantSource: Hashable, Sendable {
    case field(FieldName)
    case updated
    case lastEntry(EntryVerb)
}

/// An instant compared with others: `created>2026-11-01`, `due<2d`, `updated<-30d`, `replied<-1d`.
struct InstantTest: QueryTest {
    let source: InstantSource
    let comparison: QueryComparison
    let moments: [QueryMoment]
    let includesAbsent: Bool

    var needs: QueryNeeds {
        switch source {
        case .field: []
        case .updated: .history
        case .lastEntry: .conversation
        }
    }
    var usesRelativeTime: Bool { moments.contains(where: \.isRelative) }

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        switch source {
        case .field(let name):
            guard let value = ticket.value(name), !value.isEmpty else { return includesAbsent }
            if let instant = value.instant { return matches(instant, context) }
            return value.texts.contains { text in
                Instant.parse(text).map { matches($0.resolved(in: context.configuration.zone), context) } ?? false
            }
        case .updated:
            return facts.of(ticket, context).updated.map { matches($0, context) } ?? includesAbsent
        case .lastEntry(let verb):
            guard let entry = ticket.entries.last(where: { $0.verb == verb }) else { return includesAbsent }
            // An entry whose instant nobody has written in yet counts as made now.
            return matches(entry.instant ?? context.now, context)
        }
    }

    private func matches(_ instant: Instant, _ context: QueryContext) -> Bool {
        for moment in moments
        where comparison.holds(instant, moment.bounds(now: context.now, zone: context.configuration.zone)) {
            return true
        }
        return false
    }
}

/// A length of time in a field, compared in seconds; a day is 86400 of them.
struct DurationTest: QueryTest {
    let field: FieldName
    let comparison: QueryComparison
    /// In seconds.
    let wanted: [Int64]
    let includesAbsent: Bool

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        guard ticket.has(field) else { return includesAbsent }
        return ticket.list(field).contains { text in
            guard let seconds = RelativeDuration.parse(text) else { return false }
            return wanted.contains { comparison.holds(seconds, $0) }
        }
    }
}

extension QueryTermBuilder {
    func instantTest(_ source: InstantSource, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        var moments: [QueryMoment] = []
        var includesAbsent = false
        for value in clause.values {
            if try isNone(value, clause) { includesAbsent = true } else { moments.append(try moment(value, clause)) }
        }
        return InstantTest(
            source: source, comparison: clause.comparison.positive, moments: moments, includesAbsent: includesAbsent)
    }

    private func moment(_ value: QueryValue, _ clause: QueryClause) throws(QueryError) -> QueryMoment {
        guard let moment = QueryMoment.parse(value.text, zone: configuration.zone) else {
            let words = ["now", "today", "yesterday", "tomorrow", "none"]
            let near = NearMatch.closest(to: value.text, among: words)
            let forms = "write a date (2026-11-01), an instant, 2d or -30d from now, today, yesterday or tomorrow"
            throw error(
                "\(value.text) is no time", in: value.range,
                hint: near.isEmpty ? forms : "did you mean \(NearNames.joined(near, by: "or"))?")
        }
        if case .offset = moment, clause.comparison.isEquality {
            throw error(
                "\(clause.name)\(clause.comparison.rawValue)\(value.text) asks for a single second", in: clause.range,
                hint: "write \(clause.name)<\(value.text) or \(clause.name)>\(value.text)")
        }
        return moment
    }

    func durationTest(_ field: FieldName, _ clause: QueryClause) throws(QueryError) -> any QueryTest {
        var wanted: [Int64] = []
        var includesAbsent = false
        for value in clause.values {
            if try isNone(value, clause) { includesAbsent = true } else { wanted.append(try seconds(value)) }
        }
        return DurationTest(
            field: field, comparison: clause.comparison.positive, wanted: wanted, includesAbsent: includesAbsent)
    }

    func seconds(_ value: QueryValue) throws(QueryError) -> Int64 {
        guard let seconds = RelativeDuration.parse(value.text) else {
            throw error("\(value.text) is no length of time", in: value.range, hint: "write 90s, 15m, 1h30m, 2d or 1w")
        }
        return seconds
    }
}

extension QueryComparison {
    /// The relation that a test works with: `!=` is the opposite of the test for `=`.
    var positive: QueryComparison { self == .notEqual ? .equal : self }
}
