import ArgumentParser
import TicketWorkspace

@main
struct Tick: ParsableCommand {
    mutating func run() throws { print("tick") }
}
