package import TicketModel

/// Turns ticket files into tickets by a desk's configuration.
///
/// One broken file is one diagnostic and no ticket; a broken value is one diagnostic and the ticket without it.
package struct TicketReader: Sendable {
    private let configuration: Configuration
    private let conversationReader: ConversationReader
    private let fieldsByFileName: [String: KnownField]
    /// Whether any field has another name in files.
    private let hasFileNames: Bool
    /// Whether tickets keep their bytes, which texts and the places of values need.
    private let keepsSource: Bool
    /// Whether the text is split into entries; without it tickets have none, and reading is quicker.
    private let readsConversation: Bool

    package init(configuration: Configuration, keepsSource: Bool = true, readsConversation: Bool = true) {
        self.configuration = configuration
        self.keepsSource = keepsSource
        self.readsConversation = readsConversation
        conversationReader = ConversationReader(configuration: configuration)
        var fields: [String: KnownField] = [:]
        for field in configuration.knownFields {
            fields[configuration.fileName(of: field)] = KnownField(name: field, type: configuration.type(of: field))
        }
        fieldsByFileName = fields
        hasFileNames = !configuration.fileNames.isEmpty
    }

    private struct KnownField {
        var name: FieldName
        var type: FieldType?
    }

    package struct Result: Sendable {
        /// Nil where the file is no ticket; the diagnostics say why.
        package var ticket: Ticket?
        package var document: TicketDocument?
        package var diagnostics: [Diagnostic]
    }

    /// - Parameter names: of the fields of a ticket that was read before: one with the same shares them.
    package func read(_ source: SourceText, names: [FieldName] = []) -> Result {
        guard source.bytes.count <= configuration.fileSizeLimit else { return tooLarge(source) }
        do {
            return read(try TicketDocument(source), names: names)
        } catch {
            return Result(ticket: nil, document: nil, diagnostics: [error.diagnostic])
        }
    }

    package func read(_ document: TicketDocument, names known: [FieldName] = []) -> Result {
        var diagnostics: [Diagnostic] = []
        var names: [FieldName] = []
        var values: [FieldValue] = []
        var ranges: [FieldName: SourceRange] = [:]
        names.reserveCapacity(document.pairs.count)
        values.reserveCapacity(document.pairs.count)
        for pair in document.pairs {
            let meant = fieldsByFileName[pair.key] ?? unknownField(pair.key)
            let field = meant.name
            // In a desk that writes `created_date`, `created` is not the field where both stand.
            if hasFileNames, pair.key == field.rawValue, configuration.fileNames[field] != nil,
                document.pair(configuration.fileName(of: field)) != nil, configuration.fileName(of: field) != pair.key
            {
                continue
            }
            if names.contains(field) { continue }
            if let value = value(of: pair, meant.type, in: document.source, &diagnostics) {
                names.append(field)
                values.append(value)
            }
            if keepsSource { ranges[field] = pair.value.range.isEmpty ? pair.keyRange : pair.value.range }
        }
        let conversation =
            readsConversation
            ? conversationReader.read(document)
            : Conversation(
                descriptionRange: SourceRange(document.bodyStart, document.bytes.count), entries: [], diagnostics: [])
        diagnostics += conversation.diagnostics
        let written = names.firstIndex(of: .id).flatMap { values[$0].texts.first }
        guard let id = id(written, in: document, &diagnostics) else {
            return Result(ticket: nil, document: document, diagnostics: diagnostics)
        }
        let ticket = Ticket(
            id: id, path: document.source.path, names: names == known ? known : names, fieldValues: values,
            entries: conversation.entries, descriptionRange: conversation.descriptionRange,
            source: keepsSource ? document.source : nil,
            valueRanges: ranges)
        for index in diagnostics.indices { diagnostics[index].ticket = id }
        return Result(ticket: ticket, document: document, diagnostics: diagnostics)
    }

    /// One under its own name, where the desk's name for it is another, or one that nothing is known of.
    private func unknownField(_ key: String) -> KnownField {
        let field = FieldName(key)
        return KnownField(name: field, type: configuration.type(of: field))
    }

    private func tooLarge(_ source: SourceText) -> Result {
        let message = "the file has \(source.bytes.count) bytes; this desk reads \(configuration.fileSizeLimit)"
        let diagnostic = Diagnostic(
            rule: "file-size", message: message,
            hint: "cut a long log out and attach it: tick attach ID FILE; or raise file-limit in .tick/config.yml",
            location: source.location(of: SourceRange(0, 0)))
        return Result(ticket: nil, document: nil, diagnostics: [diagnostic])
    }

    /// The id that the file states, else the file's name up to its first space.
    private func id(
        _ written: String?, in document: TicketDocument, _ diagnostics: inout [Diagnostic]
    ) -> TicketID? {
        if let text = written {
            if let id = TicketID(text) { return id }
            let range = document.pair(configuration.fileName(of: .id))?.value.range ?? SourceRange(0, 0)
            diagnostics.append(
                Diagnostic(
                    rule: "id", message: "\(text) is no id",
                    hint: Self.hint(forID: text),
                    location: document.source.location(of: range)))
            return nil
        }
        if let id = TicketReader.id(fromName: document.source.path.name) { return id }
        diagnostics.append(
            Diagnostic(
                rule: "id", message: "the ticket has no id", hint: "tick check --fix writes one in",
                location: document.source.location(of: SourceRange(0, 3))))
        return nil
    }

    private static func hint(forID text: String) -> String {
        let signs = "letters, digits, '.', '_' and '-', at most 100 of them"
        let mended = String(text.map { $0 == " " || $0 == "/" ? "-" : $0 })
        return TicketID(mended).map { "write \($0): an id takes \(signs)" } ?? "an id takes \(signs)"
    }

    /// The id that a file name gives: up to its first space, without `.md`.
    package static func id(fromName name: [UInt8]) -> TicketID? {
        var stem = name[...]
        if stem.count > 3, stem.suffix(3).elementsEqual(Array(".md".utf8)) { stem = stem.dropLast(3) }
        return TicketID(String(decoding: stem.prefix { $0 != 0x20 }, as: UTF8.self))
    }
}

// MARK: - Values

extension TicketReader {
    /// Reads one value by the field's type; nil, with a diagnostic, where it does not fit.
    private func value(
        of pair: YAMLPair, _ type: FieldType?, in source: SourceText, _ diagnostics: inout [Diagnostic]
    ) -> FieldValue? {
        guard let type else { return untyped(pair.value) }
        if type.isList { return list(pair, source, &diagnostics) }
        if type.kind == .rating { return untyped(pair.value) }
        guard let text = pair.value.scalar else {
            if let items = pair.value.items, items.count <= 1, items.allSatisfy({ $0.scalar != nil }) {
                return items.first?.scalar.flatMap { scalar($0, type, pair, source, &diagnostics) } ?? .text("")
            }
            diagnostics.append(
                Diagnostic(
                    rule: "field-value", message: "\(pair.key) takes one value, not a list or mapping",
                    hint: Self.hint(forSingle: pair), location: source.location(of: pair.keyRange)))
            return nil
        }
        if pair.value.isNull { return .text("") }
        return scalar(text, type, pair, source, &diagnostics)
    }

    /// How to write one value in place of several; the first of a list, as an example.
    private static func hint(forSingle pair: YAMLPair) -> String {
        guard let first = pair.value.items?.first?.scalar else { return "write \(pair.key): VALUE" }
        return "keep one of them: \(pair.key): \(first)"
    }

    private func scalar(
        _ text: String, _ type: FieldType, _ pair: YAMLPair, _ source: SourceText, _ diagnostics: inout [Diagnostic]
    ) -> FieldValue? {
        guard type.kind == .instant || type.kind == .date, !text.isEmpty else { return .text(text) }
        guard let parsed = Instant.parse(text), parsed.kind != .timeOnly else {
            diagnostics.append(
                Diagnostic(
                    rule: "instant", message: "\(text) is no date and time",
                    hint: "write a date that exists, such as 2026-11-21 or 2026-11-21T10:03:00+03:00",
                    location: source.location(of: pair.value.range)))
            return nil
        }
        if parsed.kind == .dateTime, !parsed.hasOffset, type.kind == .instant {
            diagnostics.append(
                Diagnostic(
                    rule: "instant-offset", severity: .warning,
                    message:
                        "\(text) has no offset from UTC; it is read in the desk's zone, \(configuration.zone.name)",
                    hint: "write \(parsed.resolved(in: configuration.zone).formatted(in: configuration.zone))",
                    location: source.location(of: pair.value.range)))
        }
        let isDue = configuration.fileName(of: .due) == pair.key
        return .instant(parsed.resolved(in: configuration.zone, endOfDay: isDue), text: text)
    }

    private func list(
        _ pair: YAMLPair, _ source: SourceText, _ diagnostics: inout [Diagnostic]
    ) -> FieldValue? {
        if let text = pair.value.scalar { return .list(pair.value.isNull || text.isEmpty ? [] : [text]) }
        var items: [String] = []
        for node in pair.value.items ?? [] {
            guard let text = node.scalar else {
                diagnostics.append(
                    Diagnostic(
                        rule: "field-value", message: "an item of \(pair.key) is a list or mapping itself",
                        hint: "write a text for each item", location: source.location(of: node.range)))
                continue
            }
            if !node.isNull { items.append(text) }
        }
        if pair.value.pairs != nil {
            diagnostics.append(
                Diagnostic(
                    rule: "field-value", message: "\(pair.key) takes a list, not a mapping",
                    hint: "write \(pair.key): [a, b]", location: source.location(of: pair.keyRange)))
            return nil
        }
        return .list(items)
    }

    /// A value of a field that nothing is known of: kept as it is written.
    private func untyped(_ node: YAMLNode) -> FieldValue {
        switch node.content {
        case .scalar(let text, _): .text(text)
        case .sequence(let items, _): .list(items.flatMap { untyped($0).texts })
        case .mapping(let pairs, _):
            .mapping(pairs.map { FieldValue.MappingItem(key: $0.key, value: untyped($0.value)) })
        }
    }
}
