import Foundation
import GitStore

/// A repository in a temporary folder, with the real `git` beside our code.
final class TemporaryRepository: Sendable {
    let root: String
    private let base: String

    /// libgit2 must not see the configuration of the machine.
    private static let isolated: Void = {
        for level in [GitLibrary.ConfigurationLevel.system, .xdg, .global] {
            try? GitLibrary.setSearchPath("/nonexistent", for: level)
        }
        try? GitLibrary.setDurable(false)
    }()

    init(commits: Bool = true) throws {
        Self.isolated
        base = NSTemporaryDirectory() + "gitstore-" + UUID().uuidString
        root = base + "/desk"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try git("init", "-q", "-b", "main")
        try git("config", "user.name", "Ada Lovelace")
        try git("config", "user.email", "ada@example.org")
        if commits {
            try write("README.md", "A desk.\n")
            try write("tickets/2026/11/HD-a.md", "status: open\n")
            try git("add", "-A")
            try git("commit", "-q", "-m", "start")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: base) }

    /// A folder beside the repository.
    func sibling(_ name: String) -> String { base + "/" + name }

    func open(_ folder: String? = nil) throws -> GitRepository { try GitRepository.discover(from: folder ?? root) }

    /// Runs `git` and returns what it printed; throws if it failed.
    ///
    /// - Parameter index: another index in `.git` to use.
    @discardableResult
    func git(
        _ arguments: String..., in folder: String? = nil, input: Data? = nil, index: String? = nil
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? root)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": base,
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C", "TZ": "UTC",
        ]
        if let index { process.environment?["GIT_INDEX_FILE"] = ".git/" + index }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try process.run()
            pipe.fileHandleForWriting.write(input)
            try pipe.fileHandleForWriting.close()
        } else {
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw GitFailure(arguments: arguments, message: text + complaint) }
        return text
    }

    func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: root + "/" + path).map { String(decoding: $0, as: UTF8.self) }
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + path) }

    /// What should be empty after every command: complaints of `git fsck`.
    func fsck() throws -> String { try git("fsck", "--strict", "--no-dangling", "--no-progress") }

    func status() throws -> String { try git("status", "--porcelain", "--untracked-files=all") }

    /// Temporary names that a commit should have removed.
    func leftovers() -> [String] {
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            name.split(separator: "/").contains { $0.hasPrefix(".tick-") || $0.hasPrefix("tick-") }
                || name.hasSuffix(".lock") || name.hasSuffix("state/journal")
        }
    }
}

struct GitFailure: Error, CustomStringConvertible {
    let arguments: [String]
    let message: String
    var description: String { "git \(arguments.joined(separator: " ")): \(message)" }
}

let ada = Signature(
    name: "Ada Lovelace", email: "ada@example.org", secondsSinceEpoch: 1_790_000_000, offsetMinutes: 180)

/// A change whose paths and contents are text.
func change(_ path: String, _ new: String?, from old: String?, mode: FileMode? = nil) -> FileChange {
    FileChange(
        path: Array(path.utf8), content: new.map { .write(Array($0.utf8)) } ?? .delete,
        expectedOnDisk: old.map { Array($0.utf8) }, mode: mode)
}

/// A plan from where `HEAD` stands, without waiting for the disk.
func plan(_ repository: borrowing GitRepository, _ changes: [FileChange], message: String = "change") throws
    -> CommitPlan
{
    var plan = CommitPlan(
        changes: changes, message: message, author: ada, committer: ada, expectedHead: try repository.head())
    plan.isDurable = false
    return plan
}
