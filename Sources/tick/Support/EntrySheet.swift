import TicketModel
import TicketText
import TicketWorkspace

/// The sheet on which an entry is written in the editor: the text on top, the conversation quoted below a line at which all is cut.
///
///     Which tray?
///
///     ------------------------ >8 ------------------------
///     All from the line above on is cut off. An empty text writes nothing.
///
///     Reply to maria@acme.example: HD-k7qf3m, Printer jams
///
///     maria@acme.example wrote, 2026-11-21 10:40:
///     > Tray 2.
struct EntrySheet {
    let ticket: Ticket
    let verb: EntryVerb
    /// Who is written down as having said it, where that is not the acting person.
    let person: String?
    let configuration: Configuration

    static let cut = "------------------------ >8 ------------------------"
    private static let explanation = "All from the line above on is cut off. An empty text writes nothing."
    private static let shownEntries = 10

    /// - Parameter text: What is there already.
    func lines(text: String = "") -> [String] {
        let earlier = ticket.entries.count - Self.shownEntries
        let title = "\(what): \(ticket.id), \(ticket.title) (\(ticket.status))"
        return [text, "", Self.cut, Self.explanation, "", PrintableText.make(title)]
            + ticket.entries.suffix(Self.shownEntries).reversed().flatMap(quoted)
            + (earlier > 0 ? ["", "… and \(earlier) before: tick show \(ticket.id)"] : [])
            + quoted(ticket.descriptionText ?? "", head: "\(ticket.requester ?? "somebody") asked", at: ticket.created)
    }

    private var what: String {
        switch verb {
        case .replied: "Reply to \(ticket.requester ?? "the requester")"
        case .noted: "Internal note"
        case .wrote: "What \(person ?? ticket.requester ?? "the requester") wrote"
        case .called: "Call\(person.map { " of \($0)" } ?? "")"
        }
    }

    private func quoted(_ entry: Entry) -> [String] {
        let head = "\(entry.person ?? "somebody") \(entry.verb.rawValue)\(entry.verb == .noted ? " (internal)" : "")"
        return quoted(ticket.text(of: entry) ?? "", head: head, at: entry.instant)
    }

    private func quoted(_ text: String, head: String, at instant: Instant?) -> [String] {
        guard !text.isEmpty else { return [] }
        let time = instant.map { ", " + TimeText.local($0, in: configuration.zone) } ?? ""
        let lines = PrintableText.make(text, .lines).split(separator: "\n", omittingEmptySubsequences: false)
        return ["", PrintableText.make(head) + time + ":"] + lines.map { $0.isEmpty ? ">" : "> " + $0 }
    }

    /// Returns what was written above the line; above the last one, so that a text may hold such a line itself.
    ///
    /// - Throws: where the line is gone and what stood below it is not, which must not become part of the entry.
    func text(of sheet: String) throws(WorkspaceError) -> String {
        let lines = sheet.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        if let cut = lines.lastIndex(where: { $0 == Self.cut }) { return lines[..<cut].joined(separator: "\n") }
        let template = Set(self.lines().map { $0[...] }.filter { $0.count > 2 })
        guard let left = lines.first(where: { template.contains($0) }) else { return lines.joined(separator: "\n") }
        throw WorkspaceError(
            .refused, "text.uncut", "the line at which to cut is gone, and this is left: \(left)",
            hint: "delete what was quoted, or put the line back: \(Self.cut)")
    }
}
