import Foundation
import Testing
import TicketModel

@testable import TicketWorkspace

@Suite("Commits that close tickets")
struct ClosesTests {
    private func desk() throws -> HistoryDesk {
        let desk = try HistoryDesk()
        try desk.git("config", "user.name", "Ivan")
        try desk.git("config", "user.email", "ivan@desk.example")
        for id in ["HD-1", "HD-2"] {
            try desk.write("tickets/\(id).md", HistoryDesk.ticket(id, ["status": "new"]))
        }
        try desk.commit("filed")
        return desk
    }

    /// What a run does, as `HD-1: new → closed` and the reasons for what it does not.
    private func run(_ desk: HistoryDesk, _ folder: String? = nil, isDryRun: Bool = false) async throws -> [String] {
        let options = WriteOptions(isDryRun: isDryRun, runsHooks: false, signs: false, isDurable: false)
        let report = try await desk.open(folder).run(options: options)
        #expect(report.failure == nil)
        return report.steps.flatMap { step in
            step.done.map { $0.subject }
                + step.refused.map { "\($0.ticket): \($0.error.message)" }
        }
    }

    private func code(_ desk: HistoryDesk, _ message: String) throws {
        try desk.write("src/main.c", "\(desk.now)\n")
        try desk.commit(message)
    }

    private func set(_ id: String, _ status: String, in desk: HistoryDesk) throws {
        try desk.write("tickets/\(id).md", HistoryDesk.ticket(id, ["status": status]))
        try desk.commit("\(id) is \(status)")
    }

    @Test("Running twice does nothing more, with a cache of history or without")
    func twice() async throws {
        let desk = try desk()
        try code(desk, "Mend it\n\nCloses: HD-1, HD-2, HD-3")
        #expect(try await run(desk, isDryRun: true) == ["HD-1: new → closed", "HD-2: new → closed"])
        #expect(try await run(desk) == ["HD-1: new → closed", "HD-2: new → closed"])
        #expect(try await run(desk) == [])
        desk.dropCache()
        #expect(try await run(desk) == [])
    }

    @Test("A ticket that was reopened stays open, until a new commit closes it")
    func reopened() async throws {
        let desk = try desk()
        try code(desk, "Mend it\n\nCloses: HD-1")
        _ = try await run(desk)
        try set("HD-1", "open", in: desk)
        #expect(try await run(desk) == [])
        try code(desk, "Mend it better\n\nCloses: HD-1")
        #expect(try await run(desk) == ["HD-1: open → closed"])
    }

    @Test("A status that was set before the commit was merged does not keep the ticket open")
    func merged() async throws {
        let desk = try desk()
        try desk.git("checkout", "-q", "-b", "side")
        try code(desk, "Mend it\n\nCloses: HD-1")
        try desk.git("checkout", "-q", "main")
        try set("HD-1", "waiting", in: desk)
        #expect(try await run(desk) == [])
        try desk.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        #expect(try await run(desk) == ["HD-1: waiting → closed"])
    }

    @Test("A ticket that was renumbered since is closed under its new id, once")
    func renumbered() async throws {
        let desk = try desk()
        try code(desk, "Mend it\n\nCloses: HD-1")
        try desk.remove("tickets/HD-1.md")
        let text = HistoryDesk.ticket("HD-1", ["status": "new"]).replacing("id: HD-1\n", with: "id: HD-9\n")
        try desk.write("tickets/HD-9.md", text)
        try desk.commit("renumber")
        #expect(try await run(desk) == ["HD-9: new → closed"])
        try desk.write("tickets/HD-9.md", text.replacing("status: new", with: "status: open"))
        try desk.commit("reopen")
        #expect(try await run(desk) == [])
    }

    @Test("Two clones of the same state make the same commits at the same moment")
    func deterministic() async throws {
        let desk = try desk()
        try code(desk, "Mend it\n\nFixes: HD-2\nResolves: HD-1")
        let clone = desk.sibling("clone")
        try desk.git("clone", "-q", "file://" + desk.root, clone)
        try desk.git("-C", clone, "config", "user.name", "Ivan")
        try desk.git("-C", clone, "config", "user.email", "ivan@desk.example")
        #expect(try await run(desk).count == 2)
        #expect(try await run(desk, clone).count == 2)
        #expect(try desk.git("rev-parse", "HEAD") == desk.git("-C", clone, "rev-parse", "HEAD"))
    }

    @Test("Without a workflow the ticket gets the closed status that is in use")
    func openEnded() async throws {
        let desk = try desk()
        try desk.remove(".tick/workflow.yml")
        try set("HD-2", "Done", in: desk)
        try code(desk, "Mend it\n\nCloses: HD-1")
        #expect(try await run(desk) == ["HD-1: new → Done"])
    }
}
