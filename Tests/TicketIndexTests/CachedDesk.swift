import Foundation
import Synchronization
import Testing
import TicketModel
import TicketText

@testable import TicketIndex

/// A folder of tickets with a cache beside it, and a person who changes things.
final class CachedDesk {
    let root: URL
    let configuration = Configuration()
    var cacheBytes: [UInt8]?
    /// How often the file system's time was asked for.
    let stampCount = Counter()
    private(set) var log: [String] = []
    private var paths: [String] = []
    private var counter = 0

    var files: FolderFiles { FolderFiles(root: root.path) }

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "index-cache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: root.appending(path: "tickets/a"), withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: root) }

    /// - Parameter streams: whether a desk without a cache is read straight into one, however small it is.
    func cached(streams: Bool = false) async -> IndexSnapshot {
        let cache = cacheBytes.flatMap {
            IndexCache(PackedBytes($0), fingerprint: ReadingFingerprint.make(configuration), files: files)
        }
        var builder = IndexBuilder(configuration: configuration, root: root.path, keepsSource: false, cache: cache)
        if streams { builder.streaming = (0, 1) }
        let (root, stampCount) = (root, stampCount)
        let (snapshot, encoding) = await builder.build(fingerprint: ReadingFingerprint.make(configuration)) {
            stampCount.increase()
            return Self.stamp(in: root)
        }
        if let bytes = await encoding?.value { cacheBytes = bytes }
        return snapshot
    }

    /// What is found without looking at every file; nil where that takes all of them.
    func named(_ name: String) async -> IndexSnapshot? {
        let fingerprint = ReadingFingerprint.make(configuration)
        let cache = cacheBytes.flatMap { IndexCache(PackedBytes($0), fingerprint: fingerprint, files: files) }
        let builder = IndexBuilder(configuration: configuration, root: root.path, keepsSource: false, cache: cache)
        let root = root
        return await builder.build(naming: [name], fingerprint: fingerprint) { Self.stamp(in: root) }?.snapshot
    }

    func overwrite(_ path: String, _ text: String) throws {
        let url = root.appending(path: path)
        guard let handle = try? FileHandle(forWritingTo: url) else { return try write(text, to: path) }
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    func rebuilt(keepsSource: Bool = false) async -> IndexSnapshot {
        await IndexBuilder(configuration: configuration, root: root.path, keepsSource: keepsSource).build()
    }

    func isBelieved(_ bytes: [UInt8]) -> Bool {
        IndexCache(PackedBytes(bytes), fingerprint: ReadingFingerprint.make(configuration), files: files) != nil
    }

    private static func stamp(in root: URL) -> Int64? {
        let file = root.appending(path: "stamp")
        try? Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        guard let folder = FolderFiles(root: root.path).folder("") else { return nil }
        return try? folder.read(Array("stamp".utf8), limit: 1).stamp.modifiedNanoseconds
    }

    static func description(_ snapshot: IndexSnapshot) -> String {
        var lines = snapshot.tickets.map { ticket in
            let values = ticket.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(ticket.id) \(ticket.path) \(values) \(ticket.entries) \(ticket.descriptionRange)"
        }
        lines += snapshot.diagnostics.map { "\($0)" }
        // Ids that are numbers come first, by these: the cache knows that without looking at ids.
        let context = QueryContext(now: Instant(secondsSinceEpoch: 0), configuration: Configuration(), actor: nil)
        let sorted = SortOrder.byID.sorted(snapshot.tickets.filter { $0.status != "done" }, in: context)
        lines.append(sorted.map(\.id.text).joined(separator: " "))
        return lines.joined(separator: "\n")
    }

    // MARK: Changes

    /// A desk with some tickets, the same for the same seed.
    static func filled(_ count: Int = 40, seed: UInt64 = 1) throws -> (CachedDesk, QueryRandom) {
        let desk = try CachedDesk()
        var random = QueryRandom(seed: seed)
        for _ in 0..<count { try desk.addTicket(&random) }
        return (desk, random)
    }

    func addTicket(_ random: inout QueryRandom) throws {
        counter += 1
        let folder = ["tickets", "tickets/a", "tickets/a/b", "tickets/c"].randomElement(using: &random) ?? "tickets"
        try FileManager.default.createDirectory(at: root.appending(path: folder), withIntermediateDirectories: true)
        let id = counter.isMultiple(of: 3) ? "T-k\(counter)" : "T-\(counter)"
        let path = "\(folder)/\(id).md"
        paths.append(path)
        try write(text(id: id, &random), to: path)
    }

    private func text(id: String, _ random: inout QueryRandom) -> String {
        let status = ["open", "done"].randomElement(using: &random) ?? ""
        var lines = [
            "---", "id: \(id)", "title: Заявка \(Int.random(in: 10...99, using: &random))", "status: \(status)",
        ]
        if Bool.random(using: &random) { lines.append("tags: [a, b\(Int.random(in: 0...9, using: &random))]") }
        if Bool.random(using: &random) {
            lines.append("created: 2026-11-21T10:0\(Int.random(in: 0...9, using: &random)):00Z")
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            lines.append("custom\(Int.random(in: 0..<80, using: &random)): {a: [1, 2], b: x}")
        }
        if Int.random(in: 0..<5, using: &random) == 0 { lines.append("due: 2026-11-21 10:03") }
        if Int.random(in: 0..<9, using: &random) == 0 { lines.append("broken: [") }
        lines += ["---", "", "Text", ""]
        for number in 0..<Int.random(in: 0...3, using: &random) {
            lines += ["## 2026-11-21T10:1\(number):00+03:00 maria@acme.example wrote", "", "Words \(number)", ""]
        }
        if Int.random(in: 0..<6, using: &random) == 0 {
            lines += ["## 10:15 a@b.example replied", "", "```", "open fence"]
        }
        return lines.joined(separator: "\n")
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: root.appending(path: path))
    }

    func change(_ random: inout QueryRandom) throws {
        guard let path = paths.randomElement(using: &random) else { return }
        let url = root.appending(path: path)
        let manager = FileManager.default
        let kind = Int.random(in: 0...9, using: &random)
        log.append("\(kind) \(path)")
        switch kind {
        case 0: try addTicket(&random)
        case 1: try write(text(id: "T-\(Int.random(in: 1...counter, using: &random))", &random), to: path)
        case 2: try? manager.removeItem(at: url)
        case 3: try sameSizeEdit(url, keepsTime: false)
        case 4: try sameSizeEdit(url, keepsTime: true)
        case 5:
            counter += 1
            let target = "tickets/moved-\(counter).md"
            if (try? manager.moveItem(at: url, to: root.appending(path: target))) != nil { paths.append(target) }
        case 6:
            try? manager.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1_000)], ofItemAtPath: url.path)
        case 7:
            try? manager.removeItem(at: url)
            try? manager.createSymbolicLink(atPath: url.path, withDestinationPath: url.path + ".elsewhere")
        case 8: try? Data("no ticket".utf8).write(to: url)
        default: try swap(url, &random)
        }
    }

    /// Writes other content of the same length in place, so that the inode stays.
    private func sameSizeEdit(_ url: URL, keepsTime: Bool) throws {
        guard var bytes = try? Data(contentsOf: url), let index = bytes.lastIndex(of: UInt8(ascii: "e")),
            (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) == nil
        else { return }
        let date = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate]
        bytes[index] = UInt8(ascii: "o")
        let handle = try FileHandle(forWritingTo: url)
        try handle.write(contentsOf: bytes)
        try handle.close()
        if keepsTime, let date {
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: url.path)
        }
    }

    private func swap(_ url: URL, _ random: inout QueryRandom) throws {
        guard let other = paths.randomElement(using: &random), root.appending(path: other) != url else { return }
        let spare = root.appending(path: "spare")
        guard (try? FileManager.default.moveItem(at: url, to: spare)) != nil else { return }
        try? FileManager.default.moveItem(at: root.appending(path: other), to: url)
        try? FileManager.default.moveItem(at: spare, to: root.appending(path: other))
    }
}
