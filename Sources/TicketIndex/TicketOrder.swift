import TicketModel

/// The order of tickets by their ids, of those with one id by their paths.
enum TicketOrder {
    /// Returns the places of tickets in their order.
    ///
    /// What is moved about is eight bytes of each id, and whole ids are compared where these are equal: comparing and moving the
    /// tickets themselves takes ten times as long.
    static func places(_ count: Int, id: (Int) -> TicketID, path: (Int) -> RepositoryPath) -> [Int] {
        let skipped = sharedPrefixCount(count, id)
        var places: [(head: UInt64, place: Int)] = []
        places.reserveCapacity(count)
        for place in 0..<count { places.append((head(of: id(place).key, behind: skipped), place)) }
        places.sort { left, right in
            if left.head != right.head { return left.head < right.head }
            let (one, other) = (id(left.place), id(right.place))
            return one == other ? path(left.place) < path(right.place) : one < other
        }
        return places.map(\.place)
    }

    /// How many bytes all ids begin with that are the same up to a dash: the desk's key.
    private static func sharedPrefixCount(_ count: Int, _ id: (Int) -> TicketID) -> Int {
        guard count > 0 else { return 0 }
        let first = id(0)
        let prefix = Array(first.key.utf8.dropLast(first.keyWithoutPrefix.utf8.count))
        return (0..<count).allSatisfy { begins(id($0).key.utf8.span, with: prefix) } ? prefix.count : 0
    }

    private static func begins(_ key: Span<UInt8>, with prefix: [UInt8]) -> Bool {
        guard key.count >= prefix.count else { return false }
        for offset in prefix.indices where key[offset] != prefix[offset] { return false }
        return true
    }

    /// Eight bytes as a number that is in the order of the bytes; zeros where there are fewer.
    private static func head(of key: String, behind skipped: Int) -> UInt64 {
        var head: UInt64 = 0
        let bytes = key.utf8.span
        for offset in skipped..<skipped + 8 {
            head = head << 8 | (offset < bytes.count ? UInt64(bytes[offset]) : 0)
        }
        return head
    }
}

extension [Ticket] {
    /// The tickets by their ids, those with one id by their paths.
    func sortedByID() -> [Ticket] {
        TicketOrder.places(count, id: { self[$0].id }, path: { self[$0].path }).map { self[$0] }
    }
}
