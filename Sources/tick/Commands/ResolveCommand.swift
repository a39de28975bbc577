import ArgumentParser
import TicketModel
import TicketWorkspace

struct ResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Settle what a merge left open in tickets.",
        discussion: """
            Without a choice it shows what the sides say. Where nothing is left open, git is told, and git commit (or git \
            rebase --continue) goes on. In a rebase, ours is the branch that you rebase onto.

              tick resolve
              tick resolve k7q --theirs
              tick resolve k7q status=open --ours

            Exit code 1 if something is left open.
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Take ours for all that is not named.")
    var ours = false

    @Flag(name: .long, help: "Take theirs for all that is not named.")
    var theirs = false

    @Argument(help: ArgumentHelp("ID… and FIELD=VALUE…; all tickets without an ID.", valueName: "id-or-value"))
    var arguments: [String] = []

    func run() async throws {
        guard !(ours && theirs) else { throw UsageError("--ours and --theirs cannot be given together") }
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let assignments = arguments.compactMap { Assignment(argument: $0) }
        let words = arguments.filter { Assignment(argument: $0) == nil }
        let all = try desk.conflictedTickets()
        let tickets = words.isEmpty ? all : try Self.tickets(named: words, among: all)
        guard !tickets.isEmpty else { return context.report.note("no ticket has a conflict") }
        let side: ConflictChoice.Side? = ours ? .ours : theirs ? .theirs : nil
        let isChoice = side != nil || !assignments.isEmpty
        guard assignments.isEmpty || tickets.count == 1 else {
            throw UsageError(
                "\(tickets.count) tickets have conflicts", hint: "tick resolve ID \(assignments[0].name)=…")
        }
        var left = 0
        for ticket in tickets {
            let choice = ConflictChoice(side: side, assignments: assignments)
            // Without markers nobody can tell a file that was mended from one that holds our side alone.
            let isMended = ticket.conflicts.isEmpty
            let now = isChoice && !isMended ? try desk.resolve(ticket, choice) : ticket
            left += isMended ? 1 : now.conflicts.count
            try show(now, isMended: isMended, in: context)
        }
        try context.finish()
        if left > 0 { throw Exit.findings }
        if all.count == tickets.count { context.report.note("next: git commit, or git rebase --continue") }
    }

    private func show(
        _ ticket: ConflictedTicket, isMended: Bool, in context: CommandContext
    ) throws(OutputError) {
        let name = ticket.id?.text ?? ticket.path.description
        guard !isMended else {
            let path = PrintableText.make(utf8: ticket.path.bytes)
            try context.print("\(PrintableText.make(name)): no markers are left, but git waits for it")
            return context.report.note(
                "Hint: git add \(path) if it is right; git checkout --merge \(path) makes the merge again")
        }
        guard !ticket.conflicts.isEmpty else { return try context.print("\(PrintableText.make(name)): settled") }
        try context.print(context.palette.apply(.bold, to: PrintableText.make(name)))
        for conflict in ticket.conflicts {
            let what = conflict.keys.isEmpty ? "text" : conflict.keys.joined(separator: ", ")
            try context.print("  line \(conflict.lineNumber): \(PrintableText.make(what))")
            try printSide("ours", conflict.ours, context)
            try printSide("theirs", conflict.theirs, context)
        }
    }

    private func printSide(_ name: String, _ text: String, _ context: CommandContext) throws(OutputError) {
        let lines = text.split(separator: "\n").prefix(10)
        try context.print("    \(name.padded(8))\(lines.first.map { PrintableText.make(String($0)) } ?? "nothing")")
        for line in lines.dropFirst() { try context.print("            \(PrintableText.make(String(line)))") }
    }

    private static func tickets(
        named words: [String], among all: [ConflictedTicket]
    ) throws(WorkspaceError) -> [ConflictedTicket] {
        try words.map { word throws(WorkspaceError) in
            let wanted = word.lowercased()
            let found = all.filter { ticket in
                guard let id = ticket.id?.text.lowercased() else { return ticket.path.description == word }
                let short = id.split(separator: "-", maxSplits: 1).last.map(String.init) ?? id
                return id.hasPrefix(wanted) || short.hasPrefix(wanted) || ticket.path.description == word
            }
            guard let first = found.first else {
                throw WorkspaceError(
                    .absent, "ticket.no-conflict", "\(PrintableText.argument(word)) has no conflict",
                    hint: "tick resolve shows those that have one")
            }
            guard found.count == 1 else {
                throw WorkspaceError(
                    .refused, "ticket.ambiguous", "\(PrintableText.make(word)) begins \(found.count) ids",
                    hint: "write more of it")
            }
            return first
        }
    }
}
