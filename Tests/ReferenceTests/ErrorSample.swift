import Foundation
import TicketModel
import TicketText
import Workflow

/// One kind of finding with the text that shows it: a file of `samples/errors/`, without the comment that explains it
/// there, so that line numbers are those of the text shown.
struct ErrorSample {
    enum Section: String, CaseIterable {
        case frontMatter = "Front matter"
        case text = "Text and conversation"
        case change = "Changes to tickets"
        case folders = "Several files"
        case configuration = "Configuration"
    }

    var rule: String
    var section: Section
    /// What is shown above the finding, and the language of the block.
    var shown: [String]
    var language: String
    /// What `tick check` finds, in its order.
    var findings: [Diagnostic]

    /// When "now" is: the finding of an entry in the future must not depend on the day of the test.
    static let now = Instant.parse("2026-11-21T12:00:00Z")!.resolved(in: .utc)
    static let path = "tickets/2026/11/HD-k7qf3m-printer.md"
    static let folder = ReferenceFile.repository.appending(path: "samples/errors")

    /// The samples that lie in files.
    static func all() throws -> [ErrorSample] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let rules = Set(names.filter { $0.hasSuffix(".md") || $0.hasSuffix(".yml") }.map { $0.prefix { $0 != "." } })
        return try rules.sorted().map { rule in
            let isConfiguration = names.contains("\(rule).yml")
            return isConfiguration ? try configuration(String(rule)) : try ticket(String(rule), names)
        }
    }

    static func desk() throws -> Configuration {
        let files = try ["config.yml", "workflow.yml", "people.yml"].map { name in
            let data = try Data(contentsOf: folder.appending(path: "desk/.tick/\(name)"))
            return SourceText(path: RepositoryPath(".tick/\(name)"), bytes: Array(data))
        }
        return ConfigurationReader(zones: .utcOnly).read(files).configuration
    }

    /// Reads a sample without its comment, the first line that begins with `#`.
    private static func source(_ name: String, as path: String) throws -> SourceText {
        var lines = try Array(Data(contentsOf: folder.appending(path: name)))
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if let comment = lines.firstIndex(where: { $0.first == UInt8(ascii: "#") }) { lines.remove(at: comment) }
        return SourceText(path: RepositoryPath(path), bytes: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    }
}

// MARK: - Configuration

extension ErrorSample {
    private static func configuration(_ rule: String) throws -> ErrorSample {
        let path = rule == "workflow" ? ".tick/workflow.yml" : ".tick/config.yml"
        let source = try source("\(rule).yml", as: path)
        return ErrorSample(
            rule: rule, section: .configuration, shown: source.lines, language: "yaml",
            findings: ConfigurationReader(zones: .utcOnly).read([source]).diagnostics)
    }
}

// MARK: - Tickets

extension ErrorSample {
    private static func ticket(_ rule: String, _ names: [String]) throws -> ErrorSample {
        let configuration = try desk()
        let reader = TicketReader(configuration: configuration)
        let old = names.contains("\(rule).before.md") ? try source("\(rule).before.md", as: path) : nil
        let new = names.contains("\(rule).md") ? try source("\(rule).md", as: path) : nil
        let before = old.flatMap { reader.read($0).ticket }
        let after = new.map { reader.read($0) }
        var findings = after?.diagnostics ?? []
        if let new, after?.ticket == nil { findings = RuleCatalog.findings(inUnreadable: new, reported: findings) }
        if let ticket = after?.ticket { findings += RuleCatalog.findings(in: ticket, context(configuration, before)) }
        if let ticket = after?.ticket, rule.hasPrefix("lint-") {
            findings += RuleCatalog.lintFindings(in: ticket, configuration, now: now)
        }
        if let before {
            let actor = configuration.actor(name: "Ivan Petrov", email: "ivan@helpdesk.example")
            let change = TicketChange(before: before, after: after?.ticket, actor: actor, at: now)
            findings += ChangeJudge(configuration: configuration).judge(change)
        }
        findings = RuleCatalog.merged(findings, overrides: configuration.ruleSeverities)
        guard old == nil, let new else {
            return ErrorSample(
                rule: rule, section: .change, shown: difference(old?.lines ?? [], new?.lines ?? []), language: "diff",
                findings: findings)
        }
        let (section, shown) = part(of: new.lines, around: findings.first?.location?.lineNumber ?? 1)
        let language = section == .text ? "markdown" : "yaml"
        return ErrorSample(rule: rule, section: section, shown: shown, language: language, findings: findings)
    }

    /// A repository in which one ticket, `HD-9x2m4x`, and all attachments are missing.
    private static func context(_ configuration: Configuration, _ base: Ticket?) -> CheckContext {
        CheckContext(
            configuration: configuration, now: now, ticketExists: { $0 != TicketID("HD-9x2m4x") },
            attachmentExists: { _ in false }, base: base)
    }

    /// The lines worth showing: the front matter where the finding stands at its first line, else those around it.
    private static func part(of lines: [String], around number: Int) -> (Section, [String]) {
        let end = lines.dropFirst().firstIndex(of: "---") ?? lines.count - 1
        let isText = number - 1 > end
        if number == 1 { return (.frontMatter, Array(lines[...end])) }
        let start = max(isText ? end + 2 : 1, number - 3)
        let last = min(lines.count - 1, number + 1, isText ? lines.count : end - 1)
        return (isText ? .text : .frontMatter, Array(lines[start...last]))
    }

    /// The lines that a change takes out and puts in; of a removed file those of its front matter.
    private static func difference(_ old: [String], _ new: [String]) -> [String] {
        let difference = new.difference(from: old)
        let isRemoval = new.isEmpty
        let removed = difference.removals.compactMap { change in
            if case .remove(_, let line, _) = change { "-" + line } else { nil }
        }
        let added = difference.insertions.compactMap { change in
            if case .insert(_, let line, _) = change { "+" + line } else { nil }
        }
        return isRemoval ? Array(removed.prefix { $0 != "-" }.filter { $0 != "----" }) : removed + added
    }
}

extension SourceText {
    /// Without the empty one behind the last line end.
    var lines: [String] {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map(String.init)
    }
}
