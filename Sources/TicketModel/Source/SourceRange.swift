/// A half-open range of bytes in a file: `start` inclusive, `end` exclusive, both counted from 0.
package struct SourceRange: Hashable, Sendable {
    package var start: Int
    package var end: Int

    package init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    package var isEmpty: Bool { start >= end }
    package var count: Int { end - start }
    package var indices: Range<Int> { start..<max(start, end) }
}
