/// The bytes of one file with the path under which people know it.
///
/// It turns byte offsets into the lines and columns that diagnostics show. The table of lines is not kept: a diagnostic
/// is rare, a file is read often.
package struct SourceText: Sendable {
    package let path: RepositoryPath
    package let bytes: [UInt8]

    package init(path: RepositoryPath, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Returns the text in `range`, invalid UTF-8 replaced by U+FFFD. The range is cut to the file's size.
    package func string(_ range: SourceRange) -> String {
        let start = min(max(0, range.start), bytes.count)
        let end = min(max(start, range.end), bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Returns where `range` begins, as people count: line and column from 1, the column in characters.
    ///
    /// A byte order mark takes no column. A range over several lines is cut at the end of its first.
    package func location(of range: SourceRange) -> SourceLocation {
        let offset = min(max(0, range.start), bytes.count)
        var lineNumber = 1
        var lineStart = 0
        for index in 0..<offset where bytes[index] == UInt8(ascii: "\n") {
            lineNumber += 1
            lineStart = index + 1
        }
        if lineStart == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]), offset >= 3 { lineStart = 3 }
        var lineEnd = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if lineEnd > lineStart, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
        let rangeEnd = min(max(offset, range.end), max(offset, lineEnd))
        return SourceLocation(
            path: path,
            lineNumber: lineNumber,
            columnNumber: String(decoding: bytes[lineStart..<max(lineStart, offset)], as: UTF8.self).count + 1,
            length: String(decoding: bytes[offset..<rangeEnd], as: UTF8.self).count,
            lineText: String(decoding: bytes[lineStart..<max(lineStart, lineEnd)], as: UTF8.self))
    }
}
