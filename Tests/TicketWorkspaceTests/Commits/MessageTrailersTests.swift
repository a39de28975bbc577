import Foundation
import Testing

@testable import TicketWorkspace

@Suite("Trailers of commit messages")
struct MessageTrailersTests {
    private static func found(_ message: String) -> [String] {
        MessageTrailers(Array(message.utf8)[...]).trailers.map { trailer in
            let value = String(decoding: trailer.value, as: UTF8.self)
            let words = value.split {
                " \t\r\n".utf8.contains($0.utf8.first ?? 0) && $0.utf8.count == 1 || $0 == "\r\n"
            }
            return String(decoding: trailer.key, as: UTF8.self) + ": " + words.joined(separator: " ")
        }
    }

    @Test(
        "The last paragraph counts, where it is one of trailers",
        arguments: [
            ("Mend it\n\nCloses: HD-1\n", ["Closes: HD-1"]),
            ("Closes: HD-1\n", []),
            ("Mend it\n\nCloses: HD-1\n\nAnd more.\n", []),
            ("Mend it\n\nSome words\nCloses: HD-1\n", []),
            (
                "Mend it\n\nSome words\nCloses: HD-1\nSigned-off-by: Ada <a@b>\n",
                ["Closes: HD-1", "Signed-off-by: Ada <a@b>"]
            ),
            ("Mend it\n\nCloses: HD-1,\n  HD-2\n\n\n", ["Closes: HD-1, HD-2"]),
            ("Mend it\n\nCloses : HD-1\n", ["Closes: HD-1"]),
            ("Mend it\n\n Closes: HD-1\n", []),
            ("Mend it\n\nCloses: HD-1\n# a comment\n", ["Closes: HD-1"]),
            ("Mend it\r\n\r\nCloses: HD-1\r\n", ["Closes: HD-1"]),
        ])
    func paragraphs(_ message: String, _ expected: [String]) {
        #expect(Self.found(message) == expected)
    }

    @Test("Random messages have the trailers that git finds", arguments: 1...6)
    func asGit(seed: Int) throws {
        let pieces = [
            "Closes: HD-1", "Ticket: HD-2", "Signed-off-by: Ada <a@b>", "(cherry picked from commit 12)",
            "words and more",
            "", "", "  folded", "\tfolded", "# comment", "Key with space: x", "no colon", "a-b : c", ": none",
            "Conflicts:",
            "\tfile", "   ", "Fixes: HD-3, HD-4", "Ü: x", "---",
        ]
        var dice = Dice(state: UInt64(seed))
        var messages: [String] = []
        for _ in 0..<80 {
            let lines = (0..<Int.random(in: 1..<9, using: &dice)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &dice)]
            }
            messages.append((["Title", ""] + lines).joined(separator: "\n") + (Bool.random(using: &dice) ? "\n" : ""))
        }
        let desk = try HistoryDesk()
        for message in messages {
            let tree = try desk.git("rev-parse", "HEAD^{tree}").trimmingCharacters(in: .newlines)
            let file = desk.sibling("message")
            try Data(message.utf8).write(to: URL(fileURLWithPath: file))
            let commit = try desk.git("commit-tree", tree, "-F", file).trimmingCharacters(in: .newlines)
            let told = try desk.git("log", "-1", "--format=%(trailers:only,unfold)", commit)
            let expected = told.split(separator: "\n").map { line in
                line.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
            }
            let own = Self.found(message).map { $0.split(separator: " ").joined(separator: " ") }
            #expect(own == expected, "\(message.debugDescription)")
        }
    }
}
