/// What must not reach the Markdown library, whose time grows with the square of some texts: 64 KiB of `- ` with blank lines below
/// take it 12 s.
struct MarkdownLimits {
    static let byteCount = 64 * 1024
    /// Quotes and lists that may begin on one line.
    static let containersOnLine = 32
    /// Bytes between two spaces; links at the end of whose text brackets are counted take the square of it.
    static let wordByteCount = 4096
    /// The columns of the widest table times all lines, since short rows are filled up with cells.
    static let tableCells = 50_000

    private(set) var isTooLarge: Bool
    private(set) var hasTooManyCells = false

    init(_ text: Span<UInt8>) {
        isTooLarge = text.count > Self.byteCount
        var (position, lineCount, mostBars) = (0, 0, 0)
        while !isTooLarge, position < text.count {
            let line = Line(text, from: position)
            position = line.end + 1
            lineCount += 1
            mostBars = max(mostBars, line.barCount)
            isTooLarge = line.containerCount > Self.containersOnLine || line.longestWord > Self.wordByteCount
        }
        hasTooManyCells = (mostBars + 1) * lineCount > Self.tableCells
    }
}

/// What is counted on a line.
private struct Line {
    private(set) var end: Int
    private(set) var barCount = 0
    private(set) var longestWord = 0
    private(set) var containerCount = 0

    init(_ text: Span<UInt8>, from start: Int) {
        end = start
        var wordStart = start
        while end < text.count, text[end] != 0x0A, text[end] != 0x0D {
            if text[end] == UInt8(ascii: "|") { barCount += 1 }
            if text[end] == 0x20 || text[end] == 0x09 { wordStart = end + 1 }
            end += 1
            longestWord = max(longestWord, end - wordStart)
        }
        countContainers(text, start)
    }

    /// Counts `>`, and list markers that a space or the line's end follows.
    private mutating func countContainers(_ text: Span<UInt8>, _ start: Int) {
        for position in start..<end {
            let isLast = position + 1 == end || text[position + 1] == 0x20 || text[position + 1] == 0x09
            switch text[position] {
            case UInt8(ascii: ">"): containerCount += 1
            case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"):
                guard isLast else { return }
                containerCount += 1
            case 0x20, 0x09, UInt8(ascii: "0")...UInt8(ascii: "9"): break
            default: return
            }
        }
    }
}
