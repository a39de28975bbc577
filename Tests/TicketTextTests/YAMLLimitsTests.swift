import Testing
import TicketModel

@testable import TicketText

@Suite struct YAMLLimitsTests {
    private static let hostile: [(name: String, text: String)] = [
        ("open brackets", String(repeating: "[", count: 100_000)),
        ("open braces", String(repeating: "{", count: 100_000)),
        ("open brackets over lines", String(repeating: "[\n", count: 50_000)),
        ("braces with keys", String(repeating: "{a: ", count: 25_000)),
        ("dashes", String(repeating: "- ", count: 50_000)),
        ("question marks", String(repeating: "? ", count: 50_000)),
        ("colons", String(repeating: "a: ", count: 33_000)),
        ("open quotes", "a: \"" + String(repeating: "x\n", count: 50_000)),
        ("anchors", String(repeating: "&a ", count: 33_000)),
        ("tags", String(repeating: "!a ", count: 33_000)),
        ("aliases", String(repeating: "*a ", count: 33_000)),
        ("a word without a colon", String(repeating: "x", count: 100_000)),
        ("lines without a colon", String(repeating: "x\n", count: 50_000)),
        ("indentation", (0..<400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")),
        ("blanks", String(repeating: " ", count: 100_000) + "["),
        ("block indicators", String(repeating: "|\n", count: 50_000)),
    ]

    @Test(arguments: hostile.indices) func hostileYAMLIsAnsweredAtOnce(_ index: Int) throws {
        let (name, text) = Self.hostile[index]
        let clock = ContinuousClock()
        let time = clock.measure {
            _ = try? Reading.yaml(text)
            _ = try? Reading.yaml(text, limits: .configuration)
            _ = try? Reading.yaml(String(text.prefix(65_000)))
        }
        // Milliseconds are enough; the bound leaves room for a busy machine and would still catch the square.
        #expect(time < .seconds(2), "\(name): \(time)")
    }

    @Test func depthIsCountedAtEachEvent() throws {
        func nested(_ depth: Int) -> String {
            "a: " + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
        }
        #expect(throws: Never.self) { try Reading.yaml(nested(32)) }
        do {
            _ = try Reading.yaml(nested(33))
            Issue.record("33 levels were read")
        } catch {
            #expect(error.message == "nested more than 32 levels deep")
            #expect(error.range.start == 34)
        }
    }

    @Test func bytesAreCountedBeforeAnythingIsRead() throws {
        let fits = "a: " + String(repeating: "x", count: 65_533)
        #expect(try Reading.yaml(fits)?.pair("a")?.value.scalar?.count == 65_533)
        #expect(throws: YAMLError.self) { try Reading.yaml(fits + "x") }
    }

    @Test func nodesAreCounted() throws {
        func list(_ count: Int) -> String { "a: [" + Array(repeating: "b", count: count).joined(separator: ",") + "]" }
        #expect(try Reading.yaml(list(9_997))?.pair("a")?.value.items?.count == 9_997)
        do {
            _ = try Reading.yaml(list(9_998))
            Issue.record("10,001 nodes were read")
        } catch {
            #expect(error.message == "more than 10000 values")
        }
    }
}
