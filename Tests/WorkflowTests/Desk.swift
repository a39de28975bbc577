import TicketModel
import TicketText
import Workflow

/// A desk made of texts, for tests.
struct Desk {
    var configuration: Configuration
    var diagnostics: [Diagnostic]

    init(config: String = "key: HD\n", workflow: String? = Desk.workflow, people: String? = Desk.people) {
        var files = [Desk.source(".tick/config.yml", config)]
        if let workflow { files.append(Desk.source(".tick/workflow.yml", workflow)) }
        if let people { files.append(Desk.source(".tick/people.yml", people)) }
        let result = ConfigurationReader(zones: .utcOnly).read(files)
        configuration = result.configuration
        diagnostics = result.diagnostics
    }

    static func source(_ path: String, _ text: String) -> SourceText {
        SourceText(path: RepositoryPath(path), bytes: Array(text.utf8))
    }

    /// The workflow of the documentation, shortened.
    static let workflow = """
        initial: new
        statuses:
          new:       {phase: open}
          open:      {phase: open, requires: [assignee]}
          waiting:   {phase: waiting, limit: 4d, then: closed}
          proposed:  {phase: resolved, limit: 4d, then: closed}
          closed:    {phase: closed}
        transitions:
          - {from: [new, open, waiting], to: [open, waiting, proposed], by: [agent]}
          - {from: proposed, to: closed, by: [requester, lead]}
          - {from: [proposed, closed], to: open, by: [requester, agent], requires: [entry, reason]}
        """

    static let people = """
        ivan: {email: [ivan@helpdesk.example], roles: [agent]}
        olga: {email: [olga@helpdesk.example], roles: [agent, lead]}
        root: {email: [root@helpdesk.example], roles: [admin], absent: [2026-11-20/2026-11-30]}
        """

    static let now = Instant.parse("2026-11-21T12:00:00Z")!.resolved(in: .utc)

    /// A ticket of some fields (`status: open` lines) and a text.
    func ticket(_ fields: String, _ body: String = "It jams.\n") -> Ticket {
        let text = "---\nid: HD-k7qf3m\ntitle: Printer\ncreated: 2026-11-21T10:03:00Z\n\(fields)\n---\n\n\(body)"
        guard let ticket = TicketReader(configuration: configuration).read(Desk.source("tickets/a.md", text)).ticket
        else { fatalError("no ticket: \(text)") }
        return ticket
    }

    func actor(_ handle: String) -> Actor {
        configuration.actor(name: handle, email: handle.contains("@") ? handle : handle + "@helpdesk.example")
    }

    func judge(_ before: Ticket?, _ after: Ticket?, by handle: String = "ivan", isByDesk: Bool = false) -> [Diagnostic]
    {
        ChangeJudge(configuration: configuration).judge(
            TicketChange(before: before, after: after, actor: actor(handle), at: Desk.now, isByDesk: isByDesk))
    }

    func findings(
        _ ticket: Ticket, base: Ticket? = nil, ticketExists: @escaping @Sendable (TicketID) -> Bool = { _ in true },
        attachmentExists: @escaping @Sendable (RepositoryPath) -> Bool = { _ in true }
    ) -> [Diagnostic] {
        RuleCatalog.findings(
            in: ticket,
            CheckContext(
                configuration: configuration, now: Desk.now, ticketExists: ticketExists,
                attachmentExists: attachmentExists, base: base))
    }
}

extension [Diagnostic] {
    var rules: [String] { map(\.rule) }
    var errors: [String] { filter { $0.severity == .error }.map(\.rule) }
}

let reply = "\n## 2026-11-21T10:15:00Z ivan replied\n\nWhich tray?\n"
let answer = "\n## 2026-11-21T10:40:00Z maria@acme.example wrote\n\nTray 2.\n"
