import ArgumentParser
import GitStore
import ServiceLevels
import TicketIndex
import TicketModel
import TicketWorkspace

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a ticket: fields, clocks, conversation, links, history.",
        discussion: """
            On a terminal the texts' Markdown is rendered: headings, lists, tables, code, quotes, links. Piped it stays as it is written, \
            so that a script reads what the file says.
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "As JSON, with entries and text.")
    var json = false

    @Flag(help: "The texts' Markdown rendered, or as it is written; by itself rendered on a terminal only.")
    var markdown: MarkdownForm?

    @Option(name: .long, help: "The ticket as it was at this instant.")
    var at: String?

    @Argument(help: "The ticket.")
    var id: String

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let zone = desk.configuration.zone
        let instant = try at.map { text throws(UsageError) in
            try SystemSurroundings.instant(text, option: "--at", in: zone, now: context.surroundings.now)
        }
        let view = try await desk.view(needs: [.text, .history, .serviceLevels, .workingTreeState], at: instant)
        let ticket = try view.snapshot.ticket(named: id)
        let links = view.clocks?.links(to: ticket.id) ?? []
        if json {
            let commits = try desk.fillingSubjects(of: links)
            try context.print(json: TicketDetailJSON(view: view, commits: commits).value(ticket))
        } else {
            let width = context.width ?? 100
            let shown = try desk.fillingSubjects(of: links.suffix(TicketPage.shownCommits))
            let page = TicketPage(
                view: view, ticket: ticket, commits: shown, olderCommitCount: links.count - shown.count,
                palette: context.palette, width: width,
                isRendered: (markdown ?? (context.isTerminal ? .rendered : .raw)) == .rendered)
            for line in page.lines() { try context.print(line) }
            context.report.diagnostics(view.snapshot.diagnostics.filter { $0.ticket == ticket.id })
        }
        try context.finish()
    }
}

/// How `show` prints Markdown: `--rendered` or `--raw`.
enum MarkdownForm: String, EnumerableFlag {
    case rendered, raw
}

/// `show --json`: a ticket with its text and entries.
struct TicketDetailJSON {
    let view: DeskView
    let commits: [CommitLink]

    func value(_ ticket: Ticket) -> JSONValue {
        var members: [JSONValue.Member] = [("schemaVersion", 1), ("kind", "ticket")]
        members += TicketJSON(view: view).members(ticket)
        members.append(("text", .string(ticket.descriptionText ?? "")))
        members.append(("entries", .array(ticket.entries.map { entry($0, ticket) })))
        members.append(("relations", RelationJSON(view: view).value(ticket)))
        members.append(("commits", .array(commits.map(Self.commit))))
        return .object(members)
    }

    private static func commit(_ link: CommitLink) -> JSONValue {
        [
            "commit": .string(link.commit.hex), "shortCommit": .string(link.commit.shortHex),
            "at": .string(link.at.formatted()), "author": .string("\(link.authorName) <\(link.authorEmail)>"),
            "subject": .optional(link.subject), "how": .string(link.kind.name),
        ]
    }

    private func entry(_ entry: Entry, _ ticket: Ticket) -> JSONValue {
        [
            "at": TicketJSON.instant(entry.instant), "person": .optional(entry.person),
            "verb": .string(entry.verb.rawValue), "text": .string(ticket.text(of: entry) ?? ""),
        ]
    }
}
