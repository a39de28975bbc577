import Testing
import TicketModel
import Workflow

@Suite struct RuleCatalogTests {
    @Test func `every kind of finding has one id, one sentence and an explanation`() {
        #expect(Set(RuleCatalog.all.map(\.id)).count == RuleCatalog.all.count)
        for rule in RuleCatalog.all {
            #expect(rule.id.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(rule.summary.hasSuffix(".") && !rule.summary.contains("\n"))
            let lines = rule.explanation.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count >= 5 && lines.contains { $0.hasPrefix("    ") }, "no example: \(rule.id)")
            #expect(lines.allSatisfy { $0.count <= 120 })
        }
    }

    @Test func `the catalog is ordered by id`() {
        #expect(RuleCatalog.all.map(\.id) == RuleCatalog.all.map(\.id).sorted())
    }

    @Test func `a word that is no rule has near ones`() {
        #expect(RuleCatalog.nearest(to: "sercet").first == "secret")
    }

    @Test(arguments: Severity.allCases)
    func `a desk sets the severity of a rule`(severity: Severity) {
        var desk = Desk()
        desk.configuration.ruleSeverities = ["title": severity]
        let titled = desk.ticket("status: new")
        let ticket = Ticket(
            id: titled.id, path: titled.path, values: titled.values.filter { $0.key != .title }, entries: [],
            descriptionRange: titled.descriptionRange, source: titled.source)
        #expect(desk.findings(ticket).map(\.severity) == [severity])
    }

    @Test func `a desk switches a rule off`() {
        var desk = Desk()
        let ticket = desk.ticket("status: new\nasignee: ivan")
        #expect(desk.findings(ticket).rules == ["unknown-field"])
        desk.configuration.ruleSeverities = ["unknown-field": nil]
        #expect(desk.findings(ticket).isEmpty)
    }

    @Test(arguments: ["front-matter", "transition", "role"])
    func `a desk cannot switch off what keeps a file from being read or a change from being made`(rule: String) {
        let found = [Diagnostic(rule: rule, message: "m")]
        #expect(RuleCatalog.applying([rule: nil], to: found) == found)
        #expect(RuleCatalog.applying([rule: .note], to: found) == found)
    }

    @Test func `a field that the judge and the rules miss is reported once`() {
        let desk = Desk()
        let ticket = desk.ticket("status: open")
        let both = desk.judge(desk.ticket("status: new"), ticket) + desk.findings(ticket)
        #expect(both.rules == ["required", "required"])
        #expect(RuleCatalog.merged(both, overrides: [:]).rules == ["required"])
    }

    @Test func `a conflict takes the place of the YAML error that it causes`() {
        let source = Desk.source("tickets/a.md", "---\n<<<<<<< HEAD\nstatus: open\n=======\n>>>>>>> b\n---\n")
        let yaml = Diagnostic(rule: "front-matter", message: "a line without a colon")
        #expect(RuleCatalog.findings(inUnreadable: source, reported: [yaml]).rules == ["conflict-markers"])
        let other = Desk.source("tickets/a.md", "---\nstatus\n---\n")
        #expect(RuleCatalog.findings(inUnreadable: other, reported: [yaml]) == [yaml])
    }

    @Test func `a setting for a rule that does not exist is reported with the nearest`() {
        let desk = Desk(config: "rules: {sercet: off, title: warning}\n")
        #expect(RuleCatalog.unknownOverrides(in: desk.configuration).map(\.hint) == ["did you mean secret?"])
    }
}
