import Testing
import TicketModel

@testable import TicketText

@Suite struct ConfigurationFuzzTests {
    private static let paths = Examples.desk.keys.sorted()

    @Test(arguments: 0..<2) func mutatedFilesAreReadOrRefused(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(300 + seed))
        let desk = Examples.desk.map { ($0, Array($1.utf8)) }.sorted { $0.0 < $1.0 }
        for _ in 0..<2_500 {
            let broken = random.pick(Self.paths)
            let files = desk.filter { $0.0 == broken || random.chance(10) }
            let result = ConfigurationTests.reader.read(
                files.map { path, bytes in
                    SourceText(path: RepositoryPath(path), bytes: path == broken ? random.mutate(bytes) : bytes)
                })
            #expect(result.diagnostics.allSatisfy { ($0.location?.lineNumber ?? 0) > 0 })
        }
    }

    /// Every value of every example in turn replaced by each kind of value.
    @Test func wrongKindsAreDiagnosticsEverywhere() throws {
        for (path, text) in Examples.desk.sorted(by: { $0.key < $1.key }) {
            let source = Reading.source(text, path: path)
            let tree = try tree(source)
            for range in tree.flatMap(ranges) {
                for kind in ["x", "[x]", "{x: y}", "''", "~", "[[x]]", "{x: {x: [x]}}"] {
                    let edited = TextEdit.apply([TextEdit(range, " " + kind)], to: source.bytes)
                    var desk = Examples.desk
                    desk[path] = String(decoding: edited, as: UTF8.self)
                    _ = ConfigurationTests.read(desk)
                }
            }
        }
    }

    private func tree(_ source: SourceText) throws -> [YAMLNode] {
        if source.path.description.hasSuffix(".md") { return try TicketDocument(source).pairs.map(\.value) }
        return try [YAMLReader.read(source, in: SourceRange(0, source.bytes.count))].compactMap(\.self)
    }

    private func ranges(_ node: YAMLNode) -> [SourceRange] {
        [node.range] + (node.items ?? []).flatMap(ranges) + (node.pairs ?? []).flatMap { ranges($0.value) }
    }

    private static let large: [(path: String, text: String)] = [
        ("config.yml", (0..<60_000).map { "k\($0): 1\n" }.joined()),
        ("config.yml", "fields:\n" + (0..<20_000).map { "  f\($0): {text: true}\n" }.joined()),
        ("config.yml", "tickets: [" + Array(repeating: "/x", count: 30_000).joined(separator: ",") + "]"),
        ("config.yml", String(repeating: "x", count: 900_000) + ": 1"),
        ("config.yml", String(repeating: "[", count: 1_000_000)),
        ("workflow.yml", "statuses:\n" + (0..<20_000).map { "  s\($0): {phase: open, then: s\($0 + 1)}\n" }.joined()),
        (
            "workflow.yml",
            "statuses: {a: {phase: open}}\ntransitions:\n" + (0..<20_000).map { "- {from: x\($0), to: a}\n" }.joined()
        ),
        (
            "workflow.yml",
            "statuses:\n" + (0..<2_500).map { "  s\($0): {phase: open}\n" }.joined() + "transitions:\n"
                + Array(repeating: "- {from: '*', to: '*'}\n", count: 8_000).joined()
        ),
        ("people.yml", (0..<20_000).map { "p\($0): {email: x@y, roel: z}\n" }.joined()),
        (
            "calendars/office.yml",
            "hours:\n  mon: [" + Array(repeating: "'09:00-10:00'", count: 8_000).joined(separator: ",") + "]"
        ),
        ("sla.yml", "policies:\n" + (0..<20_000).map { "- {name: n\($0), calendar: c}\n" }.joined()),
        (
            "sla.yml",
            "policies:\n" + (0..<15_000).map { "- {name: n\($0), match: m}\n" }.joined()
        ),
        ("queues.yml", (0..<20_000).map { "q\($0): {qery: x}\n" }.joined()),
    ]

    @Test(arguments: large.indices) func aMegabyteOfMistakesIsAnsweredSoon(_ index: Int) {
        let (path, text) = Self.large[index]
        let clock = ContinuousClock()
        var count = 0
        let time = clock.measure { count = ConfigurationTests.read([".tick/" + path: text]).diagnostics.count }
        #expect(count <= 101)
        // A debug build on a busy machine; the squares that were here took minutes.
        #expect(time < .seconds(30), "\(time)")
    }
}
