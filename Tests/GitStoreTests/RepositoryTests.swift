import Foundation
import GitStore
import Testing

@Suite struct RepositoryTests {
    @Test("a folder outside of any repository is said to be one")
    func notARepository() throws {
        let desk = try TemporaryRepository()
        try FileManager.default.createDirectory(atPath: desk.sibling("plain"), withIntermediateDirectories: true)
        let error = #expect(throws: GitError.self) { _ = try desk.open(desk.sibling("plain")) }
        #expect(error?.identifier == "git.not-a-repository")
    }

    @Test("a folder deep inside is found in its repository")
    func discover() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open(desk.root + "/tickets/2026")
        let workdir = repository.workdir.map { String(decoding: $0, as: UTF8.self) }
        #expect(workdir?.hasSuffix("/desk") == true)
        #expect(repository.gitDirectory == repository.commonDirectory)
    }

    @Test("repositories of unsupported kinds are refused by name")
    func unsupported() throws {
        let desk = try TemporaryRepository()
        try desk.git("init", "-q", "--object-format=sha256", desk.sibling("sha256"))
        let sha256 = #expect(throws: GitError.self) { _ = try desk.open(desk.sibling("sha256")) }
        #expect(sha256?.identifier == "git.unsupported")
        #expect(sha256?.message.contains("SHA-256") == true)
        try desk.git("config", "core.repositoryFormatVersion", "1")
        try desk.git("config", "extensions.partialClone", "origin")
        #expect(throws: GitError.self) { _ = try desk.open() }
    }

    @Test("a split or sparse index is refused before anything is written", arguments: ["split", "sparse"])
    func unsupportedIndex(kind: String) throws {
        let desk = try TemporaryRepository()
        if kind == "split" {
            try desk.git("update-index", "--split-index")
        } else {
            try desk.git("sparse-checkout", "init", "--cone", "--sparse-index")
        }
        let repository = try desk.open()
        let error = #expect(throws: GitError.self) {
            try repository.commit(plan(repository, [change("new.md", "x\n", from: nil)]))
        }
        #expect(error?.identifier == "git.\(kind)-index")
        #expect(!desk.exists("new.md"))
        #expect(desk.leftovers() == [])
    }

    @Test("configuration of a worktree counts there")
    func worktreeConfiguration() throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "extensions.worktreeConfig", "true")
        try desk.git("config", "--worktree", "user.name", "Grace Hopper")
        let repository = try desk.open()
        #expect(try repository.identity() == Identity(name: "Grace Hopper", email: "ada@example.org"))
        #expect(try repository.configString("no.such") == nil)
        #expect(try repository.configBool("core.bare") == false)
    }

    @Test(
        "names that a commit cannot hold are refused",
        arguments: ["", "  ", "a<b", "a>b", "a\nb", "a\u{1B}[31m", "a\u{85}b", "\u{7F}", "..."])
    func badIdentity(name: String) throws {
        let error = #expect(throws: GitError.self) { _ = try Identity(name: name, email: "a@example.org") }
        #expect(error?.identifier == "git.bad-identity")
        let email = #expect(throws: GitError.self) { _ = try Identity(name: "Ada", email: name) }
        #expect(email?.identifier == "git.bad-identity")
    }

    @Test(
        "messages with control characters or without a word are refused",
        arguments: ["", " \n", "a\u{7}b", "a\rb", "a\0b"])
    func badMessage(message: String) throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        let error = #expect(throws: GitError.self) {
            try repository.commit(plan(repository, [change("a", "x\n", from: nil)], message: message))
        }
        #expect(error?.identifier == "git.bad-message")
    }

    @Test("a new repository has the branch that was asked for")
    func initialize() throws {
        let desk = try TemporaryRepository()
        let repository = try GitRepository.initialize(at: desk.sibling("new/desk"), initialBranch: "trunk")
        #expect(try repository.head() == .unborn(branch: "trunk"))
        #expect(try desk.git("symbolic-ref", "HEAD", in: desk.sibling("new/desk")) == "refs/heads/trunk\n")
        let usual = try GitRepository.initialize(at: desk.sibling("usual"))
        #expect(try usual.head() == .unborn(branch: "main"))
    }

    @Test("hooks see the index of the new tree, may change the message, and can refuse")
    func hooks() throws {
        let desk = try TemporaryRepository()
        try desk.write("staged.md", "x\n")
        try desk.git("add", "staged.md")
        let repository = try desk.open()
        var plan = try plan(repository, [change("README.md", "new\n", from: "A desk.\n")])
        var seen = ""
        plan.hooks = { context throws(GitError) in
            let path = String(decoding: context.temporaryIndexPath, as: UTF8.self)
            seen = (try? desk.git("-c", "alias.i=!GIT_INDEX_FILE='\(path)' git diff --cached --name-only", "i")) ?? "?"
            return context.message + "\nReviewed-by: hook\n"
        }
        _ = try repository.commit(plan)
        #expect(seen == "README.md\n")
        #expect(try desk.git("log", "-1", "--format=%B") == "change\n\nReviewed-by: hook\n\n")
        plan.expectedHead = try repository.head()
        plan.changes = [change("README.md", "newer\n", from: "new\n")]
        plan.hooks = { _ throws(GitError) in throw GitError("test.refused", "no") }
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "test.refused")
        #expect(try desk.status() == "A  staged.md\n")
        #expect(desk.leftovers() == [])
    }

    @Test("commit.gpgsign is never passed over, and only the commit that was asked for may come back signed")
    func signing() throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "commit.gpgsign", "true")
        let repository = try desk.open()
        var plan = try plan(repository, [change("README.md", "new\n", from: "A desk.\n")])
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.unsigned")
        let signature = "gpgsig -----BEGIN\n \n abc\n -----END\n"
        func signed(_ commit: UnsignedCommit, message: String) throws -> [UInt8] {
            let who = "Ada Lovelace <ada@example.org> 1790000000 +0300"
            let parent = try #require(commit.parent).hex
            return Array(
                "tree \(commit.tree.hex)\nparent \(parent)\nauthor \(who)\ncommitter \(who)\n\(signature)\n\(message)"
                    .utf8)
        }
        plan.sign = { commit throws(GitError) in
            do { return try signed(commit, message: "another\n") } catch { throw GitError("test", "\(error)") }
        }
        let other = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(other?.identifier == "git.unsigned")
        #expect(try desk.status() == "")
        plan.sign = { commit throws(GitError) in
            #expect(
                FileManager.default.contents(atPath: String(decoding: commit.messagePath, as: UTF8.self))
                    == Data("change\n".utf8))
            do { return try signed(commit, message: "change\n") } catch { throw GitError("test", "\(error)") }
        }
        let outcome = try repository.commit(plan)
        #expect(try desk.fsck() == "")
        let text = try desk.git("cat-file", "-p", outcome.id.hex)
        #expect(text.contains("+0300\n\(signature)\nchange\n"))
        #expect(!desk.exists(".git/tick/state/signing-message"))
        var unsigned = try GitStoreTests.plan(repository, [change("README.md", "newer\n", from: "new\n")])
        unsigned.isUnsigned = true
        let last = try repository.commit(unsigned)
        #expect(try !desk.git("cat-file", "-p", last.id.hex).contains("gpgsig"))
    }
}
