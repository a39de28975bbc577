import TicketModel

/// What a ticket is sorted by.
enum SortValue: Hashable, Sendable {
    case absent
    case number(Int64)
    case exact(ExactNumber)
    case text(FoldedText)
    case bytes([UInt8])
    case id(prefix: String, number: ExactNumber?, key: String)

    /// An id by its key and then by its number: HD-9 before HD-10.
    static func id(_ id: TicketID) -> SortValue {
        let tail = id.keyWithoutPrefix
        return .id(prefix: String(id.key[..<tail.startIndex]), number: ExactNumber(tail), key: id.key)
    }

    /// Whether this comes first. Absent values come last in both directions.
    func precedes(_ other: SortValue, isDescending: Bool) -> Bool {
        switch (self, other) {
        case (.absent, _): false
        case (_, .absent): true
        default: isDescending ? other.isLess(than: self) : isLess(than: other)
        }
    }

    private func isLess(than other: SortValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left < right
        case (.exact(let left), .exact(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        case (.id(let prefix, let number, let key), .id(let otherPrefix, let otherNumber, let otherKey)):
            if prefix != otherPrefix {
                prefix < otherPrefix
            } else if number == otherNumber {
                key < otherKey
            } else if let number, let otherNumber {
                number < otherNumber
            } else {
                number != nil
            }
        default: rank < other.rank
        }
    }

    /// Values of different kinds in one column: numbers before what is not a number.
    private var rank: Int {
        switch self {
        case .number: 0
        case .exact: 1
        case .text: 2
        case .bytes: 3
        case .id: 4
        case .absent: 5
        }
    }
}
