import ArgumentParser

@testable import tick

/// `docs/cli.md`: every command with its options, from the help that the commands themselves print.
struct CommandReference {
    let root: CommandHelp
    private let global: [CommandHelp.Argument]
    private let writing: [CommandHelp.Argument]
    /// `--help` and `--version`, which the parser adds everywhere.
    private static let added: Set<String> = ["--help", "--version"]

    static let writingHeading = "Options of commands that write"
    static let globalHeading = "Options of all commands"

    /// What exit code 1 means, where the command's arguments do not tell.
    static let findings = [
        "tick check": "there is an error", "tick sla check": "a clock has run out, or soon will",
        "tick log": "there is no such ticket",
        "tick set": "there is no such ticket, or none that the query finds",
    ]

    init() throws {
        root = try CommandHelp.parse(Tick._dumpHelp())
        global = try Self.options(of: GlobalOptions._dumpHelp())
        writing = try Self.options(of: WritingOptions._dumpHelp())
    }

    private static func options(of dump: String) throws -> [CommandHelp.Argument] {
        try CommandHelp.parse(dump).options.filter { !added.contains($0.key) }
    }

    /// The commands of one heading of the help.
    struct Group {
        var name: String
        var commands: [CommandHelp]
    }

    var groups: [Group] {
        Tick.configuration.groupedSubcommands.map { group in
            let names = group.subcommands.map { $0._commandName }
            let commands = (root.subcommands ?? []).filter { names.contains($0.commandName) }
            return Group(name: group.name.replacing(":", with: ""), commands: commands.flatMap(\.leaves))
        }
    }

    var lines: [String] {
        var lines = ["# Commands", "", root.abstract ?? "", ""] + Markdown.discussion(root.discussion ?? "")
        lines += ["", "`tick help COMMAND` prints what stands here about a command.", ""]
        for group in groups { lines += contents(group) }
        lines += shared(Self.globalHeading, "They may stand before the command as well as after it.", global)
        lines += shared(Self.writingHeading, "Every command that makes a commit takes them.", writing)
        lines += Self.exitCodes
        for group in groups {
            lines += ["", "## \(group.name)"]
            for command in group.commands { lines += section(command) }
        }
        return lines
    }

    private func contents(_ group: Group) -> [String] {
        let rows = group.commands.map {
            [Markdown.link(toHeading: $0.path, Markdown.code($0.path)), Markdown.text($0.abstract ?? "")]
        }
        return Markdown.table([group.name, ""], rows) + [""]
    }

    private func shared(_ heading: String, _ sentence: String, _ options: [CommandHelp.Argument]) -> [String] {
        ["## \(heading)", "", sentence, ""] + Markdown.table(["option", ""], options.map(row)) + [""]
    }

    private static let exitCodes =
        ["## Exit codes", ""]
        + Markdown.table(
            ["code", "meaning"],
            [
                ["0", "It is done. A list that is empty counts too."],
                [
                    "1",
                    "`check` found an error, `sla check` a clock; a ticket that was named does not exist; `set` has a query that finds none.",
                ],
                [
                    "2",
                    "It could not be done: no repository, an id that several tickets begin with, a move that the "
                        + "workflow refuses, a conflict. Nothing was changed.",
                ],
                [
                    "64",
                    "The command line makes no sense: an unknown command, option or field, a query that cannot be read.",
                ],
                ["130", "Interrupted."],
            ])
}

// MARK: - One command

extension CommandReference {
    private func section(_ command: CommandHelp) -> [String] {
        var lines = ["", "### \(Markdown.code(command.path))", "", Markdown.text(command.abstract ?? ""), ""]
        lines += Markdown.block([synopsis(command)], "text")
        if let discussion = command.discussion, !discussion.isEmpty { lines += [""] + Markdown.discussion(discussion) }
        if let aliases = command.aliases, !aliases.isEmpty {
            lines += ["", "Also called " + aliases.map(Markdown.code).joined(separator: ", ") + "."]
        }
        if isDefault(command) { lines += ["", "It is what `\(parent(command))` alone does."] }
        lines += table("argument", command.positionals)
        lines += table("option", own(command))
        if takesWriting(command) { lines += ["", "Also: \(lowercased(Self.writingHeading))."] }
        if let findings = findings(command) { lines += ["", "Exit code 1: \(findings)."] }
        return lines
    }

    private func synopsis(_ command: CommandHelp) -> String {
        let required = own(command).filter { !$0.isOptional }
        let pieces = [command.path] + required.map(\.synopsis) + ["[options]"] + command.positionals.map(\.synopsis)
        return pieces.joined(separator: " ")
    }

    /// The options that neither all commands nor all that write have.
    private func own(_ command: CommandHelp) -> [CommandHelp.Argument] {
        var hidden = Self.added.union(global.map(\.key))
        if takesWriting(command) { hidden.formUnion(writing.map(\.key)) }
        return command.options.filter { !hidden.contains($0.key) }
    }

    private func takesWriting(_ command: CommandHelp) -> Bool {
        Set(command.options.map(\.key)).isSuperset(of: writing.map(\.key))
    }

    private func table(_ title: String, _ arguments: [CommandHelp.Argument]) -> [String] {
        arguments.isEmpty ? [] : [""] + Markdown.table([title, ""], arguments.map(row))
    }

    private func row(_ argument: CommandHelp.Argument) -> [String] {
        let value = argument.kind == .flag ? "" : "<\(argument.valueName ?? "value")>"
        var names = argument.spellings.map(Markdown.code)
        if names.isEmpty {
            names = [Markdown.code(value)]
        } else if !value.isEmpty {
            names[names.count - 1] = Markdown.code("\(argument.key) \(value)")
        }
        var words = [argument.abstract ?? "", argument.discussion ?? ""].filter { !$0.isEmpty }.map(Markdown.text)
        let values = argument.allValues ?? []
        if !values.allSatisfy({ words.joined().contains($0) }) {
            words.append("One of " + values.map(Markdown.code).joined(separator: ", ") + ".")
        }
        if let value = argument.defaultValue, argument.kind == .option {
            words.append("Without it: \(Markdown.code(value)).")
        }
        if !argument.isOptional, argument.kind == .option { words.append("It has to be given.") }
        return [names.joined(separator: ", "), words.joined(separator: " ")]
    }

    private func findings(_ command: CommandHelp) -> String? {
        let namesTickets = command.positionals.contains { ["id", "ids"].contains($0.valueName) }
        return Self.findings[command.path] ?? (namesTickets ? "there is no such ticket" : nil)
    }

    private func parent(_ command: CommandHelp) -> String { (command.superCommands ?? []).joined(separator: " ") }

    private func isDefault(_ command: CommandHelp) -> Bool {
        let parent = root.subcommands?.first { $0.path == self.parent(command) }
        return parent?.defaultSubcommand == command.commandName
    }

    private func lowercased(_ heading: String) -> String {
        Markdown.link(toHeading: heading, heading.prefix(1).lowercased() + heading.dropFirst())
    }
}
