import ArgumentParser
import TicketModel

/// Says in tick's own words what is wrong with a command line: `error: …` and a `Hint:` with the nearest name.
enum CommandLineProblem {
    /// A first word that is no command, also behind `help`, with the nearest ones.
    static func unknownCommand(_ arguments: [String]) -> UsageError? {
        let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
        guard let word = words.first, !word.hasPrefix("-") else { return nil }
        let names = CommandTree.names(below: Tick.self) + ["help"]
        return names.contains(word) ? nil : unknown(word, of: "tick", among: names)
    }

    /// What the parser refuses; nil for what is no error, such as a wish for help.
    static func describe(_ error: any Error, _ arguments: [String]) -> UsageError? {
        guard Tick.exitCode(for: error) == .validationFailure else { return nil }
        let (path, command) = CommandTree.command(of: arguments)
        let help = "\(path) --help"
        if let unknown = UsageError(all: unknownOptions(arguments, of: command, help: help)) { return unknown }
        guard command != Tick.self else { return UsageError("no command is given", hint: "tick --help lists them") }
        let message = Tick.message(for: error)
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        guard let first = quoted.first else { return UsageError(PrintableText.make(message), hint: help) }
        let word = PrintableText.argument(first)
        if message.hasPrefix("Missing expected argument") { return missing(word, help: help) }
        if message.hasPrefix("Missing value for") { return UsageError("\(option(word)) needs a value", hint: help) }
        if message.hasPrefix("Unexpected argument") {
            let names = CommandTree.names(below: command)
            return names.isEmpty
                ? UsageError("\(word) is one argument too many", hint: help) : unknown(first, of: path, among: names)
        }
        if message.contains("does not take any value") { return UsageError("\(word) takes no value", hint: help) }
        if message.hasPrefix("The value"), quoted.count > 1 { return wrongValue(quoted, listed: message, help: help) }
        return UsageError(PrintableText.make(message), hint: help)
    }

    /// `<files> ...` and `--start <start>` without the parser's marks.
    private static func missing(_ synopsis: String, help: String) -> UsageError {
        UsageError("\(synopsis.hasSuffix(" ...") ? String(synopsis.dropLast(4)) : synopsis) is missing", hint: help)
    }

    private static func unknown(_ word: String, of path: String, among names: [String]) -> UsageError {
        let nearest = NearMatch.closest(to: word, among: names, limit: 3)
        return UsageError(
            "\(PrintableText.argument(word)) is no command of \(path)",
            hint: nearest.isEmpty ? "\(path) --help lists them" : "did you mean \(nearest.joined(separator: ", "))?")
    }

    /// `The value 'jsn' is invalid for '--format <format>'. Please provide one of 'table', …`
    ///
    /// More than five are told one a line, `  - table`.
    private static func wrongValue(_ quoted: [String], listed message: String, help: String) -> UsageError {
        let lines = message.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        let (value, choices) = (PrintableText.make(quoted[0]), quoted.dropFirst(2) + lines)
        let name = option(quoted[1])
        guard !choices.isEmpty else { return UsageError("\(name) takes a number, not \(value)", hint: help) }
        let nearest = NearMatch.closest(to: quoted[0], among: choices, limit: 1).first
        return UsageError(
            "\(name) takes \(choices.joined(separator: ", ")), not \(value)",
            hint: nearest.map { "did you mean \($0)?" } ?? help)
    }

    private static func option(_ synopsis: String) -> String {
        let name = String(synopsis.prefix { $0 != " " })
        return name
    }

    /// Every option that the command does not have, with the nearest one that it has.
    private static func unknownOptions(
        _ arguments: [String], of command: any ParsableCommand.Type, help: String
    ) -> [UsageError] {
        // Without a command, those of all commands are looked at last, and mean nothing.
        let known = CommandTree.options(of: command) + (command == Tick.self ? ArgumentNormalizer.globalNames : [])
        return arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") && $0 != "-" }.compactMap { argument in
            let name = String(argument.prefix { $0 != "=" })
            guard !known.contains(name) else { return nil }
            let nearest = NearMatch.closest(
                to: String(name.drop { $0 == "-" }),
                among: known.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }, limit: 1
            ).first
            let isWord = !name.hasPrefix("--") && name.count > 2
            let other = isWord ? "to leave out what matches, write -tag:VALUE, or not WORD" : help
            return UsageError(
                "there is no option \(PrintableText.make(name))",
                hint: nearest.map { "did you mean --\($0)?" } ?? other)
        }
    }
}

/// The commands as they are declared.
private enum CommandTree {
    /// Returns the names and aliases of a command's own commands.
    static func names(below command: any ParsableCommand.Type) -> [String] {
        children(of: command).flatMap { [$0._commandName] + $0.configuration.aliases }
    }

    /// Returns the command that the first words name, `tick sla explain`, and its type.
    static func command(of arguments: [String]) -> (path: String, type: any ParsableCommand.Type) {
        var (path, current): (String, any ParsableCommand.Type) = ("tick", Tick.self)
        for word in arguments {
            guard
                let next = children(of: current).first(where: {
                    $0._commandName == word || $0.configuration.aliases.contains(word)
                })
            else { break }
            (path, current) = ("\(path) \(next._commandName)", next)
        }
        return (path, current.configuration.defaultSubcommand ?? current)
    }

    /// Returns the options of a command as its help lists them, `-C` and `--directory` both.
    static func options(of command: any ParsableCommand.Type) -> [String] {
        let help = Tick.helpMessage(for: command, columns: 1_000)
        let lines = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
        return lines.flatMap { line in
            line.split(separator: " ").prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }
                .filter { $0.hasPrefix("-") }.flatMap { $0.split(separator: "/") }
                .map { String($0.filter { $0 != "," }) }
        }
    }

    private static func children(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.groupedSubcommands.flatMap(\.subcommands) + command.configuration.subcommands
    }
}
