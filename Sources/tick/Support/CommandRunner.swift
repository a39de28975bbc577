import ArgumentParser
import Glibc
import TicketModel
import TicketWorkspace

/// Parses the command line, runs the command and ends the process with its exit code.
struct CommandRunner {
    let arguments: [String]

    func run() async -> Never {
        // `tick` alone says on a terminal what to do now, and elsewhere what there is.
        let normalized = ArgumentNormalizer.normalize(
            arguments, otherwise: Terminal.isTerminal(1) ? TodayCommand.self : nil)
        if let unknown = CommandLineProblem.unknownCommand(normalized) {
            ErrorReport(color: color).usage(unknown)
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
            if arguments.isEmpty, error.identifier == "desk.none" {
                Tick.exit(withError: CleanExit.helpRequest(Tick.self))
            }
            ErrorReport(color: color).workspace(error)
            exit(error.exitCode)
        } catch let error as OutputError {
            ErrorReport(color: color).output(error)
            exit(Exit.refused.code)
        } catch {
            if let problem = CommandLineProblem.describe(error, normalized) {
                ErrorReport(color: color).usage(problem)
                exit(Exit.usage.code)
            }
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
