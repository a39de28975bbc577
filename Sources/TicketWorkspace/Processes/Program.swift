internal import Subprocess
internal import SystemPackage

/// Programs that the workspace starts: git and what git would start. Never anything that a file of the desk names.
package enum Program {
    package struct Output: Sendable {
        /// The exit code; 128 + the signal's number where a signal ended it.
        package var code: Int32
        package var standardOutput: String
        package var standardError: String

        /// The first lines of what it complained about, without empty ones.
        package func complaints(limit: Int = 20) -> [String] {
            let lines = (standardError + "\n" + standardOutput).unicodeScalars.split { $0 == "\n" || $0 == "\r" }
            return lines.prefix(limit).map { String($0) }
        }
    }

    /// Why a program did not start.
    package struct Failure: Error, Sendable {
        package var message: String
    }

    /// Runs `name` with `arguments` and waits. Output is collected up to 16 MiB, errors up to 1 MiB.
    ///
    /// - Parameter hasTerminal: whether the program may ask on this process's standard input; otherwise that is empty.
    package static func run(
        _ name: String, _ arguments: [String], in folder: String, environment: [String: String],
        hasTerminal: Bool = false
    ) -> Result<Output, Failure> {
        BlockingExecutor.run {
            do {
                let environment = Self.environment(environment)
                let input = FileDescriptorInput.fileDescriptor(.standardInput, closeAfterSpawningProcess: false)
                let result =
                    if hasTerminal {
                        try await Subprocess.run(
                            .name(name), arguments: Arguments(arguments), environment: environment,
                            workingDirectory: FilePath(folder), input: input, output: .string(limit: 1 << 24),
                            error: .string(limit: 1 << 20))
                    } else {
                        try await Subprocess.run(
                            .name(name), arguments: Arguments(arguments), environment: environment,
                            workingDirectory: FilePath(folder), input: .none, output: .string(limit: 1 << 24),
                            error: .string(limit: 1 << 20))
                    }
                return .success(
                    Output(
                        code: code(result.terminationStatus), standardOutput: result.standardOutput,
                        standardError: result.standardError))
            } catch {
                return .failure(Failure(message: "\(name) could not be started: \(error)"))
            }
        }
    }

    /// Runs `name` with this process's terminal as its own, for editors and pagers.
    package static func runOnTerminal(
        _ name: String, _ arguments: [String], in folder: String, environment: [String: String]
    ) -> Result<Int32, Failure> {
        BlockingExecutor.run {
            do {
                let result = try await Subprocess.run(
                    .name(name), arguments: Arguments(arguments), environment: Self.environment(environment),
                    workingDirectory: FilePath(folder),
                    input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
                    output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                    error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
                return .success(code(result.terminationStatus))
            } catch {
                return .failure(Failure(message: "\(name) could not be started: \(error)"))
            }
        }
    }

    /// Runs a program, by its name or path, with a file as its input, and waits. What it says goes to another file.
    ///
    /// Files and no pipes: a program that does not read its input, or says more than a pipe holds, is no reason to fail.
    package static func feed(
        _ path: String, to name: String, _ arguments: [String], sayingTo said: String, in folder: String,
        environment: [String: String]
    ) -> Result<Int32, Failure> {
        BlockingExecutor.run {
            do {
                let input = try FileDescriptor.open(FilePath(path), .readOnly)
                let output = try FileDescriptor.open(
                    FilePath(said), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
                defer { try? output.close() }
                let executable: Executable = name.contains("/") ? .path(FilePath(name)) : .name(name)
                let result = try await Subprocess.run(
                    executable, arguments: Arguments(arguments), environment: Self.environment(environment),
                    workingDirectory: FilePath(folder),
                    input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                    output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                    error: .fileDescriptor(output, closeAfterSpawningProcess: false))
                return .success(code(result.terminationStatus))
            } catch {
                return .failure(Failure(message: "\(name) could not be started: \(error)"))
            }
        }
    }

    /// Runs a pager on `bytes`, its output going to this process's terminal.
    package static func page(
        _ bytes: [UInt8], through command: String, in folder: String, environment: [String: String]
    ) -> Result<Int32, Failure> {
        BlockingExecutor.run {
            do {
                let result = try await Subprocess.run(
                    .name("sh"), arguments: ["-c", command], environment: Self.environment(environment),
                    workingDirectory: FilePath(folder), input: .array(bytes),
                    output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                    error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
                return .success(code(result.terminationStatus))
            } catch {
                return .failure(Failure(message: "\(command) could not be started: \(error)"))
            }
        }
    }

    private static func environment(_ values: [String: String]) -> Environment {
        .custom(Dictionary(uniqueKeysWithValues: values.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }

    private static func code(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): Int32(code)
        case .signaled(let signal): 128 + Int32(signal)
        }
    }
}
