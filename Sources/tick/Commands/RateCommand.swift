import ArgumentParser
import TicketModel
import TicketWorkspace

struct RateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Write down how the requester rates a ticket.",
        discussion: """
            Marks go from 1 to 5; those that are not named stay as they are. The requester rates, or a participant; an agent \
            does it in their name, and the file says so. `report` has the means.

              tick rate k7q usefulness=5 speed=4 politeness=5 -m 'Solved at once'
              tick rate k7q 5 --by maria@acme.example
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: [.customShort("m"), .long], help: "What they said.")
    var message: String?

    @Option(name: .customLong("by"), help: "Whose rating it is: the requester's without it.")
    var person: String?

    @Argument(help: "The ticket.") var id: String
    @Argument(help: "usefulness=N, speed=N, politeness=N; or one number for all three.")
    var words: [String] = []

    func run() async throws {
        let rating = try rating()
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let result = try desk.rate(ticket, rating, by: person, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }

    private func rating() throws -> TicketRating {
        var rating = TicketRating(marks: [:], comment: message.flatMap { $0.isEmpty ? nil : $0 })
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let marks = parts.count == 1 ? TicketRating.Mark.allCases : [try Self.mark(parts[0])]
            for mark in marks { rating.marks[mark] = try Self.number(parts.last ?? "", word) }
        }
        guard !rating.marks.isEmpty || rating.comment != nil else {
            throw UsageError("a rating needs marks", hint: "tick rate \(id) usefulness=5 speed=4 politeness=5")
        }
        return rating
    }

    private static func mark(_ name: String) throws -> TicketRating.Mark {
        if let mark = TicketRating.Mark(rawValue: name.lowercased()) { return mark }
        let names = TicketRating.Mark.allCases.map(\.rawValue)
        let nearest = NearMatch.closest(to: name, among: names, limit: 1).first
        throw UsageError(
            "nobody rates \(name)",
            hint: nearest.map { "did you mean \($0)=?" } ?? "one of \(names.joined(separator: ", "))")
    }

    private static func number(_ text: String, _ word: String) throws -> Int {
        guard text.utf8.count == 1, let number = Int(text), (1...5).contains(number) else {
            throw UsageError("\(word): a mark is a number from 1 to 5")
        }
        return number
    }
}
