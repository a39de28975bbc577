/// A pack with its index (gitformat-pack(5), both of version 2): where objects lie in it, and what is written there.
///
/// Every offset is checked against the files' sizes, so that no file can lead a reader out of it.
final class PackFile: Sendable {
    private let index: MappedFile
    let pack: MappedFile
    private let objectCount: Int

    private static let fanoutStart = 8
    private static let idsStart = fanoutStart + 4 * 256
    /// The checksum at the end of a pack.
    private static let trailerSize = 20

    /// Opens a pack; nil where one of its files is missing or of another kind.
    ///
    /// - Parameter path: the index's.
    init?(indexPath path: [UInt8]) {
        guard let index = MappedFile(path), let pack = MappedFile(Array(path.dropLast(3)) + Array("pack".utf8)),
            index.number32(at: 0) == 0xFF74_4F63, index.number32(at: 4) == 2,
            pack.number32(at: 0) == 0x5041_434B, pack.number32(at: 4) == 2,
            let count = index.number32(at: Self.fanoutStart + 4 * 255), pack.number32(at: 8) == count,
            index.count >= Self.idsStart + 28 * Int(count) + 40
        else { return nil }
        self.index = index
        self.pack = pack
        objectCount = Int(count)
    }

    /// Where the bytes of objects end.
    var end: Int { pack.count - Self.trailerSize }

    /// Returns where an object begins; nil where it is not in this pack.
    func offset(of id: ObjectID) -> Int? {
        let lead = Int(id.leadingByte)
        var low = lead == 0 ? 0 : Int(index.number32(at: Self.fanoutStart + 4 * (lead - 1)) ?? 0)
        var high = min(Int(index.number32(at: Self.fanoutStart + 4 * lead) ?? 0), objectCount)
        while low < high {
            let middle = (low + high) / 2
            guard let found = index.objectID(at: Self.idsStart + 20 * middle) else { return nil }
            if found == id { return offset(ofObject: middle) }
            if found < id { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func offset(ofObject number: Int) -> Int? {
        let small = Self.idsStart + 24 * objectCount
        guard let offset = index.number32(at: small + 4 * number) else { return nil }
        guard offset & 0x8000_0000 != 0 else { return Int(offset) }
        return index.number64(at: small + 4 * objectCount + 8 * Int(offset & 0x7FFF_FFFF)).flatMap { Int(exactly: $0) }
    }

    /// What stands before an object's deflated bytes.
    struct Header {
        enum Kind {
            case whole(UInt8)
            /// A difference to the object at an offset of this pack.
            case delta(baseOffset: Int)
        }

        var kind: Kind
        /// Of the inflated bytes: the object's, or the difference's.
        var size: Int
        var dataStart: Int
    }

    /// Reads the header at an offset; nil where there is none.
    func header(at start: Int) -> Header? {
        var position = start
        func next() -> UInt8? {
            position += 1
            return position <= end ? pack.byte(at: position - 1) : nil
        }
        guard start >= 12, var byte = next() else { return nil }
        let type = byte >> 4 & 7
        var size = Int(byte & 15)
        var shift = 4
        while byte & 0x80 != 0 {
            guard shift < 40, let following = next() else { return nil }
            byte = following
            size |= Int(byte & 0x7F) << shift
            shift += 7
        }
        switch type {
        case 1...4: return Header(kind: .whole(type), size: size, dataStart: position)
        case 6:
            guard var byte = next() else { return nil }
            var distance = Int(byte & 0x7F)
            while byte & 0x80 != 0 {
                guard distance < 1 << 48, let following = next() else { return nil }
                byte = following
                distance = (distance + 1) << 7 | Int(byte & 0x7F)
            }
            guard distance > 0, distance < start else { return nil }
            return Header(kind: .delta(baseOffset: start - distance), size: size, dataStart: position)
        case 7:
            guard let base = pack.objectID(at: position), let offset = offset(of: base) else { return nil }
            return Header(kind: .delta(baseOffset: offset), size: size, dataStart: position + 20)
        default: return nil
        }
    }
}
