internal import CLibyaml
import TicketModel

/// One event of libyaml, copied out of its memory. Ranges count characters from the beginning of the input.
struct YAMLEvent {
    enum Kind: Equatable {
        case streamStart, streamEnd, documentStart, documentEnd, alias
        case scalar(String, YAMLNode.ScalarStyle)
        case sequenceStart(isFlow: Bool), sequenceEnd
        case mappingStart(isFlow: Bool), mappingEnd
    }

    var kind: Kind
    var range: SourceRange
    var hasAnchor = false
    var hasTag = false
}

/// What libyaml says when it cannot go on.
@safe struct EventParserError: Error {
    var problem: String
    /// Where: characters from the beginning of the input, bytes where `isByteOffset`.
    var index: Int
    var isByteOffset: Bool
}

/// libyaml's pull parser as a Swift value: it owns the C parser and a copy of the input.
@safe struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        unsafe input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        _ = unsafe input.initialize(fromContentsOf: bytes)
        unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        _ = unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    mutating func next() throws(EventParserError) -> YAMLEvent {
        var raw = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
        defer { unsafe yaml_event_delete(&raw) }
        return unsafe Self.event(raw)
    }

    private func failure() -> EventParserError {
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        if unsafe parser.pointee.error == YAML_READER_ERROR {
            return EventParserError(
                problem: problem, index: Int(unsafe parser.pointee.problem_offset), isByteOffset: true)
        }
        // An unclosed quote or bracket, and a line without a colon, are better shown where they begin.
        let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) } ?? ""
        let isUnclosed =
            problem.contains("unexpected end of stream") || context.contains("while parsing a flow")
            || context.contains("while scanning a simple key")
        let mark = unsafe isUnclosed ? parser.pointee.context_mark : parser.pointee.problem_mark
        return EventParserError(problem: problem, index: Int(mark.index), isByteOffset: false)
    }

    private static func event(_ raw: yaml_event_t) -> YAMLEvent {
        let range = SourceRange(Int(unsafe raw.start_mark.index), Int(unsafe raw.end_mark.index))
        switch unsafe raw.type {
        case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, range: range)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, range: range)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, range: range)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, range: range)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias, range: range, hasAnchor: true)
        case YAML_SCALAR_EVENT:
            let scalar = unsafe raw.data.scalar
            let text = unsafe String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return YAMLEvent(
                kind: .scalar(text, unsafe style(scalar.style)), range: range,
                hasAnchor: unsafe scalar.anchor != nil, hasTag: unsafe scalar.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe raw.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart(isFlow: unsafe start.style == YAML_FLOW_SEQUENCE_STYLE), range: range,
                hasAnchor: unsafe start.anchor != nil, hasTag: unsafe start.tag != nil)
        case YAML_MAPPING_START_EVENT:
            let start = unsafe raw.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart(isFlow: unsafe start.style == YAML_FLOW_MAPPING_STYLE), range: range,
                hasAnchor: unsafe start.anchor != nil, hasTag: unsafe start.tag != nil)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, range: range)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, range: range)
        default: return YAMLEvent(kind: .streamEnd, range: range)
        }
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}
