import Testing
import TicketIndex
import TicketModel
import TicketText
import Workflow

@Suite struct LintDuplicatesTests {
    /// A desk of tickets `HD-0`, `HD-1`, … filed an hour apart, and what is found for the last of them.
    private static func found(_ tickets: [(fields: String, text: String)], now: Instant = Desk.now) async -> [TicketID]
    {
        let configuration = Desk(people: nil).configuration
        let sources = tickets.enumerated().map { number, ticket in
            let created = Instant(secondsSinceEpoch: Desk.now.secondsSinceEpoch - Int64(tickets.count - number) * 3_600)
            let hasCreated = ticket.fields.contains("created:")
            return Desk.source(
                "tickets/\(number).md",
                "---\nid: HD-\(number)\n\(ticket.fields)\n\(hasCreated ? "" : "created: \(created.formatted())\n")---\n\n\(ticket.text)\n"
            )
        }
        let snapshot = IndexBuilder.snapshot(of: sources, configuration: configuration)
        guard let last = snapshot.tickets.first(where: { $0.id.text == "HD-\(tickets.count - 1)" }) else { return [] }
        return await LintDuplicates(snapshot, now: now).matches(of: last).map(\.ticket.id)
    }

    /// What else happens on a desk: rare words are rare only among others.
    private static let background: [(fields: String, text: String)] = [
        ("title: Till 2 prints no receipts\nstatus: new", "The till beeps and prints nothing."),
        ("title: Invoice INV-7 without VAT\nstatus: new", "Please send the invoice again with VAT."),
        ("title: Новый сотрудник с понедельника\nstatus: new", "Нужны ноутбук и учётная запись."),
        ("title: Certificate of the shop expires\nstatus: new", "13 days left, says the monitoring."),
        ("title: Guest Wi-Fi password\nstatus: new", "Guests ask for the password every day."),
        ("title: Не приходит почта от партнёра\nstatus: new", "Письма возвращаются с ошибкой 550."),
        ("title: Report in the CRM is slow\nstatus: new", "It takes an hour each month."),
        ("title: Toner for floor 2\nstatus: new", "Black, two pieces."),
        ("title: Сканер на складе не читает коды\nstatus: new", "Пищит и молчит."),
        ("title: Headset without sound\nstatus: new", "In calls nobody hears me."),
    ]

    private static let printer = (
        fields: "title: Printer on floor 3 jams\nstatus: new", text: "It jams on every duplex job, tray 2."
    )

    @Test(arguments: [
        ("title: Paper jam in the printer of floor 3\nstatus: new", "The duplex job jams again.", true),
        ("title: floor 3, PRINTER jams\nstatus: new", "", true),
        ("title: Printer on floor 2 is out of toner\nstatus: new", "Pages are pale.", false),
        ("title: Jam for the kitchen\nstatus: new", "Strawberry.", false),
        ("title: One\nstatus: new", "", false),
    ])
    func `an earlier ticket about the same is named, another one of the same kind is not`(
        _ fields: String, _ text: String, _ isSame: Bool
    ) async {
        let found = await Self.found(Self.background + [Self.printer, (fields, text)])
        #expect(found.map(\.text) == (isSame ? ["HD-10"] : []))
    }

    @Test func `Russian words are the same in any form`() async {
        let found = await Self.found(
            Self.background + [
                ("title: Письмо партнёра не пришло\nstatus: new", "Почту от партнёров возвращает ошибка 550.")
            ])
        #expect(found.map(\.text) == ["HD-5"])
    }

    @Test func `what is linked already, comes later or was solved long ago is not named`() async {
        let again = (fields: Self.printer.fields + "\nrelated: [HD-10]", text: Self.printer.text)
        #expect(await Self.found(Self.background + [Self.printer, again]).isEmpty)
        let linked = (fields: Self.printer.fields + "\nduplicates: [HD-11]", text: Self.printer.text)
        #expect(await Self.found(Self.background + [linked, Self.printer]).isEmpty)
        let later = (fields: Self.printer.fields + "\ncreated: 2026-11-21T11:59:00Z", text: Self.printer.text)
        #expect(await Self.found(Self.background + [later, Self.printer]).isEmpty)
        let old = (
            fields: Self.printer.fields.replacing("new", with: "closed") + "\ncreated: 2026-10-01T10:00:00Z",
            text: Self.printer.text
        )
        #expect(await Self.found(Self.background + [old, Self.printer]).isEmpty)
        let openSince = (fields: Self.printer.fields + "\ncreated: 2026-01-01T10:00:00Z", text: Self.printer.text)
        #expect(await Self.found(Self.background + [openSince, Self.printer]).map(\.text) == ["HD-10"])
    }

    @Test func `one that was solved lately is named as an answer, behind those that are open`() async {
        let solved = (fields: Self.printer.fields.replacing("new", with: "closed"), text: Self.printer.text)
        let found = await Self.found(Self.background + [solved, Self.printer, Self.printer])
        #expect(found.map(\.text) == ["HD-11", "HD-10"])
    }

    @Test func `titles that differ in their numbers alone are two matters`() async {
        let first = (fields: "title: Invoice INV-57 was paid twice in November\nstatus: new", text: "")
        let second = (fields: "title: Invoice INV-58 was paid twice in November\nstatus: new", text: "")
        #expect(await Self.found(Self.background + [first, second]).isEmpty)
        let again = (fields: "title: INV-57 paid twice in November\nstatus: new", text: "The invoice.")
        #expect(await Self.found(Self.background + [first, again]).map(\.text) == ["HD-10"])
    }

    @Test func `what every ticket says proves nothing`() async {
        let many = (0..<200).map { number in
            (
                fields: "title: Cannot connect to the file server\nstatus: new",
                text: "Code \(number % 3), restart helps."
            )
        }
        #expect(await Self.found(many).isEmpty)
    }
}
