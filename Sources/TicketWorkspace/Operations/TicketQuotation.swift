import TicketModel

/// Parts of one ticket's conversation as another ticket quotes them, so that nothing of them has to be looked for.
///
///     maria@acme.example wrote, 2026-11-21 10:40:
///
///     > Tray 2.
struct TicketQuotation {
    let configuration: Configuration
    /// The ticket that is quoted, with its text.
    let ticket: Ticket
    /// Where the quotation will stand.
    let path: RepositoryPath

    /// The description under who asked and when; nil where there is none.
    var description: String? {
        guard let text = ticket.descriptionText, let quoted = quoted(text) else { return nil }
        return "\(heading(ticket.requester ?? "somebody", "asked", ticket.created))\n\n\(quoted)"
    }

    func entry(_ entry: Entry) -> String? {
        guard let text = ticket.text(of: entry), let quoted = quoted(text) else { return nil }
        return "\(heading(entry.person ?? "somebody", entry.verb.rawValue, entry.instant))\n\n\(quoted)"
    }

    private func heading(_ person: String, _ verb: String, _ instant: Instant?) -> String {
        "\(person) \(verb)" + (instant.map { ", \(TimeText.local($0, in: configuration.zone))" } ?? "") + ":"
    }

    /// The text as a block quotation of Markdown (CommonMark 5.1); nil for an empty one.
    private func quoted(_ text: String) -> String? {
        let lines = moved(text).replacingLineEnds.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.contains { !$0.isWhitespace } }) else { return nil }
        return lines.map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
    }

    /// Links to attachments lead there from a folder of another depth, too.
    private func moved(_ text: String) -> String {
        let (old, new) = (Self.depth(ticket.path), Self.depth(path))
        guard old != new else { return text }
        let (from, to) = (Self.way(up: old), Self.way(up: new))
        return text.split(separator: "](" + from, omittingEmptySubsequences: false).joined(separator: "](" + to)
    }

    private static func depth(_ path: RepositoryPath) -> Int { path.bytes.count { $0 == UInt8(ascii: "/") } }

    private static func way(up depth: Int) -> String { String(repeating: "../", count: depth) + "attachments/" }
}

extension String {
    /// The text with LF at the end of each line. On bytes: in a `String`, CRLF is one Character.
    fileprivate var replacingLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var bytes: [UInt8] = []
        for byte in utf8 {
            if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes.map { $0 == 0x0D ? 0x0A : $0 }, as: UTF8.self)
    }
}
