import Foundation
import GitStore
import Testing

/// Moving a branch and its logs, as git's files would be.
@Suite struct BranchTests {
    private func commit(_ desk: TemporaryRepository, _ name: String = "n.md", message: String = "change") throws {
        let repository = try desk.open()
        _ = try repository.commit(plan(repository, [change(name, "new\n", from: nil)], message: message))
    }

    @Test("the logs of branch and HEAD hold what git commit would have written")
    func logs() throws {
        let desk = try TemporaryRepository()
        let old = try desk.git("rev-parse", "HEAD").dropLast()
        try commit(desk, message: "one\ttwo   three\n\nMore.\n")
        let new = try desk.git("rev-parse", "HEAD").dropLast()
        let line = "\(old) \(new) Ada Lovelace <ada@example.org> 1790000000 +0300\tcommit: one two three\n"
        #expect(desk.read(".git/logs/HEAD")?.hasSuffix(line) == true)
        #expect(desk.read(".git/logs/refs/heads/main")?.hasSuffix(line) == true)
        #expect(try desk.git("log", "-g", "-1", "--format=%gs", "main") == "commit: one two three\n")
    }

    @Test(
        "core.logAllRefUpdates says whether a log is begun; one that exists is continued",
        arguments: ["always", "true", "false"])
    func logSetting(setting: String) throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "core.logAllRefUpdates", setting)
        try FileManager.default.removeItem(atPath: desk.root + "/.git/logs/refs")
        try commit(desk)
        #expect(desk.exists(".git/logs/refs/heads/main") == (setting != "false"))
        #expect(try desk.git("log", "-g", "-1", "--format=%gs", "HEAD") == "commit: change\n")
    }

    @Test("a branch that is only packed moves, its folder made anew")
    func packed() throws {
        let desk = try TemporaryRepository()
        try desk.git("switch", "-q", "-c", "team/side")
        try desk.git("pack-refs", "--all", "--prune")
        try? FileManager.default.removeItem(atPath: desk.root + "/.git/refs/heads/team")
        try commit(desk)
        try commit(desk, "second.md")
        #expect(try desk.git("rev-list", "--count", "team/side") == "3\n")
        #expect(try desk.git("rev-list", "--count", "main") == "1\n")
        #expect(try desk.fsck() == "")
    }

    @Test("an empty folder of the branch's name is taken away")
    func emptyFolder() throws {
        let desk = try TemporaryRepository()
        try desk.git("pack-refs", "--all", "--prune")
        for place in [".git/refs/heads/main", ".git/logs/refs/heads/main"] {
            try? FileManager.default.removeItem(atPath: desk.root + "/" + place)
            try FileManager.default.createDirectory(
                atPath: desk.root + "/" + place, withIntermediateDirectories: true)
        }
        try commit(desk)
        #expect(try desk.git("rev-list", "--count", "main") == "2\n")
    }

    @Test("the first commit of a branch cannot be made beside one whose name is its folder", arguments: [true, false])
    func takenName(isPacked: Bool) throws {
        let desk = try TemporaryRepository()
        try desk.git("switch", "-q", "--orphan", "main/first")
        if isPacked { try desk.git("pack-refs", "--all", "--prune") }
        #expect(throws: GitError.self) { try commit(desk) }
        #expect(try desk.git("for-each-ref", "--format=%(refname)") == "refs/heads/main\n")
        #expect(desk.leftovers() == [])
        #expect(!desk.exists("n.md"))
    }

    @Test("going back puts the very index back that was there, without writing one")
    func oldIndex() throws {
        let desk = try TemporaryRepository()
        let index = try Data(contentsOf: URL(fileURLWithPath: desk.root + "/.git/index"))
        let repository = try desk.open()
        var plan = try plan(repository, [change("n.md", "new\n", from: nil)])
        plan.onStep = { step throws(GitError) in
            if step == .indexReplaced { throw GitError("test.stopped", "stopped") }
        }
        #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: desk.root + "/.git/index")) == index)
        #expect(desk.leftovers() == [])
    }

    @Test("what a killed hook run left is taken away by the next writer")
    func hookIndex() throws {
        let desk = try TemporaryRepository()
        try desk.write(".git/tick/state/hook-index", "half")
        try desk.write(".git/tick/state/hook-index.lock", "half")
        try commit(desk)
        #expect(!desk.exists(".git/tick/state/hook-index"))
        #expect(!desk.exists(".git/tick/state/hook-index.lock"))
    }
}
