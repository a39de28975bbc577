import GitStore
import Synchronization
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
    /// How they stand to each other.
    private let relations: LazyRelations
    /// Names of statuses that tickets have, for desks without a workflow.
    let statusesInUse: () -> [String]

    private(set) lazy var clocks = DeskClocks(
        history: history, configuration: configuration, now: workspace.now, zones: workspace.surroundings.zones,
        memory: configuration.sourceDigest == workspace.configuration.sourceDigest
            ? workspace.clockMemory(of: history) : nil)
    private(set) lazy var table = ClockTable(clocks)
    /// What is kept from one look at the desk to the next: none of it changes.
    let memory: RunMemory
    /// Where the branch was.
    let tip: ObjectID?
    let outbox: Outbox
    var marks: RunMarks { memory.marks }
    private(set) lazy var distributor = Distributor(
        configuration: configuration, tickets: tickets, history: history, now: workspace.now)
    /// The tickets that have attachments; read where a rule asks for them.
    private(set) lazy var attachmentOwners: Set<TicketID> =
        configuration.ruleNeeds.contains(.attachments) ? workspace.attachmentOwners() : []
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
        tip: ObjectID? = nil, memory: RunMemory? = nil, tickets: [Ticket] = [], ticket: @escaping (TicketID) -> Ticket?,
        lookup: @escaping (String) -> IndexSnapshot.Lookup = { _ in .absent(nearest: []) },
        statusesInUse: @escaping () -> [String]
    ) {
        self.workspace = workspace
        self.configuration = configuration
        self.history = history
        self.reference = reference
        self.tip = tip
        self.memory = memory ?? RunMemory(workspace)
        outbox = Outbox(workspace)
        self.tickets = tickets
        relations = LazyRelations(tickets, configuration.workflow)
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
        let owners = attachmentOwners
        guard let moment else {
            let table = table
            return QueryContext(now: now, configuration: configuration, actor: nil, relations: relations) { ticket in
                table.facts(of: ticket).with(attachments: owners.contains(ticket.id))
            }
        }
        // Few queries ask for clocks of the past, and making them costs something.
        let past = LazyClockTable { [history, configuration, zones = workspace.surroundings.zones] in
            ClockTable(DeskClocks(history: history, configuration: configuration, now: moment, zones: zones))
        }
        return QueryContext(now: moment, configuration: configuration, actor: nil, relations: relations) { ticket in
            past.table.facts(of: ticket).with(attachments: owners.contains(ticket.id))
        }
    }

    /// What happened to a ticket, and the ids that it had: each rule asks for every ticket that changed lately.
    struct Life {
        var events: [TicketEvent]
        var names: [TicketID]
    }

    func life(of ticket: TicketID) -> Life {
        if let known = lives[ticket] { return known }
        let life = Life(events: history.events(of: ticket), names: history.names(of: ticket))
        lives[ticket] = life
        return life
    }

    private var lives: [TicketID: Life] = [:]

    /// The ticket that has an id, or had it before it got another one.
    func current(_ name: TicketID) -> Ticket? {
        var name = name
        for _ in 0..<10 {
            if let ticket = ticket(name) { return ticket }
            guard let last = history.events(of: name).last, last.kind == .removed,
                let next = successors[name]?.first(where: { $0.commit == last.commit })
            else { return nil }
            name = next.id
        }
        return nil
    }

    /// Read once a run, which gives away no ids.
    private var successors: [TicketID: [(commit: ObjectID, id: TicketID)]] {
        if let known = memory.successors { return known }
        let read = history.successors()
        memory.successors = read
        return read
    }

    /// The ticket as the commit of an event left it; nil where that cannot be read.
    func version(after event: TicketEvent) throws(WorkspaceError) -> Ticket? {
        if let known = memory.versions[event.commit]?[event.path] { return known }
        let read = try asking { () throws(GitError) -> Ticket? in
            guard let id = try blob(at: event.path, in: event.commit) else { return nil }
            let source = SourceText(path: event.path, bytes: try workspace.repository.blob(id))
            return TicketReader(configuration: configuration).read(source).ticket
        }
        memory.versions[event.commit, default: [:]][event.path] = read
        return read
    }

    /// A commit that is asked about many tickets has its folder read once: one with thousands of files takes its time.
    private func blob(at path: RepositoryPath, in commit: ObjectID) throws(GitError) -> ObjectID? {
        let place = RunMemory.Folder(commit: commit, path: path.folder)
        if let known = memory.folders[place] { return known[path.name] }
        guard memory.asked.contains(place) else {
            memory.asked.insert(place)
            guard let entry = try workspace.repository.entry(at: path.bytes, in: commit), entry.mode.isFile else {
                return nil
            }
            return entry.id
        }
        let folder = path.folder.bytes
        let files = try workspace.repository.files(inTreeOf: commit, under: folder) { _ in false }
        let start = folder.isEmpty ? 0 : folder.count + 1
        let names = Dictionary(
            files.filter(\.mode.isFile).map { (Array($0.path[start...]), $0.id) },
            uniquingKeysWith: { first, _ in first })
        memory.folders[place] = names
        return names[path.name]
    }
}

/// Clocks at a moment, made when a query first asks for one.
private final class LazyClockTable: Sendable {
    private let made = Mutex<ClockTable?>(nil)
    private let make: @Sendable () -> ClockTable

    init(_ make: @escaping @Sendable () -> ClockTable) { self.make = make }

    var table: ClockTable {
        made.withLock { made in
            if let made { return made }
            let table = make()
            made = table
            return table
        }
    }
}

extension TicketFacts {
    fileprivate func with(attachments hasAttachments: Bool) -> TicketFacts {
        var facts = self
        facts.hasAttachments = hasAttachments
        return facts
    }
}

/// What a run knows of commits and their files, which never change.
final class RunMemory {
    struct Folder: Hashable {
        var commit: ObjectID
        var path: RepositoryPath
    }

    let marks: RunMarks
    /// When the rules of commits act, by the commit and by the blob of `rules.yml`.
    var occasionsAtCommit: [ObjectID: [String: String]] = [:]
    var occasionsInFile: [ObjectID: [String: String]] = [:]
    var versions: [ObjectID: [RepositoryPath: Ticket]] = [:]
    var asked: Set<Folder> = []
    /// The files of folders that were asked for more than once, by name.
    var folders: [Folder: [[UInt8]: ObjectID]] = [:]

    /// See `TicketHistory.successors`.
    var successors: [TicketID: [(commit: ObjectID, id: TicketID)]]?

    init(_ workspace: Workspace) { marks = RunMarks(workspace) }
}
