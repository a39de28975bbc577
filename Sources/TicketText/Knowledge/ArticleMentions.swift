package import TicketModel

/// Finds where a text may name an article by its path: `kb/vpn.md`, `../../../kb/vpn.md`, be it a link's target or in plain words.
package enum ArticleMentions {
    /// Returns where each path stands that has the folder in it, in order.
    package static func ranges(in bytes: [UInt8], _ range: SourceRange, folder: RepositoryPath) -> [SourceRange] {
        let needle = folder.bytes + [UInt8(ascii: "/")]
        var found: [SourceRange] = []
        var position = range.start
        let end = min(range.end, bytes.count)
        while let place = first(needle, in: bytes, from: position, to: end) {
            var start = place
            while start > position, !isDelimiter(bytes[start - 1]) { start -= 1 }
            var stop = place + needle.count
            while stop < end, !isDelimiter(bytes[stop]) { stop += 1 }
            position = stop
            let path = bytes[start..<stop].prefix { $0 != UInt8(ascii: "#") }
            // The end of a sentence is no part of it.
            let closed = path.reversed().drop { [0x2E, 0x3A, 0x21, 0x3F].contains($0) }.count
            if closed > 0 { found.append(SourceRange(start, start + closed)) }
        }
        return found
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "()<>[]\"'`|,;*".utf8.contains(byte)
    }

    /// Where `needle`, which ends with a slash, stands first; slashes are rare.
    private static func first(_ needle: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var position = start
        while let slash = ByteSearch.first(UInt8(ascii: "/"), in: bytes, from: position), slash < end {
            let place = slash + 1 - needle.count
            if place >= start, bytes[place...slash].elementsEqual(needle) { return place }
            position = slash + 1
        }
        return nil
    }
}
