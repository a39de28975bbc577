import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// Tickets as the JSON of the contract: members never missing, times in UTC, durations in seconds.
struct TicketJSON {
    let view: DeskView
    /// Whether each ticket says what holds it up.
    var showsBlockers = false

    private static let standard = Set(FieldName.standard)

    func envelope(_ tickets: [Ticket]) -> JSONValue {
        ["schemaVersion": 1, "kind": "ticket-list", "tickets": .array(tickets.map(value))]
    }

    func value(_ ticket: Ticket) -> JSONValue { .object(members(ticket)) }

    func members(_ ticket: Ticket) -> [JSONValue.Member] {
        let configuration = view.configuration
        let phase = configuration.workflow.phase(of: ticket.status).rawValue
        var members: [JSONValue.Member] = [
            ("id", .string(ticket.id.text)), ("title", .string(ticket.title)),
            ("status", .optional(ticket.text(.status))), ("phase", .string(phase)),
        ]
        for field in [FieldName.type, .priority, .queue, .channel, .category, .impact, .urgency, .requester] {
            members.append((field.rawValue, .optional(ticket.text(field))))
        }
        members.append(("participants", .strings(ticket.list(.participants))))
        members.append(("assignee", .optional(ticket.assignee)))
        members.append(("watchers", .strings(ticket.list(.watchers))))
        members.append(("tags", .strings(ticket.tags)))
        members.append(("created", Self.instant(ticket.created)))
        members.append(("updated", Self.instant(view.updated(ticket))))
        members.append(("due", Self.instant(ticket.instant(.due))))
        members.append(("wake", Self.instant(ticket.instant(.wake))))
        members.append(("links", links(ticket)))
        members.append(("external", .strings(ticket.list(.external))))
        members.append(("refs", .strings(ticket.list(.refs))))
        members.append(("approved-by", .strings(ticket.list(.approvedBy))))
        members.append(("rating", ticket.value(.rating).map(Self.untyped) ?? nil))
        members.append(("liked", .strings(ticket.list(.liked))))
        members.append(("disliked", .strings(ticket.list(.disliked))))
        members.append(("path", .string(ticket.path.description)))
        members.append(("uncommitted", .bool(view.isUncommitted(ticket))))
        members.append(("fields", custom(ticket)))
        members.append(("sla", view.standing(of: ticket).map(ClockJSON.value) ?? nil))
        if showsBlockers {
            members.append(("blockers", .strings(view.snapshot.relations.blockers(of: ticket).map(\.id.text))))
        }
        return members
    }

    private func links(_ ticket: Ticket) -> JSONValue {
        .object(
            FieldName.links.compactMap { field in
                let ids = ticket.list(field)
                return ids.isEmpty ? nil : (field.rawValue, .strings(ids))
            })
    }

    /// Fields that the desk declares and fields that nobody does, as they are written.
    private func custom(_ ticket: Ticket) -> JSONValue {
        let fields = ticket.fieldNames.filter { !Self.standard.contains($0) || $0 == .once }.sorted()
        return .object(
            fields.map { field in
                if view.configuration.type(of: field)?.kind == .date {
                    return (field.rawValue, .optional(ticket.text(field)))
                }
                return (field.rawValue, ticket.value(field).map(Self.untyped) ?? nil)
            })
    }

    static func untyped(_ value: FieldValue) -> JSONValue {
        switch value {
        case .text(let text): text.isEmpty ? .null : .string(text)
        case .list(let items): .strings(items)
        case .instant(let instant, _): .string(instant.formatted())
        case .mapping(let items): .object(items.map { ($0.key, untyped($0.value)) })
        }
    }

    static func instant(_ instant: Instant?) -> JSONValue { .optional(instant?.formatted()) }
}

/// Clocks as JSON.
enum ClockJSON {
    /// The limit of the status that the ticket is in is a clock like any other.
    static func value(_ standing: TicketStanding) -> JSONValue {
        let clocks = standing.clocks
        return [
            "policy": .optional(clocks.policyName), "state": .optional(clocks.state?.rawValue),
            "next": clocks.next.map(next) ?? nil,
            "clocks": .array(clocks.clocks.map(clock) + [standing.limit].compactMap(\.self).map(limit)),
        ]
    }

    private static func next(_ clock: ServiceClock) -> JSONValue {
        [
            "target": .string(clock.target.rawValue), "due": TicketJSON.instant(clock.due),
            "state": .string(clock.state.rawValue), "remainingSeconds": .optional(clock.remainingSeconds),
        ]
    }

    static func limit(_ limit: StatusLimit) -> JSONValue {
        let seconds: Int64? = if case .seconds(let seconds) = limit.limit { seconds } else { nil }
        return [
            "target": "limit", "status": .string(limit.status), "state": .string(limit.state.rawValue),
            "due": TicketJSON.instant(limit.due), "targetSeconds": .optional(seconds),
            "elapsedSeconds": .integer(limit.elapsedSeconds), "remainingSeconds": .optional(limit.remainingSeconds),
            "startedAt": .string(limit.enteredAt.formatted()), "stoppedAt": TicketJSON.instant(limit.leftAt),
            "breachedAt": TicketJSON.instant(limit.brokenAt), "cycle": 1,
        ]
    }

    static func clock(_ clock: ServiceClock) -> JSONValue {
        [
            "target": .string(clock.target.rawValue), "state": .string(clock.state.rawValue),
            "due": TicketJSON.instant(clock.due), "targetSeconds": .optional(clock.targetSeconds),
            "elapsedSeconds": .optional(clock.elapsedSeconds), "remainingSeconds": .optional(clock.remainingSeconds),
            "startedAt": .string(clock.startedAt.formatted()), "stoppedAt": TicketJSON.instant(clock.stoppedAt),
            "breachedAt": TicketJSON.instant(clock.breachedAt), "cycle": .integer(Int64(clock.cycle)),
        ]
    }
}
