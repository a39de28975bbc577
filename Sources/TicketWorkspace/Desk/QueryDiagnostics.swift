import TicketIndex
import TicketModel

/// Reads every query that the configuration holds, since only the index knows their language.
enum QueryDiagnostics {
    static func find(in configuration: Configuration) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for queue in configuration.namedQueries {
            diagnostics += check(queue.query, at: queue.location, configuration).diagnostics
            guard let sort = queue.sort else { continue }
            do throws(QueryError) {
                _ = try SortOrder.parse(sort, configuration)
            } catch {
                diagnostics.append(diagnostic(error, at: queue.location))
            }
        }
        for policy in configuration.serviceLevels.policies {
            guard let match = policy.match else { continue }
            let location = configuration.matchLocations[policy.name]
            let (query, found) = check(match, at: location, configuration)
            diagnostics += found
            if let query,
                query.usesServiceLevels || query.usesRelativeTime || query.usesActor
                    || query.needs.contains(.relations)
            {
                diagnostics.append(
                    Diagnostic(
                        rule: "config-value",
                        message:
                            "a policy's match cannot ask for clocks, other tickets, the person, or times that count from now",
                        hint: "match by type, queue, priority, tags or customer", location: location))
            }
        }
        for template in configuration.templates {
            guard let query = template.query else { continue }
            diagnostics += check(query, at: template.queryLocation, configuration).diagnostics
        }
        return diagnostics
    }

    /// Returns what is wrong with a query, or why it cannot be asked in this place.
    static func check(
        _ text: String, at location: SourceLocation?, _ configuration: Configuration, refusing: (Query) -> String?
    ) -> [Diagnostic] {
        let (query, found) = check(text, at: location, configuration)
        guard let reason = query.flatMap(refusing) else { return found }
        return [Diagnostic(rule: "config-value", message: reason, location: location)]
    }

    private static func check(
        _ text: String, at location: SourceLocation?, _ configuration: Configuration
    ) -> (Query?, diagnostics: [Diagnostic]) {
        do throws(QueryError) {
            return (try Query.parse(text, configuration: configuration), [])
        } catch {
            return (nil, [diagnostic(error, at: location)])
        }
    }

    private static func diagnostic(_ error: QueryError, at location: SourceLocation?) -> Diagnostic {
        Diagnostic(rule: "config-value", message: error.message, hint: error.hint, location: location)
    }
}
