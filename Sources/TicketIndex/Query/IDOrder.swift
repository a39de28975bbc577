import TicketModel

/// Tickets that are in the order of their keys already, as an index has them, and share one prefix: then only those whose ids
/// are numbers have to be put first.
struct IDOrder: Sendable {
    private var first: TicketID?
    private var last: TicketID?
    /// Places of tickets by the number that their ids are, and of all others.
    private var numbered: [(number: UInt64, place: Int)] = []
    private var others: [Int] = []

    /// Returns nil for tickets of which that is not so, or with numbers that are not whole or very long.
    init?(_ places: Range<Int>, id: (Int) -> TicketID) {
        for place in places {
            let id = id(place)
            if let last, !Self.follows(id, last) { return nil }
            let tail = id.keyWithoutPrefix.utf8
            if tail.first.map({ $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }) ?? false,
                ExactNumber.mayBe(tail)
            {
                guard let number = Self.number(tail) else { return nil }
                numbered.append((number, place))
            } else {
                others.append(place)
            }
            if first == nil { first = id }
            last = id
        }
    }

    /// Returns the tickets by id, without other cores; nil where it takes a look at each with each.
    static func sortedAlone(_ tickets: [Ticket]) -> [Ticket]? {
        sortedRecords(tickets) ?? IDOrder(tickets.indices) { tickets[$0].id }?.sorted(tickets)
    }

    /// Returns the tickets by id; nil where it takes a look at each with each.
    static func sorted(_ tickets: [Ticket], batchSize: Int = 4_096) async -> [Ticket]? {
        if let sorted = sortedRecords(tickets) { return sorted }
        let parts = await ParallelBatches.map(tickets, size: batchSize) { part in
            IDOrder(part.indices) { part[$0].id }
        }
        guard var whole = parts.first ?? IDOrder(0..<0, id: { tickets[$0].id }) else { return nil }
        for part in parts.dropFirst() {
            guard let part, whole.append(part) else { return nil }
        }
        return whole.sorted(tickets)
    }

    /// The places of the tickets whose ids are numbers, by these.
    var numberedPlaces: [Int] {
        numbered.sorted { $0.number == $1.number ? $0.place < $1.place : $0.number < $1.number }.map(\.place)
    }

    func sorted(_ tickets: [Ticket]) -> [Ticket] {
        numberedPlaces.map { tickets[$0] } + others.map { tickets[$0] }
    }

    /// Returns tickets of an index cache that are in its order, by id as the cache knows it: no id is looked at. Nil for others.
    private static func sortedRecords(_ tickets: [Ticket]) -> [Ticket]? {
        // What the cache knows is about all of its tickets: to put few of them in order a look at their ids costs less.
        guard let cache = tickets.first?.record?.records as? IndexCache, tickets.count >= cache.ticketCount / 8,
            let numbered = cache.numberedTickets
        else { return nil }
        var ranks = [Int32](repeating: -1, count: cache.ticketCount)
        for (rank, ticket) in numbered.enumerated() { ranks[ticket] = Int32(rank) }
        var last = -1
        var front: [(rank: Int32, place: Int)] = []
        for (place, ticket) in tickets.enumerated() {
            guard let (records, number) = ticket.record, records === cache, number > last else { return nil }
            last = number
            if ranks[number] >= 0 { front.append((ranks[number], place)) }
        }
        guard !front.isEmpty else { return tickets }
        let others = tickets.filter { ticket in ticket.record.map { ranks[$0.number] < 0 } ?? true }
        return front.sorted { $0.rank < $1.rank }.map { tickets[$0.place] } + others
    }

    private mutating func append(_ next: IDOrder) -> Bool {
        if let last, let first = next.first, !Self.follows(first, last) { return false }
        numbered += next.numbered
        others += next.others
        last = next.last ?? last
        return true
    }

    /// Whether an id comes behind another, and has the same prefix.
    private static func follows(_ id: TicketID, _ last: TicketID) -> Bool {
        let (one, other) = (last.key.utf8.span, id.key.utf8.span)
        let count = min(one.count, other.count)
        var same = 0
        while same < count, one[same] == other[same] { same += 1 }
        guard same == count ? one.count < other.count : one[same] < other[same] else { return false }
        return same >= prefixCount(one) && same >= prefixCount(other)
    }

    /// How many bytes come before the part of an id that is not the desk's key.
    private static func prefixCount(_ key: Span<UInt8>) -> Int {
        for offset in key.indices.reversed() where key[offset] == UInt8(ascii: "-") { return offset + 1 }
        return 0
    }

    private static func number(_ digits: Substring.UTF8View) -> UInt64? {
        guard digits.count <= 18 else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + UInt64(digit - 0x30)
        }
        return number
    }
}

extension ExactNumber {
    /// Whether bytes are nothing but digits and points, as every number is that an id can end with.
    fileprivate static func mayBe(_ bytes: Substring.UTF8View) -> Bool {
        bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
