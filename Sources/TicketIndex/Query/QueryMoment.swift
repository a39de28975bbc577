import TicketModel

/// The time that a query's value names: an instant, a local day, or either counted from now.
enum QueryMoment: Hashable, Sendable {
    case instant(Instant)
    /// From its first moment up to the next day's.
    case day(start: Instant, end: Instant)
    /// Seconds from now.
    case offset(Int64)
    /// Days from today.
    case relativeDay(Int)

    /// Parses `2d`, `-30d`, `now`, `today`, `yesterday`, `tomorrow`, `2026-11-01`, an RFC 3339 instant; one without offset is
    /// in the zone. Nil for anything else.
    static func parse(_ text: String, zone: Zone) -> QueryMoment? {
        switch FoldedText(text).string {
        case "now": return .offset(0)
        case "today": return .relativeDay(0)
        case "yesterday": return .relativeDay(-1)
        case "tomorrow": return .relativeDay(1)
        default: break
        }
        if let seconds = RelativeDuration.parse(text) { return .offset(seconds) }
        guard let parsed = Instant.parse(text), parsed.kind != .timeOnly else { return nil }
        guard parsed.kind == .date else { return .instant(parsed.resolved(in: zone)) }
        return day(parsed.date, zone)
    }

    var isRelative: Bool {
        switch self {
        case .instant, .day: false
        case .offset, .relativeDay: true
        }
    }

    /// The first moment that is meant, and the first that is not meant any more.
    func bounds(now: Instant, zone: Zone) -> (start: Instant, end: Instant) {
        switch self {
        case .instant(let instant): return (instant, instant + 1)
        case .day(let start, let end): return (start, end)
        case .offset(let seconds): return (now + seconds, now + seconds + 1)
        case .relativeDay(let days):
            guard case .day(let start, let end) = Self.day(zone.civil(at: now).date.adding(days: days), zone) else {
                return (now, now)
            }
            return (start, end)
        }
    }

    private static func day(_ date: CivilDate, _ zone: Zone) -> QueryMoment {
        .day(
            start: zone.instant(of: date, secondsOfDay: 0),
            end: zone.instant(of: date.adding(days: 1), secondsOfDay: 0))
    }
}

extension QueryComparison {
    /// Whether `instant` stands in this relation to a stretch of time: `>` is after its end, `>=` from its start.
    func holds(_ instant: Instant, _ bounds: (start: Instant, end: Instant)) -> Bool {
        switch self {
        case .matches, .equal, .notEqual: instant >= bounds.start && instant < bounds.end
        case .greater: instant >= bounds.end
        case .greaterOrEqual: instant >= bounds.start
        case .less: instant < bounds.start
        case .lessOrEqual: instant < bounds.end
        }
    }
}
