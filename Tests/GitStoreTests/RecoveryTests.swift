import Foundation
import GitStore
import Testing

/// A commit that changes, adds and removes, stopped at each of its steps.
@Suite struct RecoveryTests {
    static let changes = [
        change("tickets/2026/11/HD-a.md", "status: waiting\n", from: "status: open\n"),
        change("tickets/2026/12/HD-b.md", "status: open\n", from: nil),
        change("README.md", nil, from: "A desk.\n"),
    ]
    static let steps: [CommitStep] = [
        .journalWritten, .filesPrepared, .indexLocked, .journalCompleted, .filePlaced(0), .filePlaced(1),
        .filePlaced(2), .indexReplaced, .referenceMoved,
    ]

    /// HEAD, index and working tree are all old or all new, and nothing else lies about.
    private func expectWhole(_ desk: TemporaryRepository, isNew: Bool) throws {
        #expect(try desk.status() == "A  staged.md\n")
        #expect(try desk.fsck() == "")
        #expect(desk.leftovers() == [])
        #expect(desk.read("tickets/2026/11/HD-a.md") == (isNew ? "status: waiting\n" : "status: open\n"))
        #expect(desk.exists("tickets/2026/12/HD-b.md") == isNew)
        #expect(desk.exists("README.md") == !isNew)
        #expect(try desk.git("log", "-1", "--format=%s") == (isNew ? "change\n" : "start\n"))
    }

    private func desk() throws -> TemporaryRepository {
        let desk = try TemporaryRepository()
        try desk.write("staged.md", "staged\n")
        try desk.git("add", "staged.md")
        return desk
    }

    @Test("a failure after any step leaves the old state or the new one, and says which", arguments: steps)
    func failure(step: CommitStep) throws {
        let desk = try desk()
        let repository = try desk.open()
        var plan = try plan(repository, Self.changes)
        plan.onStep = { reached throws(GitError) in
            if reached == step { throw GitError("test.stopped", "stopped at \(step)") }
        }
        if step == .referenceMoved {
            _ = try repository.commit(plan)
        } else {
            let error = #expect(throws: GitError.self) { try repository.commit(plan) }
            #expect(error?.identifier == "test.stopped")
            #expect(error?.landing == .notLanded)
        }
        try expectWhole(desk, isNew: step == .referenceMoved)
    }

    @Test("the next command repairs what a killed one left behind after any step", arguments: steps)
    func kill(step: CommitStep) throws {
        let desk = try desk()
        try stop(desk, at: step)
        #expect(desk.exists(".git/tick/state/journal"))

        let repository = try desk.open()
        try repository.recoverIfNeeded()
        try expectWhole(desk, isNew: step == .referenceMoved)
        _ = try repository.commit(plan(repository, [change("next.md", "next\n", from: nil)], message: "next"))
        #expect(try desk.git("log", "-1", "--format=%s") == "next\n")
        #expect(try desk.status() == "A  staged.md\n")
    }

    /// Makes the folder what a process killed at a step would leave.
    private func stop(_ desk: TemporaryRepository, at step: CommitStep) throws {
        let snapshot = desk.sibling("snapshot")
        do {
            let repository = try desk.open()
            var plan = try plan(repository, Self.changes)
            plan.onStep = { reached throws(GitError) in
                // A copy of the whole folder is what a process killed now would leave; links stay links.
                if reached == step { _ = try? desk.git("-c", "alias.copy=!cp -a . '\(snapshot)'", "copy") }
            }
            _ = try repository.commit(plan)
        }
        try FileManager.default.removeItem(atPath: desk.root)
        try FileManager.default.moveItem(atPath: snapshot, toPath: desk.root)
    }

    @Test("new versions that were half written are removed")
    func halfWritten() throws {
        let desk = try desk()
        try stop(desk, at: .filesPrepared)
        let waiting = desk.leftovers().filter { $0.contains(".tick-") }
        #expect(waiting.count == 2)
        for name in waiting { try desk.write(name, "sta") }
        try desk.open().recoverIfNeeded()
        try expectWhole(desk, isNew: false)
    }

    @Test("a branch's lock is let go if it holds our commit's id, and else left and named")
    func branchLock() throws {
        let desk = try desk()
        try stop(desk, at: .indexReplaced)
        let journal = try #require(desk.read(".git/tick/state/journal"))
        let new = try #require(journal.split(separator: "\n").first { $0.hasPrefix("new ") }).dropFirst(4)
        try desk.write(".git/refs/heads/main.lock", new + "\n")
        let repository = try desk.open()
        try repository.recoverIfNeeded()
        try expectWhole(desk, isNew: false)

        try desk.write(".git/refs/heads/main.lock", "")
        var plan = try plan(repository, Self.changes)
        plan.indexLockTimeoutSeconds = 0.1
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.locked")
        #expect(error?.message.contains("refs/heads/main.lock has existed for") == true)
        #expect(desk.leftovers() == [".git/refs/heads/main.lock"])
        try FileManager.default.removeItem(atPath: desk.root + "/.git/refs/heads/main.lock")
        try expectWhole(desk, isNew: false)
    }

    @Test("a lock that is not the journal's is left, and the repair waits for another time")
    func foreignIndexLock() throws {
        let desk = try desk()
        try stop(desk, at: .indexReplaced)
        try desk.write(".git/index.lock", "somebody else's")
        let error = #expect(throws: GitError.self) { try desk.open().recoverIfNeeded(indexLockTimeoutSeconds: 0.1) }
        #expect(error?.identifier == "git.locked")
        #expect(desk.read(".git/index.lock") == "somebody else's")
        try FileManager.default.removeItem(atPath: desk.root + "/.git/index.lock")
        try desk.open().recoverIfNeeded()
        try expectWhole(desk, isNew: false)
    }

    @Test("what a person wrote after the crash is kept by the repair")
    func laterEditSurvives() throws {
        let desk = try desk()
        try stop(desk, at: .indexReplaced)
        try desk.write("tickets/2026/11/HD-a.md", "status: by hand\n")
        try desk.write("tickets/2026/12/HD-b.md", "by hand\n")
        try desk.open().recoverIfNeeded()
        #expect(desk.read("tickets/2026/11/HD-a.md") == "status: by hand\n")
        #expect(desk.read("tickets/2026/12/HD-b.md") == "by hand\n")
        #expect(desk.read("README.md") == "A desk.\n")
        #expect(try desk.status() == "A  staged.md\n M tickets/2026/11/HD-a.md\n?? tickets/2026/12/HD-b.md\n")
        #expect(desk.leftovers() == [])
    }

    @Test("a save by an editor in the last moment is found and given back")
    func lateSave() throws {
        let desk = try desk()
        let repository = try desk.open()
        var plan = try plan(repository, Self.changes)
        plan.onStep = { reached throws(GitError) in
            if reached == .filePlaced(1) { try? desk.write("README.md", "saved late\n") }
        }
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.changed-underneath")
        #expect(desk.read("README.md") == "saved late\n")
        #expect(desk.read("tickets/2026/11/HD-a.md") == "status: open\n")
        #expect(
            try desk.status() == " M README.md\nA  staged.md\n".split(separator: "\n").sorted().joined(separator: "\n")
                + "\n")
    }
}
