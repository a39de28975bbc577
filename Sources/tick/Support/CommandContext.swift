import Glibc
import TicketIndex
import TicketModel
import TicketWorkspace

/// What a running command works with: its output, how to draw on it, and the desk.
final class CommandContext {
    let global: GlobalOptions
    let surroundings: Surroundings
    let output = Output.standardOutput()
    let report: ErrorReport
    let isTerminal: Bool
    let palette: Palette
    /// Columns of the terminal; nil where output is no terminal.
    let width: Int?
    private var pager: String?

    init(_ global: GlobalOptions, date: String? = nil) throws(UsageError) {
        self.global = global
        surroundings = try SystemSurroundings.read(global, date: date)
        report = ErrorReport(color: global.color)
        isTerminal = Terminal.isTerminal(1)
        palette = Palette(
            hasColor: ColorPolicy.decide(
                option: global.color, environment: surroundings.environment, isTerminal: isTerminal))
        width = isTerminal ? Terminal.width(1, environment: surroundings.environment) : nil
    }

    func openDesk() throws(WorkspaceError) -> Workspace { try Workspace.open(surroundings) }

    /// Writes everything that was printed; the last thing a command does.
    func finish() throws(OutputError) {
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
        let asked = Program.run(
            "git", ["var", "GIT_PAGER"], in: surroundings.folder, environment: surroundings.environment)
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
            let broken = diagnostics.first { $0.location.map { $0.path.description.contains(name) } ?? false }
            throw WorkspaceError(
                .absent, "ticket.unknown", "there is no ticket \(PrintableText.make(name))",
                hint: nearest.isEmpty
                    ? broken.map { "\($0.location?.path.description ?? "a file") is broken: tick check --all" }
                        ?? "tick list shows all"
                    : "did you mean \(nearest.map(\.text).joined(separator: ", "))?")
        }
    }
}
