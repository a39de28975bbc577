import TicketModel

/// `distribution.yml`.
struct DistributionSection {
    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        var reader = MappingReader(node, what: "distribution.yml", context: context)
        var distribution = DistributionDefinition()
        if let load = reader.node("load"), let text = reader.text("load") {
            distribution.load = text
            distribution.loadLocation = context.source.location(of: load.range)
        }
        if let give = reader.node("give"), let text = reader.text("give") {
            distribution.give = text
            distribution.giveLocation = context.source.location(of: give.range)
        }
        if let line = reader.node("line"), let text = reader.text("line") {
            distribution.line = text
            distribution.lineLocation = context.source.location(of: line.range)
        }
        distribution.order = order(&reader) ?? .leastLoaded
        for item in reader.list("routes") {
            distribution.routes.append(route(item, configuration, context))
        }
        reader.finish()
        configuration.distribution = distribution
        checkCapacity(configuration, context, at: node.range)
    }

    private func order(_ reader: inout MappingReader) -> DistributionDefinition.Order? {
        let known = DistributionDefinition.Order.allCases.map(\.rawValue).joined(separator: " or ")
        return reader.value("order", expected: known, DistributionDefinition.Order.init)
    }

    private func route(
        _ node: YAMLNode, _ configuration: Configuration, _ context: DiagnosticContext
    ) -> DistributionRoute {
        var reader = MappingReader(node, what: "a route", context: context)
        var route = DistributionRoute(location: context.source.location(of: node.range))
        if let match = reader.node("match") {
            route.match = reader.text("match")
            route.matchLocation = context.source.location(of: match.range)
        }
        let people = configuration.people?.people ?? []
        route.teams = names(reader.items("teams"), "team", Set(people.flatMap(\.teams)), context)
        route.skills = names(reader.items("skills"), "skill", Set(people.flatMap(\.skills)), context)
        route.people = names(reader.items("people"), "person", Set(people.map(\.handle)), context)
        route.order = order(&reader)
        reader.finish()
        return route
    }

    private func names(
        _ items: [(text: String, range: SourceRange)], _ what: String, _ known: Set<String>,
        _ context: DiagnosticContext
    ) -> [String] {
        for (text, range) in items where !known.contains(text) {
            let message = what == "person" ? "nobody is called \(text)" : "nobody has the \(what) \(text)"
            context.error(
                message,
                hint: context.nearest(to: text, among: known.sorted()) ?? "give it to somebody in .tick/people.yml",
                at: range)
        }
        return items.map(\.text)
    }

    /// Where everybody's capacity is zero every ticket waits for ever.
    private func checkCapacity(_ configuration: Configuration, _ context: DiagnosticContext, at range: SourceRange) {
        let agents = (configuration.people?.people ?? []).filter(\.takesTickets)
        guard !agents.isEmpty, agents.allSatisfy({ $0.capacity == 0 }) else { return }
        context.report(
            rule: "config-value", .warning, "everybody's capacity is 0: no ticket is ever given to anybody",
            hint: "raise capacity in .tick/people.yml, or leave it out for no limit", at: range)
    }
}
