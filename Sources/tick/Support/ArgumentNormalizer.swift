import ArgumentParser
import TicketModel

/// Puts the command line into the form that the argument parser reads.
///
/// Three things of the contract are not the parser's habit: options of every command may stand in front of it; `-tag:spam`
/// is a query though it begins with a dash; and a value may begin with a dash (`--sort -priority`).
struct ArgumentNormalizer {
    /// Short options that take a value, with their long names.
    private static let shortOptions = [
        "-m": "--message", "-F": "--file", "-C": "--directory", "-o": "--output",
    ]
    /// Long options that take a value wherever they are known: a flag of another command's would swallow what stands behind it.
    static let valueOptions: Swift.Set<String> = [
        "--message", "--file", "--directory", "--now", "--date", "--as", "--color", "--format", "--sort", "--columns",
        "--limit", "--at", "--queue", "--once", "--by", "--range", "--key", "--template", "--calendar",
        "--since", "--until", "--start", "--end", "--within", "--paused", "--sla", "--days", "--from", "--to",
        "--policy-at", "--editor", "--into", "--status", "--entry", "--link", "--output", "--name", "--kb", "--tag",
        "--form", "--remote",
        "--email", "--domain", "--tier", "--phone", "--person",
    ]
    private static let globalOptions: Swift.Set<String> = ["--directory", "--now", "--color", "--as"]
    /// Options that stand before the command too.
    static var globalNames: [String] { ["-C"] + globalOptions.union(globalFlags).sorted() }
    private static let globalFlags: Swift.Set<String> = ["--no-pager", "--profile"]

    /// Returns the arguments with leading global options behind the command, values joined with `=`, and negated query
    /// terms written with `not`.
    ///
    /// - Parameter otherwise: The command where there is none; nil lets the parser say what it thinks of that.
    static func normalize(_ arguments: [String], otherwise: (any ParsableCommand.Type)? = nil) -> [String] {
        let joined = joinValues(arguments)
        var globals: [String] = []
        var names: [String] = []
        var commands = Tick.configuration.groupedSubcommands.flatMap(\.subcommands) + Tick.configuration.subcommands
        for argument in joined {
            if isGlobal(argument) {
                globals.append(argument)
            } else if let command = commands.first(where: { $0.isCalled(argument) }) {
                names.append(argument)
                commands = command.configuration.subcommands
            } else {
                break
            }
        }
        let rest = joined.dropFirst(globals.count + names.count)
        guard names.isEmpty else { return names + globals + rest }
        if rest.isEmpty, let otherwise { return [otherwise._commandName] + globals }
        // Without a command they mean nothing: help, or the version.
        guard let unknown = rest.first, !unknown.hasPrefix("-") else { return Array(rest) }
        return [unknown] + globals + rest.dropFirst()
    }

    private static func isGlobal(_ argument: String) -> Bool {
        globalFlags.contains(argument) || globalOptions.contains { argument.hasPrefix($0 + "=") }
    }

    private static func joinValues(_ arguments: [String]) -> [String] {
        var result: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            if argument == "--" { return result + arguments[index...] }
            let name = shortOptions[argument] ?? argument
            if valueOptions.contains(name), index + 1 < arguments.count {
                let value = arguments[index + 1]
                // `--name=` is no value to the parser, an empty word is one.
                result += value.isEmpty ? [name, value] : ["\(name)=\(value)"]
                index += 2
                continue
            }
            if let short = shortOptions.first(where: {
                argument.hasPrefix($0.key) && argument.count > 2 && !isNegatedTerm(argument)
            }) {
                result.append("\(short.value)=\(argument.dropFirst(2))")
            } else if isNegatedTerm(argument) {
                result += ["not", String(argument.dropFirst())]
            } else {
                result.append(argument)
            }
            index += 1
        }
        return result
    }

    /// `-tag:spam`, `-priority>=high`, `-"two words"`, `-(a or b)`: a dash in front of a term of a query.
    private static func isNegatedTerm(_ argument: String) -> Bool {
        guard argument.hasPrefix("-"), !argument.hasPrefix("--") else { return false }
        let term = argument.dropFirst()
        if term.first == "\"" || term.first == "(" { return true }
        guard let first = term.first, first.isLetter,
            let operatorIndex = term.firstIndex(where: { ":=<>".contains($0) })
        else { return false }
        return term[..<operatorIndex].allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
    }
}

extension ParsableCommand {
    fileprivate static func isCalled(_ name: String) -> Bool {
        _commandName == name || configuration.aliases.contains(name)
    }
}
