import Foundation
import GitStore
import Testing

@Suite struct CommitTests {
    @Test("a commit of a changed, a new and a removed file is what git itself would make")
    func commitIsGits() throws {
        let desk = try TemporaryRepository()
        try desk.write("old/gone.md", "bye\n")
        try desk.git("add", "-A")
        try desk.git("commit", "-q", "-m", "more")
        let repository = try desk.open()
        let outcome = try repository.commit(
            plan(
                repository,
                [
                    change("tickets/2026/11/HD-a.md", "status: waiting\n", from: "status: open\n"),
                    change("tickets/2026/12/HD-ы.md", "status: open\n", from: nil),
                    change("old/gone.md", nil, from: "bye\n"),
                ], message: "HD-a: open → waiting"))

        #expect(try desk.git("rev-parse", "HEAD") == outcome.id.hex + "\n")
        #expect(try desk.status() == "")
        #expect(try desk.fsck() == "")
        #expect(try desk.git("diff-files") == "")
        #expect(
            try desk.git("log", "-1", "--format=%an|%ae|%at|%ai|%cn|%s")
                == "Ada Lovelace|ada@example.org|1790000000|2026-09-21 17:13:20 +0300|Ada Lovelace|HD-a: open → waiting\n"
        )
        #expect(
            try desk.git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD")
                == "README.md\ntickets/2026/11/HD-a.md\ntickets/2026/12/HD-ы.md\n")
        #expect(desk.read("tickets/2026/11/HD-a.md") == "status: waiting\n")
        #expect(!desk.exists("old"))
        #expect(desk.leftovers() == [])
        #expect(try desk.git("reflog", "-1", "--format=%gs") == "commit: HD-a: open → waiting\n")
        #expect(try desk.git("reflog", "-1", "main", "--format=%gs") == "commit: HD-a: open → waiting\n")
        try desk.git("write-tree")
        #expect(try desk.git("write-tree") == outcome.tree.hex + "\n")
    }

    @Test("what else is staged or changed stays so, and stays out")
    func otherFilesStay() throws {
        let desk = try TemporaryRepository()
        try desk.write("staged.md", "staged\n")
        try desk.git("add", "staged.md")
        try desk.write("README.md", "changed\n")
        try desk.write("untracked.md", "untracked\n")
        let before = try desk.status()
        let repository = try desk.open()
        let outcome = try repository.commit(
            plan(repository, [change("tickets/2026/11/HD-a.md", "status: closed\n", from: "status: open\n")]))
        #expect(try desk.status() == before)
        #expect(try desk.git("show", "--format=", "--name-only", outcome.id.hex) == "tickets/2026/11/HD-a.md\n")
    }

    @Test("the first commit is made on a branch that has none")
    func firstCommit() throws {
        let desk = try TemporaryRepository(commits: false)
        let repository = try desk.open()
        #expect(try repository.head() == .unborn(branch: "main"))
        let outcome = try repository.commit(plan(repository, [change("a/b.md", "x\n", from: nil)]))
        #expect(outcome.parent == nil)
        #expect(try desk.status() == "")
        #expect(try desk.fsck() == "")
        #expect(try repository.head() == .branch(name: "main", commit: outcome.id))
    }

    @Test("an edit that is on disk already is committed as it is")
    func editByHand() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        try desk.write("README.md", "by hand\n")
        try desk.git("rm", "-q", "tickets/2026/11/HD-a.md")
        _ = try repository.commit(
            plan(
                repository,
                [
                    change("README.md", "by hand\n", from: "by hand\n"),
                    change("tickets/2026/11/HD-a.md", nil, from: nil),
                ]))
        #expect(try desk.status() == "")
        #expect(try desk.git("ls-tree", "-r", "--name-only", "HEAD") == "README.md\n")
    }

    @Test("an executable file stays one, on disk, in the index and in the commit")
    func executable() throws {
        let desk = try TemporaryRepository()
        try desk.write("run.sh", "one\n")
        try desk.git("add", "run.sh")
        try desk.git("update-index", "--chmod=+x", "run.sh")
        try desk.git("commit", "-q", "-m", "script")
        try desk.git("checkout", "-q", "--", "run.sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: desk.root + "/run.sh")
        let repository = try desk.open()
        _ = try repository.commit(plan(repository, [change("run.sh", "two\n", from: "one\n")]))
        #expect(try desk.status() == "")
        #expect(try desk.git("ls-tree", "HEAD", "run.sh").hasPrefix("100755 blob "))
        #expect(FileManager.default.isExecutableFile(atPath: desk.root + "/run.sh"))
    }

    @Test("a commit that waits for the disk is made like any other")
    func durable() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        var plan = try plan(repository, [change("README.md", "new\n", from: "A desk.\n")])
        plan.isDurable = true
        _ = try repository.commit(plan)
        #expect(try desk.status() == "")
        #expect(try desk.fsck() == "")
    }

    @Test("a branch that stands for another one moves that one")
    func symbolicBranch() throws {
        let desk = try TemporaryRepository()
        try desk.git("branch", "trunk")
        try desk.git("symbolic-ref", "refs/heads/alias", "refs/heads/trunk")
        try desk.git("symbolic-ref", "HEAD", "refs/heads/alias")
        let repository = try desk.open()
        let outcome = try repository.commit(plan(repository, [change("README.md", "new\n", from: "A desk.\n")]))
        #expect(try desk.git("rev-parse", "trunk") == outcome.id.hex + "\n")
        #expect(try desk.git("symbolic-ref", "refs/heads/alias") == "refs/heads/trunk\n")
        #expect(try desk.status() == "")
    }

    @Test("a file that was changed meanwhile is refused and kept")
    func changedUnderneath() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        let head = try desk.git("rev-parse", "HEAD")
        try desk.write("README.md", "an editor saved this\n")
        let plan = try plan(
            repository,
            [
                change("tickets/2026/11/HD-a.md", "status: closed\n", from: "status: open\n"),
                change("README.md", "ours\n", from: "A desk.\n"),
            ])
        #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(desk.read("README.md") == "an editor saved this\n")
        #expect(try desk.status() == " M README.md\n")
        #expect(try desk.git("rev-parse", "HEAD") == head)
        #expect(desk.leftovers() == [])
    }

    @Test("a plan made before somebody else's commit is refused")
    func headMoved() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        let plan = try plan(repository, [change("README.md", "ours\n", from: "A desk.\n")])
        try desk.git("commit", "-q", "--allow-empty", "-m", "theirs")
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.head-moved")
        #expect(try desk.status() == "")
    }

    @Test("an index.lock that stays is left alone and named with its age")
    func foreignLock() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        try desk.write(".git/index.lock", "")
        var plan = try plan(repository, [change("README.md", "ours\n", from: "A desk.\n")])
        plan.indexLockTimeoutSeconds = 0.2
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.locked")
        #expect(error?.message.contains(".git/index.lock has existed for") == true)
        #expect(desk.exists(".git/index.lock"))
        try FileManager.default.removeItem(atPath: desk.root + "/.git/index.lock")
        #expect(try desk.status() == "")
        #expect(desk.leftovers() == [])
        _ = try repository.commit(plan)
        #expect(try desk.status() == "")
    }

    @Test("an index.lock that goes away is waited for")
    func lockIsWaitedFor() throws {
        let desk = try TemporaryRepository()
        try desk.write(".git/index.lock", "")
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.15)
            try? FileManager.default.removeItem(atPath: desk.root + "/.git/index.lock")
        }
        let repository = try desk.open()
        _ = try repository.commit(plan(repository, [change("README.md", "ours\n", from: "A desk.\n")]))
        #expect(try desk.status() == "")
    }

    @Test("a path behind a symbolic link is refused, and nothing is written there")
    func symbolicLink() throws {
        let desk = try TemporaryRepository()
        try FileManager.default.createDirectory(atPath: desk.sibling("outside"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: desk.root + "/linked", withDestinationPath: desk.sibling("outside"))
        try FileManager.default.createSymbolicLink(atPath: desk.root + "/link.md", withDestinationPath: "README.md")
        let repository = try desk.open()
        for path in ["linked/x.md", "link.md"] {
            let plan = try plan(repository, [change(path, "x\n", from: path == "link.md" ? "A desk.\n" : nil)])
            let error = #expect(throws: GitError.self) { try repository.commit(plan) }
            #expect(error?.identifier == "git.symbolic-link")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: desk.sibling("outside")) == [])
        #expect(desk.read("README.md") == "A desk.\n")
        #expect(desk.leftovers() == [])
    }

    @Test(
        "paths that leave the working tree or enter .git are refused",
        arguments: ["../x", "/x", "a//b", "a/./b", ".git/config", "a/.GIT/x", "GIT~1/x", "", "a/", "a\0b"])
    func badPaths(path: String) throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        let plan = try plan(repository, [change(path, "x\n", from: nil)])
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.bad-path")
    }

    @Test("a file and a folder of one name cannot both be committed")
    func fileInTheWay() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        let plan = try plan(repository, [change("README.md/x.md", "x\n", from: nil)])
        #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(try desk.status() == "")
    }

    @Test("a detached HEAD and an unfinished merge are refused with what to do")
    func refusedStates() throws {
        let desk = try TemporaryRepository()
        try desk.git("checkout", "-q", "-b", "side")
        try desk.write("README.md", "side\n")
        try desk.git("commit", "-q", "-am", "side")
        try desk.git("checkout", "-q", "main")
        try desk.write("README.md", "main\n")
        try desk.git("commit", "-q", "-am", "main")
        _ = try? desk.git("merge", "side")
        let repository = try desk.open()
        #expect(repository.operationInProgress == .merge)
        let merging = #expect(throws: GitError.self) { try repository.refuseToCommit() }
        #expect(merging?.hint?.contains("git merge --abort") == true)
        try desk.git("merge", "--abort")
        try desk.git("checkout", "-q", "--detach")
        let detached = #expect(throws: GitError.self) {
            try repository.commit(plan(repository, [change("a", "x\n", from: nil)]))
        }
        #expect(detached?.identifier == "git.detached")
    }

    @Test("a linked worktree has its own HEAD and index and shares the lock")
    func linkedWorktree() throws {
        let desk = try TemporaryRepository()
        let other = desk.sibling("other")
        try desk.git("worktree", "add", "-q", "-b", "side", other)
        let repository = try desk.open(other)
        let isLinked = repository.isLinkedWorktree
        #expect(isLinked)
        #expect(String(decoding: repository.sharedFolder, as: UTF8.self).hasSuffix("/desk/.git/tick"))
        let outcome = try repository.commit(plan(repository, [change("README.md", "side\n", from: "A desk.\n")]))
        #expect(try desk.git("rev-parse", "side") == outcome.id.hex + "\n")
        #expect(try desk.git("status", "--porcelain", in: other) == "")
        #expect(try desk.status() == "")
        #expect(try desk.git("rev-parse", "main") != outcome.id.hex + "\n")
    }
}
