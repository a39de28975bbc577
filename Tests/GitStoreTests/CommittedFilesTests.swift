import Foundation
import Testing

@testable import GitStore

/// What the index says of files that are as committed, beside `git status`.
@Suite struct CommittedFilesTests {
    private static let folders = ["", "a/", "a/b/", "a/b-c/", "z/"]

    /// The files with the numbers that git remembers; nil where that cannot be told.
    private func found(_ desk: TemporaryRepository) throws -> Set<String>? {
        var paths: [String: CommittedStamp] = [:]
        let isKnown = try desk.open().visitCommittedFiles { paths[String(decoding: $0, as: UTF8.self)] = $1 }
        guard isKnown else { return nil }
        return Set(paths.filter { path, stamp in Self.stamp(desk.root + "/" + path) == stamp }.keys)
    }

    private static func stamp(_ path: String) -> CommittedStamp? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
        return CommittedStamp(
            sizeBytes: UInt32(truncatingIfNeeded: status.st_size), modifiedNanoseconds: nanoseconds(status.st_mtim),
            changedNanoseconds: nanoseconds(status.st_ctim), inode: UInt32(truncatingIfNeeded: status.st_ino))
    }

    /// The files of `HEAD` that git finds nothing to say about.
    private func clean(_ desk: TemporaryRepository) throws -> Set<String> {
        func paths(_ text: String) -> [String] { text.split(separator: "\0").map(String.init) }
        let status = try paths(desk.git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"))
        return try Set(paths(desk.git("ls-tree", "-r", "-z", "--name-only", "HEAD"))).subtracting(
            status.map { String($0.dropFirst(3)) })
    }

    private func step(_ desk: TemporaryRepository, _ random: inout SeededNumbers) throws -> String {
        let folder = Self.folders.randomElement(using: &random) ?? ""
        let path = "\(folder)f\(Int.random(in: 0..<4, using: &random)).md"
        let exists = FileManager.default.fileExists(atPath: desk.root + "/" + path)
        switch Int.random(in: 0..<16, using: &random) {
        case 0 where exists: try FileManager.default.removeItem(atPath: desk.root + "/" + path)
        case 1 where exists: unsafe chmod(desk.root + "/" + path, Bool.random(using: &random) ? 0o755 : 0o644)
        case 2 where exists: unsafe utimes(desk.root + "/" + path, nil)
        case 3: try desk.git("add", "-A")
        case 4, 5:
            try desk.git("add", "-A")
            try desk.git("commit", "-q", "--allow-empty", "-m", "work")
        case 6: try desk.git("reset", "-q", "--soft", "HEAD~1")
        case 7: try desk.git("reset", "-q")
        case 8:
            try desk.write(path, "intended")
            try desk.git("add", "--intent-to-add", path)
        case 10 where exists:
            try desk.git("update-index", "--add", "--chmod=\(Bool.random(using: &random) ? "+" : "-")x", path)
            try desk.git("commit", "-q", "--allow-empty", "-m", "mode")
        case 11 where exists: try desk.git("update-index", "--assume-unchanged", path)
        case 9: try desk.git("update-index", "--index-version", Bool.random(using: &random) ? "4" : "2")
        default: try desk.write(path, "text \(Int.random(in: 0..<3, using: &random))")
        }
        return path
    }

    @Test("No file is taken for committed of which git says another thing", arguments: 1...6)
    func sound(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        let desk = try TemporaryRepository()
        for number in 0..<3 { try desk.git("commit", "-q", "--allow-empty", "-m", "\(number)") }
        var count = 0
        for round in 0..<25 {
            let path = (try? step(desk, &random)) ?? "a refusal"
            let found = try #require(try found(desk))
            #expect(try found.isSubset(of: clean(desk)), "seed \(seed), round \(round), \(path)")
            count += found.count
        }
        #expect(count > 0)
    }

    @Test("What is committed and quiet is found", arguments: ["2", "4"])
    func complete(version: String) throws {
        let desk = try TemporaryRepository()
        for folder in Self.folders { for number in 0..<3 { try desk.write("\(folder)f\(number).md", folder) } }
        try desk.git("add", "-A")
        // Later than what the files' times can tell.
        Thread.sleep(forTimeInterval: 0.05)
        try desk.git("commit", "-q", "-m", "files")
        try desk.git("update-index", "--index-version", version)
        #expect(try found(desk) == clean(desk))
        // Half of the folders are not known to the index any more.
        try desk.write("a/b/f1.md", "other")
        Thread.sleep(forTimeInterval: 0.05)
        try desk.git("add", "a/b/f1.md")
        let rest = try clean(desk)
        #expect(try found(desk) == rest && !rest.contains("a/b/f1.md") && rest.contains("a/b/f2.md"))
    }

    @Test("Sides of a conflict, and what nobody committed, are not found; without a commit nothing can be told")
    func conflicts() throws {
        let desk = try TemporaryRepository()
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write("README.md", "one")
        try desk.git("commit", "-q", "-a", "-m", "one")
        try desk.git("checkout", "-q", "main")
        try desk.write("README.md", "two")
        Thread.sleep(forTimeInterval: 0.05)
        try desk.git("commit", "-q", "-a", "-m", "two")
        _ = try? desk.git("merge", "-q", "side")
        try desk.write("new.md", "new")
        #expect(try found(desk).map { $0.isSubset(of: ["tickets/2026/11/HD-a.md"]) } == true)
        #expect(try found(TemporaryRepository(commits: false)) == nil)
    }
}
