internal import CCmark
internal import Synchronization

/// A text in GitHub Flavored Markdown, parsed by cmark-gfm: tables, strikethrough, task lists, bare links. No footnotes, and HTML
/// stays the text that it is.
package struct MarkdownDocument: Hashable, Sendable {
    package let blocks: [MarkdownBlock]

    /// Parses `text`; invalid UTF-8 and NUL become U+FFFD.
    ///
    /// Returns nil for what is to be shown as it is written: more than 64 KiB, words of more than 4 KiB, more than 32 quotes and
    /// lists in each other on one line.
    package init?(_ text: String) {
        let limits = MarkdownLimits(text.utf8.span)
        guard !limits.isTooLarge else { return nil }
        guard let blocks = Self.parse(Array(text.utf8), hasTables: !limits.hasTooManyCells) else { return nil }
        self.blocks = blocks
    }

    /// The library keeps what starts an inline of an extension in tables of the whole process, so one text is parsed at a time.
    private static let library = Mutex<Bool>(false)

    private static func parse(_ bytes: [UInt8], hasTables: Bool) -> [MarkdownBlock]? {
        library.withLock { isReady in
            if !isReady { cmark_gfm_core_extensions_ensure_registered() }
            isReady = true
            guard let parser = MarkdownParser.make(extensions: (hasTables ? ["table"] : []) + Self.extensions) else {
                return nil
            }
            return parser.parse(bytes)?.blocks()
        }
    }

    private static let extensions: [StaticString] = ["strikethrough", "autolink", "tasklist"]
}

/// cmark's parser for one text.
@safe private struct MarkdownParser: ~Copyable {
    private let parser: OpaquePointer

    private init(adopting parser: OpaquePointer) { unsafe self.parser = parser }

    /// Returns nil where the library has no such extension, or no memory.
    static func make(extensions: [StaticString]) -> MarkdownParser? {
        guard let created = unsafe cmark_parser_new(CMARK_OPT_VALIDATE_UTF8) else { return nil }
        let parser = unsafe MarkdownParser(adopting: created)
        for name in extensions {
            let found = unsafe name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount) {
                unsafe cmark_find_syntax_extension($0)
            }
            guard let found = unsafe found else { return nil }
            _ = unsafe cmark_parser_attach_syntax_extension(created, found)
        }
        return parser
    }

    deinit { unsafe cmark_parser_free(parser) }

    consuming func parse(_ bytes: [UInt8]) -> MarkdownTree? {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe cmark_parser_feed(parser, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
        return unsafe cmark_parser_finish(parser).map { unsafe MarkdownTree(adopting: $0) }
    }
}
