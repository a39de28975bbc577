import ArgumentParser
import TicketModel
import TicketText
import TicketWorkspace

struct MergeDriverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge-driver",
        abstract: "Merge three versions of a ticket, for git.",
        discussion: """
            git runs it where tick setup registered it: %O %A %B %L %P. The result is written over OURS. Exit code 0 if all \
            came together, 1 if conflict markers are left in it, 129 if a file could not be read or written.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file with the common ancestor, empty where there is none.")
    var base: String

    @Argument(help: "The file with our version, which is overwritten.")
    var ours: String

    @Argument(help: "The file with their version.")
    var theirs: String

    @Argument(help: "How many signs a conflict marker has.")
    var markerSize: Int = 7

    @Argument(help: "Where the ticket lies, for messages.")
    var path: String?

    func run() async throws {
        let context = try CommandContext(global)
        let name = RepositoryPath(path ?? ours)
        let driver = MergeDriver(surroundings: context.surroundings, markerSize: markerSize)
        let result: MergeResult
        do throws(WorkspaceError) {
            result = try driver.run(.init(base: base, ours: ours, theirs: theirs), path: name)
        } catch {
            context.report.workspace(error)
            throw Exit.mergeFailed
        }
        for warning in result.notes.compactMap(\.warning) { context.report.note("\(name): \(warning)") }
        for conflict in result.conflicts { context.report.note("\(name): \(conflict.words)") }
        if !result.conflicts.isEmpty { throw Exit.findings }
    }
}

extension Exit {
    /// Beyond 128 git gives the merge up and touches nothing.
    static let mergeFailed = Exit(code: 129)
}
