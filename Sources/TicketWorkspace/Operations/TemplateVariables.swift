import ServiceLevels
package import TicketModel

/// What the variables of templates stand for, on one ticket at one moment.
package struct TemplateVariables {
    private let configuration: Configuration
    private let ticket: Ticket
    private let actor: Actor
    private let clocks: TicketClocks
    private let now: Instant
    private let words: SentWords?

    init(
        configuration: Configuration, ticket: Ticket, actor: Actor, clocks: TicketClocks, now: Instant,
        words: SentWords?
    ) {
        self.configuration = configuration
        self.ticket = ticket
        self.actor = actor
        self.clocks = clocks
        self.now = now
        self.words = words
    }

    /// Every variable of a desk, in the order in which people look for them.
    package static func names(_ configuration: Configuration) -> [String] {
        let facts = Set(configuration.customers.flatMap(\.facts.keys)).sorted()
        let targets = ["next"] + TargetKind.allCases.map(\.rawValue)
        return (configuration.knownFields.map(\.rawValue) + ["path"]).map { "ticket.\($0)" }
            + ["requester", "assignee", "agent"].flatMap { who in person.map { "\(who).\($0)" } }
            + (["handle", "name", "tier"] + facts).map { "customer.\($0)" }
            + targets.flatMap { target in
                ((target == "next" ? ["target"] : []) + clock).map { "sla.\(target).\($0)" }
            }
            + ["entry.person", "entry.text", "desk.name", "desk.key", "now.date", "now.time"]
    }

    private static let person = ["handle", "name", "email", "phone"]
    private static let clock = ["state", "due", "left"]

    /// Returns a variable's value, empty where it has none now; nil where there is no such variable.
    package func value(_ name: String) -> String? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count >= 2 else { return nil }
        let rest = parts.dropFirst().joined(separator: ".")
        switch parts[0] {
        case "ticket": return field(rest)
        case "requester": return person(ticket.requester, rest)
        case "assignee": return person(ticket.assignee, rest)
        case "agent": return agent(rest)
        case "customer": return customer(rest)
        case "sla": return parts.count == 3 ? clock(parts[1], parts[2]) : nil
        case "entry": return entry(rest)
        case "desk": return rest == "name" ? configuration.name : rest == "key" ? configuration.key : nil
        case "now": return rest == "date" ? local(now, 0, 10) : rest == "time" ? local(now, 11, 5) : nil
        default: return nil
        }
    }

    private func field(_ name: String) -> String? {
        if name == "path" { return ticket.path.description }
        let field = FieldName(name)
        guard configuration.knownFields.contains(field) else { return nil }
        if let instant = ticket.instant(field) { return local(instant, 0, 16) }
        return ticket.list(field).joined(separator: ", ")
    }

    private func person(_ reference: String?, _ what: String) -> String? {
        guard Self.person.contains(what) else { return nil }
        guard let reference else { return "" }
        guard let person = configuration.people?.person(reference) ?? configuration.customerPerson(reference)?.person
        else {
            // All that is known of a stranger is the address.
            let isAddress = reference.contains("@")
            return what == "name" || what == "handle" || (what == "email") == isAddress ? reference : ""
        }
        return switch what {
        case "handle": person.handle
        case "name": person.name ?? person.handle
        case "email": person.emails.first ?? ""
        default: person.phones.first ?? ""
        }
    }

    private func agent(_ what: String) -> String? {
        if let handle = actor.handle { return person(handle, what) }
        return switch what {
        case "handle": actor.reference
        case "name": actor.name
        case "email": actor.email
        case "phone": ""
        default: nil
        }
    }

    private func entry(_ what: String) -> String? {
        switch what {
        case "text": words?.text ?? ""
        case "person": person(words?.person, "name")
        default: nil
        }
    }

    private func customer(_ what: String) -> String? {
        let customer = ticket.requester.flatMap { configuration.customerPerson($0)?.customer }
        switch what {
        case "handle": return customer?.handle ?? ""
        case "name": return customer?.name ?? ""
        case "tier": return customer?.tier ?? ""
        default:
            guard configuration.customers.contains(where: { $0.facts[what] != nil }) else { return nil }
            return customer?.facts[what] ?? ""
        }
    }

    private func clock(_ target: String, _ what: String) -> String? {
        let found: ServiceClock?
        if target == "next" {
            found = clocks.next
            if what == "target" { return found?.target.rawValue ?? "" }
        } else {
            guard let kind = TargetKind(rawValue: target) else { return nil }
            found = clocks.clocks.last { $0.target == kind }
        }
        return switch what {
        case "state": found?.state.rawValue ?? ""
        case "due": found?.due.map { local($0, 0, 16) } ?? ""
        case "left": found?.remainingSeconds.map { $0 < 0 ? "" : TimeText.clock($0) } ?? ""
        default: nil
        }
    }

    /// A part of `2026-11-21T10:03:00+03:00` in the desk's zone, with a blank for the T.
    private func local(_ instant: Instant, _ start: Int, _ count: Int) -> String {
        let text = instant.formatted(in: configuration.zone).dropFirst(start).prefix(count)
        return String(text).replacing("T", with: " ")
    }
}
