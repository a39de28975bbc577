import TicketModel
import TicketWorkspace

extension InboxItem {
    /// What the change did, in words.
    var words: String {
        ChangeWords.describe(
            kind: event.kind, changes: event.changes, added: event.addedEntries, removed: event.removedEntries,
            author: event.authorName)
    }

    /// Why it is there, in words.
    var reasonText: String { reasons.map(\.words).joined(separator: ", ") }
}

extension InboxReason {
    var words: String {
        switch self {
        case .assigned: "given to you"
        case .mentioned: "mentions you"
        case .wrote: "the requester wrote"
        case .called: "a call"
        case .named(let field): "\(field): you"
        case .approved: "approved"
        case .moved: "moved"
        case .replied: "a reply"
        case .noted: "a note"
        case .unassigned: "taken from you"
        case .removed: "removed"
        }
    }
}
