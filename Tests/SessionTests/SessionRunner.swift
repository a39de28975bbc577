import Foundation

/// Runs a session in a folder and an environment of its own.
///
/// One bash reads all commands, so that folders and exported variables last from one to the next; each command has its own standard
/// input, output and errors. Nothing of the caller's environment gets in but `PATH`, behind a folder with the `tick` under test.
struct SessionRunner {
    /// What a command did.
    struct Outcome: Equatable {
        var output: [String]
        var errors: [String]
        /// Nil when the shell ended before or within this command.
        var exitCode: Int?
    }

    /// Longer sessions are ended.
    static let timeLimitInSeconds = 120

    /// The `tick` to test: `TICK_BINARY`, otherwise the one beside the running test bundle.
    static var binary: URL {
        if let path = ProcessInfo.processInfo.environment["TICK_BINARY"] { return URL(filePath: path) }
        let bundle =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "tick")
    }

    private let root: URL

    private init() throws {
        // Resolved, since programs print the folder they are in without links.
        let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        root = temporary.appending(path: "tick-session-\(UUID().uuidString)")
        for folder in ["work", "home", "bin", "steps"] {
            try FileManager.default.createDirectory(at: root.appending(path: folder), withIntermediateDirectories: true)
        }
        for name in ["tick", "git-tick"] {
            let link = root.appending(path: "bin/\(name)")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: Self.binary)
        }
        try write("[init]\n\tdefaultBranch = main\n", to: "home/gitconfig")
    }

    /// Runs all steps and returns an outcome for each.
    static func run(_ script: SessionScript) async throws -> [Outcome] {
        let runner = try SessionRunner()
        defer { try? FileManager.default.removeItem(at: runner.root) }
        try runner.writeSteps(of: script)
        try await runner.runShell()
        return try script.steps.indices.map(runner.outcome)
    }

    // MARK: Steps

    private func writeSteps(of script: SessionScript) throws {
        var driver = "cd \"$SESSION_ROOT/work\"\nsession_steps=$SESSION_ROOT/steps\nunset SESSION_ROOT OLDPWD\n"
        var stepCount = 0
        for (number, item) in script.items.enumerated() {
            switch item {
            case .text: break
            case .file(let path, let lines):
                try write(lines.map { $0 + "\n" }.joined(), to: "steps/\(number).file")
                try write(path, to: "steps/\(number).path")
                driver += Self.copying(number)
            case .step(let step):
                try write(step.commandLines.joined(separator: "\n") + "\n", to: "steps/\(stepCount).sh")
                try write((step.inputLines ?? []).map { $0 + "\n" }.joined(), to: "steps/\(stepCount).in")
                driver += Self.running(stepCount)
                stepCount += 1
            }
        }
        try write(driver, to: "steps/driver")
    }

    private static func copying(_ number: Int) -> String {
        """
        session_path=$(cat "$session_steps/\(number).path")
        mkdir -p -- "$(dirname -- "$session_path")" && cp -- "$session_steps/\(number).file" "$session_path"

        """
    }

    private static func running(_ number: Int) -> String {
        let file = "\"$session_steps/\(number)."
        return """
            source \(file)sh" < \(file)in" > \(file)out" 2> \(file)err"
            echo $? > \(file)code"

            """
    }

    private func outcome(_ number: Int) throws -> Outcome {
        let code = try? String(contentsOf: root.appending(path: "steps/\(number).code"), encoding: .utf8)
        return Outcome(
            output: lines(of: "steps/\(number).out"), errors: lines(of: "steps/\(number).err"),
            exitCode: code.flatMap { Int($0.dropLast()) })
    }

    /// Returns the lines of what a command wrote: controls as pictures, this session's folder as `…`, and `\c` behind a last line
    /// that has no end, as `echo` has it.
    private func lines(of path: String) -> [String] {
        guard let data = try? Data(contentsOf: root.appending(path: path)), !data.isEmpty else { return [] }
        let text = String(decoding: data, as: UTF8.self).replacing(root.path(), with: "…")
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            } else {
                line.append(Self.visible(scalar))
            }
        }
        return line.isEmpty ? lines : lines + [String(line) + "\\c"]
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" { return scalar }
        if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + UInt16(scalar.value)) ?? "\u{FFFD}" }
        return scalar == "\u{7F}" ? "\u{2421}" : scalar
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: root.appending(path: path))
    }

    // MARK: The shell

    /// A shell that did not end in time.
    struct TookTooLong: Error, CustomStringConvertible {
        var description: String { "the session took longer than \(SessionRunner.timeLimitInSeconds) s" }
    }

    private static let turnstile = Turnstile(width: 3 * ProcessInfo.processInfo.activeProcessorCount)

    private func runShell() async throws {
        await Self.turnstile.enter()
        let code: Int32
        do {
            code = try await runShellNow()
        } catch {
            await Self.turnstile.leave()
            throw error
        }
        await Self.turnstile.leave()
        // Source: timeout(1).
        if code == 124 { throw TookTooLong() }
    }

    private func runShellNow() async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "timeout", "--kill-after=5", "\(Self.timeLimitInSeconds)", "bash",
            root.appending(path: "steps/driver").path(),
        ]
        process.environment = environment
        process.currentDirectoryURL = root.appending(path: "work")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }

    private var environment: [String: String] {
        let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return [
            "SESSION_ROOT": root.path(),
            "PATH": root.appending(path: "bin").path() + ":" + inherited,
            "HOME": root.appending(path: "home").path(),
            "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "dumb", "PAGER": "cat", "EDITOR": "false",
            "GIT_CONFIG_GLOBAL": root.appending(path: "home/gitconfig").path(), "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": root.path(), "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "Ivan Petrov", "GIT_AUTHOR_EMAIL": "ivan@helpdesk.example",
            "GIT_COMMITTER_NAME": "Ivan Petrov", "GIT_COMMITTER_EMAIL": "ivan@helpdesk.example",
            "TICK_NOW": "2026-11-21T12:00:00+03:00", "TICK_ID_SEED": "1",
        ]
    }
}
