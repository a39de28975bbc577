import TicketModel

/// The values of one field: which a fact counts under, in which order they come, and what the configuration calls them.
struct ReportValues {
    let field: ReportField
    private let configuration: Configuration
    /// Of each ticket by its place, for fields that say what a ticket is.
    private var byTicket: [Int: [String?]] = [:]
    private let declared: DeclaredSpelling

    init(_ field: ReportField, _ configuration: Configuration) {
        self.field = field
        self.configuration = configuration
        declared = DeclaredSpelling(Self.choices(of: field, configuration))
    }

    private static func choices(of field: ReportField, _ configuration: Configuration) -> [Choice]? {
        switch field {
        case .queue: configuration.declaredChoices(of: .queue)
        case .priority: configuration.declaredChoices(of: .priority)
        case .value(let name): configuration.declaredChoices(of: name)
        case .tier: configuration.customerTiers
        case .agent, .team, .customer, .span: nil
        }
    }

    // MARK: What a fact counts under

    /// The values that a fact counts under; nil stands for none.
    func values(of fact: ReportFact) -> [String?] {
        switch field {
        case .agent: [fact.agent]
        case .team: orNothing(fact.agent.flatMap { configuration.people?.person($0)?.teams } ?? [])
        case .queue: [fact.queue]
        case .priority: [fact.priority]
        case .value, .customer, .tier: byTicket[fact.ticket] ?? [nil]
        case .span: []
        }
    }

    /// Keeps what a ticket is, by the front matter that it had at the end of the period.
    mutating func note(_ values: [FieldName: FieldValue], of ticket: Int) {
        switch field {
        case .value(let name): byTicket[ticket] = orNothing(texts(values[name], of: name))
        case .customer: byTicket[ticket] = [customer(values)?.handle]
        case .tier: byTicket[ticket] = [customer(values)?.tier.map { declared[$0] }]
        case .agent, .team, .queue, .priority, .span: break
        }
    }

    private func customer(_ values: [FieldName: FieldValue]) -> Customer? {
        values[.requester]?.texts.first.flatMap { configuration.customerPerson($0)?.customer }
    }

    private func texts(_ value: FieldValue?, of name: FieldName) -> [String] {
        let (texts, type) = (value?.texts ?? [], configuration.type(of: name))
        let kept = type?.isList == true ? texts[...] : texts.prefix(1)
        return kept.filter { !$0.isEmpty }.map { type?.kind == .person ? person($0) : declared[$0] }
    }

    private func person(_ name: String) -> String {
        configuration.people?.person(name)?.handle ?? configuration.customerPerson(name)?.person?.handle ?? name
    }

    /// Each once; nothing is a value of its own.
    private func orNothing(_ values: [String]) -> [String?] {
        var seen: Set<String> = []
        let unique = values.filter { seen.insert($0).inserted }
        return unique.isEmpty ? [nil] : unique
    }

    // MARK: Order and titles

    /// In the order of the configuration, then by bytes, nothing last.
    func precedes(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return left != nil }
        let (one, other) = (rank(left), rank(right))
        return one == other ? left.utf8.lexicographicallyPrecedes(right.utf8) : one < other
    }

    private func rank(_ value: String) -> Int { declared.rank(value) ?? .max }

    func title(_ value: String?) -> String? {
        guard let value else { return nil }
        switch field {
        case .agent: return personName(value)
        case .customer: return configuration.customerPerson(value)?.customer.name
        case .value(let name) where configuration.type(of: name)?.kind == .person: return personName(value)
        default: return declared.choice(value)?.title
        }
    }

    private func personName(_ value: String) -> String? {
        configuration.people?.person(value)?.name ?? configuration.customerPerson(value)?.person?.name
    }
}

extension TicketPast {
    /// The front matter that what happened before a moment left behind; of a removed ticket, and before the creation, the one
    /// there was.
    ///
    /// - Parameter now: From when the working tree's file counts.
    func values(before moment: Instant, now: Instant) -> [FieldName: FieldValue] {
        if !isRemoved, moment > max(now, created) { return ticket.values }
        var values: [FieldName: FieldValue] = [:]
        var isGone = true
        for (number, event) in events.enumerated() where number == 0 || max(created, event.at) < moment {
            if event.kind == .removed {
                isGone = true
                continue
            }
            if isGone { values = [:] }
            isGone = false
            for change in event.changes { values[change.field] = change.to }
        }
        return events.isEmpty ? ticket.values : values
    }

    private var isRemoved: Bool { events.last?.kind == .removed }
}
