import TicketModel

/// `rules.yml`. Queries, values and names of people are looked at by the workspace, which knows them.
struct RulesSection {
    /// Each rule is asked about every ticket that changed.
    private static let limit = 200

    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        guard let items = node.items else {
            guard !node.isNull else { return }
            return context.error(
                "rules.yml must be a list", hint: "- {name: greet, on: created, do: [{reply: greeting}]}",
                at: node.range)
        }
        for item in items {
            guard configuration.rules.count < Self.limit else {
                context.error("more than \(Self.limit) rules", hint: "keep those that are used", at: item.range)
                break
            }
            guard let rule = rule(item, configuration, context) else { continue }
            if configuration.rules.contains(where: { FoldedText($0.name) == FoldedText(rule.name) }) {
                context.error(
                    "there is a rule \(rule.name) already",
                    hint: "what a rule has done is known by its name: give this one another",
                    at: item.pair("name")?.value.range ?? item.range)
                continue
            }
            configuration.rules.append(rule)
        }
    }

    private func rule(
        _ node: YAMLNode, _ configuration: Configuration, _ context: DiagnosticContext
    ) -> RuleDefinition? {
        var reader = MappingReader(node, what: "a rule", context: context)
        guard node.pairs != nil else { return nil }
        let known = context.diagnostics.count
        let name = name(&reader, node)
        var rule = RuleDefinition(name: name ?? "", location: context.source.location(of: node.range))
        let triggers = RuleTriggerReader(configuration: configuration, context: context)
        if let on = reader.node("on") {
            rule.triggers = triggers.read(on)
        } else {
            context.error(
                "the rule does not say when it acts",
                hint: "on: created, or \(RuleTriggerReader.names.joined(separator: ", "))",
                at: node.range)
        }
        if let condition = reader.node("if") {
            rule.condition = reader.text("if")
            rule.conditionLocation = context.source.location(of: condition.range)
        }
        rule.idleWords = reader.texts("unless-only").flatMap { $0 == "thanks" ? RuleDefinition.thanks : [$0] }
        let actions = reader.list("do")
        rule.actions = actions.flatMap { RuleActionReader(context: context).read($0) }
        if actions.isEmpty {
            context.error("the rule does nothing", hint: "do: [{tag: paged}]", at: node.range)
        }
        rule.examples = reader.list("examples").map { RuleExampleReader(context: context).read($0) }
        reader.finish()
        rule.occasionText = Self.occasionText(of: node)
        rule.isBroken = context.diagnostics[known...].contains { $0.severity == .error }
        guard name != nil else { return nil }
        return rule
    }

    /// A name that can stand in a trailer of a commit.
    private func name(_ reader: inout MappingReader, _ node: YAMLNode) -> String? {
        guard let name = reader.text("name"), !name.isEmpty else {
            reader.context.error("the rule has no name", hint: "name: greet", at: node.range)
            return nil
        }
        let isPrintable = PrintableText.make(name) == name
        guard isPrintable, name.utf8.count <= 100, !name.hasPrefix(" "), !name.hasSuffix(" ") else {
            reader.context.error(
                "the name of a rule is one line of at most 100 bytes", hint: "such as: escalate what is late",
                at: reader.node("name")?.range ?? node.range)
            return nil
        }
        guard !["closes", "limit", "wake", "give"].contains(name) else {
            reader.context.error(
                "\(name) is what the desk calls work of its own", hint: "give the rule another name",
                at: reader.node("name")?.range ?? node.range)
            return nil
        }
        return name
    }

    /// `on` and `if` of a rule, whatever their layout.
    static func occasionText(of rule: YAMLNode) -> String { text(rule.pair("on")) + "\n" + text(rule.pair("if")) }

    private static func text(_ pair: YAMLPair?) -> String {
        guard let node = pair?.value else { return "" }
        return text(node)
    }

    private static func text(_ node: YAMLNode) -> String {
        if let scalar = node.scalar { return "'\(scalar)'" }
        if let items = node.items { return "[" + items.map { text($0) }.joined(separator: ",") + "]" }
        return "{" + (node.pairs ?? []).map { "\($0.key):\(text($0.value))" }.joined(separator: ",") + "}"
    }
}
