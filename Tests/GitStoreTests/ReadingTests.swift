import Foundation
import GitStore
import Testing

@Suite struct ReadingTests {
    /// A small history with a merge, renames, modes, and names that sort oddly.
    private func busyDesk() throws -> TemporaryRepository {
        let desk = try TemporaryRepository()
        var random = SeededGenerator(seed: 7)
        let names = ["a", "a.md", "a-b.md", "a/x.md", "a0.md", "b/c/d.md", "b/c.md", "b.md", "é.md", "z/y/x/w.md"]
        for number in 0..<25 {
            for _ in 0..<3 {
                let name = names.randomElement(using: &random)!
                try? FileManager.default.removeItem(atPath: desk.root + "/" + name)
                if Bool.random(using: &random) { try? desk.write(name, "\(number)\n") }
            }
            try desk.git("add", "-A")
            try desk.git("commit", "-q", "--allow-empty", "-m", "commit \(number)")
            if number == 10 { try desk.git("branch", "side") }
        }
        try desk.git("checkout", "-q", "side")
        try desk.write("side.md", "side\n")
        try desk.git("add", "-A")
        try desk.git("commit", "-q", "-m", "side")
        try desk.git("checkout", "-q", "main")
        try desk.git("merge", "-q", "-m", "merge", "side")
        return desk
    }

    @Test("the changes between neighbours are those of git diff-tree")
    func changesAreGits() throws {
        let desk = try busyDesk()
        let repository = try desk.open()
        let history = try repository.history(from: [repository.resolve(revision: "HEAD")])
        #expect(history.count == 28)
        for record in history {
            let parent = record.parents.first
            let expected = try desk.git(
                "diff-tree", "-r", "-z", "--no-commit-id", "--no-renames", "--root", "-m", "--first-parent",
                parent?.hex ?? "4b825dc642cb6eb9a060e54bf8d69288fbee4904", record.id.hex)
            let ours = try repository.changes(from: parent, to: record.id).map { change in
                let letter = change.oldID == nil ? "A" : change.newID == nil ? "D" : "M"
                let (old, new) = (change.oldMode?.rawValue ?? 0, change.newMode?.rawValue ?? 0)
                let zero = String(repeating: "0", count: 40)
                return
                    ":\(octal(old)) \(octal(new)) \(change.oldID?.hex ?? zero) \(change.newID?.hex ?? zero) \(letter)\0"
                    + String(decoding: change.path, as: UTF8.self) + "\0"
            }
            #expect(ours.joined() == expected)
        }
    }

    private func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    @Test("history is in an order in which no commit precedes its parents, and whole")
    func history() throws {
        let desk = try busyDesk()
        let repository = try desk.open()
        let tip = try repository.resolve(revision: "HEAD")
        let records = try repository.history(from: [tip])
        let expected = try desk.git("rev-list", "HEAD").split(separator: "\n").map(String.init)
        #expect(Set(records.map(\.id.hex)) == Set(expected))
        var seen: Set<ObjectID> = []
        for record in records {
            #expect(record.parents.allSatisfy(seen.contains))
            seen.insert(record.id)
        }
        let base = try repository.resolve(revision: "HEAD~3")
        let newer = try repository.history(from: [tip], hiding: [base], includingMessages: false)
        let expectedNewer = try desk.git("rev-list", "HEAD~3..HEAD").split(separator: "\n").map(String.init)
        #expect(Set(newer.map(\.id.hex)) == Set(expectedNewer))
        #expect(newer.allSatisfy { $0.message.isEmpty })
        let merge = try repository.commit(tip)
        #expect(merge.parents.count == 2)
        #expect(merge.messageText == "merge\n")
        #expect(try repository.mergeBase(merge.parents[0], merge.parents[1]) == repository.resolve(revision: "side~1"))
        #expect(try repository.aheadBehind(local: tip, upstream: base).behind == 0)
    }

    @Test("files of a tree are those of git ls-tree")
    func files() throws {
        let desk = try busyDesk()
        let repository = try desk.open()
        let head = try repository.resolve(revision: "HEAD")
        let expected = try desk.git("ls-tree", "-r", "-z", "--format=%(objectname) %(path)", "HEAD")
        let files = try repository.files(inTreeOf: head)
        #expect(files.map { "\($0.id.hex) " + String(decoding: $0.path, as: UTF8.self) + "\0" }.joined() == expected)
        for file in files { #expect(try repository.entry(at: file.path, in: head) == file) }
        #expect(try repository.entry(at: Array("no/such".utf8), in: head) == nil)
        let under = try repository.files(inTreeOf: head, under: Array("z".utf8))
        #expect(under == files.filter { $0.path.starts(with: Array("z/".utf8)) })
    }

    @Test("ranges have the ends that git gives them")
    func ranges() throws {
        let desk = try busyDesk()
        let repository = try desk.open()
        let (base, tip) = try repository.resolveRange("HEAD~2..")
        #expect(base == (try repository.resolve(revision: "HEAD~2")))
        #expect(tip == (try repository.resolve(revision: "HEAD")))
        #expect(
            try repository.resolveRange("side...HEAD~1").base
                == repository.mergeBase(
                    repository.resolve(revision: "side"), repository.resolve(revision: "HEAD~1")))
        #expect(try repository.resolveRange(String(repeating: "0", count: 40) + "..main").base == nil)
        let error = #expect(throws: GitError.self) { try repository.resolve(revision: "no-such") }
        #expect(error?.identifier == "git.not-found")
        #expect(throws: GitError.self) { try repository.resolveRange("main") }
    }

    @Test("status is that of git, and writes nothing")
    func status() throws {
        let desk = try TemporaryRepository()
        try desk.write(".gitignore", "*.tmp\n")
        try desk.write("deep/er/new.md", "x\n")
        try desk.write("ignored.tmp", "x\n")
        try desk.write("staged.md", "x\n")
        try desk.git("add", "staged.md")
        try desk.write("staged.md", "y\n")
        try desk.write("README.md", "other\n")
        try FileManager.default.removeItem(atPath: desk.root + "/tickets/2026/11/HD-a.md")
        let index = FileManager.default.contents(atPath: desk.root + "/.git/index")
        let repository = try desk.open()
        let ours = try repository.status().map { entry in
            let isUntracked = entry.staged == nil && entry.worktree == .added
            let letters: [ChangeKind: String] = [.added: "A", .modified: "M", .deleted: "D", .typeChanged: "T"]
            let pair =
                isUntracked ? "??" : [entry.staged, entry.worktree].map { $0.flatMap { letters[$0] } ?? " " }.joined()
            return pair + " " + String(decoding: entry.path, as: UTF8.self)
        }
        #expect(FileManager.default.contents(atPath: desk.root + "/.git/index") == index)
        #expect(Set(ours) == Set(try desk.status().split(separator: "\n").map(String.init)))
        #expect(try repository.status(in: [Array("deep".utf8)]).map(\.path) == [Array("deep/er/new.md".utf8)])
        #expect(try repository.stagedEntries().map(\.path).count == 3)
    }

    @Test("a conflict is seen in the status and in the index, and its file is not committed")
    func conflict() throws {
        let desk = try TemporaryRepository()
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write("README.md", "side\n")
        try desk.git("commit", "-q", "-am", "side")
        try desk.git("checkout", "-q", "main")
        try desk.write("README.md", "main\n")
        try desk.git("commit", "-q", "-am", "main")
        _ = try? desk.git("merge", "side")
        let repository = try desk.open()
        #expect(try repository.status().contains { $0.isConflicted && $0.path == Array("README.md".utf8) })
        #expect(try repository.stagedEntries { $0 == Array("README.md".utf8) }.map(\.stage) == [1, 2, 3])
        try FileManager.default.removeItem(atPath: desk.root + "/.git/MERGE_HEAD")
        let before = desk.read("README.md")
        let error = #expect(throws: GitError.self) {
            try repository.commit(plan(repository, [change("README.md", "ours\n", from: before)]))
        }
        #expect(error?.identifier == "git.conflicted")
        #expect(desk.read("README.md") == before)
        #expect(desk.leftovers() == [])
    }

    @Test("ids are read in either case, ordered as bytes, and nothing else is an id")
    func ids() throws {
        let text = "00ff10a2b3c4d5e6f708192a3b4c5d6e7f809102"
        let id = try #require(ObjectID(hex: text.uppercased()))
        #expect(id.hex == text)
        #expect(ObjectID(bytes: id.bytes[...]) == id)
        #expect(id.shortHex == "00ff10a")
        #expect(id < ObjectID(hex: String(repeating: "f", count: 40))!)
        for bad in ["", String(text.dropLast()), text + "0", "g" + text.dropFirst()] {
            #expect(ObjectID(hex: bad) == nil)
        }
    }
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
