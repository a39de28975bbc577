import Foundation
import GitStore
import Testing

@Suite struct FilterTests {
    static let contents = [
        "a\nb\n", "a\r\nb\r\n", "a\r\nb\n", "a\rb\r", "", "no end", "\r\n", "nul\0\r\n", "$Id: x$\r\n",
    ]

    @Test(
        "what is stored has the id that git hash-object gives, for each attribute and setting",
        arguments: [
            "", "*.md text", "*.md text eol=crlf", "*.md text=auto", "*.md -text", "*.md eol=lf",
            "*.md text=auto eol=crlf", "*.md binary",
        ],
        ["false", "true", "input"])
    func storedAsGitDoes(attributes: String, autocrlf: String) throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "core.autocrlf", autocrlf)
        try desk.write(".gitattributes", attributes + "\n")
        let repository = try desk.open()
        for path in ["README.md", "new.md"] {
            for content in Self.contents {
                let expected = try desk.git("hash-object", "--stdin", "--path", path, input: Data(content.utf8))
                let ours = try repository.blobID(ofWorkingTreeBytes: Array(content.utf8), at: Array(path.utf8))
                #expect(ours.hex + "\n" == expected, "\(content.debugDescription) at \(path)")
            }
        }
    }

    /// `git hash-object` does not look at the index, `git add` does.
    @Test(
        "where git would only guess that a file is text, one that is stored with CRLF stays as it is",
        arguments: ["*.md text=auto", "*.md text", ""], ["false", "true"])
    func storedWithCarriageReturns(attributes: String, autocrlf: String) throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "core.autocrlf", autocrlf)
        try desk.git("config", "core.safecrlf", "false")
        let stored = try desk.git("hash-object", "-w", "--no-filters", "--stdin", input: Data("a\r\nb\n".utf8))
        try desk.write(".gitattributes", attributes + "\n")
        let repository = try desk.open()
        for content in Self.contents {
            try desk.git("update-index", "--add", "--cacheinfo", "100644,\(stored.dropLast()),crlf.md")
            let ours = try repository.blobID(ofWorkingTreeBytes: Array(content.utf8), at: Array("crlf.md".utf8))
            try desk.write("crlf.md", content)
            try desk.git("add", "crlf.md")
            #expect(try desk.git("ls-files", "-s", "crlf.md").contains(ours.hex), "\(content.debugDescription)")
        }
    }

    @Test(
        "a file with CRLF on disk is committed as git would, and the tree is clean",
        arguments: ["true", "input", "false"])
    func autocrlf(setting: String) throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "core.autocrlf", setting)
        let repository = try desk.open()
        _ = try repository.commit(plan(repository, [change("crlf.md", "a\r\nb\r\n", from: nil)]))
        #expect(desk.read("crlf.md") == "a\r\nb\r\n")
        #expect(try desk.status() == "")
        #expect(try desk.git("cat-file", "-p", "HEAD:crlf.md") == (setting == "false" ? "a\r\nb\r\n" : "a\nb\n"))
        let id = try #require(try repository.entry(at: Array("crlf.md".utf8), in: repository.resolve(revision: "HEAD")))
            .id
        let checkedOut = try repository.workingTreeBytes(ofBlob: id, at: Array("crlf.md".utf8))
        #expect(checkedOut == Array((setting == "input" ? "a\nb\n" : "a\r\nb\r\n").utf8))
    }

    @Test(
        "a path with a filter of another program, another encoding or ident is refused",
        arguments: ["*.md filter=git-crypt diff=git-crypt", "*.md working-tree-encoding=UTF-16LE", "*.md ident"])
    func externalFilter(attributes: String) throws {
        let desk = try TemporaryRepository()
        try desk.write(".gitattributes", attributes + "\n")
        let repository = try desk.open()
        let error = #expect(throws: GitError.self) {
            try repository.commit(plan(repository, [change("secret.md", "x\n", from: nil)]))
        }
        #expect(error?.identifier == "git.external-filter")
        #expect(!desk.exists("secret.md"))
        _ = try repository.commit(plan(repository, [change("plain.txt", "x\n", from: nil)]))
    }
}
