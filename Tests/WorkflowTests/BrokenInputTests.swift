import Testing
import TicketModel
import TicketText
import Workflow

/// Tickets damaged at random: whatever is left of them, findings have a rule of the catalog and a place in the file.
@Suite struct BrokenInputTests {
    static let whole = """
        ---
        id: HD-k7qf3m
        title: Printer on floor 3 jams
        type: incident
        status: waiting
        priority: high
        assignee: ivan
        requester: maria@acme.example
        blocked-by: [HD-9x2m4c, HD-1]
        tags: [printer, железо]
        rating: {speed: 5}
        created: 2026-11-21T10:03:00+03:00
        ---

        Serial CNB7K1234, password: hunter2!

        ```
        <<<<<<< HEAD
        ```

        ## 2026-11-21T10:15:00+03:00 ivan replied

        Which tray? ![](../attachments/HD-k7qf3m/tray.jpg)

        ## maria@acme.example wrote

        Tray 2.

        """

    /// Cuts, doubles, swaps and replaces bytes.
    static func damaged(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(whole.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, position + Int.random(in: 0...20, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(position..<end)
            case 1: bytes.insert(contentsOf: bytes[position..<end], at: position)
            case 2: bytes[position] = Array("\n-:#[]{}'\"@& `<".utf8).randomElement(using: &random) ?? 0x20
            default: bytes.insert(contentsOf: Array("\u{0301}é🖨\r\n".utf8), at: position)
            }
        }
        return bytes
    }

    @Test(arguments: UInt64(0)..<20)
    func `a damaged ticket is reported inside its own lines`(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let desk = Desk(config: "queues: [it]\npriorities: [low, high]\ntypes: {incident: {requires: [due]}}\n")
        let reader = TicketReader(configuration: desk.configuration)
        let before = reader.read(Desk.source("tickets/a.md", Self.whole)).ticket
        let ids = Set(RuleCatalog.all.map(\.id))
        for _ in 0..<40 {
            let source = SourceText(path: "tickets/a.md", bytes: Self.damaged(&random))
            let result = reader.read(source)
            var found = result.diagnostics
            if let ticket = result.ticket {
                found += desk.findings(
                    ticket, base: before, ticketExists: { _ in false }, attachmentExists: { _ in false })
                found += desk.judge(before, ticket, by: "eve@acme.example") + desk.judge(nil, ticket)
            }
            let lineCount = source.bytes.count { $0 == 0x0A } + 1
            for finding in found {
                #expect(ids.contains(finding.rule), "\(finding)")
                guard let place = finding.location else {
                    Issue.record("no place: \(finding)")
                    continue
                }
                #expect((1...lineCount).contains(place.lineNumber))
                #expect(place.columnNumber - 1 + place.length <= place.lineText.count, "\(finding)")
            }
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `what one direction adds the other removes`(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let reader = TicketReader(configuration: Desk().configuration)
        for _ in 0..<60 {
            let versions = (0..<2).map { _ in
                reader.read(SourceText(path: "tickets/a.md", bytes: Self.damaged(&random))).ticket
            }
            guard let one = versions[0], let other = versions[1] else { continue }
            let there = EntryMatching(before: one, after: other)
            let back = EntryMatching(before: other, after: one)
            #expect(there.added.count == back.removed.count)
            #expect(there.added.count - there.removed.count == other.entries.count - one.entries.count)
            let same = EntryMatching(before: one, after: one)
            #expect(same.added.isEmpty && same.removed.isEmpty)
        }
    }
}
