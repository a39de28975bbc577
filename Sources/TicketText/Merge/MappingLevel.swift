import TicketModel

/// The lines of one block mapping, cut into its pairs: each has the lines of its key and value, and in front of them the
/// blank lines and comments that belong to it.
///
///     # who did it          <- lead of assignee
///     assignee: ivan  # c   <- its lines
///     tags:                 <- lines of tags
///       - a
///     # the end             <- tail
struct MappingLevel {
    struct Part {
        var pair: YAMLPair
        var lead: [UInt8]
        var lines: [UInt8]
        /// Where `lines` begins in the file.
        var start: Int
    }

    let document: TicketDocument
    let parts: [Part]
    let tail: [UInt8]
    /// How far the keys are indented; nil where there are none.
    let indentation: Int?

    /// Nil where pairs share lines, as in braces.
    init?(_ document: TicketDocument, _ pairs: [YAMLPair], in range: SourceRange) {
        var parts: [Part] = []
        var position = range.start
        for pair in pairs {
            let start = document.lineStart(of: pair.keyRange.start)
            guard start >= position else { return nil }
            let end = min(document.lineEnd(behind: max(pair.value.range.end, pair.colonEnd)), range.end)
            parts.append(
                Part(
                    pair: pair, lead: Array(document.bytes[position..<start]),
                    lines: Array(document.bytes[start..<end]), start: start))
            position = end
        }
        guard position <= range.end else { return nil }
        self.document = document
        self.parts = parts
        tail = Array(document.bytes[position..<range.end])
        indentation = pairs.first.map { document.column(of: $0.keyRange.start) }
    }

    /// Pairs whose values count and whose lines do not, for a base that is written in braces.
    init(valuesOf pairs: [YAMLPair], in document: TicketDocument) {
        self.document = document
        parts = pairs.map { Part(pair: $0, lead: [], lines: [], start: 0) }
        tail = []
        indentation = nil
    }

    /// The front matter itself; nil where it is written in braces.
    init?(_ document: TicketDocument) {
        guard !document.isFlowMapping else { return nil }
        self.init(document, document.pairs, in: document.frontMatterRange)
    }

    func part(_ key: String) -> Part? { parts.first { $0.pair.key == key } }

    /// The mapping that a part's value is, in the lines below its key; nil where it is none or in braces.
    func level(below part: Part) -> MappingLevel? {
        guard let pairs = part.pair.value.pairs, !part.pair.value.isFlow, !part.lines.isEmpty else { return nil }
        let end = part.start + part.lines.count
        return MappingLevel(document, pairs, in: SourceRange(headEnd(of: part), end))
    }

    /// Where the line of a part's key ends.
    func headEnd(of part: Part) -> Int { document.lineEnd(behind: part.pair.colonEnd) }

    /// The line of a part's key.
    func head(of part: Part) -> [UInt8] { Array(part.lines.prefix(headEnd(of: part) - part.start)) }

    /// The lines of a part as they would stand at another indentation.
    func lines(of part: Part, indentedBy target: Int?) -> [UInt8] {
        guard let indentation, let target, target != indentation else { return part.lines }
        return Array(
            part.lines.split(separator: 0x0A, omittingEmptySubsequences: false).map { line -> [UInt8] in
                if line.isEmpty { return [] }
                if target > indentation { return [UInt8](repeating: 0x20, count: target - indentation) + line }
                return Array(line.dropFirst(min(indentation - target, line.prefix { $0 == 0x20 }.count)))
            }.joined(separator: [0x0A]))
    }
}

extension TicketDocument {
    /// The comments of the front matter, each from its `#` to the end of its line.
    var comments: [[UInt8]] {
        var covered: [SourceRange] = []
        func cover(_ node: YAMLNode) {
            switch node.content {
            case .scalar: covered.append(node.range)
            case .sequence(let items, _): for item in items { cover(item) }
            case .mapping(let pairs, _): cover(pairs)
            }
        }
        func cover(_ pairs: [YAMLPair]) {
            for pair in pairs {
                covered.append(pair.keyRange)
                cover(pair.value)
            }
        }
        cover(pairs)
        var comments: [[UInt8]] = []
        var position = frontMatterRange.start
        for range in covered.sorted(by: { $0.start < $1.start }) + [
            SourceRange(frontMatterRange.end, frontMatterRange.end)
        ] {
            while position < range.start {
                guard bytes[position] == UInt8(ascii: "#") else {
                    position += 1
                    continue
                }
                let end = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
                comments.append(Array(bytes[position..<end]))
                position = end
            }
            position = max(position, range.end)
        }
        return comments
    }
}

extension TicketDocument {
    /// The lines of a field, without the comments above it; none where the field is absent or shares its lines.
    package func lines(ofField key: String) -> [UInt8] { MappingLevel(self)?.part(key)?.lines ?? [] }
}
