import ArgumentParser
import TicketModel
import TicketText
import TicketWorkspace

struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks",
        abstract: "Let git ask tick before a commit, before a push, or on a server before it takes one.",
        subcommands: [HooksInstallCommand.self, HooksRemoveCommand.self, HooksRunCommand.self])
}

struct HooksInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Write the hooks, beside those that are there.",
        discussion: """
            In a clone: pre-commit, prepare-commit-msg, commit-msg and pre-push. A hook that is there already is kept and \
            called first; where core.hooksPath leads elsewhere nothing is written, and the lines to add are printed.

            In a bare repository, with --server: pre-receive, which judges what is pushed by the rules that are there, and \
            post-receive, which moves the tickets that pushed commits close.
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "The hooks of a server's bare repository.")
    var server = false

    func run() async throws {
        let context = try CommandContext(global)
        let items = try HookInstaller.install(context.surroundings, onServer: server, tick: Self.binary)
        for item in items { try context.print(item.line) }
        try context.finish()
        guard server else { return }
        let branch = try HookInstaller.protectedBranch(context.surroundings)
        context.report.note(
            "\(branch.0) is protected"
                + (branch.exists ? "" : "; it is not there yet, and the first push to it brings the rules"))
    }

    /// Where this program lies, links resolved; hooks look on the `PATH` where it is gone.
    private static var binary: String { TextFile.linkTarget("/proc/self/exe") ?? "/usr/local/bin/tick" }
}

struct HooksRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take the hooks away, and put back those that were there before.")

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "The hooks of a server's bare repository.")
    var server = false

    func run() async throws {
        let context = try CommandContext(global)
        let items = try HookInstaller.remove(context.surroundings, onServer: server)
        for item in items { try context.print(item.line) }
        if items.isEmpty { try context.print("no hooks of tick's are here") }
        try context.finish()
    }
}

extension HookItem {
    fileprivate var line: String {
        let note = keepsOther ? " (after the one that was there: \(hook).before-tick)" : ""
        switch state {
        case .foreign: return "left      \(hook), which is not tick's any more; \(hook).before-tick lies beside it"
        default: return state.rawValue.padded(10) + hook + note
        }
    }
}

/// What the scripts of `hooks install` call.
struct HooksRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Do what a hook does; git's hooks call it.",
        discussion: """
            For hooks that another tool keeps: a line `tick hooks run pre-commit "$@"` in that tool's hook does the same \
            as tick hooks install.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "pre-commit, prepare-commit-msg, commit-msg, pre-push, pre-receive or post-receive.")
    var hook: Hook

    @Argument(help: "What git gives to the hook.")
    var arguments: [String] = []

    enum Hook: String, ExpressibleByArgument, CaseIterable {
        case preCommit = "pre-commit"
        case prepareMessage = "prepare-commit-msg"
        case message = "commit-msg"
        case prePush = "pre-push"
        case preReceive = "pre-receive"
        case postReceive = "post-receive"
    }

    func run() async throws {
        let context = try CommandContext(global)
        context.enterHook()
        if hook == .preReceive { return try receive(context) }
        if hook == .postReceive { return try work(context) }
        guard context.surroundings.environment[HookRun.judgedVariable] == nil, let desk = try desk(context) else {
            return
        }
        switch hook {
        case .preCommit:
            try report(await desk.checkForCommit(), in: context) { "The commit is refused: \($0)." }
        case .prepareMessage:
            if let file = arguments.first, arguments.count < 2 || arguments[1] == "template" {
                try desk.addTicketComments(toMessageIn: file)
            }
        case .message:
            if let file = arguments.first { try desk.addTrailers(toMessageIn: file) }
        case .prePush: try await push(desk, context)
        case .preReceive, .postReceive: break
        }
    }

    /// Branches without `.tick/` are none of this command's business.
    private func desk(_ context: CommandContext) throws(WorkspaceError) -> Workspace? {
        do throws(WorkspaceError) {
            return try context.openDeskToCheck()
        } catch {
            if error.identifier == "desk.none" { return nil }
            throw error
        }
    }

    private func push(_ desk: Workspace, _ context: CommandContext) async throws {
        var found: [Diagnostic] = []
        for update in Self.inputLines().compactMap({ HookRun.RefUpdate(pushed: $0) }) {
            found += try await desk.checkForPush(update, to: arguments.first ?? "origin").findings
        }
        try report(CheckReport(findings: found, ticketCount: 0), in: context) { "The push is refused: \($0)." }
    }

    private func receive(_ context: CommandContext) throws {
        let judge = try PushJudge.open(context.surroundings)
        let found = try judge.judge(Self.inputLines().compactMap { HookRun.RefUpdate(received: $0) })
        guard !found.isEmpty else { return }
        for line in RemoteLines.make(found) { context.report.note(line) }
        throw Exit.findings
    }

    /// Does what the push made due, and says so to whoever pushed.
    private func work(_ context: CommandContext) throws {
        let updates = Self.inputLines().compactMap { HookRun.RefUpdate(received: $0) }
        guard let report = try ServerRun(context.surroundings).run(after: updates) else { return }
        RunOutput(context: context).tellPusher(report)
    }

    /// The first line says it all by itself: editors show no other.
    private func report(_ report: CheckReport, in context: CommandContext, _ sentence: (String) -> String) throws {
        let errors = report.findings.filter { $0.severity == .error }
        if let first = errors.first {
            let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
            let ticket = first.ticket.map { "\($0.text): " } ?? first.location.map { "\($0.path): " } ?? ""
            context.report.note(sentence(ticket + first.message + more))
        }
        context.report.diagnostics(report.findings)
        if !errors.isEmpty { throw Exit.findings }
    }

    private static func inputLines() -> [String] {
        var lines: [String] = []
        while let line = readLine() { lines.append(line) }
        return lines
    }
}
