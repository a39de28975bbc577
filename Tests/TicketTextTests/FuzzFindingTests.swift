import Glibc
import Testing
import TicketModel

@testable import TicketText

/// What `make fuzz` found, each by what went wrong.
@Suite struct FuzzFindingTests {
    private static let reader = ConversationReader(configuration: Reading.configuration)

    private func conversation(_ text: String) throws -> Conversation {
        Self.reader.read(try Reading.document("---\nid: HD-1\n---\n" + text))
    }

    /// Processor time, since time on the wall depends on what else runs.
    private func microseconds(_ body: () throws -> Void) rethrows -> Int {
        func now() -> Int {
            var time = timespec()
            unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
        }
        let start = now()
        try body()
        return now() - start
    }

    @Test(
        "Headings that are nearly entries took ten times as long as entries",
        arguments: ["## replyd\n", "## a b c\n", "## nobodie replied\n", "```\n## replyd\n```\n"])
    func nearMissesTookLong(heading: String) throws {
        let entries = String(repeating: "## ivan replied\n", count: 20_000)
        let nearMisses = String(repeating: heading, count: 20_000)
        let expected = try microseconds { _ = try conversation(entries) }
        #expect(try microseconds { _ = try conversation(nearMisses) } < 5 * expected)
    }

    @Test("A near miss behind a hundred ordinary headings is found, and a dated one behind any number")
    func nearMissesBehindManyHeadings() throws {
        let hundred = String(repeating: "## Who called\n", count: 100)
        #expect(try conversation(hundred + "## ivan notd\n").diagnostics.count == 1)
        let thousands = String(repeating: "## Who called\n", count: 5_000)
        #expect(try conversation(thousands + "## 2026-11-21 10:15 ivan notd\n").diagnostics.count == 1)
    }

    @Test("A long text of near misses stays one entry")
    func nearMissesAppended() throws {
        let document = try Reading.document("---\nid: HD-1\n---\n")
        let text = String(repeating: "## replyd\n## olga noted\n", count: 1_500)
        let entry = NewEntry(verb: .replied, person: "ivan", instant: Instant(secondsSinceEpoch: 0), text: text)
        let longer = try document.appending(entry, configuration: Reading.configuration)
        let read = Self.reader.read(longer)
        #expect(read.entries.count == 1)
        #expect(read.diagnostics.isEmpty)
    }
}

extension FuzzFindingTests {
    @Test("Headings took longer the more customers a desk has")
    func headingsAmongManyCustomers() throws {
        var desk = Reading.configuration
        desk.customers = (0..<2_000).map { number in
            Customer(
                handle: "c\(number)", name: "C",
                people: [Person(handle: "p\(number)", emails: ["p\(number)@c.example"], phones: ["+7 \(number)"])])
        }
        let few = ConversationReader(configuration: Reading.configuration)
        let many = ConversationReader(configuration: desk)
        let document = try Reading.document(
            "---\nid: HD-1\n---\n" + String(repeating: "## maria replied\n", count: 1_000))
        let expected = microseconds { #expect(few.read(document).entries.count == 1_000) }
        let taken = microseconds { #expect(many.read(document).entries.isEmpty) }
        #expect(taken < 10 * expected + 20_000)
    }

    @Test(
        "Gathered references name the same people as the configuration",
        arguments: [
            "ivan", "IVAN@helpdesk.example", "maria", "acme", "maria@acme.example", "nobody", "tel:+7 495", "+7 495",
            "tel:", "", "tg:x", "a@", "+",
        ])
    func references(text: String) {
        var desk = Reading.configuration
        desk.customers[0].people[0].phones = ["+7 495", "none"]
        #expect(PersonReferences(desk).contains(text) == desk.isPersonReference(text))
    }
}
