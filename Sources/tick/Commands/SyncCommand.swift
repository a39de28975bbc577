import ArgumentParser
import TicketModel
import TicketWorkspace

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring this clone and its remote together: fetch, replay, push.",
        discussion: """
            Commits that were not pushed are made again on top of what came, merged by field and entry, so that history stays \
            a line. Where both sides changed a field, the later change stays and the other one is noted in the ticket. \
            Merges, and commits that touch other files, are left to git pull. Edits that are not committed stay as they are.

              tick sync
              tick sync --dry-run
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var syncing: SyncingOptions

    @Flag(name: [.customShort("n"), .long], help: "Fetch, and say what would happen.")
    var dryRun = false

    @Flag(name: .long, help: "Print what was done as JSON.")
    var json = false

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        var options = syncing.options
        options.isDryRun = dryRun
        try SyncOutput(context: context, isJSON: json).print(try desk.sync(options))
        try context.finish()
    }
}

/// What `sync` and `take` share.
struct SyncingOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The remote in place of the branch's upstream.", valueName: "name"))
    var remote: String?

    @Flag(name: .long, help: "Do not run git's hooks.")
    var noVerify = false

    @Flag(name: .long, help: "Do not sign commits, whatever commit.gpgsign says.")
    var noGpgSign = false

    /// With a line on the terminal that says what takes time.
    var options: SyncOptions {
        var options = SyncOptions()
        options.remoteName = remote
        options.runsHooks = !noVerify
        options.signs = !noGpgSign
        if Terminal.isTerminal(2) {
            options.progress = { text in
                try? Output.standardError().write("\r\u{1B}[K" + (text.map { PrintableText.make($0) + "…" } ?? ""))
            }
        }
        return options
    }
}

/// Shows what `sync` did, or would do.
struct SyncOutput {
    let context: CommandContext
    let isJSON: Bool

    private static let shownCommits = 20

    func print(_ result: SyncResult) throws {
        if isJSON {
            for warning in result.warnings { context.report.note("warning: \(warning)") }
            return try context.print(json: json(result))
        }
        try printCommits(result)
        for change in result.renumbered { try context.print(Self.words(change)) }
        for change in result.lostChanges { try context.print(Self.words(change)) }
        try context.output.flush()
        for warning in result.warnings { context.report.note("warning: \(warning)") }
        if !result.isUpstream {
            let upstream = "\(result.remote)/\(result.branch)"
            context.report.note("Hint: git branch --set-upstream-to=\(upstream) makes \(upstream) the upstream")
        }
        if result.isDryRun { context.report.note("dry run: nothing was changed") }
    }

    /// Says on standard error what somebody has to know of a sync that was not what was asked for.
    func notes(on result: SyncResult) {
        for change in result.renumbered { context.report.note(Self.words(change)) }
        for change in result.lostChanges { context.report.note(Self.words(change)) }
        for warning in result.warnings { context.report.note("warning: \(warning)") }
    }

    private static func words(_ change: SyncResult.Renumbered) -> String {
        "renumbered \(change.from) → \(change.to) \(PrintableText.make(utf8: change.path.bytes))"
    }

    private func printCommits(_ result: SyncResult) throws(OutputError) {
        let place = PrintableText.make("\(result.remote)/\(result.branch)")
        let would = result.isDryRun
        if result.receivedCount > 0 {
            try context.print(
                "\(would ? "would take" : "received") \(Self.commits(result.receivedCount)) from \(place)")
        }
        let made = result.replayed.filter { $0.new != nil }
        for commit in made.prefix(Self.shownCommits) {
            let id = context.palette.apply(.dim, to: "[\((commit.new ?? "").prefix(7))]")
            try context.print("\(would ? "would replay" : "replayed") \(PrintableText.make(commit.subject)) \(id)")
        }
        if made.count > Self.shownCommits { try context.print("… and \(made.count - Self.shownCommits) more") }
        for commit in result.dropped {
            let subject = PrintableText.make(commit.subject)
            try context.print("\(would ? "would drop" : "dropped") \(subject): \(place) says it already")
        }
        if result.pushedCount > 0 {
            try context.print("\(would ? "would push" : "pushed") \(Self.commits(result.pushedCount)) to \(place)")
        } else if result.receivedCount == 0 {
            try context.print("up to date with \(place)")
        }
    }

    private static func commits(_ count: Int) -> String { count == 1 ? "1 commit" : "\(count) commits" }

    /// `your change lost: HD-k7qf3m assignee olga, yours was ivan`
    static func words(_ change: SyncResult.LostChange) -> String {
        let (kept, lost) = (SyncResult.LostChange.shown(change.kept), SyncResult.LostChange.shown(change.lost))
        let place = "\(change.ticket) \(change.field)"
        let words =
            change.isOwn
            ? "your change lost: \(place) \(kept), yours was \(lost)"
            : "your change stays: \(place) \(kept), \(change.lostBy)'s was \(lost)"
        return PrintableText.make(words)
    }

    private func json(_ result: SyncResult) -> JSONValue {
        let commits = result.replayed.map { commit -> JSONValue in
            ["old": .string(commit.old), "new": .optional(commit.new), "subject": .string(commit.subject)]
        }
        let lost = result.lostChanges.map { change -> JSONValue in
            [
                "ticket": .string(change.ticket.text), "field": .string(change.field), "kept": .optional(change.kept),
                "keptBy": .string(change.keptBy), "lost": .optional(change.lost), "lostBy": .string(change.lostBy),
                "isOwn": .bool(change.isOwn),
            ]
        }
        let renumbered = result.renumbered.map { change -> JSONValue in
            [
                "from": .string(change.from.text), "to": .string(change.to.text),
                "path": .string(change.path.description),
            ]
        }
        return [
            "schemaVersion": 1, "kind": "sync", "remote": .string(result.remote), "branch": .string(result.branch),
            "isDryRun": .bool(result.isDryRun), "before": .string(result.before), "after": .string(result.after),
            "received": .integer(Int64(result.receivedCount)), "pushed": .integer(Int64(result.pushedCount)),
            "replayed": .array(commits), "lost": .array(lost), "renumbered": .array(renumbered),
            "warnings": .strings(result.warnings),
        ]
    }
}
