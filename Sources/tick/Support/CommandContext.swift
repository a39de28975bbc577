import Glibc
import TicketIndex
import TicketModel
import TicketWorkspace

/// What a running command works with: its output, how to draw on it, and the desk.
final class CommandContext {
    let global: GlobalOptions
    private(set) var surroundings: Surroundings
    private let date: String?
    let output = Output.standardOutput()
    let report: ErrorReport
    let isTerminal: Bool
    let palette: Palette
    /// Columns of the terminal; nil where output is no terminal.
    let width: Int?
    private var pager: String?

    init(_ global: GlobalOptions, date: String? = nil) throws(UsageError) {
        self.global = global
        self.date = date
        let profile = global.profile ? Profile() : nil
        surroundings = try SystemSurroundings.read(global, date: date)
        surroundings.profile = profile
        if Terminal.isTerminal(2) {
            let progress = ProgressLine("reading history")
            surroundings.historyProgress = { progress.show(done: $0, of: $1) }
        }
        report = ErrorReport(color: global.color)
        isTerminal = Terminal.isTerminal(1)
        palette = Palette(
            hasColor: ColorPolicy.decide(
                option: global.color, environment: surroundings.environment, isTerminal: isTerminal))
        width = isTerminal ? Terminal.width(1, environment: surroundings.environment) : nil
    }

    /// Lets git's variables say which repository and index are meant, as they must in a hook.
    func enterHook() { surroundings.isInHook = true }

    /// Opens the desk, with a warning where its configuration is broken.
    func openDesk(toWrite: Bool = false) throws(WorkspaceError) -> Workspace {
        let desk = try openDeskToCheck()
        // Where it cannot be read at all, a change is refused with the same words.
        let isRefused = toWrite && desk.configurationDiagnostics.contains { $0.rule == "config-syntax" }
        if !isRefused { report.brokenConfiguration(desk.configurationDiagnostics) }
        return desk
    }

    /// Opens the desk for a command that reports all that is wrong with the configuration itself.
    func openDeskToCheck() throws(WorkspaceError) -> Workspace {
        let desk = try Workspace.open(surroundings)
        // Instants without an offset are in the desk's zone, as they are in its files.
        if let local = try? SystemSurroundings.read(global, date: date, zone: desk.configuration.zone) {
            surroundings.now = local.now
            surroundings.authorDate = local.authorDate
            desk.useTimes(of: local)
        }
        return desk
    }

    /// Writes everything that was printed; the last thing a command does.
    func finish() throws(OutputError) {
        defer { for line in surroundings.profile?.lines ?? [] { report.note(line) } }
        guard let pager else { return try output.flush() }
        let bytes = output.takeGathered()
        if case .failure = runPager(pager, bytes) {
            try output.write(bytes)
            try output.flush()
        }
    }

    /// Shows the output in git's pager where there is a terminal; the command prints as if there were none.
    func usePager() {
        guard isTerminal, !global.noPager, surroundings.environment["TERM"] != "dumb" else { return }
        // Without -p a `pager.var` would be taken for the pager of `git var` itself, and be the answer.
        let asked = Program.run(
            "git", ["-p", "var", "GIT_PAGER"], in: surroundings.folder, environment: surroundings.environment)
        guard case .success(let answer) = asked, answer.code == 0 else { return }
        let command = answer.standardOutput.split(separator: "\n").first.map(String.init) ?? ""
        guard !command.isEmpty, command != "cat" else { return }
        pager = command
        output.gatherAll()
    }

    private func runPager(_ command: String, _ bytes: [UInt8]) -> Result<Int32, Program.Failure> {
        var environment = surroundings.environment
        // git's own defaults: leave at once if it fits on a screen, keep colours, leave the text on the screen.
        environment["LESS"] = environment["LESS"] ?? "FRX"
        environment["LV"] = environment["LV"] ?? "-c"
        return Program.page(bytes, through: command, in: surroundings.folder, environment: environment)
    }

    func print(_ line: String) throws(OutputError) { try output.writeLine(line) }

    func print(json value: JSONValue) throws(OutputError) {
        try output.write(isTerminal ? JSONWriter.pretty(value) : JSONWriter.compact(value))
        try output.write("\n")
    }

    /// Parses a query of the command line, showing where it is wrong.
    func query(_ arguments: [String], _ configuration: Configuration) throws -> Query {
        do {
            return try Query.parse(arguments: arguments, configuration: configuration)
        } catch {
            report.query(error)
            throw Exit.usage
        }
    }

    func sortOrder(_ text: String, _ configuration: Configuration) throws -> SortOrder {
        do {
            return try SortOrder.parse(text, configuration)
        } catch {
            report.query(error)
            throw Exit.usage
        }
    }

    /// Asks on the terminal; never without one.
    func confirms(_ question: String) -> Bool {
        guard Terminal.isTerminal(0), Terminal.isTerminal(2) else { return false }
        try? Output.standardError().write(PrintableText.make(question) + " [y/N] ")
        return ["y", "yes", "д", "да"].contains(readLine()?.lowercased() ?? "")
    }
}

extension WorkspaceError {
    /// A file of the command line that is not there, or is no regular file.
    static func unreadable(_ path: String, hint: String? = nil) -> WorkspaceError {
        WorkspaceError(.refused, "file.unreadable", "\(PrintableText.make(path)) cannot be read", hint: hint)
    }
}

extension IndexSnapshot {
    /// Returns the ticket that a word of the command line names.
    ///
    /// - Throws: `ticket.unknown` (exit code 1) or `ticket.ambiguous` (2).
    func ticket(named name: String) throws(WorkspaceError) -> Ticket {
        switch lookup(name) {
        case .found(let ticket): return ticket
        case .ambiguous(let ids):
            let shown = ids.prefix(6).map(\.text).joined(separator: ", ") + (ids.count > 6 ? ", …" : "")
            throw WorkspaceError(
                .refused, "ticket.ambiguous", "\(PrintableText.make(name)) begins \(ids.count) ids: \(shown)",
                hint: "write more of it")
        case .absent(let nearest):
            throw WorkspaceError(
                .absent, "ticket.unknown", "there is no ticket \(PrintableText.argument(name))",
                hint: nearest.isEmpty
                    ? hintForUnlisted(name) : "did you mean \(nearest.map(\.text).joined(separator: ", "))?")
        }
    }

    /// Returns the tickets that the words name, or an error that says what is wrong with each of them.
    func tickets(named names: [String]) throws(WorkspaceError) -> [Ticket] {
        var (tickets, problems): ([Ticket], [WorkspaceError]) = ([], [])
        for name in names {
            do throws(WorkspaceError) {
                tickets.append(try ticket(named: name))
            } catch {
                problems.append(error)
            }
        }
        guard let error = WorkspaceError(all: problems) else { return tickets }
        throw error
    }

    /// A ticket that is not there may lie in a file that cannot be read.
    private func hintForUnlisted(_ name: String) -> String {
        let broken = diagnostics.filter { $0.severity == .error && $0.ticket == nil }.compactMap(\.location?.path)
        if !name.isEmpty, let path = broken.first(where: { $0.description.contains(name) }) {
            return "\(PrintableText.make(utf8: path.bytes)) is broken: tick check --all"
        }
        let count = Set(broken).count
        guard count > 0 else { return "tick list shows all" }
        return "it may be in \(count == 1 ? "a file" : "one of \(count) files") that cannot be read: tick check --all"
    }
}

extension CommandContext {
    /// A broken file hides itself and nothing else, and says so.
    func noteHidden(_ snapshot: IndexSnapshot) {
        let hidden = snapshot.diagnostics.filter {
            $0.severity == .error && $0.ticket == nil || $0.rule == "duplicate-id"
        }
        guard let first = hidden.first else { return }
        let place = first.location.map { "\(PrintableText.make(utf8: $0.path.bytes)):\($0.lineNumber): " } ?? ""
        let more = hidden.count > 1 ? " (and \(hidden.count - 1) more \(hidden.count == 2 ? "file" : "files"))" : ""
        report.note("warning: not listed: \(place)\(first.message)\(more)")
        report.note("Hint: tick check --all shows what is wrong")
    }
}
