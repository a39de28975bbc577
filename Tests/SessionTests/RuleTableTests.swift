import Foundation
import Testing

/// `docs/check.md` lists the rules; `Tests/Sessions/rules.session` has what the command says they are.
@Suite struct RuleTableTests {
    @Test func `the rules of docs/check.md are those that the command lists`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: tests.deletingLastPathComponent().appending(path: "docs/check.md"), encoding: .utf8)
        let session = try SessionScript(
            String(contentsOf: tests.appending(path: "Sessions/rules.session"), encoding: .utf8))
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.split(separator: "|").count == 3 }
        let listed = session.steps.flatMap(\.output).map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            return "| `\(cells[0])` | \(cells.dropFirst().joined(separator: " | ")) |"
        }
        #expect(listed.count > 30)
        #expect(rows.map(String.init) == listed)
    }
}
