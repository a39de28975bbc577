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

    private static func count(_ text: String) -> Int { text.split(separator: " ").first.flatMap { Int($0) } ?? -1 }
}
