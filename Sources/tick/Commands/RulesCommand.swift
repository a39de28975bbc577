import ArgumentParser
import TicketModel
import TicketWorkspace

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "The rules of rules.yml: which there are, and whether their examples hold.",
        discussion: "  tick rules test; tick run --dry-run --explain",
        subcommands: [RulesListCommand.self, RulesTestCommand.self])
}

struct RulesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The rules, in the order in which they act.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let rules = desk.configuration.rules
        let rows = rules.map { rule in
            [
                rule.name, rule.triggers.map { RuleWords.describe($0) }.joined(separator: "; "), rule.condition ?? "",
                rule.actions.map { RuleWords.describe($0) }.joined(separator: ", "),
            ]
        }
        try RowListing(
            member: "rules", kind: "rule-list", names: ["rule", "on", "if", "do"], flexible: ["if", "do"], rows: rows,
            values: rules.map(Self.json)
        ).print(formatting.format(isTerminal: context.isTerminal), in: context)
        if rules.isEmpty { context.report.note("no rules yet: .tick/rules.yml holds them") }
        try context.finish()
    }

    private static func json(_ rule: RuleDefinition) -> JSONValue {
        [
            "name": .string(rule.name), "on": .strings(rule.triggers.map { RuleWords.describe($0) }),
            "if": .optional(rule.condition), "do": .strings(rule.actions.map { RuleWords.describe($0) }),
            "examples": .integer(Int64(rule.examples.count)), "line": .integer(Int64(rule.location.lineNumber)),
            "isBroken": .bool(rule.isBroken),
        ]
    }
}

struct RulesTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the examples written beside the rules.",
        discussion: """
            An example gives a ticket and says what comes of it; nothing is written anywhere.

              examples:
                - {given: {priority: urgent, queue: it}, does: {tags: paged}}
                - {given: {priority: low}, does: nothing}
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A rule; without one, all.") var name: String?
    @Flag(name: .long, help: "Print the results as JSON.") var json = false

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let results = try desk.testRules(name)
        let failed = results.filter { !$0.differences.isEmpty }
        if json {
            try context.print(json: [
                "schemaVersion": 1, "kind": "rule-test", "examples": .array(results.map(Self.json)),
            ])
        } else {
            for result in failed {
                let place = "\(result.location.path):\(result.location.lineNumber)"
                for difference in result.differences {
                    try context.print(
                        "\(place): \(PrintableText.make("\(result.rule), example \(result.number): \(difference)"))")
                }
            }
            try context.output.flush()
            let without = desk.configuration.rules.filter(\.examples.isEmpty).count
            context.report.note(
                "\(results.count) examples, \(failed.count) wrong"
                    + (name == nil && without > 0 ? "; \(without) rules have none" : ""))
        }
        try context.finish()
        if !failed.isEmpty { throw ExitCode(1) }
    }

    private static func json(_ result: RuleExampleResult) -> JSONValue {
        [
            "rule": .string(result.rule), "number": .integer(Int64(result.number)),
            "line": .integer(Int64(result.location.lineNumber)),
            "holds": .bool(result.differences.isEmpty), "differences": .strings(result.differences),
        ]
    }
}

/// Rules in words.
enum RuleWords {
    static func describe(_ trigger: RuleTrigger) -> String {
        switch trigger {
        case .created: "created"
        case .changed(let fields): fields.isEmpty ? "changed" : "\(list(fields.map(\.rawValue))) changed"
        case .entry(let verb): verb.rawValue
        case .mentioned(let name): name.map { "\($0) mentioned" } ?? "mentioned"
        case .status(let names): "became \(list(names))"
        case .limit(let names, let before):
            (before.map { "\($0) before the limit" } ?? "the limit ran out")
                + (names.isEmpty ? "" : " of \(list(names))")
        case .clock(let isBreached, let targets):
            "\(targets.isEmpty ? "a clock" : list(targets.map(\.rawValue))) \(isBreached ? "breached" : "at risk")"
        case .schedule(let schedule):
            "\(schedule.days.sorted().map(\.name).joined(separator: ",")) at \(schedule.secondsOfDay.map(time).joined(separator: ","))"
        }
    }

    static func describe(_ action: RuleAction) -> String {
        switch action {
        case .set(let field, let value): "\(field)=\(value)"
        case .list(let field, let value, let adds): "\(field)\(adds ? "+" : "-")=\(value)"
        case .move(let status): "move \(status)"
        case .assign(let target, let again): "\(again ? "reassign" : "assign") \(name(target))"
        case .note: "note"
        case .reply(let template, _): "reply \(template)"
        case .notify(let notice): "notify \(list(notice.recipients))"
        case .escalate(let level): "escalate \(level)"
        case .warn: "warn"
        }
    }

    private static func name(_ target: RuleAction.AssignTarget) -> String {
        switch target {
        case .automatic: "auto"
        case .person(let name): name
        case .nobody: "none"
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ",") }

    private static func time(_ seconds: Int) -> String {
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }
}
