import TicketModel
import TicketText
import TicketWorkspace

/// The file in which an entry is written, in git's own folder of the worktree; what is in it is offered again until it is committed.
struct EntryFile {
    let path: String

    init(desk: Workspace, ticket: TicketID, verb: EntryVerb) {
        path = "\(desk.privateFolder)/TICK_\(verb.rawValue.uppercased())-\(ticket.text).md"
    }

    var isKept: Bool { TextFile.bytes(path, limit: 1) != nil }

    func remove() { TextFile.remove(path) }

    /// Opens the editor on the sheet, with what was kept of the last time on top, and returns what was written.
    ///
    /// - Throws: for no text at all, after which no file is left.
    func write(_ sheet: EntrySheet, with editor: TextEditor) throws -> String {
        // A sheet without its line is opened as it was left, to be mended.
        let kept = TextFile.read(path).map { kept in try? sheet.text(of: kept) } ?? ""
        if let kept { try save(sheet.lines(text: Self.trimmed(kept)).joined(separator: "\n") + "\n") }
        do {
            try editor.edit(path)
        } catch {
            if isBlank(sheet) { remove() }
            throw error
        }
        let text = Self.trimmed(try sheet.text(of: TextFile.read(path) ?? ""))
        guard !text.isEmpty else {
            remove()
            throw WorkspaceError(.refused, "text.empty", "the text is empty: nothing was written")
        }
        try save(text + "\n")
        return text
    }

    private func isBlank(_ sheet: EntrySheet) -> Bool {
        guard let text = try? sheet.text(of: TextFile.read(path) ?? "") else { return false }
        return text.allSatisfy(\.isWhitespace)
    }

    private func save(_ text: String) throws(WorkspaceError) {
        do {
            try TextFile.write(text, to: path)
        } catch {
            throw WorkspaceError(.refused, "editor", "\(path) cannot be written: \(error.message)")
        }
    }

    /// Without empty lines around it: what indents a first line belongs to the text.
    private static func trimmed(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
