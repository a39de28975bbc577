import TicketModel

/// `on:` of a rule: a word, a mapping, or a list of both.
///
///     on: created
///     on: [created, {changed: [priority, queue]}]
///     on: {status: closed}
///     on: {limit: waiting, before: 1d}
///     on: {sla: at-risk, target: first-reply}
///     on: {schedule: 'mon-fri 09:00'}
struct RuleTriggerReader {
    let configuration: Configuration
    let context: DiagnosticContext

    static let names = [
        "created", "changed", "replied", "wrote", "noted", "called", "mentioned", "status", "limit", "sla", "schedule",
    ]

    func read(_ node: YAMLNode) -> [RuleTrigger] {
        if let items = node.items { return items.flatMap { read($0) } }
        if let word = node.scalar { return trigger(word, node).map { [$0] } ?? [] }
        var reader = MappingReader(node, what: "on", context: context)
        var triggers: [RuleTrigger] = []
        for pair in reader.pairs where !["before", "target"].contains(pair.key) {
            _ = reader.node(pair.key)
            if let trigger = trigger(pair, &reader) { triggers.append(trigger) }
        }
        for key in ["before", "target"] where node.pair(key) != nil && reader.node(key) != nil {
            let owner = key == "before" ? "limit" : "sla"
            guard node.pair(owner) == nil else { continue }
            context.error("\(key) belongs to \(owner)", hint: "on: {\(owner): …, \(key): …}", at: node.range)
        }
        reader.finish()
        return triggers
    }

    /// A trigger without more.
    private func trigger(_ word: String, _ node: YAMLNode) -> RuleTrigger? {
        switch word {
        case "created": return .created
        case "changed": return .changed([])
        case "mentioned": return .mentioned(nil)
        case "limit": return .limit([], before: nil)
        case "status", "sla", "schedule":
            context.error("\(word) needs a value here", hint: "on: {\(word): \(Self.example(word))}", at: node.range)
            return nil
        default:
            if let verb = EntryVerb(rawValue: word) { return .entry(verb) }
            unknown(word, at: node.range)
            return nil
        }
    }

    private func trigger(_ pair: YAMLPair, _ reader: inout MappingReader) -> RuleTrigger? {
        let items = context.texts(of: pair.value, what: pair.key)
        switch pair.key {
        case "changed": return .changed(FieldReferences.read(items, configuration, context))
        case "mentioned": return .mentioned(items.first?.text)
        case "status": return .status(statuses(items))
        case "limit":
            let before = reader.value("before", expected: "a working time such as 4h or 1d", WorkDuration.parse)
            return .limit(statuses(items.filter { $0.text != "*" }), before: before)
        case "sla": return clock(items, &reader, at: pair.value.range)
        case "schedule":
            guard let schedule = items.first.flatMap({ RuleSchedule.parse($0.text) }), items.count == 1 else {
                context.error(
                    "this is no time of the week", hint: "write 'mon-fri 09:00', 'daily 09:00,17:00' or hourly",
                    at: pair.value.range)
                return nil
            }
            return .schedule(schedule)
        default:
            unknown(pair.key, at: pair.keyRange)
            return nil
        }
    }

    private func clock(
        _ items: [(text: String, range: SourceRange)], _ reader: inout MappingReader, at range: SourceRange
    ) -> RuleTrigger? {
        let targets = reader.items("target").compactMap { text, range -> TargetKind? in
            if let kind = TargetKind(rawValue: text) { return kind }
            let known = TargetKind.allCases.map(\.rawValue)
            context.error(
                "\(text) is no target",
                hint: context.nearest(to: text, among: known) ?? "one of \(known.joined(separator: ", "))",
                at: range)
            return nil
        }
        switch items.first?.text {
        case "at-risk" where items.count == 1: return .clock(isBreached: false, targets)
        case "breached" where items.count == 1: return .clock(isBreached: true, targets)
        default:
            context.error("sla is at-risk or breached here", hint: "on: {sla: breached}", at: range)
            return nil
        }
    }

    private func statuses(_ items: [(text: String, range: SourceRange)]) -> [String] {
        guard !configuration.workflow.isOpenEnded else { return items.map(\.text) }
        return items.compactMap { text, range in
            if let status = configuration.workflow.status(text) { return status.name }
            let nearest = context.nearest(to: text, among: configuration.workflow.statuses.map(\.name))
            context.error("\(text) is no status", hint: nearest ?? "declare it in .tick/workflow.yml", at: range)
            return nil
        }
    }

    private func unknown(_ word: String, at range: SourceRange) {
        context.error(
            "\(word) is nothing that happens to tickets",
            hint: context.nearest(to: word, among: Self.names) ?? "one of \(Self.names.joined(separator: ", "))",
            at: range)
    }

    private static func example(_ word: String) -> String {
        ["status": "closed", "sla": "breached"][word] ?? "'mon-fri 09:00'"
    }
}
