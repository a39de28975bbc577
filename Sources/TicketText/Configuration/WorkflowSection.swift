import TicketModel

/// `workflow.yml`.
struct WorkflowSection {
    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        var reader = MappingReader(node, what: "workflow.yml", context: context)
        var workflow = WorkflowDefinition(initial: nil, statuses: [], transitions: [])
        var references: [(text: String, range: SourceRange)] = []
        for pair in reader.node("statuses")?.pairs ?? [] {
            workflow.statuses.append(status(pair, configuration, context, &references))
        }
        if workflow.statuses.isEmpty {
            context.error(
                "no statuses", hint: "statuses: {new: {phase: open}, closed: {phase: closed}}", at: node.range)
        }
        let transitions = reader.node("transitions")
        for item in transitions?.items ?? [] {
            workflow.transitions.append(transition(item, configuration, context, &references))
        }
        let initial = reader.items("initial")
        references += initial
        workflow.initial = initial.first?.text ?? workflow.statuses.first?.name
        reader.finish()
        checkReferences(references, workflow, context)
        checkReachability(workflow, reader.pairs, context)
        configuration.workflow = workflow
    }

    private func status(
        _ pair: YAMLPair, _ configuration: Configuration, _ context: DiagnosticContext,
        _ references: inout [(text: String, range: SourceRange)]
    ) -> StatusDefinition {
        var reader = MappingReader(pair.value, what: pair.key, context: context)
        var status = StatusDefinition(name: pair.key, phase: .open)
        let phases = Phase.allCases.map(\.rawValue).joined(separator: ", ")
        if let phase = reader.value("phase", expected: "one of \(phases)", Phase.init) {
            status.phase = phase
        } else if pair.value.pair("phase") == nil {
            context.error("\(pair.key) has no phase", hint: "one of \(phases)", at: pair.keyRange)
        }
        status.title = reader.text("title")
        status.requires = FieldReferences.read(reader.items("requires"), configuration, context)
        status.limit = reader.value("limit", expected: "a working time such as 4h, 2d or eod", WorkDuration.parse)
        let then = reader.items("then")
        references += then
        status.then = then.first?.text
        reader.finish()
        return status
    }

    private func transition(
        _ node: YAMLNode, _ configuration: Configuration, _ context: DiagnosticContext,
        _ references: inout [(text: String, range: SourceRange)]
    ) -> TransitionDefinition {
        var reader = MappingReader(node, what: "a transition", context: context)
        let from = reader.items("from")
        let to = reader.items("to")
        references += (from + to).filter { $0.text != "*" }
        if from.isEmpty || to.isEmpty {
            context.error(
                "a transition needs from and to", hint: "{from: open, to: closed, by: [agent]}", at: node.range)
        }
        let required = reader.items("requires")
        let extra = ["entry", "reason"]
        _ = FieldReferences.read(required, configuration, context, allowing: extra)
        let transition = TransitionDefinition(
            from: from.map(\.text), to: to.map(\.text), by: reader.texts("by"), requires: required.map(\.text))
        reader.finish()
        return transition
    }

    private func checkReferences(
        _ references: [(text: String, range: SourceRange)], _ workflow: WorkflowDefinition, _ context: DiagnosticContext
    ) {
        for (text, range) in references where workflow.status(text) == nil {
            let nearest = NearMatch.closest(to: text, among: workflow.statuses.map(\.name), limit: 1).first
            context.error(
                "\(text) is no status", hint: nearest.map { "did you mean \($0)?" } ?? "declare it under statuses:",
                at: range)
        }
    }

    /// A status that nothing reaches, and one that nothing leaves unless it is closed, are mistakes.
    private func checkReachability(
        _ workflow: WorkflowDefinition, _ pairs: [YAMLPair], _ context: DiagnosticContext
    ) {
        let statusPairs = pairs.first { $0.key == "statuses" }?.value.pairs ?? []
        var reached: Set<String> = []
        var frontier = [workflow.initial].compactMap(\.self)
        while let name = frontier.popLast() {
            guard reached.insert(name).inserted else { continue }
            for status in workflow.statuses where Self.leads(workflow, from: name, to: status.name) {
                frontier.append(status.name)
            }
        }
        for pair in statusPairs where workflow.initial != nil {
            if !reached.contains(pair.key) {
                context.report(
                    rule: "workflow", .warning, "nothing leads to the status \(pair.key)",
                    hint: "add a transition to it",
                    at: pair.keyRange)
            }
            let isLeft = workflow.statuses.contains {
                $0.name != pair.key && Self.leads(workflow, from: pair.key, to: $0.name)
            }
            if !isLeft, workflow.status(pair.key)?.phase != .closed {
                context.report(
                    rule: "workflow", .warning, "nothing leads out of the status \(pair.key)",
                    hint: "add a transition from it, or give it phase: closed", at: pair.keyRange)
            }
        }
    }

    private static func leads(_ workflow: WorkflowDefinition, from old: String, to new: String) -> Bool {
        workflow.status(old)?.then == new || workflow.transitions.contains { $0.leads(from: old, to: new) }
    }
}
