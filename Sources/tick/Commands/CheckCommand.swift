import ArgumentParser
import TicketModel
import TicketWorkspace
import Workflow

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find what is wrong with tickets, configuration and moves.",
        discussion: """
            Without options: the tickets that differ from HEAD, and the configuration. Exit code 1 if there is an error.

              tick check --staged              what a commit would hold
              tick check --range main..HEAD    each commit by its parent's rules
              tick check --explain transition
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "What is staged.")
    var staged = false

    @Option(name: .long, help: "Each commit of A..B against its first parent, a merge against what its sides come to.")
    var range: String?

    @Flag(name: .long, help: "Every ticket.")
    var all = false

    @Flag(name: .long, help: "Mend what has one right answer: missing ids, created, headings. Commits nothing.")
    var fix = false

    @Option(name: .long, help: "text, json, ndjson, github, gitlab or sarif.")
    var format: FindingFormat = .text

    @Flag(name: .long, help: "The same as --format json.")
    var json = false

    @Option(name: .long, help: "Explain a rule; list shows all.")
    var explain: String?

    @Argument(help: "Files or folders.")
    var paths: [String] = []

    func run() async throws {
        let context = try CommandContext(global)
        if let explain { return try RuleExplanation(context: context).print(explain) }
        let desk = try context.openDeskToCheck()
        let scope = try scope(desk)
        if fix {
            for file in try await desk.fix(scope) {
                try context.print("fixed \(PrintableText.make(utf8: file.path.bytes))")
            }
        }
        let report = try await desk.check(scope)
        try FindingOutput(context: context, format: json ? .json : format).print(report)
        try context.finish()
        if report.hasErrors { throw Exit.findings }
    }

    private func scope(_ desk: Workspace) throws -> CheckScope {
        guard [staged, range != nil, all, !paths.isEmpty].count(where: { $0 }) <= 1 else {
            throw UsageError("--staged, --range, --all and paths exclude each other")
        }
        if staged { return .staged }
        if all { return .all }
        if let range { return .range(range) }
        return .workingTree(try desk.existingPaths(paths))
    }
}

enum FindingFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, ndjson, github, gitlab, sarif
}

/// Writes findings in the forms that people, scripts and hosting sites read.
struct FindingOutput {
    let context: CommandContext
    let format: FindingFormat

    func print(_ report: CheckReport) throws(OutputError) {
        switch format {
        case .text: try text(report)
        case .json:
            try context.print(
                json: ["schemaVersion": 1, "kind": "check", "findings": .array(report.findings.map(Self.json))])
        case .ndjson: try context.output.write(JSONWriter.lines(report.findings.map(Self.json)))
        case .gitlab: try context.print(json: FindingFormats.gitLab(report.findings))
        case .sarif:
            let version = Tick.configuration.version.split(separator: " ").last.map(String.init) ?? ""
            try context.print(json: FindingFormats.sarif(report.findings, version: version))
        case .github: for finding in report.findings { try context.print(Self.github(finding)) }
        }
    }

    private func text(_ report: CheckReport) throws(OutputError) {
        for finding in report.findings {
            for line in finding.excerpt.lines(
                width: context.width ?? Excerpt.widthWithoutTerminal, palette: context.palette)
            {
                try context.print(line)
            }
        }
        let errors = report.findings.count { $0.severity == .error }
        let warnings = report.findings.count { $0.severity == .warning }
        try context.output.flush()
        let tickets = "\(report.ticketCount) \(report.ticketCount == 1 ? "ticket" : "tickets") checked"
        context.report.note("\(tickets): \(Self.count(errors, "error")), \(Self.count(warnings, "warning"))")
    }

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    static func json(_ finding: Diagnostic) -> JSONValue {
        [
            "rule": .string(finding.rule), "severity": .string(finding.severity.rawValue),
            "path": .optional(finding.location?.path.description),
            "line": .optional(finding.location.map { Int64($0.lineNumber) }),
            "column": .optional(finding.location.map { Int64($0.columnNumber) }),
            "message": .string(finding.message), "hint": .optional(finding.hint),
            "ticket": .optional(finding.ticket?.text), "commit": .optional(finding.commit),
        ]
    }

    /// A workflow command of GitHub Actions, which shows it at the line in a pull request.
    private static func github(_ finding: Diagnostic) -> String {
        let level = finding.severity == .note ? "notice" : finding.severity.rawValue
        var properties: [String] = []
        if let location = finding.location {
            properties = [
                "file=\(escaped(location.path.description, isProperty: true))", "line=\(location.lineNumber)",
                "col=\(location.columnNumber)",
            ]
        }
        properties.append("title=\(escaped(finding.rule, isProperty: true))")
        let text = finding.message + (finding.hint.map { "\nHint: " + $0 } ?? "")
        return "::\(level) \(properties.joined(separator: ","))::\(escaped(text, isProperty: false))"
    }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var result = PrintableText.make(text, .lines).replacing("%", with: "%25").replacing("\r", with: "%0D")
            .replacing("\n", with: "%0A")
        if isProperty { result = result.replacing(":", with: "%3A").replacing(",", with: "%2C") }
        return result
    }
}

/// `check --explain RULE`.
struct RuleExplanation {
    let context: CommandContext

    func print(_ id: String) throws {
        if id == "list" {
            for rule in RuleCatalog.all {
                try context.print("\(rule.id)\t\(rule.defaultSeverity.rawValue)\t\(rule.summary)")
            }
            return try context.finish()
        }
        guard let rule = RuleCatalog.description(of: id) else {
            let nearest = RuleCatalog.nearest(to: id)
            throw UsageError(
                "there is no rule \(PrintableText.argument(id))",
                hint: nearest.isEmpty
                    ? "tick check --explain list shows all" : "did you mean \(nearest.joined(separator: ", "))?")
        }
        try context.print(context.palette.apply(.bold, to: rule.id) + " (\(rule.defaultSeverity.rawValue))")
        try context.print(rule.summary)
        try context.print("")
        try context.print(rule.explanation)
        try context.finish()
    }
}
