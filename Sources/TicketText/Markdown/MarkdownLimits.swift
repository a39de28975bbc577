/// What must not reach the Markdown library, whose time or memory grows with the square of some texts: 64 KiB of `- ` with blank lines
/// below take it 12 s, a link's long target that thousands of references share is copied for each of them.
struct MarkdownLimits {
    static let byteCount = 64 * 1024
    /// Quotes and lists that may begin on one line.
    static let containersOnLine = 32
    /// Bytes between two spaces; links at the end of whose text brackets are counted take the square of it.
    static let wordByteCount = 4096
    /// `<?` and `<!`, for each of which the end is looked for.
    static let declarations = 256
    /// Brackets times bytes, where targets are defined apart from their links.
    static let referencedBytes = 16 << 20
    /// The columns of the widest table times all lines, since short rows are filled up with cells.
    static let tableCells = 50_000

    private(set) var isTooLarge: Bool
    private(set) var hasTooManyCells = false

    init(_ text: Span<UInt8>) {
        isTooLarge = text.count > Self.byteCount
        var (position, lineCount, mostBars) = (0, 0, 0)
        var counts = MarkdownCounts()
        while !isTooLarge, position < text.count {
            let line = MarkdownLine(text, from: position, &counts)
            position = line.end + 1
            lineCount += 1
            mostBars = max(mostBars, line.barCount)
            isTooLarge = line.containerCount > Self.containersOnLine || line.longestWord > Self.wordByteCount
        }
        let copies = counts.canDefineTargets ? counts.brackets * text.count : 0
        if counts.declarations > Self.declarations || copies > Self.referencedBytes { isTooLarge = true }
        hasTooManyCells = (mostBars + 1) * lineCount > Self.tableCells
    }
}

/// What is counted over all lines.
private struct MarkdownCounts {
    var brackets = 0
    var declarations = 0
    /// Whether a line begins with a bracket, and whether a `]:` is anywhere.
    var hasBracketLine = false
    var hasDefinitionMark = false

    var canDefineTargets: Bool { hasBracketLine && hasDefinitionMark }
}

/// What is counted on a line.
private struct MarkdownLine {
    private(set) var end: Int
    private(set) var barCount = 0
    private(set) var longestWord = 0
    private(set) var containerCount = 0

    init(_ text: Span<UInt8>, from start: Int, _ counts: inout MarkdownCounts) {
        end = start
        var (wordStart, before) = (start, UInt8(0))
        while end < text.count, text[end] != 0x0A, text[end] != 0x0D {
            let byte = text[end]
            switch byte {
            case UInt8(ascii: "|"): barCount += 1
            case UInt8(ascii: "["): counts.brackets += 1
            case UInt8(ascii: ":") where before == UInt8(ascii: "]"): counts.hasDefinitionMark = true
            case UInt8(ascii: "?") where before == UInt8(ascii: "<"): counts.declarations += 1
            case UInt8(ascii: "!") where before == UInt8(ascii: "<"): counts.declarations += 1
            case 0x20, 0x09: wordStart = end + 1
            default: break
            }
            before = byte
            end += 1
            longestWord = max(longestWord, end - wordStart)
        }
        countContainers(text, start, &counts)
    }

    /// Counts `>`, and list markers that a space or the line's end follows.
    private mutating func countContainers(_ text: Span<UInt8>, _ start: Int, _ counts: inout MarkdownCounts) {
        for position in start..<end {
            let isLast = position + 1 == end || text[position + 1] == 0x20 || text[position + 1] == 0x09
            switch text[position] {
            case UInt8(ascii: ">"): containerCount += 1
            case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"):
                guard isLast else { return }
                containerCount += 1
            case 0x20, 0x09, UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "["):
                counts.hasBracketLine = true
                return
            default: return
            }
        }
    }
}
