import TicketModel

/// `workflow.yml`.
struct WorkflowSection {
    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        var reader = MappingReader(node, what: "workflow.yml", context: context)
        var workflow = WorkflowDefinition(initial: nil, statuses: [], transitions: [])
        var references: [(text: String, range: SourceRange)] = []
        for pair in reader.mapping("statuses") {
            workflow.statuses.append(status(pair, configuration, context, &references))
        }
        if workflow.statuses.isEmpty {
            context.error(
                "no statuses", hint: "statuses: {new: {phase: open}, closed: {phase: closed}}", at: node.range)
        }
        for item in reader.list("transitions") {
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
        let names = workflow.statuses.map(\.name)
        let known = Set(names.map { FoldedText($0) })
        for (text, range) in references where !known.contains(FoldedText(text)) {
            let nearest = context.nearest(to: text, among: names)
            context.error(
                "\(text) is no status", hint: nearest ?? "declare it under statuses:",
                at: range)
        }
    }

    /// A status that nothing reaches, and one that nothing leaves unless it is closed, are mistakes.
    private func checkReachability(
        _ workflow: WorkflowDefinition, _ pairs: [YAMLPair], _ context: DiagnosticContext
    ) {
        let moves = Moves(workflow)
        let reached = workflow.initial.map { moves.reached(from: FoldedText($0)) }
        for pair in pairs.first(where: { $0.key == "statuses" })?.value.pairs ?? [] {
            guard let reached else { return }
            let status = FoldedText(pair.key)
            if !reached.contains(status) {
                context.report(
                    rule: "workflow", .warning, "nothing leads to the status \(pair.key)",
                    hint: "add a transition to it", at: pair.keyRange)
            }
            if !moves.isLeft(status), moves.phases[status] != .closed {
                context.report(
                    rule: "workflow", .warning, "nothing leads out of the status \(pair.key)",
                    hint: "add a transition from it, or give it phase: closed", at: pair.keyRange)
            }
        }
    }
}

/// The moves of a workflow by status. Built once, so that a file with thousands of statuses costs no square of them.
private struct Moves {
    /// Where one transition, or all those from `*` together, lead.
    private struct Targets {
        /// The declared ones among those named.
        var statuses: Set<FoldedText> = []
        var isAnywhere = false
    }

    private(set) var phases: [FoldedText: Phase] = [:]
    private var thenStatuses: [FoldedText: FoldedText] = [:]
    private var targets: [Targets] = []
    /// Indices of the transitions that name a status.
    private var outgoing: [FoldedText: [Int]] = [:]
    private var fromAnywhere = Targets()

    init(_ workflow: WorkflowDefinition) {
        for status in workflow.statuses { phases[FoldedText(status.name)] = status.phase }
        for status in workflow.statuses {
            guard let then = status.then.map({ FoldedText($0) }), phases[then] != nil else { continue }
            thenStatuses[FoldedText(status.name)] = then
        }
        for transition in workflow.transitions { add(transition) }
    }

    private mutating func add(_ transition: TransitionDefinition) {
        let statuses = Set(transition.to.map { FoldedText($0) }.filter { phases[$0] != nil })
        let isAnywhere = transition.to.contains("*")
        if transition.from.contains("*") {
            fromAnywhere.statuses.formUnion(statuses)
            fromAnywhere.isAnywhere = fromAnywhere.isAnywhere || isAnywhere
        }
        for from in Set(transition.from.map { FoldedText($0) }) { outgoing[from, default: []].append(targets.count) }
        targets.append(Targets(statuses: statuses, isAnywhere: isAnywhere))
    }

    /// Whether a move leads from `status` to another.
    func isLeft(_ status: FoldedText) -> Bool {
        if let then = thenStatuses[status], then != status { return true }
        func leads(_ targets: Targets) -> Bool {
            if targets.isAnywhere { return phases.count > 1 }
            return targets.statuses.count > 1 || targets.statuses.first.map { $0 != status } ?? false
        }
        return leads(fromAnywhere) || (outgoing[status] ?? []).contains { leads(targets[$0]) }
    }

    func reached(from initial: FoldedText) -> Set<FoldedText> {
        var reached: Set<FoldedText> = []
        var isUsed = Array(repeating: false, count: targets.count)
        var frontier = [initial] + fromAnywhere.statuses
        var isAnywhere = fromAnywhere.isAnywhere
        while !isAnywhere, let status = frontier.popLast() {
            guard reached.insert(status).inserted else { continue }
            if let then = thenStatuses[status] { frontier.append(then) }
            for index in outgoing[status] ?? [] where !isUsed[index] {
                isUsed[index] = true
                frontier += targets[index].statuses
                isAnywhere = isAnywhere || targets[index].isAnywhere
            }
        }
        return isAnywhere ? Set(phases.keys) : reached
    }
}
