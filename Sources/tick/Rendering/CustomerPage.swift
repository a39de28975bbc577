import TicketIndex
import TicketModel
import TicketWorkspace

/// A customer as a page for the terminal, and as JSON.
struct CustomerPage {
    let view: DeskView
    let subject: CustomerSubject
    /// How many tickets that are done are shown; nil for all.
    let limit: Int?
    let notes: String
    /// Those that are not done first, the newest of each first.
    let tickets: [Ticket]

    init(desk: Workspace, view: DeskView, subject: CustomerSubject, limit: Int?) {
        (self.view, self.subject, self.limit) = (view, subject, limit)
        notes = subject.customer.map { desk.notes(of: $0) } ?? ""
        let found: [Ticket] =
            if let customer = subject.customer {
                CustomerTickets(view.snapshot).tickets(of: customer)
            } else {
                view.snapshot.tickets.filter { $0.requester.map { Self.isSame($0, subject.reference) } ?? false }
            }
        let newest = found.sorted { ($0.created ?? .earliest, $1.id) > ($1.created ?? .earliest, $0.id) }
        let workflow = view.configuration.workflow
        tickets =
            newest.filter { !WorkflowDefinition.isDone(workflow.phase(of: $0.status)) }
            + newest.filter { WorkflowDefinition.isDone(workflow.phase(of: $0.status)) }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        let digits = PersonReference.digits(left)
        return FoldedText(left) == FoldedText(right) || !digits.isEmpty && digits == PersonReference.digits(right)
    }

    private var configuration: Configuration { view.configuration }
    private var figures: CustomerFigures { CustomerFigures(tickets, configuration.workflow) }

    /// What to do about an address that no card names.
    var hint: String? {
        let address = PrintableText.make(subject.reference)
        guard !subject.isNamed else { return nil }
        if let customer = subject.customer {
            return "Hint: no card names \(address), only its domain: tick customer add \(customer.handle) \(address)"
        }
        return
            "Hint: no card names \(address): tick customer add HANDLE \(address), or tick customer new HANDLE --from "
            + (tickets.first?.id.text ?? "ID")
    }

    // MARK: Text

    func lines(palette: Palette, width: Int?) -> [String] {
        var lines = headLines(palette)
        lines += section("People", (subject.customer?.people ?? []).map { personLine($0, palette) }, palette)
        lines += section("Notes", notes.isEmpty ? [] : noteLines(width), palette)
        let notDone = figures.notDone
        lines += section("Open (\(notDone))", rows(tickets.prefix(notDone), palette, width), palette)
        let old = tickets.dropFirst(notDone)
        let shown = old.prefix(limit ?? old.count)
        var oldLines = rows(shown, palette, width)
        if shown.count < old.count { oldLines.append("  … and \(old.count - shown.count) more: --all shows them") }
        return lines + section("Done (\(old.count))", oldLines, palette)
    }

    private func headLines(_ palette: Palette) -> [String] {
        func field(_ name: String, _ value: String?) -> String? {
            value.flatMap {
                $0.isEmpty
                    ? nil : "  " + palette.apply(.dim, to: PrintableText.make(name).padded(14)) + PrintableText.make($0)
            }
        }
        let last = figures.lastContact.map { TimeText.local($0, in: configuration.zone) }
        guard let customer = subject.customer else {
            let head = palette.apply(.bold, to: PrintableText.make(subject.reference)) + "  no card"
            return [head, field("last contact", last)].compactMap(\.self)
        }
        let head =
            palette.apply(.bold, to: PrintableText.make(customer.handle)) + "  "
            + palette.apply(.bold, to: PrintableText.make(customer.name))
        let facts = customer.facts.sorted { $0.key < $1.key }.map { field($0.key, $0.value) }
        let fields =
            [
                field("tier", customer.tier), field("email", customer.emails.joined(separator: ", ")),
                field("phone", customer.phones.joined(separator: ", ")),
                field("domains", customer.domains.joined(separator: ", ")),
            ] + facts + [field("last contact", last), field("file", customer.path?.description)]
        return [head] + fields.compactMap(\.self)
    }

    private func personLine(_ person: Person, _ palette: Palette) -> String {
        let isMeant = person == subject.person
        let own = tickets.filter { configuration.customerPerson($0.requester ?? "")?.person == person }
        let figures = CustomerFigures(own, configuration.workflow)
        let count = own.isEmpty ? "" : "(\(figures.notDone) open of \(figures.total))"
        let parts = [
            person.name ?? "", (person.emails + person.phones + person.addresses).joined(separator: ", "),
            person.isAuthorised ? "authorised" : "", count,
        ]
        let text = parts.filter { !$0.isEmpty }.map { PrintableText.make($0) }.joined(separator: " · ")
        let handle = PrintableText.make(person.handle).padded(12)
        return (isMeant ? "→ " : "  ") + palette.apply(isMeant ? .bold : .plain, to: handle) + text
    }

    private func noteLines(_ width: Int?) -> [String] {
        notes.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            TextWrap.wrap(PrintableText.make(String(line), .lineWithTabs), width: min(width ?? 100, 100) - 2)
        }.map { $0.isEmpty ? "" : "  " + $0 }
    }

    private func rows(_ tickets: ArraySlice<Ticket>, _ palette: Palette, _ width: Int?) -> [String] {
        var table = Table([
            .init(title: ""), .init(title: ""), .init(title: ""), .init(title: "", isFlexible: true), .init(title: ""),
        ])
        for ticket in tickets {
            let created = ticket.created.map { String(TimeText.local($0, in: configuration.zone).prefix(10)) }
            let who = configuration.customerPerson(ticket.requester ?? "")?.person?.handle ?? ticket.requester ?? ""
            table.append([
                StyledText(ticket.id.text), StyledText(created ?? ""), StyledText(ticket.status),
                StyledText(ticket.title), StyledText(who, .dim),
            ])
        }
        return table.lines(width: width.map { $0 - 2 }, palette: palette).dropFirst().map { "  " + $0 }
    }

    private func section(_ title: String, _ lines: [String], _ palette: Palette) -> [String] {
        lines.isEmpty ? [] : ["", palette.apply(.underlined, to: title)] + lines
    }

    // MARK: JSON

    var json: JSONValue {
        let figures = figures
        let customer = subject.customer
        let ticketJSON = TicketJSON(view: view)
        return .object([
            ("schemaVersion", 1), ("kind", "customer-tickets"), ("reference", .string(subject.reference)),
            ("handle", .optional(customer?.handle)), ("name", .optional(customer?.name)),
            ("tier", .optional(customer?.tier)), ("path", .optional(customer?.path?.description)),
            ("person", .optional(subject.person?.handle)), ("onCard", .bool(subject.isNamed)),
            ("emails", .strings(customer?.emails ?? [])), ("phones", .strings(customer?.phones ?? [])),
            ("domains", .strings(customer?.domains ?? [])),
            (
                "fields",
                .object((customer?.facts ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
            ),
            ("people", .array((customer?.people ?? []).map(Self.json))), ("notes", .string(notes)),
            ("counts", Self.json(figures)), ("lastContact", TicketJSON.instant(figures.lastContact)),
            ("tickets", .array(tickets.map(ticketJSON.value))),
        ])
    }

    private static func json(_ person: Person) -> JSONValue {
        [
            "handle": .string(person.handle), "name": .optional(person.name), "emails": .strings(person.emails),
            "phones": .strings(person.phones), "addresses": .strings(person.addresses),
            "authorised": .bool(person.isAuthorised),
        ]
    }

    static func json(_ figures: CustomerFigures) -> JSONValue {
        [
            "open": .integer(Int64(figures.open)), "waiting": .integer(Int64(figures.waiting)),
            "resolved": .integer(Int64(figures.resolved)), "closed": .integer(Int64(figures.closed)),
            "total": .integer(Int64(figures.total)),
        ]
    }
}
