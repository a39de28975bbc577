package import TicketModel

/// A period as it is written on a command line.
package enum NamedPeriod: Hashable, Sendable {
    case today, yesterday
    /// The last whole one.
    case last(ReportSpan)
    /// A certain one, by its first date.
    case certain(ReportSpan, CivilDate)
    /// From the first ticket on.
    case all
    /// Thirty days, of which today is the last: what is meant where nothing is said.
    case lately

    package static let words = ["today", "yesterday", "week", "month", "quarter", "year", "all"]

    /// What a word of the command line is.
    package enum Reading: Hashable, Sendable {
        case period(NamedPeriod)
        /// It is written like a date, week, month, quarter or year, but there is none.
        case absent
        case other
    }

    /// Reads `month`, `2026-11-21`, `2026-W47`, `2026-11`, `2026-Q4` or `2026`, in any case.
    package static func read(_ text: String) -> Reading {
        switch text.lowercased() {
        case "today": return .period(.today)
        case "yesterday": return .period(.yesterday)
        case "all": return .period(.all)
        case let word:
            if let span = ReportSpan(rawValue: word), span != .day { return .period(.last(span)) }
            guard looksLikeDate(word) else { return .other }
            return certain(word).map { .period($0) } ?? .absent
        }
    }

    /// Four digits, alone or with a dash and more of what dates are made of.
    private static func looksLikeDate(_ word: String) -> Bool {
        let parts = word.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isDigits(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { (0x30...0x39).contains($0) } }
        guard parts[0].count == 4, isDigits(parts[0]) else { return false }
        return parts.dropFirst().allSatisfy { part in
            !part.isEmpty && (isDigits(part) || "wq".utf8.contains(part.first ?? 0) && isDigits(part.dropFirst()))
        }
    }

    private static func certain(_ word: String) -> NamedPeriod? {
        let parts = word.split(separator: "-")
        guard let year = Int(parts[0]), (1...9_999).contains(year), parts.count <= 3 else { return nil }
        if parts.count == 3 { return CivilDate.parse(word).map { .certain(.day, $0) } }
        guard parts.count == 2 else { return CivilDate(year: year, month: 1, day: 1).map { .certain(.year, $0) } }
        guard let number = Int(parts[1].drop { !$0.isNumber }) else { return nil }
        switch (parts[1].first, parts[1].utf8.count) {
        case ("w", 3): return week(number, of: year).map { .certain(.week, $0) }
        case ("q", 2):
            return (1...4).contains(number)
                ? CivilDate(year: year, month: number * 3 - 2, day: 1).map { .certain(.quarter, $0) } : nil
        case (_, 2): return CivilDate(year: year, month: number, day: 1).map { .certain(.month, $0) }
        default: return nil
        }
    }

    private static func week(_ number: Int, of year: Int) -> CivilDate? {
        // 4 January lies in the first week (ISO 8601).
        guard let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
        let monday = ReportSpan.week.start(of: fourth).adding(days: (number - 1) * 7)
        return monday.isoWeek == (year, number) ? monday : nil
    }
}

extension NamedPeriod {
    /// Returns the stretch of time that this is at a moment.
    ///
    /// - Parameter first: When the first ticket was created; nil without tickets.
    package func period(at moment: Instant, in zone: Zone, first: Instant?) -> ReportPeriod {
        let today = zone.civil(at: moment.clampedToCalendar).date
        switch self {
        case .today: return ReportSpan.day.period(from: today, in: zone)
        case .yesterday: return ReportSpan.day.period(from: today.adding(days: -1), in: zone)
        case .last(let span):
            return ReportPeriod(
                dates: span.start(of: span.start(of: today).adding(days: -1)), span.start(of: today), in: zone)
        case .certain(let span, let start): return span.period(from: start, in: zone)
        case .all:
            let end = today.adding(days: 1)
            let begin = first.map { zone.civil(at: $0.clampedToCalendar).date } ?? end
            return ReportPeriod(dates: min(begin, end), end, in: zone)
        case .lately: return ReportPeriod(dates: today.adding(days: -29), today.adding(days: 1), in: zone)
        }
    }

    /// `2026-W47` and the like; nil where the calendar has no name for it.
    package func name(at moment: Instant, in zone: Zone) -> String? {
        let today = zone.civil(at: moment.clampedToCalendar).date
        switch self {
        case .today: return ReportSpan.day.name(from: today)
        case .yesterday: return ReportSpan.day.name(from: today.adding(days: -1))
        case .last(let span): return span.name(from: span.start(of: span.start(of: today).adding(days: -1)))
        case .certain(let span, let start): return span.name(from: start)
        case .all, .lately: return nil
        }
    }
}
