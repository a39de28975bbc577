import Foundation
import Testing

@testable import GitStore

/// The reader of packs beside git itself.
@Suite struct PackReaderTests {
    /// Many versions of some files, small and large, in folders that change with them.
    private func desk(packing: [String]) throws -> TemporaryRepository {
        let desk = try TemporaryRepository()
        var random = SeededGenerator(seed: 11)
        var texts = (0..<30).map { "ticket \($0)\n" }
        for number in 0..<60 {
            for _ in 0..<3 {
                let file = Int.random(in: 0..<30, using: &random)
                texts[file] += String(
                    repeating: "line \(number) \(random.next())\n", count: Int.random(in: 0...200, using: &random))
                if Int.random(in: 0..<5, using: &random) == 0 { texts[file] = String(texts[file].suffix(500)) }
                try desk.write("tickets/\(file % 4)/\(file).md", texts[file])
            }
            try desk.write("empty.md", "")
            try desk.git("add", "-A")
            try desk.git("commit", "-q", "-m", "commit \(number)")
            if number == 30 { try desk.git("repack", "-q", "-d") }
        }
        try desk.git("tag", "-a", "-m", "a tag", "v1")
        for command in packing {
            try desk.git("-c", "pack.threads=1", "repack", "-q", command, "--depth=50", "--window=20")
        }
        return desk
    }

    /// All objects that git has, with the packed ones' bytes as this reader gives them.
    private func readAll(_ desk: TemporaryRepository) throws -> (found: Int, all: Int) {
        let ids = try desk.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
        let repository = try desk.open()
        let plain = try desk.open()
        repository.readPacksDirectly()
        var (found, all) = (0, 0)
        // In an order that goes back and forth between versions.
        for line in ids.split(separator: "\n").map({ $0.split(separator: " ") }).shuffled() {
            let id = try #require(ObjectID(hex: Array(line[0].utf8)[...]))
            let expected = try plain.object(id)
            all += 1
            guard let object = repository.state.packReader?.read(id) else { continue }
            found += 1
            #expect(object.bytes == expected.0)
            #expect(object.type == expected.1)
        }
        return (found, all)
    }

    @Test("every object of a pack is read as libgit2 reads it", arguments: [["-ad"], ["-adf"], []])
    func equalsLibgit2(packing: [String]) throws {
        let (found, all) = try readAll(try desk(packing: packing))
        #expect(all > 250)
        #expect(packing.isEmpty ? found > 100 && found < all : found == all)
    }

    @Test("a walk over loose and packed objects finds the same commits")
    func looseAndPacked() throws {
        let desk = try desk(packing: [])
        let plain = try desk.open()
        let direct = try desk.open()
        direct.readPacksDirectly()
        let tip = try plain.resolve(revision: "HEAD")
        let ids = try plain.ancestry(of: tip) { _ in false }.map(\.id)
        #expect(try direct.ancestry(of: tip) { _ in false }.map(\.id) == ids)
        for id in ids.dropFirst() {
            #expect(try direct.changes(from: ids[0], to: id) == plain.changes(from: ids[0], to: id))
        }
    }

    @Test("damage is nobody's crash: an object is the right one, or libgit2's")
    func damage() throws {
        let desk = try desk(packing: ["-adf"])
        let folder = desk.root + "/.git/objects/pack"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        var random = SystemRandomNumberGenerator()
        let hexes = try desk.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split(
            separator: "\n")
        let ids = hexes.compactMap { ObjectID(hex: Array($0.utf8)[...]) }
        for name in names where name.hasSuffix(".idx") || name.hasSuffix(".pack") {
            let path = folder + "/" + name
            let whole = try Data(contentsOf: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            for round in 0..<40 {
                var bytes = whole
                for _ in 0..<20 {
                    bytes[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if round % 4 == 0 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
                try FileManager.default.removeItem(atPath: path)
                try bytes.write(to: URL(filePath: path))
                let repository = try desk.open()
                repository.readPacksDirectly()
                for id in ids { _ = repository.state.packReader?.read(id) }
            }
            try FileManager.default.removeItem(atPath: path)
            try whole.write(to: URL(filePath: path))
        }
        #expect(try readAll(desk).found == ids.count)
    }
}
