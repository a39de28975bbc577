/// Compares what came with what was expected.
///
/// In an expected line `…` stands for any characters; a line that is `...` alone for any lines. All else is compared byte by byte.
enum SessionMatch {
    static let anyLines = "..."

    /// Returns whether the lines are those expected.
    static func matches(_ lines: [String], expected: [String]) -> Bool {
        // reachable[n]: the first n lines can be explained by the expectations so far.
        var reachable = [true] + Array(repeating: false, count: lines.count)
        for pattern in expected {
            var next = Array(repeating: false, count: lines.count + 1)
            for count in 0...lines.count {
                if pattern == anyLines {
                    next[count] = reachable[count] || (count > 0 && next[count - 1])
                } else if count > 0 {
                    next[count] = reachable[count - 1] && matches(lines[count - 1], pattern: pattern)
                }
            }
            reachable = next
        }
        return reachable[lines.count]
    }

    /// Returns whether the line is the pattern with something for each `…`.
    static func matches(_ line: String, pattern: String) -> Bool {
        let parts = pattern.split(separator: "…" as Character, omittingEmptySubsequences: false).map { Array($0.utf8) }
        let bytes = Array(line.utf8)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            return bytes == Array(pattern.utf8)
        }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first), bytes.suffix(last.count) == last[...]
        else {
            return false
        }
        var rest = bytes[first.count..<(bytes.count - last.count)]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
            rest = rest[(start + part.count)...]
        }
        return true
    }

    /// Returns what to record: the lines that came, in the words of the old expectation where that still says the same.
    static func recorded(_ lines: [String], expected: [String]) -> [String] {
        if matches(lines, expected: expected) { return expected }
        var position = 0
        return lines.map { line in
            guard
                let match = expected.indices[position...].first(where: {
                    expected[$0] != anyLines && matches(line, pattern: expected[$0])
                })
            else { return line }
            position = match + 1
            return expected[match]
        }
    }

    /// Returns both as one text: `-` before what was expected and did not come, `+` before what came, a space before what agrees.
    static func difference(_ lines: [String], expected: [String]) -> [String] {
        var common = Array(repeating: Array(repeating: 0, count: lines.count + 1), count: expected.count + 1)
        for row in expected.indices.reversed() {
            for column in lines.indices.reversed() {
                common[row][column] =
                    matches(lines[column], pattern: expected[row])
                    ? common[row + 1][column + 1] + 1 : max(common[row + 1][column], common[row][column + 1])
            }
        }
        var result: [String] = []
        var (row, column) = (0, 0)
        while row < expected.count || column < lines.count {
            if row < expected.count, column < lines.count, matches(lines[column], pattern: expected[row]) {
                result.append("    " + lines[column])
                (row, column) = (row + 1, column + 1)
            } else if column == lines.count
                || (row < expected.count && common[row + 1][column] >= common[row][column + 1])
            {
                result.append("  - " + expected[row])
                row += 1
            } else {
                result.append("  + " + lines[column])
                column += 1
            }
        }
        return result
    }
}
