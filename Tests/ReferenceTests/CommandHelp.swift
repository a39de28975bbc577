import Foundation

/// What the argument parser knows about a command: the JSON of `--experimental-dump-help`.
struct CommandHelp: Decodable {
    var commandName: String
    var superCommands: [String]?
    var aliases: [String]?
    var abstract: String?
    /// Paragraphs; lines that begin with blanks are examples.
    var discussion: String?
    var arguments: [Argument]?
    var subcommands: [CommandHelp]?
    var defaultSubcommand: String?
    var shouldDisplay: Bool

    struct Argument: Decodable {
        enum Kind: String, Decodable { case positional, option, flag }

        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: Kind
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var discussion: String?
        var defaultValue: String?
        var allValues: [String]?
        var isOptional: Bool
        var isRepeating: Bool
        var shouldDisplay: Bool
    }

    private struct Dump: Decodable {
        var command: CommandHelp
    }

    /// Reads the dump of a command or of a group of options.
    static func parse(_ json: String) throws -> CommandHelp {
        try JSONDecoder().decode(Dump.self, from: Data(json.utf8)).command
    }
}

extension CommandHelp {
    /// As it is typed: `tick sla explain`.
    var path: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// The commands of the tree that do something, itself included, in the order of the help.
    var leaves: [CommandHelp] {
        let shown = (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
        return shown.isEmpty ? [self] : shown.flatMap(\.leaves)
    }

    var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
    var positionals: [Argument] { shownArguments.filter { $0.kind == .positional } }
    var options: [Argument] { shownArguments.filter { $0.kind != .positional } }
}

extension CommandHelp.Argument {
    /// The spellings, short ones first, without the value: `-C`, `--directory`.
    var spellings: [String] {
        let names = names ?? []
        return names.filter { $0.kind == "short" }.map { "-" + $0.name }
            + names.filter { $0.kind != "short" }.map { ($0.kind == "long" ? "--" : "-") + $0.name }
    }

    /// What identifies an option among those of a command; the value's name for a positional.
    var key: String { spellings.last ?? valueName ?? "" }

    /// As the synopsis shows it: `<id>`, `[<query> ...]`, `--within <within>`.
    var synopsis: String {
        let value = kind == .flag ? "" : "<\(valueName ?? "value")>"
        let whole = [spellings.last ?? "", value + (isRepeating ? " ..." : "")].filter { !$0.isEmpty }
        return isOptional ? "[\(whole.joined(separator: " "))]" : whole.joined(separator: " ")
    }
}
