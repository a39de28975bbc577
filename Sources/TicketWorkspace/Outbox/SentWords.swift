import TicketModel
import TicketText

/// What somebody said in a ticket, as a message carries it to those who have no desk.
struct SentWords {
    /// As the entry's heading names them; nil where the commit's author is meant.
    let person: String?
    /// Markdown, without links into the repository.
    let text: String

    /// The newest words of a ticket; where a commit brought entries, of those alone. Nil where there are none.
    ///
    /// - Parameter includesInternal: whether notes and calls count, which requesters do not get.
    init?(of ticket: Ticket, broughtBy event: TicketEvent?, includesInternal: Bool) {
        let entries = ticket.entries.filter { includesInternal || $0.verb == .replied || $0.verb == .wrote }
        let brought = event.map { $0.addedEntries } ?? []
        let entry = entries.last { brought.isEmpty || brought.contains(RecordedEntry($0)) }
        guard let entry, let text = ticket.text(of: entry) else { return nil }
        person = entry.person
        self.text = SentMarkdown.withoutFiles(text.trimmingBlanks, from: ticket.path)
    }
}
