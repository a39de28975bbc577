import Testing
import TicketModel

@testable import TicketText

@Suite struct ConfigurationTests {
    static let reader = ConfigurationReader(zones: Reading.zones)

    static func read(_ desk: [String: String]) -> ConfigurationReader.Result {
        reader.read(desk.map { Reading.source($1, path: $0) })
    }

    @Test func theDocumentedDeskReadsWithoutADiagnostic() throws {
        let result = Self.read(Examples.desk)
        #expect(result.diagnostics == [])
        let configuration = result.configuration
        #expect(
            configuration.name == "ACME helpdesk" && configuration.key == "HD"
                && configuration.zone.name == "Europe/Moscow")
        #expect(configuration.choices[.priority]?.map(\.name) == ["low", "normal", "high", "urgent"])
        #expect(configuration.priorityTable?.priority(impact: "all", urgency: "high") == "urgent")
        #expect(configuration.types.map(\.name) == ["incident", "request", "question", "change"])
        #expect(configuration.typeDefinition("incident")?.title == "Поломка")
        #expect(configuration.customFields.map(\.type.kind) == [.choice, .boolean, .person, .text])
        #expect(configuration.customField(FieldName("order"))?.like == "??-*")
        #expect(configuration.attachments.limitBytes == 10_000_000 && configuration.backdateSeconds == 900)
    }

    @Test func theDocumentedWorkflowPeopleAndClocksSayWhatTheyShow() throws {
        let configuration = Self.read(Examples.desk).configuration
        #expect(configuration.workflow.initial == "new" && configuration.workflow.statuses.count == 7)
        #expect(configuration.workflow.status("waiting")?.then == "closed")
        #expect(configuration.workflow.status("in-development")?.requires == [FieldName("engineer"), .external, .due])
        #expect(configuration.people?.person("OLGA@helpdesk.example")?.level == 2)
        #expect(configuration.people?.person("olga")?.absences.first?.upperBound.description == "2026-12-14")
        #expect(configuration.namedQueries.map(\.name) == ["triage", "mine", "it"])
        #expect(configuration.namedQueries[0].location?.lineNumber == 1)
        #expect(configuration.calendars["office"]?.hours[.wed]?.map(\.description) == ["09:00-13:00", "14:00-18:00"])
        #expect(configuration.calendars["office"]?.closed.count == 2)
        #expect(configuration.serviceLevels.policies.map(\.calendarName) == ["always", "office"])
        #expect(configuration.matchLocations["standard"]?.lineNumber == 11)
        #expect(configuration.customers.first?.people.first?.isAuthorised == true)
    }

    @Test func adoptionAndWindowsEditorsAreRead() {
        var desk = Examples.desk
        desk[".tick/config.yml"] =
            "tickets: [backlog/tasks/*.md, backlog/completed/*.md]\nnames: {created: created_date, tags: labels, queue: milestone}\n"
        let adopted = Self.read([".tick/config.yml": desk[".tick/config.yml"] ?? ""])
        #expect(adopted.diagnostics == [] && adopted.configuration.fileName(of: .tags) == "labels")
        let windows = Examples.desk.mapValues {
            "\u{FEFF}" + $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        }
        #expect(Self.read(windows).diagnostics == [])
    }

    private static let mistakes: [(path: String, old: String, new: String, expected: String)] = [
        (
            "config.yml", "zone: Europe/Moscow", "zone: Europe/Moskow",
            "3:7: Europe/Moskow is no value for zone | write a name of the IANA zones"
        ),
        (
            "config.yml", "zone: Europe/Moscow", "zon: Europe/Moscow",
            "3:1: the key zon is unknown and has no effect | did you mean zone?"
        ),
        ("config.yml", "key: HD", "key: 1D", "2:6: 1D is no value for key |"),
        ("config.yml", "key: HD", "key: [HD]", "2:6: key takes one value |"),
        ("config.yml", "tickets/**/*.md]", "../x/*.md]", "4:11: ../x/*.md leads out of the repository |"),
        ("config.yml", "{id}-{slug}.md", "{slug}.md", "5:8: tickets/{yyyy}/{mm}/{slug}.md is no value for place |"),
        (
            "config.yml", "[high, urgent]]}", "[high]]}",
            "9:16: the table has not one row an impact and one column an urgency | 3 rows of 2 priorities"
        ),
        (
            "config.yml", "requires: [scale,", "requires: [scael,",
            "11:41: scael is no field of this desk | did you mean scale?"
        ),
        (
            "config.yml", "{boolean: true}", "{bolean: true}",
            "17:18: the key bolean is unknown and has no effect | did you mean boolean?"
        ),
        ("config.yml", "{boolean: true}", "[boolean]", "17:17: reproducible must be a mapping |"),
        ("config.yml", "  scale: {", "  status: {", "16:3: status is a field of every desk and has its type already |"),
        ("config.yml", "{person: true}", "{person: true, url: true}", "18:3: engineer has more than one type |"),
        ("config.yml", "limit: 10MB", "limit: ten", "20:22: ten is no value for limit | write a size such as 10MB"),
        ("config.yml", "backdate: 15m", "backdate: 15 parsecs", "21:11: 15 parsecs is no value for backdate |"),
        ("config.yml", "backdate: 15m", "verbs: {ответ: antwort}", "21:16: ответ stands for no verb |"),
        ("config.yml", "backdate: 15m", "rules: {secret: loud}", "21:17: this is no severity of a rule |"),
        ("config.yml", "backdate: 15m", "name: x", "21:1: the key name stands here a second time |"),
        ("config.yml", "queues: [it", "queues: [@it", "6:10: a value cannot begin with @ |"),
        (
            "workflow.yml", "phase: waiting, limit", "phase: wating, limit",
            "6:27: wating is no value for phase | write one of open, waiting, resolved, closed"
        ),
        (
            "workflow.yml", "limit: 4d, then: closed}\n  postponed", "limit: 4d, then: close}\n  postponed",
            "6:53: close is no status | did you mean closed?"
        ),
        ("workflow.yml", "limit: 1h", "limit: soon", "3:54: soon is no value for limit |"),
        ("workflow.yml", "initial: new", "initial: nwe", "1:10: nwe is no status | did you mean new?"),
        ("workflow.yml", "from: proposed,", "from: porposed,", "12:12: porposed is no status | did you mean proposed?"),
        (
            "workflow.yml", "by: [agent]}", "bye: [agent]}",
            "the key bye is unknown and has no effect | did you mean by?"
        ),
        (
            "workflow.yml", "requires: [assignee]", "requires: [asignee]",
            "4:44: asignee is no field of this desk | did you mean assignee?"
        ),
        ("workflow.yml", "initial: new\n", "initial: open\n", "3:3: nothing leads to the status new |"),
        (
            "people.yml", "capacity: 8", "capacity: many",
            "many is no value for capacity | write a whole number from 0 to 10000"
        ),
        ("people.yml", "ivan@helpdesk.example", "ivan.example", "1:35: ivan.example is no e-mail address |"),
        (
            "people.yml", "olga@helpdesk.example", "ivan@helpdesk.example",
            "2:1: ivan@helpdesk.example belongs to ivan already |"
        ),
        (
            "people.yml", "2026-12-01/2026-12-14", "2026-12-14/2026-12-01",
            "2026-12-14/2026-12-01 is no date or span of dates |"
        ),
        (
            "queues.yml", "query: 'assignee:me", "qery: 'assignee:me",
            "the key qery is unknown and has no effect | did you mean query?"
        ),
        ("calendars/office.yml", "mon-fri", "mon-fry", "3:3: mon-fry is no day of the week |"),
        ("calendars/office.yml", "14:00-18:00", "12:00-18:00", "3:28: 12:00-18:00 overlaps other hours of the day |"),
        ("calendars/office.yml", "2026-05-09", "2026-05-32", "5:33: '2026-05-32' is not a date"),
        ("calendars/office.yml", "10:00-14:00", "10-14", "4:9: '10' is not a time"),
        ("calendars/office.yml", "2026-12-31", "31.12.2026", "7:3: 31.12.2026 is no date |"),
        (
            "sla.yml", "first-reply: {urgent: 15m", "first-replay: {urgent: 15m",
            "7:7: first-replay is no target | did you mean first-reply?"
        ),
        ("sla.yml", "urgent: 15m", "urgnet: 15m", "7:21: urgnet is no priority of this desk |"),
        ("sla.yml", "calendar: office", "calendar: ofice", "12:15: there is no calendar ofice | did you mean office?"),
        ("sla.yml", "at-risk: 25%", "at-risk: 250%", "1:10: 250% is no value for at-risk |"),
        (
            "sla.yml", "match: 'customer.tier:vip'", "",
            "3:5: the policy vip matches everything, so those below never apply |"
        ),
        ("sla.yml", "name: standard", "name: vip", "10:5: a second policy is called vip |"),
    ]

    @Test(arguments: mistakes.indices) func aMistakeIsShownWhereItStands(_ index: Int) throws {
        let (path, old, new, expected) = Self.mistakes[index]
        var desk = Examples.desk
        let text = try #require(desk[".tick/" + path])
        try #require(text.contains(old))
        desk[".tick/" + path] = text.replacing(old, with: new)
        let shown = Self.read(desk).diagnostics.map {
            "\($0.location?.lineNumber ?? 0):\($0.location?.columnNumber ?? 0): \($0.message) | \($0.hint ?? "")"
        }
        #expect(shown.contains { $0.contains(expected) }, "\(shown)")
    }

    @Test func aBrokenFileLeavesTheOthersRead() {
        var desk = Examples.desk
        desk[".tick/workflow.yml"] = "statuses: ["
        desk["customers/logo.png"] = "PNG"
        let result = Self.read(desk)
        #expect(result.diagnostics.map(\.rule) == ["config-syntax"])
        #expect(result.configuration.workflow.isOpenEnded && result.configuration.namedQueries.count == 3)
    }
}
