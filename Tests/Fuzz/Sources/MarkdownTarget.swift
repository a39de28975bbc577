import TicketModel
import TicketText

/// A text in Markdown: `MarkdownDocument` with the C library below it, `Mention`.
///
/// The tree is never so deep that walking it is a risk, however its quotes, lists and emphasis are nested; mentions lie in order,
/// apart, and are spelled as their bytes.
enum MarkdownTarget {
    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let document = MarkdownDocument(text) {
            for block in document.blocks { check(block, depth: 0) }
        }
        let bytes = Array(text.utf8)
        var position = 0
        for mention in Mention.find(in: bytes, SourceRange(0, bytes.count)) {
            require(position <= mention.range.start && mention.range.end <= bytes.count, "a mention lies elsewhere")
            require(
                bytes[mention.range.indices].elementsEqual([0x40] + Array(mention.name.utf8)), "it is spelled otherwise"
            )
            position = mention.range.end
        }
    }

    private static func check(_ block: MarkdownBlock, depth: Int) {
        require(depth < 110, "blocks are too deep")
        switch block {
        case .paragraph(let inlines), .heading(_, let inlines): check(inlines, depth + 1)
        case .quote(let blocks): for block in blocks { check(block, depth: depth + 1) }
        case .list(let list): for block in list.items.flatMap(\.blocks) { check(block, depth: depth + 1) }
        case .table(let table):
            for row in [table.header] + table.rows {
                require(row.count == table.header.count, "a row is shorter or longer than the header")
                for cell in row { check(cell, depth + 1) }
            }
        case .code, .html, .rule: break
        }
    }

    private static func check(_ inlines: [MarkdownInline], _ depth: Int) {
        require(depth < 110, "inlines are too deep")
        for inline in inlines {
            switch inline {
            case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, let inner),
                .image(_, let inner):
                check(inner, depth + 1)
            case .text, .code, .html, .softBreak, .hardBreak: break
            }
        }
    }
}
