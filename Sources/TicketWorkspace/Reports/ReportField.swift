package import TicketModel

/// What the figures of a report are grouped by.
///
/// A field counts in one of three ways. Whose a ticket was is asked of the moment of what is counted; what it is, of the end
/// of the period, since a ticket that was sorted later is what it turned out to be; and when is that moment's date.
package enum ReportField: Hashable, Sendable {
    case agent, team, queue, priority
    /// A field of the front matter, as it was at the end of the period.
    case value(FieldName)
    /// The requester's card, and what it says.
    case customer, tier
    case span(ReportSpan)

    /// What every report has a table by.
    package static let tables: [ReportField] = [
        .value(.channel), .value(.type), .value(.tags), .queue, .priority, .value(.category),
    ]

    package var name: String {
        switch self {
        case .agent: "agent"
        case .team: "team"
        case .queue: "queue"
        case .priority: "priority"
        case .value(.tags): "tag"
        case .value(let field): field.rawValue
        case .customer: "customer"
        case .tier: "tier"
        case .span(let span): span.rawValue
        }
    }

    /// All fields of a desk that can be grouped by.
    package static func all(_ configuration: Configuration) -> [ReportField] {
        let standard: [FieldName] = [.channel, .type, .tags, .category, .status, .impact, .urgency, .requester]
        let own = configuration.customFields.filter { ![.instant, .rating].contains($0.type.kind) }.map(\.name)
        return [.agent, .team, .queue, .priority] + standard.map { .value($0) } + [.customer, .tier]
            + ReportSpan.allCases.map { .span($0) } + own.map { .value($0) }
    }

    /// The field of that name; nil for what nothing can be grouped by.
    package static func named(_ text: String, _ configuration: Configuration) -> ReportField? {
        let aliases: [String: ReportField] = ["assignee": .agent, "tags": .value(.tags)]
        let name = text.lowercased()
        return all(configuration).first { $0.name == name } ?? aliases[name]
            ?? all(configuration).first { $0.name.lowercased() == name }
    }

    /// The stretches of the calendar that it groups by; nil for other fields.
    package var calendar: ReportSpan? { if case .span(let span) = self { span } else { nil } }
}

/// The figures of one value of a field.
package struct ReportGroup: Sendable {
    /// Nil for what has no value.
    package let name: String?
    /// What the configuration calls it.
    package let title: String?
    package let figures: ReportFigures
}

/// The figures by each value of a field.
package struct ReportTable: Sendable {
    package let field: ReportField
    package let groups: [ReportGroup]

    /// Whether any ticket has a value: a table of nothing but tickets without one tells nothing.
    package var hasValues: Bool { groups.contains { $0.name != nil } }

    /// The groups that are shown first: all, or of too many those with the largest inflow, largest first.
    package var busiest: [ReportGroup] {
        guard groups.count > Self.shown + 3, field.calendar == nil else { return groups }
        return groups.enumerated().sorted {
            ($1.element.figures.inflow, $0.offset) < ($0.element.figures.inflow, $1.offset)
        }.prefix(Self.shown).map(\.element)
    }

    private static let shown = 12
}
