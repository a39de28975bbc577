/// The trailers of a commit's message, found as `git log --format=%(trailers)` finds them.
///
/// ```
/// Calibrate the tray sensor
///
/// It read 0 after every wake-up.
///
/// Closes: HD-k7qf3m,
///   HD-9x2m4c
/// Signed-off-by: Ada <ada@example.org>
/// ```
///
/// They are the last paragraph, which is not the first, if all of its lines are trailers or their continuations; with a line
/// that git writes itself (`Signed-off-by: `, `(cherry picked from commit `) a quarter of trailers is enough. Comments, and
/// the list of conflicts at the end, do not count. Source: git-interpret-trailers(1); git, trailer.c.
struct MessageTrailers {
    struct Trailer: Equatable {
        /// As written, without space around it.
        var key: ArraySlice<UInt8>
        /// What stands behind the colon, folded lines included.
        var value: ArraySlice<UInt8>
    }

    private(set) var trailers: [Trailer] = []

    private static let newline = UInt8(ascii: "\n")
    private static let comment = UInt8(ascii: "#")
    private static let generatedPrefixes = ["Signed-off-by: ", "(cherry picked from commit "].map { Array($0.utf8) }

    /// - Parameter message: As stored; nothing behind a NUL counts, as for git.
    init(_ message: ArraySlice<UInt8>) {
        let text = message.firstIndex(of: 0).map { message[..<$0] } ?? message
        let lines = Self.lines(text)
        let end = Self.endOfTrailers(lines)
        guard let start = Self.startOfTrailers(lines[..<end]) else { return }
        collect(lines[start..<end])
    }

    /// The lines with their ends.
    private static func lines(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: newline).map { $0 + 1 } ?? text.endIndex
            lines.append(text[start..<end])
            start = end
        }
        return lines
    }

    private mutating func collect(_ lines: ArraySlice<ArraySlice<UInt8>>) {
        var isOpen = false
        for line in lines {
            if isOpen, let first = line.first, Self.isSpace(first), let last = trailers.indices.last {
                trailers[last].value += line
                continue
            }
            let colon = line.first == Self.comment ? nil : Self.separator(in: line)
            isOpen = colon != nil
            guard let colon else { continue }
            trailers.append(Trailer(key: Self.trimmed(line[..<colon]), value: line[(colon + 1)...]))
        }
    }

    /// The number of the first line of trailers; nil for none.
    private static func startOfTrailers(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Int? {
        guard let title = lines.firstIndex(where: { $0.first != comment && isBlank($0) }) else { return nil }
        var count = LineCount()
        var isAtEnd = true
        for number in (title..<lines.endIndex).reversed() {
            let line = lines[number]
            if line.first == comment {
                count.endContinuation()
            } else if isBlank(line) {
                if isAtEnd { continue }
                count.endContinuation()
                return count.areTrailers ? number + 1 : nil
            } else {
                isAtEnd = false
                count.add(line)
            }
        }
        return nil
    }

    /// What the lines of a paragraph are, counted from its end.
    private struct LineCount {
        private var trailers = 0
        private var others = 0
        private var continuations = 0
        private var hasGenerated = false

        var areTrailers: Bool { hasGenerated && trailers * 3 >= others || trailers > 0 && others == 0 }

        /// Lines that might have continued a trailer above do not.
        mutating func endContinuation() {
            others += continuations
            continuations = 0
        }

        mutating func add(_ line: ArraySlice<UInt8>) {
            if generatedPrefixes.contains(where: { line.starts(with: $0) }) {
                hasGenerated = true
                trailers += 1
                continuations = 0
            } else if let first = line.first, isSpace(first) {
                continuations += 1
            } else if separator(in: line) != nil {
                trailers += 1
                continuations = 0
            } else {
                others += 1
                endContinuation()
            }
        }
    }

    /// Where comments and the list of conflicts at the end begin.
    private static func endOfTrailers(_ lines: [ArraySlice<UInt8>]) -> Int {
        var end: Int?
        var isInConflicts = false
        for (number, line) in lines.enumerated() {
            if line.first == comment || line.first == newline {
                end = end ?? number
            } else if line.elementsEqual("Conflicts:\n".utf8) {
                isInConflicts = true
                end = end ?? number
            } else if !(isInConflicts && line.first == UInt8(ascii: "\t")) {
                end = nil
                isInConflicts = false
            }
        }
        return end ?? lines.count
    }

    /// Where the colon of a trailer stands; nil for a line that is none.
    private static func separator(in line: ArraySlice<UInt8>) -> Int? {
        var hasSpace = false
        for (index, byte) in zip(line.indices, line) {
            if byte == UInt8(ascii: ":") { return index > line.startIndex ? index : nil }
            if !hasSpace, isAlphanumeric(byte) || byte == UInt8(ascii: "-") { continue }
            guard index > line.startIndex, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") else { return nil }
            hasSpace = true
        }
        return nil
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy(isSpace) }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }
}
