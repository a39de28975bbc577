import Foundation
import Testing

/// The tour of the README is typed by newcomers: `Tests/Sessions/tour.session` runs it, this holds the two together.
@Suite struct TourTests {
    @Test func `the README's tour has the commands of its session, in order`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(
            contentsOf: tests.deletingLastPathComponent().appending(path: "README.md"), encoding: .utf8)
        let session = try SessionScript(
            String(contentsOf: tests.appending(path: "Sessions/tour.session"), encoding: .utf8))
        let typed = Self.commands(in: readme)
        #expect(typed.count > 10)
        #expect(typed == session.steps.flatMap(\.commandLines))
    }

    /// The lines of the `sh` blocks below the heading of the tour, comments and empty lines left out.
    private static func commands(in readme: String) -> [String] {
        var isTour = false
        var block: Substring?
        var commands: [String] = []
        for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                block = block == nil ? line.dropFirst(3) : nil
            } else if block == nil, line.hasPrefix("## ") {
                isTour = line.contains("tour")
            } else if isTour, block == "sh", !line.isEmpty, !line.hasPrefix("#") {
                commands.append(String(line))
            }
        }
        return commands
    }
}
