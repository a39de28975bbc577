import Foundation
import GitStore
import Testing

@Suite("Commits of many files")
struct BulkTests {
    @Test("many files become one pack and the commit that git would make", arguments: [true, false])
    func pack(isDurable: Bool) throws {
        let desk = try TemporaryRepository()
        for number in 0..<150 {
            try desk.write("tickets/\(number % 7)/\(number).md", "status: open\nnumber: \(number)\n")
        }
        try desk.git("add", "-A")
        try desk.git("commit", "-q", "-m", "many")
        let loose = try desk.git("count-objects")
        let repository = try desk.open()
        let changes = (0..<150).map { number in
            let old = "status: open\nnumber: \(number)\n"
            // Some share their content, and some go.
            let new = number % 10 == 0 ? nil : number % 3 == 0 ? "same\n" : old + "priority: high\n"
            return change("tickets/\(number % 7)/\(number).md", new, from: old)
        }
        var plan = try plan(repository, changes)
        plan.isDurable = isDurable
        let outcome = try repository.commit(plan)
        #expect(try desk.status() == "")
        #expect(try desk.fsck() == "")
        #expect(desk.leftovers() == [])
        // The commit alone is a loose object.
        #expect(Self.count(try desk.git("count-objects")) == Self.count(loose) + 1)
        try desk.git("read-tree", outcome.tree.hex)
        #expect(try desk.git("write-tree").hasPrefix(outcome.tree.hex))
        #expect(try desk.git("diff", "--stat", "HEAD").isEmpty)
    }

    @Test("where one of many files was changed meanwhile nothing is")
    func allOrNothing() throws {
        let desk = try TemporaryRepository()
        for number in 0..<120 { try desk.write("tickets/\(number).md", "\(number)\n") }
        try desk.git("add", "-A")
        try desk.git("commit", "-q", "-m", "many")
        let head = try desk.git("rev-parse", "HEAD")
        try desk.write("tickets/77.md", "somebody else's\n")
        let repository = try desk.open()
        let plan = try plan(
            repository, (0..<120).map { change("tickets/\($0).md", "new \($0)\n", from: "\($0)\n") })
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.changed-underneath")
        #expect(try desk.git("rev-parse", "HEAD") == head)
        #expect(try desk.status() == " M tickets/77.md\n")
        #expect(desk.leftovers() == [])
    }

    @Test("files are stored as git stores them, whatever attributes their folders have")
    func attributes() throws {
        let desk = try TemporaryRepository()
        try desk.write(".gitattributes", "*.md merge=tick\n")
        try desk.write("a/b/.gitattributes", "*.md text eol=crlf\n")
        try desk.write("c/.gitattributes", "[attr]mine text=auto\n*.md mine\n")
        // Staged and gone from the disk: git reads it from the index.
        try desk.write("d/.gitattributes", "*.md text\n")
        let folders = ["a", "a/b", "a/b/e", "c", "d", "f"]
        let paths = (0..<180).map { "\(folders[$0 % 6])/\($0).md" }
        for path in paths { try desk.write(path, "one\n") }
        try desk.git("add", "-A")
        try desk.git("commit", "-q", "-m", "many")
        try FileManager.default.removeItem(atPath: desk.root + "/d/.gitattributes")
        let repository = try desk.open()
        _ = try repository.commit(try plan(repository, paths.map { change($0, "one\r\ntwo\n", from: "one\n") }))
        for path in paths {
            let expected = try desk.git("hash-object", "--stdin", "--path", path, input: Data("one\r\ntwo\n".utf8))
            // git hash-object does not look at attributes in the index.
            let isStagedOnly = path.hasPrefix("d/")
            let stored = try desk.git("rev-parse", "HEAD:" + path)
            #expect(isStagedOnly ? stored != expected : stored == expected, "\(path)")
        }
    }

    @Test("where one of many files would pass through a filter of another program nothing is written")
    func filter() throws {
        let desk = try TemporaryRepository()
        try desk.write("secret/.gitattributes", "7*.md filter=crypt\n")
        let paths = (0..<120).map { "\($0 % 2 == 0 ? "open" : "secret")/\($0).md" }
        for path in paths { try desk.write(path, "one\n") }
        try desk.git("add", "-A")
        try desk.git("commit", "-q", "-m", "many")
        let repository = try desk.open()
        let plan = try plan(repository, paths.map { change($0, "two\n", from: "one\n") })
        let error = #expect(throws: GitError.self) { try repository.commit(plan) }
        #expect(error?.identifier == "git.external-filter")
        #expect(try desk.status() == "")
        try desk.git("config", "core.attributesfile", desk.sibling("attributes"))
        try Data("open/8*.md ident\n".utf8).write(to: URL(fileURLWithPath: desk.sibling("attributes")))
        try FileManager.default.removeItem(atPath: desk.root + "/secret/.gitattributes")
        try desk.git("rm", "-q", "--cached", "secret/.gitattributes")
        let other = #expect(throws: GitError.self) { try desk.open().commit(plan) }
        #expect(other?.identifier == "git.external-filter")
    }

    private static func count(_ text: String) -> Int { text.split(separator: " ").first.flatMap { Int($0) } ?? -1 }
}
