import ArgumentParser
import Glibc
import TicketModel
import TicketWorkspace

/// Parses the command line, runs the command and ends the process with its exit code.
struct CommandRunner {
    let arguments: [String]

    func run() async -> Never {
        let normalized = ArgumentNormalizer.normalize(arguments)
        if let unknown = UnknownCommand(normalized) {
            ErrorReport(color: .auto).usage(UsageError(unknown.message, hint: unknown.hint))
            exit(Exit.usage.code)
        }
        do {
            var command = try Tick.parseAsRoot(normalized)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit(0)
        } catch let error as Exit {
            exit(error.code)
        } catch let error as UsageError {
            ErrorReport(color: color).usage(error)
            exit(Exit.usage.code)
        } catch let error as WorkspaceError {
            ErrorReport(color: color).workspace(error)
            exit(error.exitCode)
        } catch is OutputError {
            exit(2)
        } catch {
            Tick.exit(withError: error)
        }
    }

    /// What `--color` says, even where the command line cannot be parsed.
    private var color: ColorPolicy.Option {
        let prefix = "--color="
        let last = ArgumentNormalizer.normalize(arguments).last { $0.hasPrefix(prefix) }
        return last.flatMap { ColorPolicy.Option(rawValue: String($0.dropFirst(prefix.count))) } ?? .auto
    }
}

extension WorkspaceError {
    var exitCode: Int32 {
        switch kind {
        case .absent: Exit.findings.code
        case .refused: Exit.refused.code
        case .usage: Exit.usage.code
        }
    }
}

/// A first word that is no command, with the nearest ones, also for a word typed in the other keyboard layout.
private struct UnknownCommand {
    let message: String
    let hint: String

    init?(_ arguments: [String]) {
        guard let word = arguments.first, !word.hasPrefix("-") else { return nil }
        let groups = Tick.configuration.groupedSubcommands.flatMap(\.subcommands)
        let all = groups + Tick.configuration.subcommands
        let names = all.flatMap { [$0._commandName] + $0.configuration.aliases } + ["help"]
        guard !names.contains(word) else { return nil }
        let nearest = NearMatch.closest(to: word, among: names, limit: 3)
        message = "\(PrintableText.make(word)) is no command of tick"
        hint = nearest.isEmpty ? "tick --help lists them" : "did you mean \(nearest.joined(separator: ", "))?"
    }
}
