import ArgumentParser
import TicketModel
import TicketWorkspace

struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Messages that rules want sent.",
        discussion: """
            They lie in tick/state/outbox/ of the git folder of this clone. Each is handed to the command of your own git \
            configuration, on its standard input, once.

              for word in sendmail -t -i; do git config --add tick.outbox $word; done
              tick outbox send
            """,
        subcommands: [OutboxListCommand.self, OutboxShowCommand.self, OutboxSendCommand.self, OutboxRetryCommand.self])
}

struct OutboxListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The messages that wait, or could not be sent.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions
    @Flag(name: .long, help: "Those that went out, too.") var all = false

    func run() async throws {
        let context = try CommandContext(global)
        let outbox = Outbox(try context.openDesk())
        let places: [Outbox.Place] = [.prepared, .ready, .sending, .failed] + (all ? [.sent] : [])
        var items: [Outbox.Item] = []
        for place in places { items += try outbox.items(in: place) }
        let rows = items.map { item in
            [
                String(item.key.prefix(10)), item.place.rawValue, item.header("X-Tick-At") ?? "",
                item.header("X-Tick-Ticket") ?? "", item.header("To") ?? "", item.header("Subject") ?? "",
            ]
        }
        try RowListing(
            member: "messages", kind: "outbox", names: ["message", "state", "at", "ticket", "to", "subject"],
            flexible: ["subject"], rows: rows, values: items.map(Self.json)
        ).print(formatting.format(isTerminal: context.isTerminal), in: context)
        if items.isEmpty { context.report.note("no messages wait") }
        try context.finish()
    }

    private static func json(_ item: Outbox.Item) -> JSONValue {
        [
            "id": .optional(item.header("Message-ID")), "state": .string(item.place.rawValue),
            "at": .optional(item.header("X-Tick-At")), "ticket": .optional(item.header("X-Tick-Ticket")),
            "rule": .optional(item.header("X-Tick-Rule")), "to": .optional(item.header("To")),
            "subject": .optional(item.header("Subject")),
        ]
    }
}

struct OutboxShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "A message as it would be sent.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The beginning of the message's name.") var message: String

    func run() async throws {
        let context = try CommandContext(global)
        let outbox = Outbox(try context.openDesk())
        var found: [Outbox.Item] = []
        for place in Outbox.Place.allCases {
            found += try outbox.items(in: place).filter { $0.key.hasPrefix(message.lowercased()) }
        }
        guard found.count == 1, let item = found.first else {
            throw WorkspaceError(
                .absent, "outbox.unknown",
                found.isEmpty
                    ? "no message begins with \(PrintableText.make(message))" : "\(found.count) messages begin so",
                hint: found.isEmpty ? "tick outbox list --all" : "write more of it")
        }
        try context.print(PrintableText.make(String(decoding: item.bytes, as: UTF8.self), .lines))
        try context.finish()
    }
}

struct OutboxSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send what waits.",
        discussion: """
            A message that cannot be sent stays for the next time; after ten tries it is given up. A message of which it is \
            not known whether it went out, because something stopped the command, is sent again with the same Message-ID.
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        var (sent, failed): (Int, Int) = (0, 0)
        try desk.sendOutbox { attempt in
            guard let problem = attempt.problem else { return sent += 1 }
            failed += 1
            context.report.note("warning: \(PrintableText.make("\(attempt.to), \(attempt.subject): \(problem)"))")
            if attempt.isGivenUp { context.report.note("Hint: it is given up; tick outbox retry tries again") }
        }
        try context.print("\(sent) sent, \(failed) not")
        try context.finish()
        if failed > 0 { throw ExitCode(2) }
    }
}

struct OutboxRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put messages that were given up among those to be sent.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let context = try CommandContext(global)
        try context.print("\(try context.openDesk().retryOutbox()) will be tried again")
        try context.finish()
    }
}
