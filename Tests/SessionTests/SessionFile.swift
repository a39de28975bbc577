import Foundation
import Testing

/// A session file of `Tests/Sessions`.
struct SessionFile: Sendable, CustomTestStringConvertible {
    let url: URL
    /// The path below `Tests/Sessions`.
    let name: String

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sessions").resolvingSymlinksInPath()

    /// All session files, in the order of their names.
    /// All of them, or those whose names begin with `SESSIONS`: `SESSIONS=rules/ swift test --filter SessionTests`.
    static let all: [SessionFile] = {
        let beginning = ProcessInfo.processInfo.environment["SESSIONS"] ?? ""
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let urls = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "session" }
        return urls.map {
            SessionFile(url: $0, name: String($0.path().dropFirst(folder.path().count).drop { $0 == "/" }))
        }
        .filter { beginning.isEmpty || $0.name.hasPrefix(beginning) }
        .sorted { $0.name < $1.name }
    }()
}

/// What a session said and what it was expected to say.
struct SessionReport {
    let script: SessionScript
    let outcomes: [SessionRunner.Outcome]

    /// The script with what came as its expectations; a command that did not end keeps its exit code.
    var recorded: SessionScript {
        var result = script
        var remaining = outcomes[...]
        for position in result.items.indices {
            guard case .step(var step) = result.items[position], let outcome = remaining.popFirst() else { continue }
            step.output = SessionMatch.recorded(outcome.output, expected: step.output)
            step.errors = SessionMatch.recorded(outcome.errors, expected: step.errors)
            step.exitCode = outcome.exitCode ?? step.exitCode
            result.items[position] = .step(step)
        }
        return result
    }

    /// The commands that did something else, each with its line and what differs.
    var mismatches: [(lineNumber: Int, text: String)] {
        zip(script.steps, outcomes).compactMap { step, outcome in
            let text = Self.difference(step, outcome)
            return text.isEmpty
                ? nil : (step.lineNumber, (["$ " + step.commandLines[0]] + text).joined(separator: "\n"))
        }
    }

    private static func difference(_ step: SessionScript.Step, _ outcome: SessionRunner.Outcome) -> [String] {
        guard let code = outcome.exitCode else { return ["  the shell ended here, or was ended for taking too long"] }
        var text: [String] = []
        if !SessionMatch.matches(outcome.output, expected: step.output) {
            text += ["  output"] + SessionMatch.difference(outcome.output, expected: step.output)
        }
        if !SessionMatch.matches(outcome.errors, expected: step.errors) {
            text += ["  errors"] + SessionMatch.difference(outcome.errors, expected: step.errors)
        }
        if code != step.exitCode { text += ["  exit code", "  - \(step.exitCode)", "  + \(code)"] }
        return text
    }
}
