import TicketModel
import Workflow

/// `docs/rules.md`: every rule of `tick check`, from the catalog that `tick check --explain` prints.
struct RuleReference {
    let rules = RuleCatalog.all
    /// The rules of which `docs/errors.md` has an example.
    let shown: Set<String>

    var lines: [String] {
        let table = rules.map { rule in
            [
                Markdown.link(toHeading: rule.id, Markdown.code(rule.id)), rule.defaultSeverity.rawValue,
                Markdown.text(rule.summary),
            ]
        }
        return Self.introduction + Markdown.table(["rule", "severity", ""], table) + rules.flatMap(section)
    }

    private static let introduction = [
        "# Rules of `tick check`", "",
        "`tick check --explain RULE` prints what stands here. What the messages look like: [errors.md](errors.md).", "",
        "A desk sets the severity of a rule in `.tick/config.yml`, or switches it off:", "",
        "```yaml", "rules: {secret: error, code-fence: note, attachment-link: off}", "```", "",
        "Only an error makes `tick check` fail (exit code 1) and a commit be refused.", "",
    ]

    private func section(_ rule: RuleDescription) -> [String] {
        var facts = ["**\(rule.defaultSeverity.rawValue)**"]
        if isFixed(rule) { facts.append("a desk cannot set it otherwise") }
        if RuleCatalog.isFixable(rule.id) { facts.append("`tick check --fix` mends it") }
        if shown.contains(rule.id) { facts.append("[example](errors.md#\(rule.id))") }
        return ["", "## \(rule.id)", "", Markdown.text(rule.summary), "", facts.joined(separator: "; ") + ".", ""]
            + rule.explanation.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether switching the rule off has no effect.
    private func isFixed(_ rule: RuleDescription) -> Bool {
        !RuleCatalog.applying([rule.id: nil], to: [Diagnostic(rule: rule.id, message: "m")]).isEmpty
    }
}
