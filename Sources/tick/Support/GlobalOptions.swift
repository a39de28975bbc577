import ArgumentParser
import TicketModel

/// Options that every command takes, before and after its name.
struct GlobalOptions: ParsableArguments {
    @Option(name: [.customShort("C"), .long], help: "Run as if started in DIR.")
    var directory: String?

    @Option(name: .long, help: "What \"now\" means; writes take it as the commit's dates.")
    var now: String?

    @Option(name: .long, help: "auto, always or never.")
    var color: ColorPolicy.Option = .auto

    @Flag(name: .long, help: "Never start a pager.")
    var noPager = false

    @Flag(name: .long, help: "Print to standard error where the command's time went.")
    var profile = false

    @Option(name: .customLong("as"), help: "Act for PERSON, who becomes the commit's author.")
    var actingAs: String?
}

extension ColorPolicy.Option: ExpressibleByArgument {}

/// Options of commands that write.
struct WritingOptions: ParsableArguments {
    @Option(name: .long, help: "When it happened: the commit's author date.")
    var date: String?

    @Flag(name: [.customShort("n"), .long], help: "Show the change and judge it, but do nothing.")
    var dryRun = false

    @Flag(name: .long, help: "With --dry-run: show the change of every ticket, however many.")
    var full = false

    @Flag(name: .long, help: "Take along what was edited by hand in the same file.")
    var withEdits = false

    @Flag(name: .long, help: "Do not run git's hooks.")
    var noVerify = false

    @Flag(name: .long, help: "Do not sign the commit, whatever commit.gpgsign says.")
    var noGpgSign = false

    @Flag(name: .long, help: "Answer yes where a change of many tickets is asked about.")
    var yes = false

    @Flag(name: .long, help: "Print what was done as JSON.")
    var json = false
}
