import Foundation
import GitStore
import Testing

@Suite struct ConcurrencyTests {
    /// Adds a line to a file that all writers share, trying again from what is there.
    private static func addLine(_ line: String, _ desk: TemporaryRepository) throws {
        let repository = try desk.open()
        try repository.withWriteLock(timeoutSeconds: 60) {
            for _ in 0..<50 {
                let old = desk.read("log.md")
                do {
                    _ = try repository.commit(
                        plan(repository, [change("log.md", (old ?? "") + line + "\n", from: old)], message: line))
                    return
                } catch let error as GitError where error.identifier == "git.head-moved" {
                    continue
                }
            }
            throw GitError("test.gave-up", line)
        }
    }

    @Test("eight writers of one file lose no commit, beside a person who stages and commits")
    func writers() throws {
        let desk = try TemporaryRepository()
        let (writers, commits) = (8, 10)
        let failures = Failures()
        let group = DispatchGroup()
        for writer in 0..<writers {
            group.enter()
            Thread.detachNewThread {
                for number in 0..<commits {
                    do { try Self.addLine("\(writer)-\(number)", desk) } catch { failures.append("\(error)") }
                }
                group.leave()
            }
        }
        var staged = 0
        for number in 0..<20 {
            try desk.write("person-\(number).md", "x\n")
            // Git does not wait for index.lock; a person would type the command again.
            for _ in 0..<400 where (try? desk.git("add", "person-\(number).md")) != nil {
                staged += 1
                break
            }
            if number % 5 == 4 { _ = try? desk.git("commit", "-q", "-m", "person \(number)") }
        }
        group.wait()
        #expect(failures.all == [])
        let lines = desk.read("log.md")?.split(separator: "\n").map(String.init) ?? []
        #expect(Set(lines).count == writers * commits)
        #expect(lines.count == writers * commits)
        let subjects = try desk.git("log", "--format=%s").split(separator: "\n").filter { $0.contains("-") }
        #expect(subjects.count == writers * commits)
        let tracked = try desk.git("ls-files", "person-*").split(separator: "\n").count
        #expect(tracked == staged)
        #expect(try desk.fsck() == "")
        #expect(
            try desk.status().split(separator: "\n").allSatisfy {
                $0.hasPrefix("A  person-") || $0.hasPrefix("?? person-")
            })
        #expect(desk.leftovers() == [])
    }

    @Test("a writer that gets no turn says so in time")
    func timeout() throws {
        let desk = try TemporaryRepository()
        let repository = try desk.open()
        let other = try desk.open()
        try repository.withWriteLock {
            let start = ContinuousClock.now
            let error = #expect(throws: GitError.self) { try other.withWriteLock(timeoutSeconds: 0.2) {} }
            #expect(error?.identifier == "git.busy")
            #expect(ContinuousClock.now - start < .seconds(5))
        }
        try other.withWriteLock(timeoutSeconds: 5) {}
    }

    /// Racy git: the same size in the same moment as the index. The moment is made by hand: all times are the same.
    @Test("a change that a person makes in the moment after git add is still seen")
    func racyEntry() throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "core.trustctime", "false")
        let moment = Date(timeIntervalSince1970: 1_780_000_000)
        func touch(_ path: String) throws {
            try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: desk.root + "/" + path)
        }
        try desk.write("racy.md", "aaaa")
        try touch("racy.md")
        try desk.git("add", "racy.md")
        try desk.write("racy.md", "bbbb")
        try touch("racy.md")
        try touch(".git/index")
        let repository = try desk.open()
        _ = try repository.commit(plan(repository, [change("n.md", "new\n", from: nil)]))
        #expect(try desk.status() == "AM racy.md\n")
    }
}

/// Messages from several threads.
private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var messages: [String] = []
    func append(_ message: String) { lock.withLock { messages.append(message) } }
    var all: [String] { lock.withLock { messages } }
}
