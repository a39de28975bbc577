import ArgumentParser
import TicketWorkspace

/// What `like` and `dislike` share.
protocol VoteCommand: AsyncParsableCommand {
    static var opinion: EntryOpinion { get }
    var global: GlobalOptions { get }
    var writing: WritingOptions { get }
    var vote: VoteOptions { get }
}

struct VoteOptions: ParsableArguments {
    @Option(name: .customLong("by"), help: "Who says so: the requester without it.")
    var person: String?

    @Flag(name: .long, help: "Take it back.")
    var undo = false

    @Argument(help: "The ticket.") var id: String
    @Argument(help: "The number of the entry, the first is 1; the last reply without it.") var entry: Int?
}

extension VoteCommand {
    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: vote.id)
        let result = try desk.vote(
            vote.undo ? .none : Self.opinion, on: ticket, entry: vote.entry, by: vote.person, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }
}

struct LikeCommand: VoteCommand {
    static let opinion = EntryOpinion.liked
    static let configuration = CommandConfiguration(
        commandName: "like",
        abstract: "Write down that the requester likes an entry.",
        discussion: """
            `dislike` is the opposite, --undo takes either back. `show` has both beside the entries, `has:disliked` finds them.

              tick like k7q
              tick dislike k7q 3 --by maria@acme.example
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var vote: VoteOptions
}

struct DislikeCommand: VoteCommand {
    static let opinion = EntryOpinion.disliked
    static let configuration = CommandConfiguration(
        commandName: "dislike",
        abstract: "Write down that the requester dislikes an entry.",
        discussion: "  tick dislike k7q 3")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var vote: VoteOptions
}
