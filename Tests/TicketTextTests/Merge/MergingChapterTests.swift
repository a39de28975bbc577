import Foundation
import Testing
import TicketModel

@testable import TicketText

/// `docs/merging.md` shows merges; this makes them.
@Suite struct MergingChapterTests {
    @Test func `the chapter's merges come out as it says`() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(
            contentsOf: tests.deletingLastPathComponent().appending(path: "docs/merging.md"), encoding: .utf8)
        let samples = Self.samples(in: text)
        #expect(samples.count >= 2)
        for sample in samples {
            func bytes(_ name: String) -> [UInt8] { Array("---\nid: HD-1\n\(sample[name] ?? "")---\n".utf8) }
            let result = TicketMerge(configuration: Configuration()).merge(
                base: bytes("base"), ours: bytes("ours"), theirs: bytes("theirs"), path: "tickets/HD-1.md")
            #expect(String(decoding: result.bytes, as: UTF8.self) == String(decoding: bytes("merged"), as: UTF8.self))
        }
    }

    /// The blocks ```` ```yaml base ```` and so on, each four of them as one sample.
    private static func samples(in text: String) -> [[String: String]] {
        var samples: [[String: String]] = []
        var sample: [String: String] = [:]
        var name: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                name = line.hasPrefix("```yaml ") ? String(line.dropFirst(8)) : nil
                if let name { sample[name] = "" }
                if sample["merged"]?.isEmpty == false {
                    samples.append(sample)
                    sample = [:]
                }
            } else if let name {
                sample[name, default: ""] += line + "\n"
            }
        }
        return samples
    }
}
