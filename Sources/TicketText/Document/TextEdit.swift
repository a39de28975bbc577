package import TicketModel

/// A splice: the bytes of `range` are replaced, every other byte of the file stays as it is.
package struct TextEdit: Hashable, Sendable {
    package var range: SourceRange
    package var replacement: [UInt8]

    package init(_ range: SourceRange, _ replacement: [UInt8]) {
        self.range = range
        self.replacement = replacement
    }

    package init(_ range: SourceRange, _ replacement: String) {
        self.init(range, Array(replacement.utf8))
    }

    /// An edit that only adds, in front of the byte at `offset`.
    package static func insertion(_ text: String, at offset: Int) -> TextEdit {
        TextEdit(SourceRange(offset, offset), text)
    }

    /// Returns `bytes` with all `edits` made. Ranges point into `bytes` as they are and must not overlap.
    package static func apply(_ edits: [TextEdit], to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.count })
        var position = 0
        for edit in edits.sorted(by: { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }) {
            precondition(edit.range.start >= position, "edits overlap")
            result += bytes[position..<edit.range.start]
            result += edit.replacement
            position = edit.range.end
        }
        return result + bytes[position...]
    }
}
