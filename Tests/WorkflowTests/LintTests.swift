import Testing
import TicketModel
import TicketText
import Workflow

@Suite struct LintTests {
    private static func rules(_ title: String, _ text: String, fields: String = "", config: String = "key: HD\n")
        -> [String]
    {
        let desk = Desk(config: config, workflow: nil, people: nil)
        let source = "---\nid: HD-1\ntitle: \"\(title)\"\n\(fields)---\n\n\(text)\n"
        guard
            let ticket = TicketReader(configuration: desk.configuration).read(Desk.source("tickets/a.md", source))
                .ticket
        else { return ["unreadable"] }
        let found = RuleCatalog.lintFindings(in: ticket, desk.configuration, now: Desk.now)
        for finding in found {
            let place = finding.location
            #expect(finding.hint?.isEmpty == false && (place?.lineNumber ?? 0) > 1 && finding.ticket == ticket.id)
        }
        return found.map(\.rule)
    }

    @Test(arguments: [
        "Help", "HELP!!!", "не работает", "Ничего не работает!", "Срочно, пожалуйста", "Problem", "It doesn't work",
        "Fwd: Re: question",
        "???", "vp", "Urgent issue, please help asap", "Здравствуйте, помогите", "Ошибка", "Ещё вопрос",
    ])
    func `a title that fits any ticket is said to`(_ title: String) {
        #expect(Self.rules(title, "The till 2 shows the code 550.").contains("lint-title"))
    }

    @Test(arguments: [
        "VPN", "Printer jams", "Не работает касса", "Error 550", "1С", "プリンター", "打印机", "Mail",
        "Help desk portal is slow",
        "Invoice", "It is the till", "Проблема с кассой", "No sound",
    ])
    func `a title that names a thing is left alone`(_ title: String) {
        #expect(!Self.rules(title, "").contains("lint-title"))
    }

    @Test func `capitals throughout are reported, names and codes are not`() {
        #expect(Self.rules("КАССА НЕ ПЕЧАТАЕТ ЧЕКИ", "") == ["lint-capitals"])
        #expect(
            Self.rules("Till", String(repeating: "THE TILL ON FLOOR 2 PRINTS NO RECEIPTS. ", count: 3)) == [
                "lint-capitals"
            ])
        for title in ["VPN SSL DNS", "HD-1042 TLS", "ERROR 0X80070035", "Касса НЕ ПЕЧАТАЕТ ЧЕКИ"] {
            #expect(Self.rules(title, "At 10:00.").isEmpty, "\(title)")
        }
        #expect(
            Self.rules("Log of till 2", "```\nFATAL ERROR IN MODULE PRINTER: NO PAPER IN TRAY TWO OR THREE TODAY\n```")
                .isEmpty)
    }

    @Test(arguments: [
        "- Please install Office\n- Order a mouse\n- Reset my password",
        "1. Почините кассу\n2) Замените тонер\n3. Дайте доступ к папке",
        "Where is the invoice 7?\n\n- Can I pay by card?\n- When does it end?\n- Who signs?",
        "The printer 3 jams.\n\nAlso, I cannot open the folder Contracts.",
        "Касса 2 встала. А ещё сканер на складе не работает.",
        "Нужен пропуск 17. А также прошу заказать мышь для Анны.",
    ])
    func `several matters in one are reported once, where the second begins`(_ text: String) {
        #expect(Self.rules("Two things for floor 3", text) == ["lint-several"])
    }

    @Test(arguments: [
        "1. Open the report\n2. Press Print\n3. The window 7 closes",
        "1. Откройте отчёт\n2. Нажмите «Печать»\n3. Окно закрылось",
        "Three people: \n- Anna, laptop\n- Boris, phone\n- Vera, both", "Also the same on till 2.",
        "Ещё раз: касса 2 не печатает.",
        "> Also, I cannot open it please\n\nSee above, till 2.",
        "The printer jams. It also makes a noise, 3 times an hour.",
        "- Please install Office 2024\n- Please send me the key",
    ])
    func `steps, lists of things and a second symptom are one matter`(_ text: String) {
        #expect(Self.rules("One thing for floor 3", text) == [])
    }

    @Test(arguments: [
        ("Program is slow", "It is slow."), ("Сломался", "Ничего не работает, посмотрите."), ("Something broke", ""),
        ("Problem with the program", "I get an error when I open it. Please fix."),
    ])
    func `a short complaint without any fact is reported`(_ title: String, _ text: String) {
        #expect(Self.rules(title, text).contains("lint-facts"))
    }

    @Test(arguments: [
        ("Printer is slow", "Since 9:00."), ("Error in the till", "It says \\\"no paper\\\"."),
        ("Slow", "The CRM is slow."),
        ("Медленно", "Медленно открывается Outlook."), ("Broken", "![](../a.png)"),
        ("Second monitor", "May I have a second monitor?"),
        ("Error", "- opened it\n- pressed it"), ("遅い", "遅い"),
        ("Problem", String(repeating: "it is slow when it is opened ", count: 6)),
        ("Broken", "The broken one of Maria."),
    ])
    func `a fact of any kind is enough, and a wish is one`(_ title: String, _ text: String) {
        #expect(!Self.rules(title, text).contains("lint-facts"))
    }

    @Test func `fields that a form asked for are facts, and the desk says what weighs how much`() {
        let config = "key: HD\nfields: {since: {text: true}}\n"
        #expect(!Self.rules("Broken", "It broke.", fields: "since: monday\n", config: config).contains("lint-facts"))
        #expect(Self.rules("Help", "It broke.", config: "rules: {lint: off}\n").isEmpty)
        #expect(Self.rules("Help", "It broke.", config: "rules: {lint: off, lint-title: error}\n") == ["lint-title"])
        #expect(Self.rules("Help", "It broke.", config: "rules: {lint-title: off}\n") == ["lint-facts"])
        #expect(Desk(config: "rules: {lint: off}\n").diagnostics.isEmpty)
    }
}
