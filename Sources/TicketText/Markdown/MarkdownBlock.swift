/// A block of Markdown (CommonMark 0.31 § 4 and 5; tables and tasks: GitHub Flavored Markdown 0.29 § 4.10 and 5.3).
package indirect enum MarkdownBlock: Hashable, Sendable {
    case paragraph([MarkdownInline])
    /// `level` is 1 to 6.
    case heading(level: Int, [MarkdownInline])
    case quote([MarkdownBlock])
    case list(MarkdownList)
    /// A code block's lines without their ends; `info` is what stands behind the opening fence, empty where nothing does.
    case code(info: String, lines: [String])
    /// HTML, as it is written.
    case html(lines: [String])
    case table(MarkdownTable)
    /// A thematic break.
    case rule
}

package struct MarkdownList: Hashable, Sendable {
    /// The number of the first item; nil for bullets.
    package var start: Int?
    /// Whether no blank lines stand between the items.
    package var isTight: Bool
    package var items: [Item]

    package struct Item: Hashable, Sendable {
        /// For a task, whether it is done; nil for an ordinary item.
        package var isDone: Bool?
        package var blocks: [MarkdownBlock]
    }
}

package struct MarkdownTable: Hashable, Sendable {
    package var alignments: [Alignment]
    package var header: [[MarkdownInline]]
    /// Each with as many cells as the header.
    package var rows: [[[MarkdownInline]]]

    package enum Alignment: Hashable, Sendable {
        case left, center, right
    }
}

/// A piece of a line of Markdown (CommonMark 0.31 § 6).
package indirect enum MarkdownInline: Hashable, Sendable {
    case text(String)
    case code(String)
    /// HTML, as it is written.
    case html(String)
    /// A line's end in the source, which is a space when shown.
    case softBreak
    case hardBreak
    case emphasis([MarkdownInline])
    case strong([MarkdownInline])
    case strikethrough([MarkdownInline])
    case link(destination: String, [MarkdownInline])
    case image(destination: String, [MarkdownInline])
}

extension MarkdownInline {
    /// What the piece says, without marks and destinations; breaks as spaces.
    package var plainText: String {
        switch self {
        case .text(let text), .code(let text): text
        case .html: ""
        case .softBreak, .hardBreak: " "
        case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, let inner),
            .image(_, let inner):
            inner.map(\.plainText).joined()
        }
    }
}
