import TicketModel

/// Reads one sort key, with the tables that it needs made once.
struct SortReader: Sendable {
    private let source: SortSource
    private let ranks: ChoiceRanks
    private let phases: PhaseLookup

    init(_ source: SortSource, _ configuration: Configuration) {
        self.source = source
        phases = PhaseLookup(configuration.workflow)
        if case .choice(let name) = source {
            ranks = ChoiceRanks(configuration.declaredChoices(of: name) ?? [])
        } else {
            ranks = ChoiceRanks([])
        }
    }

    func value(of ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> SortValue {
        switch source {
        case .id: .id(ticket.id)
        case .path: .bytes(ticket.path.bytes)
        case .phase: .number(Int64(Phase.allCases.firstIndex(of: phases.phase(of: ticket.status)) ?? 0))
        case .updated: Self.number(facts.of(ticket, context).updated)
        case .serviceLevel: facts.of(ticket, context).slaRemainingSeconds.map(SortValue.number) ?? .absent
        case .lastEntry: Self.number(ticket.entries.last, context)
        case .lastEntryOf(let verb): Self.number(ticket.entries.last { $0.verb == verb }, context)
        case .count(let verb): .number(Int64(ticket.entries.count { verb == nil || $0.verb == verb }))
        case .rating(let key): Self.exact(ticket.rating(key).first)
        case .choice(let name): choice(ticket.text(name))
        case .field(let name, let type): Self.value(ticket.value(name), type, context)
        }
    }

    /// A value that is not declared comes after the declared ones.
    private func choice(_ text: String?) -> SortValue {
        guard let text else { return .absent }
        return ranks.rank(text).map { .number(Int64($0)) } ?? .text(FoldedText(text))
    }

    private static func value(_ value: FieldValue?, _ type: FieldType, _ context: QueryContext) -> SortValue {
        guard let value, !value.isEmpty else { return .absent }
        if let instant = value.instant { return number(instant) }
        let text = value.texts.joined(separator: ",")
        switch type.kind {
        case .integer, .decimal: return exact(text)
        case .boolean: return BooleanTest.read(text).map { .number($0 ? 1 : 0) } ?? .text(FoldedText(text))
        case .duration: return RelativeDuration.parse(text).map(SortValue.number) ?? .text(FoldedText(text))
        case .instant, .date:
            return Instant.parse(text).map { number($0.resolved(in: context.configuration.zone)) }
                ?? .text(FoldedText(text))
        default: return .text(FoldedText(text))
        }
    }

    private static func exact(_ text: String?) -> SortValue {
        guard let text else { return .absent }
        return ExactNumber(text).map(SortValue.exact) ?? .text(FoldedText(text))
    }

    private static func number(_ instant: Instant?) -> SortValue {
        instant.map { .number($0.secondsSinceEpoch) } ?? .absent
    }

    private static func number(_ entry: Entry?, _ context: QueryContext) -> SortValue {
        entry.map { .number(($0.instant ?? context.now).secondsSinceEpoch) } ?? .absent
    }
}
