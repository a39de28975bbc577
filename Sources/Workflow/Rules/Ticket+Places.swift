import TicketModel

extension Ticket {
    /// Where one item of a field stands, found by its text; the whole value where it is written in another way.
    func range(ofItem item: String, in field: FieldName) -> SourceRange? {
        guard let source, let range = valueRanges[field] else { return nil }
        let wanted = Array(item.utf8)
        let bytes = source.bytes
        guard !wanted.isEmpty, range.count >= wanted.count else { return range }
        for start in range.start...(range.end - wanted.count) {
            let end = start + wanted.count
            guard bytes[start..<end].elementsEqual(wanted) else { continue }
            let isWhole = [start - 1, end].allSatisfy {
                $0 < range.start || $0 >= range.end || !TicketID.isAllowed(bytes[$0])
            }
            if isWhole { return SourceRange(start, end) }
        }
        return range
    }

    /// Whether the file has the field, with a value that could not be read and has its own diagnostic.
    func isUnreadable(_ field: FieldName) -> Bool { values[field] == nil && valueRanges[field] != nil }

    /// The fields that the ticket has, in the file's order.
    var fieldsInOrder: [FieldName] {
        values.keys.sorted { (valueRanges[$0]?.start ?? 0, $0) < (valueRanges[$1]?.start ?? 0, $1) }
    }
}

/// The lines of a file from an offset on, as ranges of bytes without their endings.
struct SourceLines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = start
    }

    mutating func next() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        let newline = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        position = newline + 1
        let hasReturn = newline > start && bytes[newline - 1] == 0x0D
        return start..<(hasReturn ? newline - 1 : newline)
    }
}
