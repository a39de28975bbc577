import TicketModel

/// Finds rules that set each other off in a circle.
///
/// None runs for ever: a rule sees nothing that came of its own work. But what such rules do depends on which of them is
/// first, and nobody meant that.
enum RuleLoops {
    /// One warning a circle, at the first of its rules. What `if` rules out is not looked at.
    static func find(in configuration: Configuration) -> [Diagnostic] {
        let rules = configuration.rules
        let next = rules.map { rule in
            rules.indices.filter { rules[$0].name != rule.name && sets(rule, off: rules[$0], configuration) }
        }
        var (found, seen): ([Diagnostic], Set<Int>) = ([], [])
        for start in rules.indices where !seen.contains(start) {
            guard let circle = circle(from: start, next) else { continue }
            seen.formUnion(circle)
            let names = circle.dropFirst().map { rules[$0].name }.joined(separator: ", then ")
            found.append(
                Diagnostic(
                    rule: "config-value", severity: .warning,
                    message: "\(rules[start].name) sets off \(names), which sets it off again",
                    hint: "each acts once for what the other did; an if that tells them apart ends the circle",
                    location: rules[start].location))
        }
        return found
    }

    /// The shortest way from a rule back to itself; nil where there is none.
    private static func circle(from start: Int, _ next: [[Int]]) -> [Int]? {
        var (queue, seen) = ([[start]], Set<Int>())
        while !queue.isEmpty {
            let path = queue.removeFirst()
            for index in next[path[path.count - 1]] {
                if index == start { return path }
                if seen.insert(index).inserted { queue.append(path + [index]) }
            }
        }
        return nil
    }

    private static func sets(_ rule: RuleDefinition, off other: RuleDefinition, _ configuration: Configuration) -> Bool
    {
        rule.actions.contains { action in other.triggers.contains { does(action, set: $0, configuration) } }
    }

    /// Whether what an action does is what a trigger names; `changed` without fields names nothing.
    private static func does(_ action: RuleAction, set trigger: RuleTrigger, _ configuration: Configuration) -> Bool {
        switch (action, trigger) {
        case (.set(let field, _), .changed(let fields)), (.list(let field, _, _), .changed(let fields)):
            return fields.contains { $0.rawValue == field || configuration.fileName(of: $0) == field }
        case (.move, .changed(let fields)): return fields.contains(.status)
        case (.move(let name), .status(let names)):
            return names.contains { FoldedText($0) == FoldedText(name) }
        case (.assign, .changed(let fields)): return fields.contains(.assignee)
        case (.escalate, .changed(let fields)): return fields.contains(.assignee) || fields.contains(FieldName("level"))
        case (.note, .entry(.noted)), (.reply, .entry(.replied)): return true
        default: return false
        }
    }
}
