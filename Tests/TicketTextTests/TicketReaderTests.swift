import Testing
import TicketModel

@testable import TicketText

@Suite struct TicketReaderTests {
    private static let reader = TicketReader(configuration: Reading.configuration)

    private func read(_ yaml: String, path: String = "tickets/HD-1.md") -> TicketReader.Result {
        Self.reader.read(Reading.source("---\n\(yaml)\n---\nText.\n", path: path))
    }

    @Test func valuesAreReadByTheirFieldsType() throws {
        let ticket = try #require(
            read(
                "id: HD-1\ntitle: no\nversion: 1.10\ncountry: no\ntags: vpn\nwatchers: [a, ~, b]\ncreated: 2026-11-21T10:03:00+03:00\nassignee:"
            ).ticket)
        #expect(ticket.title == "no")
        #expect(
            ticket.values[FieldName("version")] == .text("1.10") && ticket.values[FieldName("country")] == .text("no"))
        #expect(ticket.tags == ["vpn"] && ticket.list(.watchers) == ["a", "b"])
        #expect(ticket.created?.formatted() == "2026-11-21T07:03:00Z")
        #expect(ticket.assignee == nil && !ticket.has(.assignee))
    }

    @Test(arguments: [
        ("id: 'a b'", 2, 5, "a b is no id"), ("id: HD-1\ncreated: yesterday", 3, 10, "yesterday is no date and time"),
        ("id: HD-1\ntitle: [a, b]", 3, 1, "title takes one value, not a list or mapping"),
        ("id: HD-1\ntags: [a, [b]]", 3, 11, "an item of tags is a list or mapping itself"),
        ("id: HD-1\ntags: {a: b}", 3, 1, "tags takes a list, not a mapping"),
        (
            "id: HD-1\ndue: 2026-11-21 10:03", 3, 6,
            "2026-11-21 10:03 has no offset from UTC; it is read in the desk's zone, UTC"
        ),
    ])
    func aBrokenValueIsOneDiagnosticWithItsPlace(_ yaml: String, _ line: Int, _ column: Int, _ message: String) {
        let result = read(yaml)
        #expect(result.diagnostics.map(\.message) == [message])
        #expect(result.diagnostics.map { $0.location?.lineNumber } == [line])
        #expect(result.diagnostics.map { $0.location?.columnNumber } == [column])
    }

    @Test func aFileWithoutIdTakesItsNameUpToTheFirstSpace() {
        #expect(read("title: x", path: "backlog/task-12 - Do it.md").ticket?.id == TicketID("task-12"))
        #expect(read("title: x", path: "backlog/Задача.md").ticket == nil)
    }

    @Test func anAdoptedDesksOwnNameOfAFieldWins() {
        var configuration = Configuration()
        configuration.fileNames = [.tags: "labels"]
        let source = Reading.source("---\nid: a\ntags: [x]\nlabels: [y]\n---\n")
        #expect(TicketReader(configuration: configuration).read(source).ticket?.tags == ["y"])
    }

    @Test func binaryFilesAreOneDiagnostic() {
        for bytes: [UInt8] in [[0x2D, 0x2D, 0x2D, 0x0A, 0], [0x2D, 0x2D, 0x2D, 0x0A, 0xFF], [0xFF, 0xD8]] {
            let result = Self.reader.read(SourceText(path: "tickets/a.md", bytes: bytes))
            #expect(result.ticket == nil && result.diagnostics.count == 1)
        }
    }

    @Test(arguments: 0..<4) func noBytesMakeItCrash(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(200 + seed))
        let samples = Samples.all.map { Array($0.utf8) }
        var tickets = 0
        for round in 0..<5_000 {
            var bytes = random.mutate(random.pick(samples))
            if round % 10 == 0 {
                bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in random.next(upperBound: 255 as UInt8) }
            }
            if round % 10 == 1 { bytes = Array("---\n".utf8) + bytes + Array("\n---\n".utf8) }
            let result = Self.reader.read(SourceText(path: "tickets/HD-1.md", bytes: bytes))
            if let ticket = result.ticket {
                tickets += 1
                for entry in ticket.entries { _ = ticket.text(of: entry) }
                _ = ticket.descriptionText
            } else {
                #expect(!result.diagnostics.isEmpty)
            }
            #expect(result.diagnostics.allSatisfy { ($0.location?.lineNumber ?? 0) > 0 })
        }
        #expect(tickets > 1_000)
    }
}
