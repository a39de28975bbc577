internal import CLibyaml
package import TicketModel

/// Reads one YAML document with libyaml's events into a tree with byte ranges.
///
/// Refused with a position: anchors and aliases, tags, duplicate keys, keys that are no scalars, a second document, and
/// whatever goes over the limits. Types are not guessed: every scalar is its text.
package enum YAMLReader {
    /// Returns the document in `range` of `source`, or nil where there is none (nothing but blanks and comments).
    package static func read(
        _ source: SourceText, in range: SourceRange, limits: YAMLLimits = .standard
    ) throws(YAMLError) -> YAMLNode? {
        guard range.count <= limits.bytes else {
            throw YAMLError(
                "\(range.count) bytes of YAML are more than the \(limits.bytes) that are read",
                hint: "move long texts below the front matter, or into a file of their own", at: range)
        }
        var builder = YAMLTreeBuilder(source: source, range: range, limits: limits)
        try builder.checkEncoding()
        if limits.nodes >= 1000, limits.depth > 2, let root = PlainMapping.read(source, in: range) { return root }
        return try builder.read()
    }

    /// Returns what libyaml reads, also where a quicker way would do: for tests that compare both.
    static func readByEvents(_ source: SourceText, in range: SourceRange) throws(YAMLError) -> YAMLNode? {
        var builder = YAMLTreeBuilder(source: source, range: range, limits: .standard)
        try builder.checkEncoding()
        return try builder.read()
    }
}

/// Drives libyaml over one range of a file and builds the tree, checking limits at each event.
private struct YAMLTreeBuilder {
    let source: SourceText
    let range: SourceRange
    let limits: YAMLLimits
    var nodeCount = 0
    /// Byte offsets of characters, since libyaml's marks count characters; nil where all are ASCII and both agree.
    var byteOffsets: [Int]?

    init(source: SourceText, range: SourceRange, limits: YAMLLimits) {
        self.source = source
        self.range = range
        self.limits = limits
    }

    mutating func read() throws(YAMLError) -> YAMLNode? {
        let slice = source.bytes[range.indices]
        byteOffsets = Self.byteOffsets(of: slice, from: range.start)
        var parser = EventParser(slice)
        var event = try next(&parser)
        guard event.kind == .streamStart else { return nil }
        event = try next(&parser)
        guard event.kind == .documentStart else { return nil }
        event = try next(&parser)
        let root = event.kind == .documentEnd ? nil : try node(event, &parser, depth: 1)
        if root != nil { event = try next(&parser) }
        event = try next(&parser)
        if event.kind == .documentStart {
            throw YAMLError("a second document begins here", hint: "keep one mapping in the file", at: event.range)
        }
        return root
    }

    func checkEncoding() throws(YAMLError) {
        let slice = source.bytes[range.indices]
        if let bad = UTF8Check.firstInvalidOffset(in: slice) {
            throw YAMLError("this byte is not UTF-8", hint: "save the file as UTF-8", at: SourceRange(bad, bad + 1))
        }
        if let nul = slice.firstIndex(of: 0) {
            throw YAMLError("a NUL byte", hint: "remove it", at: SourceRange(nul, nul + 1))
        }
    }

    private static func byteOffsets(of slice: ArraySlice<UInt8>, from start: Int) -> [Int]? {
        guard slice.contains(where: { $0 >= 0x80 }) else { return nil }
        var offsets: [Int] = []
        offsets.reserveCapacity(slice.count + 1)
        for index in slice.indices where slice[index] & 0xC0 != 0x80 { offsets.append(index) }
        offsets.append(slice.endIndex)
        return offsets
    }

    private func offset(_ characterIndex: Int) -> Int {
        guard let byteOffsets else { return min(range.start + characterIndex, range.end) }
        return byteOffsets[min(characterIndex, byteOffsets.count - 1)]
    }

    private mutating func next(_ parser: inout EventParser) throws(YAMLError) -> YAMLEvent {
        var event: YAMLEvent
        do {
            event = try parser.next()
        } catch {
            let place = error.isByteOffset ? range.start + error.index : offset(error.index)
            let safe = min(place, max(range.start, range.end - 1))
            throw .syntax(problem: error.problem, at: SourceRange(safe, safe + 1), in: source.bytes, from: range.start)
        }
        event.range = SourceRange(offset(event.range.start), offset(event.range.end))
        if event.hasAnchor {
            throw YAMLError(
                "a value cannot begin with & or *, which YAML has for anchors and aliases",
                hint: "quote the value: '*…'", at: event.range)
        }
        if event.hasTag {
            throw YAMLError(
                "a value cannot begin with !, which YAML has for tags", hint: "quote the value: '!…'", at: event.range)
        }
        return event
    }

    private mutating func node(
        _ event: YAMLEvent, _ parser: inout EventParser, depth: Int
    ) throws(YAMLError) -> YAMLNode {
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            throw YAMLError(
                "more than \(limits.nodes) values", hint: "keep long lists in a file of their own", at: event.range)
        }
        guard depth <= limits.depth else {
            throw YAMLError(
                "nested more than \(limits.depth) levels deep", hint: "quote a text that is full of brackets",
                at: event.range)
        }
        switch event.kind {
        case .scalar(let text, let style):
            return YAMLNode(.scalar(text, style), range: scalarRange(event.range, style: style))
        case .sequenceStart(let isFlow): return try sequence(from: event, isFlow, &parser, depth: depth)
        case .mappingStart(let isFlow): return try mapping(from: event, isFlow, &parser, depth: depth)
        default: throw YAMLError("this is no YAML value", hint: "quote it: '…'", at: event.range)
        }
    }

    /// A block scalar's mark ends behind its last line and the blank lines that follow. Its range ends with its last
    /// byte before a line ending; empty lines behind that count only where `+` keeps them in the value.
    private func scalarRange(_ range: SourceRange, style: YAMLNode.ScalarStyle) -> SourceRange {
        guard style.isBlock else { return range }
        let header = source.bytes[range.indices].prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D }
        var end = endWithoutNewline(range.end, from: range.start)
        guard !header.contains(UInt8(ascii: "+")) else { return SourceRange(range.start, end) }
        while source.bytes[end - 1] == 0x0A { end = endWithoutNewline(end, from: range.start) }
        return SourceRange(range.start, end)
    }

    private func endWithoutNewline(_ end: Int, from start: Int) -> Int {
        guard end > start, source.bytes[end - 1] == 0x0A else { return end }
        return end - 1 > start && source.bytes[end - 2] == 0x0D ? end - 2 : end - 1
    }

    private mutating func sequence(
        from start: YAMLEvent, _ isFlow: Bool, _ parser: inout EventParser, depth: Int
    ) throws(YAMLError) -> YAMLNode {
        var items: [YAMLNode] = []
        while true {
            let event = try next(&parser)
            if case .sequenceEnd = event.kind {
                let end = isFlow ? event.range.end : (items.last?.range.end ?? event.range.end)
                return YAMLNode(.sequence(items, isFlow: isFlow), range: SourceRange(start.range.start, end))
            }
            items.append(try node(event, &parser, depth: depth + 1))
        }
    }

    private mutating func mapping(
        from start: YAMLEvent, _ isFlow: Bool, _ parser: inout EventParser, depth: Int
    ) throws(YAMLError) -> YAMLNode {
        var pairs: [YAMLPair] = []
        var keys: Set<String> = []
        while true {
            let event = try next(&parser)
            if case .mappingEnd = event.kind {
                let end = isFlow ? event.range.end : (pairs.last?.value.range.end ?? event.range.end)
                return YAMLNode(.mapping(pairs, isFlow: isFlow), range: SourceRange(start.range.start, end))
            }
            guard case .scalar(let key, _) = event.kind else {
                throw YAMLError("a key must be a word", hint: "quote it if it begins with [ or {", at: event.range)
            }
            guard keys.insert(key).inserted else {
                throw YAMLError("the key \(key) stands here a second time", hint: "keep one of them", at: event.range)
            }
            nodeCount += 1
            let colonEnd = try colonEnd(behind: event.range, isFlow)
            var value = try node(try next(&parser), &parser, depth: depth + 1)
            // An absent value is put right behind its key's colon, where a value would be written.
            if value.range.isEmpty { value.range = SourceRange(colonEnd, colonEnd) }
            pairs.append(YAMLPair(key: key, keyRange: event.range, colonEnd: colonEnd, value: value))
        }
    }

    /// Where the colon behind a key ends. `? key` and, in braces, a key alone have none there: both are refused, because
    /// no edit could find its place.
    private func colonEnd(behind key: SourceRange, _ isFlow: Bool) throws(YAMLError) -> Int {
        var end = key.end
        let blanks: [UInt8] = isFlow ? [0x20, 0x09, 0x0A, 0x0D] : [0x20, 0x09]
        while end < range.end, blanks.contains(source.bytes[end]) { end += 1 }
        guard end < range.end, source.bytes[end] == UInt8(ascii: ":") else {
            let name = source.string(key)
            throw YAMLError("the key \(name) has no colon behind it", hint: "write \(name): VALUE", at: key)
        }
        return end + 1
    }
}
