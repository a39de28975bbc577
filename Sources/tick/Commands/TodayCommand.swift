import ArgumentParser
import TicketWorkspace

struct TodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today",
        abstract: "Show what to do now.",
        discussion: """
            What breaks next, your tickets, what is new for you, what nobody has; for leads who is overloaded or away. Each with \
            the command to act. `tick` alone on a terminal does the same. Nothing counts as read by it.

              tick
              tick today --json
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print all of it as JSON.")
    var json = false

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let daily = try await DailyDesk(desk)
        if json {
            try context.print(json: DailyJSON(desk: daily).value)
        } else {
            let screen = DailyScreen(desk: daily, palette: context.palette, width: context.width ?? 100)
            for line in screen.lines() { try context.print(line) }
        }
        context.noteHidden(daily.view.snapshot)
        try context.finish()
        await desk.keepCaches()
    }
}
