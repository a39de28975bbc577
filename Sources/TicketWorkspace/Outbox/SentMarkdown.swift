import TicketModel
import Workflow

/// Markdown of a file as those get it who have no repository.
enum SentMarkdown {
    /// Returns `text` with the words of its inline links to files in place of the links, and what pictures are described
    /// by in place of them.
    ///
    /// Code stays as it is written.
    static func withoutFiles(_ text: String, from path: RepositoryPath) -> String {
        let bytes = Array(text.utf8)
        var code = codeRanges(in: bytes)[...]
        var (result, position): ([UInt8], Int) = ([], 0)
        for target in MarkdownLinks.targets(in: bytes, from: 0) {
            code = code.drop { $0.upperBound <= target.start }
            guard MarkdownLinks.path(bytes[target.indices], from: path) != nil,
                code.first.map({ !$0.contains(target.start) }) ?? true,
                let words = ArticleLinks.words(bytes, before: target, from: position)
            else { continue }
            let isPicture = words.start - 1 > position && bytes[words.start - 2] == UInt8(ascii: "!")
            result += bytes[position..<words.start - (isPicture ? 2 : 1)] + bytes[words.indices]
            position = ArticleLinks.end(bytes, of: target)
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    /// Where fences and spans of code stand, in order. A span ends with as many backticks as it began with, on its line.
    private static func codeRanges(in bytes: [UInt8]) -> [Range<Int>] {
        let tick = UInt8(ascii: "`")
        var (ranges, offset, fence): ([Range<Int>], Int, Int?) = ([], 0, nil)
        while offset < bytes.count {
            let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
            let text = bytes[offset..<end].drop { $0 == 0x20 }
            let isFence = text.starts(with: [tick, tick, tick]) || text.starts(with: Array("~~~".utf8))
            if let start = fence {
                if isFence { (fence, _) = (nil, ranges.append(start..<end)) }
            } else if isFence {
                fence = offset
            } else {
                ranges += spans(in: bytes, offset..<end)
            }
            offset = end + 1
        }
        if let fence { ranges.append(fence..<bytes.count) }
        return ranges
    }

    private static func spans(in bytes: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
        var (spans, open): ([Range<Int>], (start: Int, count: Int)?) = ([], nil)
        var offset = line.lowerBound
        while offset < line.upperBound {
            let count = bytes[offset..<line.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
            if count > 0 {
                if let begun = open, begun.count == count {
                    spans.append(begun.start..<offset + count)
                    open = nil
                } else if open == nil {
                    open = (offset, count)
                }
            }
            offset += max(1, count)
        }
        return spans
    }
}
