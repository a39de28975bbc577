import TicketModel

/// `sla.yml`. The queries in `match` are read by the workspace, which knows their language.
struct ServiceLevelSection {
    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        var reader = MappingReader(node, what: "sla.yml", context: context)
        var definition = ServiceLevelDefinition()
        let atRisk = reader.value("at-risk", expected: "a share such as 25% or a time such as 30m") { AtRisk.parse($0) }
        if let atRisk { definition.atRisk = atRisk }
        var names: Set<String> = []
        let items = reader.list("policies")
        for (index, item) in items.enumerated() {
            guard index < 1_000 else {
                context.error("more than 1000 policies", hint: "keep those that are used", at: item.range)
                break
            }
            guard let policy = policy(item, atRisk: definition.atRisk, &configuration, context) else { continue }
            if policy.match == nil, index + 1 < items.count {
                context.error(
                    "the policy \(policy.name) matches everything, so those below never apply",
                    hint: "move it to the end, or give it a match", at: item.range)
            }
            if !names.insert(policy.name).inserted {
                context.error(
                    "a second policy is called \(policy.name)", hint: "give each a name of its own", at: item.range)
            }
            definition.policies.append(policy)
        }
        reader.finish()
        configuration.serviceLevels = definition
    }

    private func policy(
        _ node: YAMLNode, atRisk: AtRisk, _ configuration: inout Configuration, _ context: DiagnosticContext
    ) -> ServicePolicy? {
        var reader = MappingReader(node, what: "a policy", context: context)
        guard let name = reader.text("name") else {
            context.error("a policy needs a name", hint: "write name: standard", at: node.range)
            return nil
        }
        let match = reader.items("match").first
        let calendar = reader.items("calendar").first
        if let calendar, calendar.text != "always", configuration.calendars[calendar.text] == nil {
            let known = ["always"] + configuration.calendars.keys.sorted()
            let nearest = context.nearest(to: calendar.text, among: known)
            context.error(
                "there is no calendar \(calendar.text)",
                hint: nearest ?? "write .tick/calendars/\(calendar.text).yml",
                at: calendar.range)
        }
        let targets = targets(&reader, configuration, context)
        let ownRisk = reader.value("at-risk", expected: "a share such as 25% or a time such as 30m") {
            AtRisk.parse($0)
        }
        let cycle = reader.value("cycle", expected: "new or continue") { ["new", "continue"].contains($0) ? $0 : nil }
        reader.finish()
        let policy = ServicePolicy(
            name: name, match: match?.text, calendarName: calendar?.text ?? "always", targets: targets,
            atRisk: ownRisk ?? atRisk, startsNewCycle: cycle == "new")
        configuration.matchLocations[name] = match.map { context.source.location(of: $0.range) }
        return policy
    }

    private func targets(
        _ reader: inout MappingReader, _ configuration: Configuration, _ context: DiagnosticContext
    ) -> [TargetKind: [String: WorkDuration]] {
        var targets: [TargetKind: [String: WorkDuration]] = [:]
        for pair in reader.mapping("targets") {
            guard let kind = TargetKind(rawValue: pair.key) else {
                let known = TargetKind.allCases.map(\.rawValue)
                let nearest = context.nearest(to: pair.key, among: known)
                context.error(
                    "\(pair.key) is no target",
                    hint: nearest ?? "one of \(known.joined(separator: ", "))",
                    at: pair.keyRange)
                continue
            }
            if let text = pair.value.scalar, let time = WorkDuration.parse(text) {
                targets[kind] = ["*": time]
                continue
            }
            targets[kind] = times(pair, configuration, context)
        }
        return targets
    }

    private func times(
        _ pair: YAMLPair, _ configuration: Configuration, _ context: DiagnosticContext
    ) -> [String: WorkDuration] {
        guard let times = pair.value.pairs else {
            context.error(
                "\(pair.key) takes a time for each priority", hint: "{urgent: 30m, '*': 4h}", at: pair.value.range)
            return [:]
        }
        var result: [String: WorkDuration] = [:]
        for time in times {
            if time.key != "*", configuration.choices[.priority] != nil,
                configuration.rank(of: time.key, in: .priority) == nil
            {
                context.error(
                    "\(time.key) is no priority of this desk",
                    hint: context.nearest(
                        to: time.key, among: (configuration.declaredChoices(of: .priority) ?? []).map(\.name))
                        ?? "declare it in .tick/config.yml under priorities:", at: time.keyRange)
            }
            guard let text = time.value.scalar, let duration = WorkDuration.parse(text) else {
                context.error("this is no working time", hint: "write 90s, 15m, 4h, 2d or eod", at: time.value.range)
                continue
            }
            result[time.key] = duration
        }
        return result
    }
}
