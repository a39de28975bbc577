internal import CCmark

/// cmark's tree of a text, freed with its owner; turned into values by ``blocks()``.
@safe struct MarkdownTree: ~Copyable {
    private let root: OpaquePointer

    @unsafe init(adopting root: OpaquePointer) { unsafe self.root = root }

    deinit { unsafe cmark_node_free(root) }

    func blocks() -> [MarkdownBlock] { unsafe MarkdownNode(root).blocks(depth: 0) }
}

/// A node of a tree that outlives it.
@safe private struct MarkdownNode {
    private let pointer: OpaquePointer

    @unsafe init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// What lies deeper is shown as text: reading, and all that is done with values, goes down one call a level.
    private static let depthLimit = 48

    private var kind: String { unsafe String(cString: cmark_node_get_type_string(pointer)) }
    private var literal: String { unsafe cmark_node_get_literal(pointer).map { unsafe String(cString: $0) } ?? "" }
    private var destination: String { unsafe cmark_node_get_url(pointer).map { unsafe String(cString: $0) } ?? "" }

    private var children: [MarkdownNode] {
        var found: [MarkdownNode] = []
        var next = unsafe cmark_node_first_child(pointer)
        while let child = unsafe next {
            found.append(unsafe MarkdownNode(child))
            unsafe next = cmark_node_next(child)
        }
        return found
    }

    // MARK: Blocks

    func blocks(depth: Int) -> [MarkdownBlock] {
        guard depth < Self.depthLimit else { return [.paragraph([.text(text)])] }
        return children.compactMap { $0.block(depth: depth + 1) }
    }

    private func block(depth: Int) -> MarkdownBlock? {
        switch kind {
        case "paragraph": .paragraph(inlines(depth: depth))
        case "heading":
            .heading(level: Int(unsafe cmark_node_get_heading_level(pointer)), inlines(depth: depth))
        case "block_quote": .quote(blocks(depth: depth))
        case "list": .list(list(depth: depth))
        case "code_block": .code(info: info, lines: lines)
        case "html_block": .html(lines: lines)
        case "thematic_break": .rule
        case "table": .table(table(depth: depth))
        default: .paragraph([.text(text)])
        }
    }

    private var info: String { unsafe cmark_node_get_fence_info(pointer).map { unsafe String(cString: $0) } ?? "" }

    /// The literal's lines; the last one's end is no line.
    private var lines: [String] {
        var lines = literal.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private func list(depth: Int) -> MarkdownList {
        let isOrdered = unsafe cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
        return MarkdownList(
            start: isOrdered ? Int(unsafe cmark_node_get_list_start(pointer)) : nil,
            isTight: unsafe cmark_node_get_list_tight(pointer) == 1,
            items: children.map { MarkdownList.Item(isDone: $0.isDone, blocks: $0.blocks(depth: depth + 1)) })
    }

    private var isDone: Bool? {
        kind == "tasklist" ? unsafe cmark_gfm_extensions_get_tasklist_item_checked(pointer) : nil
    }

    private func table(depth: Int) -> MarkdownTable {
        let rows = children.map { row in row.children.map { $0.inlines(depth: depth + 1) } }
        let header = rows.first ?? []
        var alignments = [MarkdownTable.Alignment](repeating: .left, count: header.count)
        if let given = unsafe cmark_gfm_extensions_get_table_alignments(pointer) {
            let known = min(header.count, Int(unsafe cmark_gfm_extensions_get_table_columns(pointer)))
            for column in 0..<known {
                switch unsafe given[column] {
                case UInt8(ascii: "c"): alignments[column] = .center
                case UInt8(ascii: "r"): alignments[column] = .right
                default: break
                }
            }
        }
        let filled = rows.dropFirst().map { row in
            Array(row.prefix(header.count)) + Array(repeating: [], count: max(0, header.count - row.count))
        }
        return MarkdownTable(alignments: alignments, header: header, rows: filled)
    }

    // MARK: Inlines

    private func inlines(depth: Int) -> [MarkdownInline] {
        guard depth < Self.depthLimit else { return [.text(text)] }
        return children.map { $0.inline(depth: depth + 1) }
    }

    private func inline(depth: Int) -> MarkdownInline {
        switch kind {
        case "text": .text(literal)
        case "code": .code(literal)
        case "html_inline": .html(literal)
        case "softbreak": .softBreak
        case "linebreak": .hardBreak
        case "emph": .emphasis(inlines(depth: depth))
        case "strong": .strong(inlines(depth: depth))
        case "strikethrough": .strikethrough(inlines(depth: depth))
        case "link": .link(destination: destination, inlines(depth: depth))
        case "image": .image(destination: destination, inlines(depth: depth))
        default: .text(text)
        }
    }

    /// All texts below the node, found without recursion.
    private var text: String {
        var text = ""
        var open = [self]
        while let node = open.popLast() {
            switch node.kind {
            case "softbreak", "linebreak", "paragraph", "item", "tasklist", "table_cell": text += " "
            default: break
            }
            text += node.literal
            open += node.children.reversed()
        }
        return text
    }
}
