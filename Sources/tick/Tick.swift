import ArgumentParser

/// The command `tick`: everything that reads the process, the terminal, the environment or the clock is in this target.
@main
struct Tick: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick",
        abstract: "Tickets as Markdown files in git: queues, workflow and SLA clocks.",
        discussion: """
            A desk is a git repository with a folder .tick/. One file is one ticket, with its conversation in it; edit it in \
            any editor and commit with git or with tick.
            """,
        version: "tick 0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Looking:",
                subcommands: [
                    TodayCommand.self, ListCommand.self, QueueCommand.self, InboxCommand.self, ReadyCommand.self,
                    BlockedCommand.self,
                    ShowCommand.self, SlaCommand.self, LogCommand.self, DiffCommand.self, BlameCommand.self,
                    CustomerCommand.self, KnowledgeCommand.self, TemplateCommand.self,
                    RulesCommand.self,
                    FieldsCommand.self,
                    SchemaCommand.self,
                ]),
            CommandGroup(
                name: "Working:",
                subcommands: [
                    NewCommand.self, SetCommand.self, MoveCommand.self, AssignCommand.self, ReplyCommand.self,
                    NoteCommand.self, WroteCommand.self, CalledCommand.self, RateCommand.self, LikeCommand.self,
                    DislikeCommand.self, AttachCommand.self, EditCommand.self, LinkCommand.self, UnlinkCommand.self,
                    MergeCommand.self, SplitCommand.self, RemoveCommand.self,
                ]),
            CommandGroup(name: "With others:", subcommands: [SyncCommand.self, TakeCommand.self]),
            CommandGroup(name: "Reports:", subcommands: [ReportCommand.self]),
            CommandGroup(
                name: "Keeping order:",
                subcommands: [
                    CheckCommand.self, LintCommand.self, ReviewCommand.self, CommitCommand.self, RunCommand.self,
                    OutboxCommand.self, UndoCommand.self, ResolveCommand.self, RenumberCommand.self, DoctorCommand.self,
                ]),
            CommandGroup(
                name: "Setting up:",
                subcommands: [
                    InitCommand.self, SetupCommand.self, HooksCommand.self, DemoCommand.self, CalendarCommand.self,
                    MergeDriverCommand.self, TextconvCommand.self,
                ]),
        ])

    static func main() async {
        await CommandRunner(arguments: Array(CommandLine.arguments.dropFirst())).run()
    }
}
