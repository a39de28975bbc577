import Foundation
import Testing

/// Runs the transcripts of `Tests/Sessions`; `RECORD_SESSIONS=1` writes what came into them instead.
@Suite struct SessionTests {
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD_SESSIONS"] == "1"

    @Test func `there are sessions`() {
        #expect(!SessionFile.all.isEmpty)
    }

    @Test(arguments: SessionFile.all)
    func `a session goes as its transcript says`(_ file: SessionFile) async throws {
        let script = try SessionScript(String(contentsOf: file.url, encoding: .utf8))
        let report = SessionReport(script: script, outcomes: try await SessionRunner.run(script))
        if Self.isRecording, report.recorded != script {
            try Data(report.recorded.text.utf8).write(to: file.url)
        }
        for mismatch in report.mismatches where !Self.isRecording {
            Issue.record(
                "\(file.name):\(mismatch.lineNumber): \(mismatch.text)",
                sourceLocation: SourceLocation(
                    fileID: "Sessions/\(file.name)", filePath: file.url.path(), line: mismatch.lineNumber, column: 1))
        }
    }
}
