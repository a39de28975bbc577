import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

/// The columns of ticket lists: what `--columns` may name, and how each is written.
struct TicketColumns {
    let names: [String]

    /// Columns of piped output, by the contract.
    static let piped = TicketColumns(names: ["id", "status", "priority", "queue", "assignee", "title"])

    /// Columns on a terminal: the fields that the desk uses.
    static func terminal(_ configuration: Configuration) -> TicketColumns {
        var names = ["id"]
        if configuration.choices[.priority] != nil { names.append("priority") }
        names.append("status")
        if configuration.choices[.queue] != nil { names.append("queue") }
        names += ["assignee", "title"]
        if !configuration.serviceLevels.policies.isEmpty { names.append("sla") }
        return TicketColumns(names: names)
    }

    private static let computed = [
        "id", "phase", "updated", "sla", "replies", "entries", "path", "customer", "blockers", "children",
    ]

    /// The same columns and what holds each ticket up, in the place of its queue and clocks where there is one for clocks: on a terminal.
    var showingBlockers: TicketColumns {
        let kept = names.contains("sla") ? names.filter { $0 != "sla" && $0 != "queue" } : names
        return TicketColumns(names: kept + ["blockers"])
    }

    /// Reads `--columns a,b`; an unknown name is a usage error with the nearest.
    static func parse(_ names: [String], _ configuration: Configuration) throws(UsageError) -> TicketColumns {
        let known = computed + configuration.knownFields.map(\.rawValue)
        let problems = names.filter { !known.contains($0) }.map { name in
            let nearest = NearMatch.closest(to: name, among: known, limit: 1).first
            return UsageError(
                "there is no column \(PrintableText.argument(name))",
                hint: nearest.map { "did you mean \($0)?" } ?? "tick fields lists the fields")
        }
        if let error = UsageError(all: problems) { throw error }
        return TicketColumns(names: names)
    }

    /// What has to be loaded to fill the columns.
    var needs: QueryNeeds {
        var needs: QueryNeeds = []
        if names.contains("updated") || names.contains("created") { needs.insert(.history) }
        if names.contains("sla") { needs.insert(.serviceLevels) }
        if names.contains("blockers") || names.contains("children") { needs.insert(.relations) }
        if names.contains("replies") || names.contains("entries") { needs.insert(.conversation) }
        return needs
    }

    /// One ticket's values for machines: UTC times, lists joined by commas.
    func values(_ ticket: Ticket, _ view: DeskView) -> [String] { names.map { value($0, ticket, view) } }

    private func value(_ name: String, _ ticket: Ticket, _ view: DeskView) -> String {
        switch name {
        case "sla": view.standing(of: ticket)?.state?.rawValue ?? ""
        case "updated": view.updated(ticket)?.formatted() ?? ""
        default: plain(name, ticket, view)
        }
    }

    /// Appends what `DelimitedText.tsv` makes of the values. Most need neither a string nor a look at each character.
    func appendTSV(_ ticket: Ticket, _ view: DeskView, to bytes: inout [UInt8]) {
        for (position, name) in names.enumerated() {
            if position > 0 { bytes.append(0x09) }
            let isField = name == "id" || !Self.computed.contains(name)
            if isField, Self.appendPlain(FieldName(name), of: ticket, to: &bytes) { continue }
            DelimitedText.appendTSV(value(name, ticket, view), to: &bytes)
        }
        bytes.append(0x0A)
    }

    /// Appends a field of one text, or the id.
    static func appendTSV(_ field: FieldName, of ticket: Ticket, to bytes: inout [UInt8]) {
        if appendPlain(field, of: ticket, to: &bytes) { return }
        DelimitedText.appendTSV(field == .id ? ticket.id.text : ticket.text(field) ?? "", to: &bytes)
    }

    /// Appends a value as it is, where that can be done without making a string of it.
    private static func appendPlain(_ field: FieldName, of ticket: Ticket, to bytes: inout [UInt8]) -> Bool {
        let start = bytes.count
        if ticket.appendPlain(field, to: &bytes), !bytes[start...].contains(0x5C) { return true }
        bytes.removeSubrange(start...)
        return false
    }

    private func plain(_ name: String, _ ticket: Ticket, _ view: DeskView) -> String {
        switch name {
        case "id": return ticket.id.text
        case "phase": return view.configuration.workflow.phase(of: ticket.status).rawValue
        case "replies": return String(ticket.entries.count { $0.verb == .replied })
        case "entries": return String(ticket.entries.count)
        case "path": return ticket.path.description
        case "blockers": return view.snapshot.relations.blockers(of: ticket).map(\.id.text).joined(separator: ",")
        case "children": return Progress(.child, of: ticket, in: view)?.short ?? ""
        case "customer":
            return ticket.requester.flatMap { view.configuration.customerPerson($0)?.customer.handle } ?? ""
        default:
            let field = FieldName(name)
            switch ticket.value(field) {
            case .text(let text): return text
            case .instant(let instant, let text):
                return view.configuration.customField(field)?.type.kind == .date ? text : instant.formatted()
            case .mapping(let items):
                return items.map { "\($0.key)=\($0.value.texts.joined(separator: " "))" }.joined(separator: ",")
            case .some(let value): return value.texts.joined(separator: ",")
            case .none: return ""
            }
        }
    }
}

/// Tickets as a table for people.
struct TicketTable {
    let view: DeskView
    let columns: TicketColumns

    func lines(_ tickets: [Ticket], width: Int?, palette: Palette) -> [String] {
        var table = Table(
            columns.names.map { name in
                Table.Column(
                    title: name.uppercased(), isFlexible: name == "title" || name == "requester",
                    minimumWidth: name == "title" ? 16 : 8)
            })
        for ticket in tickets { table.append(columns.names.map { cell($0, ticket) }) }
        return table.lines(width: width, palette: palette)
    }

    private func cell(_ name: String, _ ticket: Ticket) -> StyledText {
        switch name {
        case "id": return id(ticket)
        case "sla": return ClockText.next(view.standing(of: ticket))
        case "priority": return priority(ticket)
        case "status", "type", "queue", "channel", "category": return StyledText(ticket.text(FieldName(name)) ?? "")
        case "title": return title(ticket)
        case "updated": return StyledText(time(view.updated(ticket)))
        default:
            if let instant = ticket.instant(FieldName(name)) { return StyledText(time(instant)) }
            return StyledText(TicketColumns(names: [name]).values(ticket, view)[0])
        }
    }

    /// The shortest part that names the ticket alone is bold: it is all one has to type.
    private func id(_ ticket: Ticket) -> StyledText {
        let text = ticket.id.text
        let length = view.snapshot.uniquePrefixLength(of: ticket.id)
        let key = text.prefix(text.count - ticket.id.keyWithoutPrefix.count)
        let rest = text.dropFirst(key.count)
        return StyledText(String(key), .dim).appending(String(rest.prefix(length)), .bold)
            .appending(String(rest.dropFirst(length)), .dim)
    }

    private func title(_ ticket: Ticket) -> StyledText {
        view.isUncommitted(ticket) ? StyledText("* ", .yellow).appending(ticket.title) : StyledText(ticket.title)
    }

    private func priority(_ ticket: Ticket) -> StyledText {
        guard let priority = ticket.priority else { return StyledText() }
        let choices = view.configuration.choices[.priority] ?? []
        let rank = view.configuration.rank(of: priority, in: .priority) ?? 0
        let style: Style =
            rank == choices.count - 1 && rank > 0
            ? .bold.and(.red) : rank == choices.count - 2 && rank > 1 ? .yellow : .plain
        return StyledText(priority, style)
    }

    private func time(_ instant: Instant?) -> String {
        instant.map { TimeText.local($0, in: view.configuration.zone) } ?? ""
    }
}
