/// Why bytes are no zone.
package enum ZoneError: Error, Hashable, Sendable {
    /// The bytes do not begin with `TZif`.
    case notAZoneFile
    /// The bytes end before what they announce.
    case truncated
    /// Numbers that contradict each other; the text says which.
    case malformed(String)
    /// The file counts leap seconds (the `right/` zones), POSIX time does not.
    case countsLeapSeconds
}

extension Zone {
    /// Reads a TZif file of version 1 to 4.
    ///
    /// Throws `ZoneError` for anything that is not one: nothing is read outside the bytes, and at most 20,000 changes
    /// are taken. Source: [RFC 8536 § 3](https://www.rfc-editor.org/rfc/rfc8536#section-3).
    package init(name: String, tzif bytes: [UInt8]) throws(ZoneError) {
        var reader = ZoneFileReader(bytes)
        let header = try reader.header()
        guard header.version > 1 else {
            let body = try reader.body(header, timeSize: 4)
            self.init(name: name, changes: body.changes, offsets: body.offsets, rule: nil)
            return
        }
        try reader.skip(header.bodyLength(timeSize: 4))
        let body = try reader.body(try reader.header(), timeSize: 8)
        self.init(name: name, changes: body.changes, offsets: body.offsets, rule: try reader.footer())
    }

    /// Whether a name may be looked for among the system's zone files.
    ///
    /// ASCII letters, digits, `+`, `-`, `_` in parts divided by single `/`, each beginning with a letter: neither an
    /// absolute path nor `..`, nor a file such as `zone.tab` or `tzdata.zi`.
    package static func isPlausibleName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        return Array(name.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
            part in
            part.first?.isASCIILetter == true
                && part.allSatisfy { $0.isASCIILetter || $0.decimalDigit != nil || [0x2B, 0x2D, 0x5F].contains($0) }
        }
    }
}

/// Takes a TZif file apart; every read is checked against the bytes that are there.
private struct ZoneFileReader {
    struct Header {
        let version: Int
        let utcIndicators, standardIndicators, leapSeconds, changes, types, nameBytes: Int

        func bodyLength(timeSize: Int) -> Int {
            changes * (timeSize + 1) + types * 6 + nameBytes + leapSeconds * (timeSize + 4) + standardIndicators
                + utcIndicators
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func skip(_ count: Int) throws(ZoneError) {
        guard count <= bytes.count - position else { throw .truncated }
        position += count
    }

    mutating func header() throws(ZoneError) -> Header {
        guard bytes.count - position >= 4, Array(bytes[position..<position + 4]) == Array("TZif".utf8) else {
            throw .notAZoneFile
        }
        position += 4
        let mark = Int(try integer(size: 1))
        try skip(15)
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(try integer(size: 4) & 0xFFFF_FFFF)) }
        guard counts.allSatisfy({ $0 <= 20_000 }) else { throw .malformed("more than 20000 records") }
        return Header(
            version: mark == 0 ? 1 : mark - 0x30, utcIndicators: counts[0], standardIndicators: counts[1],
            leapSeconds: counts[2], changes: counts[3], types: counts[4], nameBytes: counts[5])
    }

    mutating func body(_ header: Header, timeSize: Int) throws(ZoneError) -> (changes: [Int64], offsets: [Int]) {
        guard header.leapSeconds == 0 else { throw .countsLeapSeconds }
        guard header.types > 0 else { throw .malformed("no time type") }
        guard header.bodyLength(timeSize: timeSize) <= bytes.count - position else { throw .truncated }
        var changes: [Int64] = []
        for _ in 0..<header.changes { changes.append(try integer(size: timeSize)) }
        guard zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .malformed("changes out of order")
        }
        var indices: [Int] = []
        for _ in 0..<header.changes { indices.append(Int(try integer(size: 1) & 0xFF)) }
        var types: [Int] = []
        for _ in 0..<header.types { types.append(try type()) }
        guard indices.allSatisfy({ $0 < types.count }) else { throw .malformed("no such time type") }
        try skip(header.nameBytes + header.standardIndicators + header.utcIndicators)
        return merged(changes, first: types[0], then: indices.map { types[$0] })
    }

    /// Reads the rule between two newlines; nil if it is empty.
    func footer() throws(ZoneError) -> ZoneRule? {
        let rest = bytes[position...]
        guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else { throw .truncated }
        let text = Array(rest[(position + 1)..<end])
        if text.isEmpty { return nil }
        guard let rule = ZoneRule.parse(text) else { throw .malformed("the rule for the future") }
        return rule
    }

    /// Reads one time type: its offset; whether it is daylight time and how it is called play no part here.
    private mutating func type() throws(ZoneError) -> Int {
        let offset = try integer(size: 4)
        guard abs(offset) <= Zone.largestOffsetSeconds else { throw .malformed("an offset of more than 26 hours") }
        try skip(2)
        return Int(offset)
    }

    /// Leaves out changes of the name or the daylight mark alone.
    private func merged(_ changes: [Int64], first: Int, then later: [Int]) -> (changes: [Int64], offsets: [Int]) {
        var kept: [Int64] = []
        var offsets = [first]
        for (change, offset) in zip(changes, later) where offset != offsets.last {
            kept.append(change)
            offsets.append(offset)
        }
        return (kept, offsets)
    }

    /// Reads a big-endian two's complement number of 1, 4 or 8 bytes.
    private mutating func integer(size: Int) throws(ZoneError) -> Int64 {
        guard size <= bytes.count - position else { throw .truncated }
        var value: Int64 = bytes[position] >= 0x80 ? -1 : 0
        for byte in bytes[position..<position + size] { value = value << 8 | Int64(byte) }
        position += size
        return value
    }
}
