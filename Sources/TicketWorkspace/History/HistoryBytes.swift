import GitStore
import TicketModel

/// Writes numbers in few bytes: seven bits a byte, the lowest first, the eighth bit says that more follow.
struct HistoryByteWriter {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(contentsOf other: some Collection<UInt8>) { bytes.append(contentsOf: other) }

    mutating func append(number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small numbers of either sign take few bytes: 0, -1, 1, -2 are written as 0, 1, 2, 3.
    mutating func append(signed number: Int64) {
        append(number: Int(truncatingIfNeeded: (number << 1) ^ (number >> 63)))
    }

    mutating func append(fixed number: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(fixed number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// Reads what `HistoryByteWriter` wrote. Behind the end there are only zeros, and `isSound` says so.
struct HistoryByteReader {
    let bytes: [UInt8]
    var position: Int
    let end: Int
    private(set) var isSound = true

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = min(range.upperBound, bytes.count)
    }

    mutating func byte() -> UInt8 {
        guard position >= 0, position < end else {
            isSound = false
            return 0
        }
        position += 1
        return bytes[position - 1]
    }

    mutating func number() -> Int {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = byte()
            result |= UInt64(next & 0x7F) << shift
            if next < 0x80 { break }
            shift += 7
        }
        return Int(Int64(bitPattern: result))
    }

    mutating func signed() -> Int64 {
        let number = UInt64(bitPattern: Int64(number()))
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A number of things that follow, each at least a byte long; 0 where so many cannot follow.
    mutating func itemCount() -> Int {
        let count = number()
        guard count >= 0, count <= end - position else {
            isSound = false
            return 0
        }
        return count
    }

    mutating func fixed64() -> UInt64 {
        (0..<8).reduce(UInt64(0)) { result, index in result | UInt64(byte()) << (8 * UInt64(index)) }
    }
}

extension [UInt8] {
    /// The four bytes at an offset, the lowest first. They are there.
    func fixed32(at offset: Int) -> Int {
        Int(self[offset]) | Int(self[offset + 1]) << 8 | Int(self[offset + 2]) << 16 | Int(self[offset + 3]) << 24
    }

    /// The eight bytes at an offset, the lowest first. They are there.
    func fixed64(at offset: Int) -> UInt64 {
        UInt64(fixed32(at: offset)) | UInt64(fixed32(at: offset + 4)) << 32
    }
}

/// A checksum of those parts of a desk's configuration by which tickets are read.
enum HistoryFingerprint {
    /// Stands for what the reading of tickets does with the same bytes and configuration: to be raised when that changes.
    private static let readingVersion = 1

    static func make(_ configuration: Configuration, shallow: Set<ObjectID>) -> (UInt64, UInt64) {
        var parts: [String] = ["\(readingVersion)", "\(configuration.fileSizeLimit)", configuration.zone.name]
        // The zone's rules may change under its name: its offsets at moments of some years stand for them.
        for year in 0..<140 {
            let moment = Instant(secondsSinceEpoch: Int64(year) * 15_778_800)
            parts.append(moment.formatted(in: configuration.zone))
        }
        parts += configuration.ticketGlobs
        parts += configuration.fileNames.map { "\($0.key)=\($0.value)" }.sorted()
        parts += configuration.customFields.map { "\($0.name):\($0.type)" }
        parts += configuration.verbNames.map { "\($0.key)=\($0.value)" }.sorted()
        for person in configuration.people?.people ?? [] { parts += [person.handle] + person.emails }
        for customer in configuration.customers {
            parts.append(customer.handle)
            for person in customer.people { parts += [person.handle] + person.emails + person.phones }
        }
        parts += shallow.map(\.hex).sorted()
        let bytes: [UInt8] = Array(parts.map { Array($0.utf8) }.joined(separator: [0]))
        return (ByteDigest.digest(bytes[...], seed: 1), ByteDigest.digest(bytes[...], seed: 2))
    }
}
