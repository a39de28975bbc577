import Foundation
import Testing

@testable import GitStore

/// What we read of git's index and what we make of it, beside git itself.
@Suite struct IndexFileTests {
    /// Each shape of an index that git writes.
    enum Shape: String, CaseIterable, Sendable {
        case version2, version4, extended, extensions, conflicts, manyThreads
    }

    @Test("a path's state is what git ls-files says, in every version", arguments: Shape.allCases)
    func readsEntries(_ shape: Shape) throws {
        var random = SeededNumbers(seed: 7)
        let desk = try Self.desk(shape, &random)
        let index = try #require(try IndexFile.open(Self.path(desk)))
        let listed = try Self.listing(desk)
        let absent = ["a", "zzz", "tickets", "tickets/", "tickets/0/", "tickets/0/none.md"]
        let paths = (listed.map(\.path) + absent).shuffled(using: &random)
        let states = try index.states(of: paths.map { Array($0.utf8) })
        for (path, state) in zip(paths, states) {
            let entries = listed.filter { $0.path == path }
            switch state {
            case .absent: #expect(entries.isEmpty, "\(path)")
            case .conflicted: #expect(entries.contains { $0.stage > 0 }, "\(path)")
            case .entry(let value):
                #expect(entries.map(\.id) == [value.id.hex], "\(path)")
                #expect(entries.map(\.stage) == [0], "\(path)")
                #expect(entries.map(\.mode) == [String(value.mode, radix: 8)], "\(path)")
            }
        }
    }

    @Test(
        "after changes git lists the index that update-index would have made, and finds nothing wrong with it",
        arguments: Shape.allCases)
    func writesEntries(_ shape: Shape) throws {
        for seed in 1...6 {
            var random = SeededNumbers(seed: UInt64(seed))
            let desk = try Self.desk(shape, &random)
            let old = try #require(try IndexFile.open(Self.path(desk)))
            let changes = try Self.changes(in: desk, &random)
            let bytes = try IndexSplice.make(old, changes)
            // git itself makes the same changes to a copy.
            try Self.copyIndex(of: desk, to: "expected")
            try desk.git(
                "-c", "core.fsmonitor=false", "update-index", "-z", "--index-info",
                input: Self.input(changes), index: "expected")
            try Data(bytes).write(to: URL(fileURLWithPath: desk.root + "/.git/index"))
            #expect(try Self.listing(desk) == (try Self.listing(desk, index: "expected")), "\(shape) \(seed)")
            // fsck reads the index with its checksum and its cached trees.
            #expect(try desk.git("fsck", "--strict", "--no-dangling") == "", "\(shape) \(seed)")
            guard shape != .conflicts else { continue }
            #expect(try desk.git("write-tree") == (try desk.git("write-tree", index: "expected")), "\(shape) \(seed)")
        }
    }

    @Test("what was set about other entries stays, and their times", arguments: [Shape.version2, .version4, .extended])
    func keepsOtherEntries(_ shape: Shape) throws {
        var random = SeededNumbers(seed: 3)
        let desk = try Self.desk(shape, &random)
        // Later than every file, so that nothing is racy.
        try Self.touchIndex(of: desk)
        let before = try Self.details(desk)
        let changes = try Self.changes(in: desk, &random)
        let old = try #require(try IndexFile.open(Self.path(desk)))
        try Data(IndexSplice.make(old, changes)).write(to: URL(fileURLWithPath: desk.root + "/.git/index"))
        let after = try Self.details(desk)
        let changed = Set(changes.map { String(decoding: $0.path, as: UTF8.self) })
        #expect(before.filter { !changed.contains($0.key) } == after.filter { !changed.contains($0.key) })
    }

    @Test("cached trees above a change are not known any more, all others are")
    func invalidatesTrees() throws {
        let desk = try TemporaryRepository()
        for folder in ["a/b", "a/c", "d"] { try desk.write("\(folder)/f.md", folder) }
        try desk.git("add", "-A")
        try desk.git("write-tree")
        let old = try #require(try IndexFile.open(Self.path(desk)))
        let value = CommitJournal.IndexValue(
            id: try #require(ObjectID(hex: String(repeating: "1", count: 40))), mode: 0o100644)
        let bytes = try IndexSplice.make(old, [IndexChange(path: Array("a/b/f.md".utf8), value: value, status: nil)])
        let text = String(decoding: bytes.map { $0 == 0 ? UInt8(ascii: "|") : $0 }, as: Unicode.ASCII.self)
        for tree in ["|-1 3\n", "a|-1 2\n", "b|-1 0\n", "c|1 0\n", "d|1 0\n"] { #expect(text.contains(tree)) }
    }

    @Test("an index that is cut off anywhere is refused, and never read beyond its end")
    func refusesCutIndexes() throws {
        for shape in [Shape.version2, .version4, .extended] {
            var random = SeededNumbers(seed: 11)
            let desk = try Self.desk(shape, &random)
            let whole = Array(try Data(contentsOf: URL(fileURLWithPath: desk.root + "/.git/index")))
            for _ in 0..<60 {
                let length = Int.random(in: 0..<whole.count, using: &random)
                try Data(whole[..<length]).write(to: URL(fileURLWithPath: desk.root + "/.git/cut"))
                #expect(throws: GitError.self) {
                    let index = try IndexFile.open(Array((desk.root + "/.git/cut").utf8))
                    try index?.verifyChecksum()
                }
            }
            for _ in 0..<200 {
                var damaged = whole
                damaged[Int.random(in: 0..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                guard damaged != whole else { continue }
                try Data(damaged).write(to: URL(fileURLWithPath: desk.root + "/.git/cut"))
                #expect(throws: GitError.self) {
                    let index = try IndexFile.open(Array((desk.root + "/.git/cut").utf8))
                    // Without the checksum it may be refused or not, but is not read beyond its end.
                    _ = try? index?.states(of: [Array("tickets/0/t0.md".utf8), Array("zzz".utf8)])
                    if let index { _ = try? IndexSplice.make(index, []) }
                    try index?.verifyChecksum()
                }
            }
        }
    }

    @Test("a file where the index has a folder is refused, and the other way round")
    func refusesCollisions() throws {
        let desk = try TemporaryRepository()
        let old = try #require(try IndexFile.open(Self.path(desk)))
        let value = CommitJournal.IndexValue(
            id: try #require(ObjectID(hex: String(repeating: "1", count: 40))), mode: 0o100644)
        for path in ["tickets", "tickets/2026", "README.md/x", "tickets/2026/11/HD-a.md/b/c"] {
            let error = #expect(throws: GitError.self) {
                try IndexSplice.make(old, [IndexChange(path: Array(path.utf8), value: value, status: nil)])
            }
            #expect(error?.identifier == "git.index-collision", "\(path)")
        }
    }

    @Test(
        "the numbers of version 4 are those of git",
        arguments: [(0, [0]), (127, [127]), (128, [0x80, 0]), (16_511, [0xFF, 0x7F]), (16_512, [0x80, 0x80, 0])])
    func numbers(_ number: Int, _ bytes: [UInt8]) {
        var written: [UInt8] = []
        IndexNumber.append(number, to: &written)
        #expect(written == bytes)
    }
}

// MARK: - Making indexes

extension IndexFileTests {
    struct Listed: Equatable {
        var mode: String
        var id: String
        var stage: Int
        var path: String
    }

    private static func path(_ desk: TemporaryRepository) -> [UInt8] { Array((desk.root + "/.git/index").utf8) }

    private static func desk(_ shape: Shape, _ random: inout SeededNumbers) throws -> TemporaryRepository {
        let desk = try TemporaryRepository()
        for number in 0..<60 {
            let long = number == 50 ? String(repeating: "long", count: 45) + "/" : ""
            try desk.write(
                "tickets/\(number % 4)/\(long)t\(number).md", "status: \(Int.random(in: 0...9, using: &random))\n")
        }
        if shape == .version4 { try desk.git("config", "index.version", "4") }
        if shape == .extensions {
            try desk.git("config", "core.untrackedCache", "true")
            try desk.git("config", "core.splitIndex", "false")
        }
        if shape == .manyThreads { try desk.git("config", "index.threads", "2") }
        try desk.git("add", "-A")
        if shape == .version4 { try desk.git("update-index", "--index-version", "4") }
        try desk.git("commit", "-q", "-m", "many")
        switch shape {
        case .extended:
            try desk.write("tickets/1/intended.md", "x")
            try desk.git("add", "-N", "tickets/1/intended.md")
            try desk.git("update-index", "--skip-worktree", "tickets/0/t4.md", "tickets/2/t2.md")
            try desk.git("update-index", "--assume-unchanged", "tickets/3/t3.md")
        case .extensions:
            try desk.git("update-index", "--untracked-cache", "--force-untracked-cache")
            try desk.git("status")
            try conflict(desk)
            try desk.write("tickets/0/t0.md", "resolved\n")
            try desk.git("add", "tickets/0/t0.md")
        case .conflicts: try conflict(desk)
        case .version2, .version4, .manyThreads: break
        }
        return desk
    }

    /// Leaves three versions of one ticket in the index.
    private static func conflict(_ desk: TemporaryRepository) throws {
        try desk.git("checkout", "-q", "-b", "other")
        try desk.write("tickets/0/t0.md", "theirs\n")
        try desk.git("commit", "-q", "-am", "theirs")
        try desk.git("checkout", "-q", "main")
        try desk.write("tickets/0/t0.md", "ours\n")
        try desk.git("commit", "-q", "-am", "ours")
        #expect(throws: GitFailure.self) { try desk.git("merge", "other") }
    }

    /// Replaces, removes and adds paths: at both ends, side by side, long ones, with letters beyond ASCII.
    private static func changes(in desk: TemporaryRepository, _ random: inout SeededNumbers) throws -> [IndexChange] {
        let listed = try listing(desk)
        let conflicted = Set(listed.filter { $0.stage > 0 }.map(\.path))
        let known = Set(listed.map(\.path)).subtracting(conflicted).sorted().shuffled(using: &random)
        let id = try #require(
            ObjectID(hex: desk.git("hash-object", "-w", "--stdin", input: Data("new".utf8)).filter { $0 != "\n" }))
        let value = CommitJournal.IndexValue(id: id, mode: 0o100644)
        let name = String(repeating: "n", count: Int.random(in: 1...260, using: &random))
        let new = ["!first", "tickets/1/\(name)", "tickets/1/\(name)b", "tickets/9/x", "заявка.md", "~last"]
        let removed = known.prefix(Int.random(in: 0...8, using: &random))
        let replaced = known.dropFirst(8).prefix(Int.random(in: 0...8, using: &random))
        let inserted = new.filter { _ in Bool.random(using: &random) }
        return
            (removed.map { IndexChange(path: Array($0.utf8), value: nil, status: nil) }
            + (replaced + inserted).map { IndexChange(path: Array($0.utf8), value: value, status: nil) })
            .shuffled(using: &random)
    }

    private static func input(_ changes: [IndexChange]) -> Data {
        var input = Data()
        for change in changes {
            let head =
                change.value.map { "\(String($0.mode, radix: 8)) \($0.id.hex)" }
                ?? "0 \(String(repeating: "0", count: 40))"
            input += Data("\(head)\t".utf8) + Data(change.path) + [0]
        }
        return input
    }

    private static func listing(_ desk: TemporaryRepository, index: String = "index") throws -> [Listed] {
        try desk.git("ls-files", "-z", "--stage", index: index).split(separator: "\0").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            let words = parts[0].split(separator: " ")
            return Listed(
                mode: String(words[0]), id: String(words[1]), stage: Int(words[2]) ?? -1, path: String(parts[1]))
        }
    }

    /// What `git ls-files --debug` says of each path: times, sizes, flags.
    private static func details(_ desk: TemporaryRepository) throws -> [String: String] {
        var result: [String: String] = [:]
        var path = ""
        for line in try desk.git("-c", "core.quotePath=false", "ls-files", "-v", "--debug").split(separator: "\n") {
            if line.hasPrefix("  ") {
                result[path, default: ""] += line
            } else {
                path = String(line.dropFirst(2))
                result[path] = String(line.prefix(1))
            }
        }
        return result
    }

    private static func copyIndex(of desk: TemporaryRepository, to name: String) throws {
        let git = desk.root + "/.git/"
        try FileManager.default.copyItem(atPath: git + "index", toPath: git + name)
    }

    private static func touchIndex(of desk: TemporaryRepository) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: desk.root + "/.git/index")
    }
}

/// Numbers that are the same for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
