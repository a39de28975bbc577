import TicketModel

/// Finds tickets of a list by their ids: one table of bytes, made in one pass, without a string for each id.
struct TicketNumbers: Sendable {
    /// The keys, one behind the other.
    private var bytes: [UInt8] = []
    /// Where each key ends.
    private var ends: [UInt32] = []
    /// An open-addressed table: half of each hash, and the position and 1; 0 for a free place. A power of two, at most half full.
    private var slots: [UInt64]
    private let mask: Int

    init(_ tickets: [Ticket]) {
        var size = 16
        while size < tickets.count * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        mask = size - 1
        bytes.reserveCapacity(tickets.count * 10)
        ends.reserveCapacity(tickets.count)
        for (position, ticket) in tickets.enumerated() { insert(ticket, position) }
    }

    private mutating func insert(_ ticket: Ticket, _ position: Int) {
        let start = bytes.count
        Self.appendKey(of: ticket, to: &bytes)
        ends.append(UInt32(bytes.count))
        let hash = Self.hash(bytes[start...])
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place] != 0 { place = (place + 1) & mask }
        slots[place] = hash & Self.upperHalf | UInt64(position + 1)
    }

    /// The position of the ticket with this id, in any case; nil where there is none.
    func position(of id: some StringProtocol) -> Int? {
        var key = Array(id.utf8)
        Self.lower(&key, from: 0)
        return position(ofKey: key[...])
    }

    func position(of ticket: Ticket) -> Int? {
        var key: [UInt8] = []
        Self.appendKey(of: ticket, to: &key)
        return position(ofKey: key[...])
    }

    private func position(ofKey key: ArraySlice<UInt8>) -> Int? {
        let hash = Self.hash(key)
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place] != 0 {
            if slots[place] & Self.upperHalf == hash & Self.upperHalf {
                let position = Int(slots[place] & ~Self.upperHalf) - 1
                let start = position == 0 ? 0 : Int(ends[position - 1])
                if bytes[start..<Int(ends[position])].elementsEqual(key) { return position }
            }
            place = (place + 1) & mask
        }
        return nil
    }

    private static let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000

    private static func appendKey(of ticket: Ticket, to bytes: inout [UInt8]) {
        let start = bytes.count
        if !ticket.appendPlain(.id, to: &bytes) {
            bytes.removeSubrange(start...)
            bytes.append(contentsOf: ticket.id.key.utf8)
        }
        lower(&bytes, from: start)
    }

    private static func lower(_ bytes: inout [UInt8], from start: Int) {
        for index in start..<bytes.count where (0x41...0x5A).contains(bytes[index]) { bytes[index] |= 0x20 }
    }

    /// FNV-1a, 64 bits (RFC 9923).
    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 32)
    }
}
