import GitStore
import TicketIndex
import TicketModel
import TicketText

/// What the steps of a run look at: the desk at one moment. What costs something is read when a step first asks.
final class RunDesk {
    let workspace: Workspace
    let configuration: Configuration
    let history: TicketHistory
    /// The branch on which the work would be done: `refs/heads/main`.
    let reference: String
    let ticket: (TicketID) -> Ticket?
    /// Finds the ticket that a value names.
    let lookup: (String) -> IndexSnapshot.Lookup
    /// All tickets; empty on a server, which has no working tree.
    let tickets: [Ticket]
    /// Names of statuses that tickets have, for desks without a workflow.
    let statusesInUse: () -> [String]

    private(set) lazy var clocks = DeskClocks(
        history: history, configuration: configuration, now: workspace.now, zones: workspace.surroundings.zones)
    private(set) lazy var table = ClockTable(clocks)
    private(set) lazy var marks = RunMarks(workspace)
    private(set) lazy var distributor = Distributor(
        configuration: configuration, tickets: tickets, history: history, now: workspace.now)
    /// The tickets that are not closed, which on an old desk are few: every step that looks at the time looks at these.
    private(set) lazy var unfinished: [Ticket] = {
        let query = try? Query.parse("phase:open,waiting,resolved", configuration: configuration)
        return query.map { tickets(matching: $0, in: context()) } ?? tickets
    }()
    /// What happened so lately that rules look at it, in time order.
    private(set) lazy var recentEvents = history.events(since: workspace.now - RuleStep.windowSeconds)
        .filter { $0.at <= workspace.now && !$0.isInherited && $0.kind != .removed }

    init(
        workspace: Workspace, configuration: Configuration, history: TicketHistory, reference: String,
        tickets: [Ticket] = [], ticket: @escaping (TicketID) -> Ticket?,
        lookup: @escaping (String) -> IndexSnapshot.Lookup = { _ in .absent(nearest: []) },
        statusesInUse: @escaping () -> [String]
    ) {
        self.workspace = workspace
        self.configuration = configuration
        self.history = history
        self.reference = reference
        self.tickets = tickets
        self.ticket = ticket
        self.lookup = lookup
        self.statusesInUse = statusesInUse
    }

    var now: Instant { workspace.now }

    /// The tickets that match, on all cores; clocks are computed only for those that everything else leaves.
    func tickets(matching query: Query, in context: QueryContext) -> [Ticket] {
        ParallelWork.map(tickets, size: 2_048) { query.filter($0, in: context) }.flatMap(\.self)
    }

    /// What queries are asked over at the run's moment or another.
    func context(at moment: Instant? = nil) -> QueryContext {
        guard let moment else { return Self.context(table, at: now, configuration) }
        let (history, configuration, zones) = (history, configuration, workspace.surroundings.zones)
        // Few queries ask for clocks of the past, and making them costs something.
        return QueryContext(now: moment, configuration: configuration, actor: nil) { ticket in
            ClockTable(DeskClocks(history: history, configuration: configuration, now: moment, zones: zones))
                .facts(of: ticket)
        }
    }

    private static func context(
        _ table: ClockTable, at moment: Instant, _ configuration: Configuration
    ) -> QueryContext {
        QueryContext(now: moment, configuration: configuration, actor: nil) { table.facts(of: $0) }
    }

    /// The ticket as the commit of an event left it; nil where that cannot be read.
    func version(after event: TicketEvent) throws(WorkspaceError) -> Ticket? {
        if let known = versions[event.commit]?[event.path] { return known }
        let read = try asking { () throws(GitError) -> Ticket? in
            guard let entry = try workspace.repository.entry(at: event.path.bytes, in: event.commit), entry.mode.isFile
            else { return nil }
            let source = SourceText(path: event.path, bytes: try workspace.repository.blob(entry.id))
            return TicketReader(configuration: configuration).read(source).ticket
        }
        versions[event.commit, default: [:]][event.path] = read
        return read
    }

    /// When the rules of commits act, by the commit and by the blob of `rules.yml`.
    var occasionsAtCommit: [ObjectID: [String: String]] = [:]
    var occasionsInFile: [ObjectID: [String: String]] = [:]
    private var versions: [ObjectID: [RepositoryPath: Ticket]] = [:]

    /// The first line of a commit's message.
    func subject(of commit: ObjectID) throws(WorkspaceError) -> String {
        let record = try asking { () throws(GitError) in try workspace.repository.commit(commit) }
        return String(decoding: record.message.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
