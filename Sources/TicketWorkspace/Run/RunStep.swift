import GitStore
import TicketIndex
import TicketModel

/// A kind of work that the desk does by itself when it is due.
///
/// A step only says what is due, from the desk's state and the moment; `Workspace.run` judges each piece, commits it
/// and names its cause in trailers:
///
///     HD-k7qf3m: waiting → closed
///
///     waiting since 2026-11-17 10:03, for 4d at most.
///
///     Tick-Rule: limit
///     Tick-For: HD-k7qf3m waiting since 2026-11-17T07:03:00Z
///
/// What is done is known from these, so that nothing is counted anywhere and running again does nothing more.
protocol RunStep {
    /// What the trailer `Tick-Rule:` names.
    var rule: String { get }
    /// Whether all that is due becomes one commit, and not one each.
    var isOneCommit: Bool { get }

    /// Returns what is due, in an order that the state alone decides.
    func due(in desk: RunDesk) throws(WorkspaceError) -> DueWorkList
}

extension RunStep {
    var isOneCommit: Bool { true }
}

enum DueWorkList {
    /// What is to be done, and what was looked at and is not.
    case work([DueWork], passed: [RunDecision] = [])
    /// There is a reason not to look.
    case skipped(String)
}

/// One piece of work on one ticket.
struct DueWork {
    var ticket: Ticket
    /// Why it is due, in words.
    var reason: String
    /// Commits for whose sake it is done.
    var causes: [RunCause] = []
    /// What is to be done to the ticket, one after the other.
    var edits: [TicketEdit] = []
    /// Of these people one must be allowed to do it, whoever commits; empty where nobody asked for it.
    var onBehalfOf: [Actor] = []
    /// A sentence of the commit's message.
    var note: String
    var trailers: [(key: String, value: String)]
    /// Messages that go out with it.
    var messages: [OutboxMessage] = []
    /// Lines for whoever runs it.
    var warnings: [String] = []
    /// What of a rule's actions is not done, and why.
    var left: [String] = []

    /// The message of a commit that does this and nothing else.
    func message(_ subject: String, rule: String) -> String { Self.message(subject, [self], rule: rule) }

    /// The message of a commit that does all of `work`.
    static func message(_ subject: String, _ work: [DueWork], rule: String) -> String {
        let trailers = [(key: RunMarks.ruleKey, value: rule)] + work.flatMap(\.trailers)
        // What a line says comes from files: it must stay one line, or it could be taken for another trailer.
        let lines = trailers.map { "\($0.key): \(oneLine($0.value))" }
        let notes = work.map { printable($0.note) }.filter { !$0.isEmpty }
        let body =
            notes.count == 1 ? notes : zip(work, work.map { printable($0.note) }).map { "\($0.ticket.id): \($1)" }
        return ([subject] + (notes.isEmpty ? [] : [body.joined(separator: "\n")]) + [lines.joined(separator: "\n")])
            .joined(separator: "\n\n") + "\n"
    }

    /// What a commit's message can hold: no control characters but the ends of lines.
    private static func printable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { oneLine(String($0)) }.joined(
            separator: "\n")
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
