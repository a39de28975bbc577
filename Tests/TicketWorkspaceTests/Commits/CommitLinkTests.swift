import Foundation
import Testing
import TicketModel

@testable import TicketWorkspace

@Suite("Commits that name tickets")
struct CommitLinkTests {
    private func desk() throws -> HistoryDesk {
        let desk = try HistoryDesk()
        try desk.write("tickets/HD-1.md", HistoryDesk.ticket("HD-1", ["status": "new"]))
        try desk.write("tickets/HD-12.md", HistoryDesk.ticket("HD-12", ["status": "new"]))
        try desk.commit("HD-1, HD-12: filed")
        return desk
    }

    private func code(_ desk: HistoryDesk, _ message: String, _ name: String = "main.c") throws -> String {
        try desk.write("src/\(name)", "\(desk.now) \(name)\n")
        return try desk.commit(message)
    }

    private func links(_ desk: HistoryDesk, _ id: String, _ folder: String? = nil) throws -> [String] {
        let ticket = try #require(TicketID(id))
        let workspace = try desk.open(folder)
        return try workspace.fillingSubjects(of: workspace.history().links(to: ticket)).map {
            "\($0.subject ?? "") (\($0.kind.name))"
        }
    }

    @Test("A commit that changes the ticket itself is no link, whatever it says")
    func own() throws {
        let desk = try desk()
        try desk.write("tickets/HD-1.md", HistoryDesk.ticket("HD-1", ["status": "open"]))
        _ = try code(desk, "HD-1: print\n\nCloses: HD-1\nTicket: HD-12")
        #expect(try links(desk, "HD-1") == [])
        #expect(try links(desk, "HD-12") == ["HD-1: print (trailer)"])
    }

    @Test("A ticket has the commits that name it, with the strongest way of each, in time order, from a cache or not")
    func several() throws {
        let desk = try desk()
        _ = try code(desk, "Look at hd-1\nand wonder")
        _ = try code(desk, "Mend it\n\nSee HD-1.\n\nCloses: HD-1")
        try desk.commit("Release notes\n\nHD-1, HD-120", after: 10)
        let expected = ["Look at hd-1 and wonder (mention)", "Mend it (closes)", "Release notes (mention)"]
        for _ in 0..<2 { #expect(try links(desk, "HD-1") == expected) }
        desk.dropCache()
        #expect(try links(desk, "HD-1") == expected)
        #expect(try links(desk, "HD-12") == [])
    }

    @Test("A ticket that comes later, by another branch, has the commits that named it before")
    func before() throws {
        let desk = try desk()
        _ = try code(desk, "For HD-7, which is not here yet")
        _ = try desk.open().history()
        try desk.write("tickets/HD-7.md", HistoryDesk.ticket("HD-7", ["status": "new"]))
        try desk.commit("filed")
        #expect(try links(desk, "HD-7") == ["For HD-7, which is not here yet (mention)"])
    }

    @Test("A ticket with a new id keeps the commits that named the old one", arguments: [false, true])
    func renumbered(_ hasNewPath: Bool) throws {
        let desk = try desk()
        _ = try code(desk, "Mend HD-1")
        _ = try desk.open().history()
        for (old, new) in [("HD-1", "HD-20"), ("HD-20", "HD-30")] {
            let path = hasNewPath ? "tickets/\(new).md" : "tickets/HD-1.md"
            if hasNewPath { try desk.remove("tickets/\(old).md") }
            let text = HistoryDesk.ticket("HD-1", ["status": "new"]).replacing("id: HD-1\n", with: "id: \(new)\n")
            try desk.write(path, text)
            try desk.commit("renumber")
        }
        _ = try code(desk, "HD-30 again")
        #expect(try links(desk, "HD-30") == ["Mend HD-1 (mention)", "HD-30 again (mention)"])
        for number in 0..<70 { _ = try code(desk, "work \(number)") }
        _ = try desk.open().history()
        #expect(try links(desk, "HD-30") == ["Mend HD-1 (mention)", "HD-30 again (mention)"])
    }

    @Test("A linked worktree has the links of its own branch")
    func worktree() throws {
        let desk = try desk()
        _ = try desk.open().history()
        try desk.git("worktree", "add", "-q", "-b", "side", desk.sibling("side"))
        _ = try code(desk, "HD-1 on main")
        #expect(try links(desk, "HD-1", desk.sibling("side")) == [])
        #expect(try links(desk, "HD-1") == ["HD-1 on main (mention)"])
    }

    @Test("Amended commits are gone, and a damaged cache is not believed")
    func rewritten() throws {
        let desk = try desk()
        _ = try code(desk, "HD-1 at first")
        #expect(try links(desk, "HD-1") == ["HD-1 at first (mention)"])
        try desk.git("commit", "-q", "--amend", "-m", "HD-1 at last")
        #expect(try links(desk, "HD-1") == ["HD-1 at last (mention)"])
        var bytes = try #require(FileManager.default.contents(atPath: desk.cachePath))
        bytes[bytes.count - 8] ^= 1
        try bytes.write(to: URL(fileURLWithPath: desk.cachePath))
        #expect(try links(desk, "HD-1") == ["HD-1 at last (mention)"])
    }

    @Test("A shallow clone has the links of the commits that it has")
    func shallow() throws {
        let desk = try desk()
        for number in 1...3 { _ = try code(desk, "HD-1 for time \(number)") }
        let clone = desk.sibling("clone")
        try desk.git("clone", "-q", "--depth", "2", "file://" + desk.root, clone)
        // The clone's first commit adds the ticket, as far as anybody can tell there.
        #expect(try links(desk, "HD-1", clone) == ["HD-1 for time 3 (mention)"])
    }
}
