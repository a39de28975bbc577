import TicketModel
import TicketText
import TicketWorkspace

/// Lets a person write a new ticket in the editor, and keeps what could not be filed.
struct NewTicketEditor {
    let context: CommandContext
    let desk: Workspace
    let once: String?

    private var keptPath: String { desk.privateFolder + "/TICK_NEW_TICKET.md" }
    private static let keptName = ".git/TICK_NEW_TICKET.md"

    /// Opens the form, or what was kept of the last one, and files what comes back.
    ///
    /// A refused text is kept and, on a terminal, offered again.
    func file(
        _ form: NewTicketForm, resumes: Bool, _ create: (NewTicket) throws -> NewTicketResult
    ) throws -> NewTicketResult {
        var start = form.text
        if resumes, let kept = TextFile.read(keptPath) {
            context.report.note("the text that was kept in \(Self.keptName) is opened again")
            start = kept
        }
        while true {
            let written = try TextEditor(context: context, desk: desk).edited(start)
            if written == start, start == form.text { throw UsageError("nothing was written: no ticket was made") }
            do {
                let result = try create(try NewTicketForm.read(TextEditor.withoutComments(written), once: once))
                if case .created(let change, _) = result, change.isDryRun {
                    try keep(written, "this was a dry run")
                } else {
                    TextFile.remove(keptPath)
                }
                reportOpenQuestions(form, result)
                return result
            } catch let error as UsageError {
                context.report.usage(error)
                try keep(written, error.message)
            } catch let error as WorkspaceError {
                context.report.workspace(error)
                try keep(written, error.message)
            }
            guard context.confirms("edit again?") else { throw Exit.refused }
            start = TextFile.read(keptPath) ?? written
        }
    }

    /// Writes down what was refused, with the reason on top, so that no word is lost.
    private func keep(_ text: String, _ reason: String) throws {
        let mark = "// Not filed: "
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix(mark) }
        let kept = "\(mark)\(PrintableText.make(reason))\n" + lines.joined(separator: "\n")
        do {
            try TextFile.write(kept, to: keptPath)
        } catch {
            throw WorkspaceError(.refused, "editor", "\(Self.keptName) cannot be written: \(error.message)")
        }
        context.report.note("your text is kept in \(Self.keptName): tick new opens it again")
    }

    /// Says which questions of the form have no answer, where they stand in the ticket.
    private func reportOpenQuestions(_ form: NewTicketForm, _ result: NewTicketResult) {
        guard case .created(let change, _) = result, let ticket = change.tickets.first else { return }
        let open = FormQuestions(form.formText).unanswered(in: ticket.descriptionText ?? "")
        context.report.diagnostics(
            open.map { question in
                Diagnostic(
                    rule: "usage", severity: .warning, message: "this question of the form has no answer yet",
                    hint: change.isDryRun ? "write it below" : "ask, and write it below: tick edit \(ticket.id)",
                    location: place(of: question, in: ticket), ticket: ticket.id)
            })
    }

    private func place(of question: String, in ticket: Ticket) -> SourceLocation? {
        guard let source = ticket.source else { return nil }
        let (bytes, wanted) = (source.bytes, Array(question.utf8))
        let last = bytes.count - wanted.count
        guard ticket.descriptionRange.start <= last else { return nil }
        return (ticket.descriptionRange.start...last).first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
            .map { source.location(of: SourceRange($0, $0 + wanted.count)) }
    }
}
