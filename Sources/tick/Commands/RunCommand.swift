import ArgumentParser
import GitStore
import TicketModel
import TicketWorkspace

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Do what is due: the work that the desk does by itself.",
        discussion: """
            Tickets that commits of the main branch close (Closes: HD-…) are moved, postponed ones come back, limits move \
            those that have waited long enough, the rules of rules.yml act, and distribution.yml gives away what nobody has. \
            What a rule does at once is one commit, by the person of people.yml with the role desk, with trailers that name \
            its causes; what the workflow refuses is said, and the rest goes on. Running it again does nothing more.

              tick run --dry-run --explain
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: [.customShort("n"), .long], help: "Say what is due and judge it, but do nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Say also what was looked at and is not due, and why.")
    var explain = false

    @Flag(name: .long, help: "Do not run git's hooks.")
    var noVerify = false

    @Flag(name: .long, help: "Do not sign commits, whatever commit.gpgsign says.")
    var noGpgSign = false

    @Flag(name: .long, help: "Print what was done as JSON.")
    var json = false

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk(toWrite: true)
        let options = WriteOptions(isDryRun: dryRun, runsHooks: !noVerify, signs: !noGpgSign)
        let report = try await desk.run(options: options)
        let output = RunOutput(context: context)
        if json {
            try context.print(json: output.json(report, now: desk.now))
        } else {
            try output.print(report, explains: explain)
        }
        try context.finish()
        await desk.keepCaches()
        if let failure = report.failure { throw failure }
    }
}
