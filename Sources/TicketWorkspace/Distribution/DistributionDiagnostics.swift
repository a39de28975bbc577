import TicketIndex
import TicketModel

/// Finds what is wrong with the queries of `distribution.yml`, and whether there is anybody to give tickets to.
enum DistributionDiagnostics {
    static func find(in configuration: Configuration) -> [Diagnostic] {
        let definition = configuration.distribution
        func simple(_ query: Query) -> String? {
            query.needs.isDisjoint(with: [.serviceLevels, .history, .text, .workingTreeState, .attachments])
                && !query.usesActor
                ? nil : "this asks for more than fields: clocks, words, or the person"
        }
        var found: [Diagnostic] = []
        for (text, location) in [
            (definition.load as String?, definition.loadLocation), (definition.give, definition.giveLocation),
        ]
            + definition.routes.map({ ($0.match, $0.matchLocation) })
        {
            guard let text else { continue }
            found += QueryDiagnostics.check(text, at: location, configuration, refusing: simple)
        }
        do throws(QueryError) {
            _ = try SortOrder.parse(definition.line, configuration)
        } catch {
            found.append(
                Diagnostic(
                    rule: "config-value", message: error.message, hint: error.hint, location: definition.lineLocation))
        }
        if let give = definition.giveLocation { found += RuleDiagnostics(configuration).agents(at: give) }
        return found
    }
}
