import Foundation
import GitStore
import Testing

/// A branch that is moved to a commit made elsewhere, which changes, adds, removes and renames.
@Suite struct BranchMoveTests {
    static let steps = RecoveryTests.steps

    private func desk() throws -> (TemporaryRepository, ObjectID) {
        let desk = try TemporaryRepository()
        try desk.git("switch", "--quiet", "-c", "theirs")
        try desk.write("tickets/2026/11/HD-a.md", "status: waiting\n")
        try desk.write("tickets/2026/12/HD-b.md", "status: open\n")
        try desk.git("rm", "--quiet", "README.md")
        try desk.git("add", "-A")
        try desk.git("commit", "--quiet", "-m", "theirs")
        let target = try #require(ObjectID(hex: try desk.git("rev-parse", "HEAD").trimmed))
        try desk.git("switch", "--quiet", "main")
        try desk.write("staged.md", "staged\n")
        try desk.git("add", "staged.md")
        return (desk, target)
    }

    private func move(_ repository: borrowing GitRepository, to target: ObjectID) throws -> BranchMove {
        let who = Signature(name: "Ada", email: "ada@example.org", secondsSinceEpoch: 1_710_000_000, offsetMinutes: 0)
        return BranchMove(
            target: target, expectedHead: try repository.head(), committer: who, action: "tick sync: fast-forward")
    }

    private func expectWhole(_ desk: TemporaryRepository, isNew: Bool) throws {
        #expect(try desk.status() == "A  staged.md\n")
        #expect(try desk.fsck() == "")
        #expect(desk.leftovers() == [])
        #expect(desk.read("tickets/2026/11/HD-a.md") == (isNew ? "status: waiting\n" : "status: open\n"))
        #expect(desk.exists("tickets/2026/12/HD-b.md") == isNew)
        #expect(desk.exists("README.md") == !isNew)
        #expect(try desk.git("log", "-1", "--format=%s") == (isNew ? "theirs\n" : "start\n"))
    }

    @Test("moves branch, index and working tree, and says so in the log")
    func moves() throws {
        let (desk, target) = try desk()
        let repository = try desk.open()
        try repository.move(try move(repository, to: target))
        try expectWhole(desk, isNew: true)
        #expect(try desk.git("log", "-g", "-1", "--format=%gs") == "tick sync: fast-forward: theirs\n")
    }

    @Test("a failure after any step leaves the old state or the new one", arguments: steps)
    func failure(step: CommitStep) throws {
        let (desk, target) = try desk()
        let repository = try desk.open()
        var plan = try move(repository, to: target)
        plan.onStep = { reached throws(GitError) in
            if reached == step { throw GitError("test.stopped", "stopped at \(step)") }
        }
        if step == .referenceMoved {
            try repository.move(plan)
        } else {
            let error = #expect(throws: GitError.self) { try repository.move(plan) }
            #expect(error?.landing == .notLanded)
        }
        try expectWhole(desk, isNew: step == .referenceMoved)
    }

    @Test("the next command repairs what a killed one left behind after any step", arguments: steps)
    func kill(step: CommitStep) throws {
        let (desk, target) = try desk()
        let snapshot = desk.sibling("snapshot")
        do {
            let repository = try desk.open()
            var plan = try move(repository, to: target)
            plan.onStep = { reached throws(GitError) in
                if reached == step { _ = try? desk.git("-c", "alias.copy=!cp -a . '\(snapshot)'", "copy") }
            }
            try repository.move(plan)
        }
        try FileManager.default.removeItem(atPath: desk.root)
        try FileManager.default.moveItem(atPath: snapshot, toPath: desk.root)
        let repository = try desk.open()
        try repository.recoverIfNeeded()
        try expectWhole(desk, isNew: step == .referenceMoved)
        try repository.move(try move(repository, to: target))
        try expectWhole(desk, isNew: true)
    }

    @Test("names every edited, staged and untracked file in the way, and changes nothing")
    func obstacles() throws {
        let (desk, target) = try desk()
        try desk.write("tickets/2026/11/HD-a.md", "status: mine\n")
        try desk.write("tickets/2026/12/HD-b.md", "untracked\n")
        try desk.write("README.md", "staged\n")
        try desk.git("add", "README.md")
        let repository = try desk.open()
        let changes = try repository.changes(from: try repository.head().commit, to: target)
        let found = try repository.obstacles(to: changes)
        #expect(
            found.map { "\(String(decoding: $0.path, as: UTF8.self)) \($0.kind)" } == [
                "README.md staged", "tickets/2026/11/HD-a.md edited", "tickets/2026/12/HD-b.md untracked",
            ])
        let plan = try move(repository, to: target)
        #expect(throws: GitError.self) { try repository.move(plan) }
        #expect(desk.read("tickets/2026/12/HD-b.md") == "untracked\n")
        #expect(try desk.git("log", "-1", "--format=%s") == "start\n")
    }

    @Test("a file that says the new thing already is no obstacle")
    func sameEdit() throws {
        let (desk, target) = try desk()
        try desk.write("tickets/2026/11/HD-a.md", "status: waiting\n")
        let repository = try desk.open()
        try repository.move(try move(repository, to: target))
        try expectWhole(desk, isNew: true)
    }

    @Test("executables and links are left to git")
    func special() throws {
        let (desk, _) = try desk()
        try desk.git("switch", "--quiet", "-c", "links")
        try FileManager.default.createSymbolicLink(atPath: desk.root + "/link", withDestinationPath: "README.md")
        try desk.git("add", "link")
        try desk.git("commit", "--quiet", "-m", "link", "link")
        let target = try #require(ObjectID(hex: try desk.git("rev-parse", "HEAD").trimmed))
        try desk.git("switch", "--quiet", "main")
        let repository = try desk.open()
        let changes = try repository.changes(from: try repository.head().commit, to: target)
        #expect(try repository.obstacles(to: changes).map(\.kind) == [.special])
    }

    @Test("a commit made again keeps author, date and message to the byte")
    func rewrite() throws {
        let (desk, target) = try desk()
        let repository = try desk.open()
        let parent = try #require(try repository.head().commit)
        let who = Signature(name: "Ada", email: "ada@example.org", secondsSinceEpoch: 1_710_000_000, offsetMinutes: 60)
        let blob = try repository.storeBlob(Array("text\n".utf8))
        let tree = try repository.storeTree([Array("a/b.md".utf8): blob, Array("README.md".utf8): nil], on: parent)
        let made = try repository.storeCommit(
            CommitRewrite(original: target, tree: tree, parent: parent, committer: who))
        let format = "--format=%an%ae%ad%B"
        #expect(try desk.git("log", "-1", format, made.hex) == desk.git("log", "-1", format, target.hex))
        #expect(try desk.git("log", "-1", "--format=%cn %ct %P", made.hex) == "Ada 1710000000 \(parent.hex)\n")
        #expect(try desk.git("ls-tree", "-r", "--name-only", made.hex) == "a/b.md\ntickets/2026/11/HD-a.md\n")
        #expect(try desk.fsck() == "")
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
