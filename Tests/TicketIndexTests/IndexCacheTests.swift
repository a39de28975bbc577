import Foundation
import Synchronization
import Testing
import TicketModel
import TicketText

@testable import TicketIndex

/// The index cache beside an index that is built from nothing.
@Suite struct IndexCacheTests {
    @Test func whateverHappensToFilesTheCachedIndexIsTheRebuiltOne() async throws {
        for seed in UInt64(1)...6 {
            var (desk, random) = try CachedDesk.filled(seed: seed)
            defer { desk.remove() }
            for step in 0..<40 {
                for _ in 0..<Int.random(in: 0...3, using: &random) { try desk.change(&random) }
                // Half of the changes lie in one tick of the file system's clock with the cache.
                if Bool.random(using: &random) { try await Task.sleep(for: .milliseconds(30)) }
                let (cached, rebuilt) = (await desk.cached(), await desk.rebuilt())
                try #require(
                    CachedDesk.description(cached) == CachedDesk.description(rebuilt),
                    "seed \(seed), step \(step): \(desk.log)")
            }
        }
    }

    @Test func aDeskThatIsReadStraightIntoItsCacheIsTheRebuiltOne() async throws {
        for seed in UInt64(1)...8 {
            // Several batches, with files that are no tickets and that cannot be read.
            var (desk, random) = try CachedDesk.filled(seed % 4 == 0 ? 1_000 : 300, seed: seed)
            defer { desk.remove() }
            for _ in 0..<40 { try desk.change(&random) }
            let (streamed, rebuilt) = (await desk.cached(streams: true), await desk.rebuilt())
            try #require(
                CachedDesk.description(streamed) == CachedDesk.description(rebuilt), "seed \(seed): \(desk.log)")
            #expect(desk.cacheBytes != nil)
            try desk.change(&random)
            let (cached, again) = (await desk.cached(), await desk.rebuilt())
            try #require(CachedDesk.description(cached) == CachedDesk.description(again), "seed \(seed): \(desk.log)")
        }
    }

    @Test func whoeverIsNamedInFullIsFoundAsTheFileIsNow() async throws {
        var found = 0
        for seed in UInt64(1)...6 {
            var (desk, random) = try CachedDesk.filled(seed: seed)
            defer { desk.remove() }
            for step in 0..<40 {
                if step % 8 == 0 { _ = await desk.cached() }
                for _ in 0..<Int.random(in: 0...2, using: &random) { try desk.change(&random) }
                let rebuilt = await desk.rebuilt()
                for id in rebuilt.tickets.map(\.id) {
                    guard let snapshot = await desk.named(id.text) else { continue }
                    guard case .found(let ticket) = snapshot.lookup(id.text) else { continue }
                    found += 1
                    #expect(ticket.id == id)
                    let now = rebuilt.tickets.first { $0.path == ticket.path }
                    #expect(now?.id == id || rebuilt.diagnostics.contains { $0.ticket == id }, "\(seed) \(desk.log)")
                    #expect(now == nil || now?.values == ticket.values, "seed \(seed), step \(step): \(desk.log)")
                }
            }
        }
        #expect(found > 1_000)
    }

    @Test func aPrefixAndAnIdThatMovedInPlaceTakeAllFiles() async throws {
        let (desk, _) = try CachedDesk.filled()
        defer { desk.remove() }
        try await Task.sleep(for: .milliseconds(50))
        let tickets = await desk.cached().tickets
        #expect(await desk.named("T-") == nil, "a prefix is no name")
        #expect(await desk.named("T-nobody") == nil)
        let (first, second) = (try #require(tickets.first), try #require(tickets.last))
        #expect(await desk.named(first.id.text) != nil)
        // The file is written over in place: it is another ticket now, and the id belongs to nobody.
        try desk.overwrite(first.path.description, "---\nid: T-other\ntitle: x\nstatus: open\n---\n")
        #expect(await desk.named(first.id.text) == nil)
        #expect(await desk.named(second.id.text) != nil)
    }

    @Test func aNewFileWithTheSameIdIsSeen() async throws {
        let (desk, _) = try CachedDesk.filled()
        defer { desk.remove() }
        try await Task.sleep(for: .milliseconds(50))
        let ticket = try #require(await desk.cached().tickets.first)
        try desk.overwrite("tickets/a/copy.md", "---\nid: \(ticket.id)\ntitle: x\nstatus: open\n---\n")
        let snapshot = try #require(await desk.named(ticket.id.text))
        #expect(snapshot.diagnostics.contains { $0.rule == "duplicate-id" && $0.ticket == ticket.id })
    }

    @Test func aPlainValueIsTheValue() async throws {
        let (desk, _) = try CachedDesk.filled(60)
        defer { desk.remove() }
        try await Task.sleep(for: .milliseconds(50))
        _ = await desk.cached()
        var plain = 0
        for ticket in await desk.cached().tickets {
            #expect(ticket.fieldNames.sorted() == ticket.values.keys.sorted())
            for (field, value) in ticket.values {
                var bytes = Array("before ".utf8)
                let isPlain = ticket.appendPlain(field, to: &bytes)
                if isPlain { plain += 1 }
                let text = isPlain ? "before \(value.texts.joined(separator: ","))" : "before "
                #expect(String(decoding: bytes, as: UTF8.self) == text, "\(field)")
                #expect(!isPlain || text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
            }
        }
        #expect(plain >= 60, "ids at least, where the file is whole")
    }

    @Test func manyChangesAtOnceWriteTheCacheAnew() async throws {
        var (desk, random) = try CachedDesk.filled(100)
        defer { desk.remove() }
        _ = await desk.cached()
        let first = desk.cacheBytes
        for _ in 0..<80 { try desk.addTicket(&random) }
        let second = await desk.cached()
        #expect(desk.cacheBytes != first)
        #expect(CachedDesk.description(second) == CachedDesk.description(await desk.rebuilt()))
        #expect(CachedDesk.description(await desk.cached()) == CachedDesk.description(second))
    }

    @Test func aDamagedCacheIsNotLookedInto() async throws {
        var (desk, random) = try CachedDesk.filled()
        defer { desk.remove() }
        let expected = CachedDesk.description(await desk.cached())
        let whole = try #require(desk.cacheBytes)
        #expect(desk.isBelieved(whole))
        for _ in 0..<200 {
            #expect(!desk.isBelieved(Array(whole.prefix(Int.random(in: 0..<whole.count, using: &random)))))
            var flipped = whole
            flipped[Int.random(in: 0..<whole.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            #expect(!desk.isBelieved(flipped))
        }
        desk.cacheBytes = Array(whole.prefix(whole.count / 2))
        #expect(CachedDesk.description(await desk.cached()) == expected)
    }

    @Test func theTimeIsAskedForOnceAndOnlyWhereSomethingIsRead() async throws {
        var (desk, random) = try CachedDesk.filled()
        defer { desk.remove() }
        try await Task.sleep(for: .milliseconds(30))
        _ = await desk.cached()
        #expect(desk.stampCount.value == 1)
        for _ in 0..<3 { _ = await desk.cached() }
        #expect(desk.stampCount.value == 1, "a list that reads nothing writes nothing")
        try desk.addTicket(&random)
        _ = await desk.cached()
        #expect(desk.stampCount.value == 2)
    }

    @Test func aWrongCacheWithARightChecksumIsNeverATrap() async throws {
        var (desk, random) = try CachedDesk.filled()
        defer { desk.remove() }
        try await Task.sleep(for: .milliseconds(30))
        _ = await desk.cached()
        let whole = try #require(desk.cacheBytes)
        for _ in 0..<400 {
            var wrong = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                // The header's numbers and all behind it; what the cache is for stays.
                let place = Int.random(in: 40..<whole.count - 4, using: &random) & ~3
                let number =
                    [0, 1, 40, 0x7FFF_FFFF, 0xFFFF_FFFF, UInt32.random(in: 0...(.max), using: &random)]
                    .randomElement(using: &random) ?? 0
                for byte in 0..<4 { wrong[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(byte))) }
            }
            var sealed = PackedWriter()
            sealed.append(fixed: ByteDigest.digest(wrong[8...]))
            sealed.append(contentsOf: Array(wrong[8...]))
            desk.cacheBytes = sealed.bytes
            let snapshot = await desk.cached()
            _ = CachedDesk.description(snapshot)
            for ticket in snapshot.tickets { _ = (ticket.descriptionText, ticket.entries.map { ticket.text(of: $0) }) }
        }
    }

    @Test func placesOutsideMakeACacheUseless() async throws {
        let (desk, _) = try CachedDesk.filled()
        defer { desk.remove() }
        _ = await desk.cached()
        let whole = try #require(desk.cacheBytes)
        let folderCount = PackedBytes(whole).fixed32(at: 48)
        let fileCount = PackedBytes(whole).fixed32(at: 52)
        let start = IndexCache.format.headerSize
        let firstTicket = start + IndexCache.folderSize * folderCount + IndexCache.fileSize * fileCount
        // The first file of a folder, how many it has, the file of a ticket.
        for place in [start + 12, start + 16, firstTicket] {
            var wrong = whole
            for byte in 0..<4 { wrong[place + byte] = 0x7F }
            var sealed = PackedWriter()
            sealed.append(fixed: ByteDigest.digest(wrong[8...]))
            sealed.append(contentsOf: Array(wrong[8...]))
            #expect(!desk.isBelieved(sealed.bytes))
        }
    }

    @Test func onlyTheFoldersThatGlobsNameAreLookedInto() throws {
        let desk = try CachedDesk()
        defer { desk.remove() }
        try FileManager.default.createDirectory(
            at: desk.root.appending(path: "node_modules/a/b"), withIntermediateDirectories: true)
        let found = TicketFiles.find(in: desk.files, globs: ["tickets/**/*.md", "docs/*.md"])
        #expect(found.folders.map(\.path.description) == ["tickets", "tickets/a"])
        #expect(found.diagnostics.isEmpty)
    }

    @Test func aFolderOfTicketsThatIsALinkIsReported() throws {
        let desk = try CachedDesk()
        defer { desk.remove() }
        try FileManager.default.createSymbolicLink(
            at: desk.root.appending(path: "other"), withDestinationURL: desk.root.appending(path: "tickets"))
        let found = TicketFiles.find(in: desk.files, globs: ["other/in/**/*.md"])
        #expect(found.folders.isEmpty)
        #expect(found.diagnostics.map { "\($0.rule) \($0.location?.path.description ?? "")" } == ["symlink other"])
    }

    @Test func anotherConfigurationReadsEveryFileAgain() async throws {
        let (desk, _) = try CachedDesk.filled()
        defer { desk.remove() }
        _ = await desk.cached()
        var other = desk.configuration
        other.fileSizeLimit = 100
        let bytes = PackedBytes(try #require(desk.cacheBytes))
        #expect(IndexCache(bytes, fingerprint: ReadingFingerprint.make(other), files: desk.files) == nil)
    }

    @Test func aTicketOfTheCacheReadsItsTextWhenAsked() async throws {
        let (desk, _) = try CachedDesk.filled()
        defer { desk.remove() }
        try await Task.sleep(for: .milliseconds(30))
        _ = await desk.cached()
        let (cached, rebuilt) = (await desk.cached(), await desk.rebuilt(keepsSource: true))
        for (ticket, other) in zip(cached.tickets, rebuilt.tickets) {
            #expect(ticket.source?.bytes == other.source?.bytes)
            #expect(ticket.descriptionText == other.descriptionText)
            #expect(ticket.entries.map { ticket.text(of: $0) } == other.entries.map { other.text(of: $0) })
        }
    }
}

final class Counter: Sendable {
    private let count = Mutex(0)

    func increase() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
}
