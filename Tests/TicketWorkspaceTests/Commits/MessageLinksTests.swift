import Testing

@testable import TicketWorkspace

@Suite("Tickets that a message names")
struct MessageLinksTests {
    private func links(_ message: String, key: String = "HD") -> [String: LinkKind] {
        MessageLinkFinder(key: key).links(in: Array(message.utf8)[...])
    }

    @Test(
        "An id counts wherever it stands as a word",
        arguments: [
            "Mend HD-k7q3c9", "HD-k7q3c9: mend it", "mend (hd-K7Q3C9).", "see `HD-k7q3c9`\n", "«HD-k7q3c9»",
            "—HD-k7q3c9—",
            "Merge branch 'HD-k7q3c9-tray'", "https://desk.example/t/HD-k7q3c9?x=1",
            "tickets/2026/11/HD-k7q3c9-printer.md",
            "x\n\n```\nHD-k7q3c9\n```\n", "HD-k7q3c9, HD-2", "_HD-k7q3c9_", "see...HD-k7q3c9...", "\u{0}HD-k7q3c9",
        ])
    func words(_ message: String) {
        #expect(links(message)["hd-k7q3c9"] == .mention)
    }

    @Test(
        "A part of a longer word does not",
        arguments: [
            "HD-k7q3c9x", "xHD-k7q3c9", "XHD-k7q3c9", "HD-k7q3c9é", "яHD-k7q3c9", "a-HD-k7q3c9", "HD-k7q3c9_x",
            "ivan@HD-k7q3c9", "HD-k7q3c", "k7q3c9", "",
        ])
    func longerWords(_ message: String) {
        #expect(links(message)["hd-k7q3c9"] == nil)
    }

    @Test("Ids of another key need a digit; those of the desk's own need none")
    func otherKeys() {
        let found = links("OLD-12 and HD-abcdef, well-known, task-7b")
        #expect(Set(found.keys) == ["old-12", "hd-abcdef", "task-7b"])
    }

    @Test("Bytes that are no UTF-8 stand for nothing")
    func noText() {
        let bytes = Array("a HD-1 ".utf8) + [0xFF, 0xE4] + Array("HD-2".utf8) + [0xC3]
        #expect(Set(MessageLinkFinder(key: "HD").links(in: bytes[...]).keys) == ["hd-1", "hd-2"])
    }

    @Test("Trailers are stronger than mentions, and those that close are the strongest")
    func trailers() {
        let found = links(
            "HD-1, HD-2 and HD-3\n\nTicket: HD-1\nRefs: HD-4\nCloses: HD-2, HD-5\n  and HD-6\nSigned-off-by: Ada <a@b>\n"
        )
        #expect(
            found == [
                "hd-1": .trailer, "hd-2": .closes, "hd-3": .mention, "hd-4": .trailer, "hd-5": .closes, "hd-6": .closes,
            ])
    }

    @Test(
        "Closing ids begin the value",
        arguments: [
            ("HD-1", ["hd-1"]), ("#HD-1, HD-2; HD-3 & HD-4.", ["hd-1", "hd-2", "hd-3", "hd-4"]),
            ("HD-1 (not HD-2)", ["hd-1"]), ("1a2b3c4 (\"HD-1: print again\")", ["1a2b3c4"]), ("the tray of HD-1", []),
            ("", []), ("12", ["12"]),
        ])
    func listed(_ value: String, _ ids: [String]) {
        #expect(MessageLinkFinder.listedIDs(in: Array(value.utf8)[...]) == ids)
    }

    @Test(
        "Every word that is given to close is found in any case", arguments: ["Closes", "fixes", "RESOLVES", "Fixed"])
    func keys(_ key: String) {
        #expect(links("x\n\n\(key): HD-1\n") == ["hd-1": .closes])
    }
}
