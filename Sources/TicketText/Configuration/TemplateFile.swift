import TicketModel

/// `templates/*.md` of `.tick/`: what a template is for in front matter, its text below.
enum TemplateFile {
    static let folder: RepositoryPath = ".tick/templates"

    static func read(_ file: SourceText, into configuration: inout Configuration) -> [Diagnostic] {
        let document: TicketDocument
        do {
            document = try TicketDocument(file)
        } catch {
            return [error.diagnostic]
        }
        let context = DiagnosticContext(source: file)
        var reader = MappingReader(
            YAMLNode(.mapping(document.pairs, isFlow: false), range: document.mappingRange), what: "the template",
            context: context)
        let fileName = String(decoding: file.path.name.dropLast(3), as: UTF8.self)
        var template = ReplyTemplate(
            name: reader.text("name") ?? fileName, source: file,
            bodyRange: trimmed(SourceRange(document.bodyStart, file.bytes.count), file.bytes))
        template.title = reader.text("title")
        if let node = reader.node("for") {
            template.query = reader.text("for")
            template.queryLocation = file.location(of: node.range)
        }
        template.forms = forms(&reader, configuration)
        if template.forms != nil {
            refuseRepliesKeys(document, context)
            let sets = reader.mapping("set").map { (text: $0.key, range: $0.keyRange) }
            _ = FieldReferences.read(sets, configuration, context)
        }
        for pair in reader.mapping("set") {
            for text in context.texts(of: pair.value, what: pair.key) {
                template.sets.append(ReplyTemplate.Setting(field: pair.key, value: text.text))
            }
        }
        for (name, range) in reader.items("attach") {
            guard !name.contains("/"), !name.hasPrefix(".") else {
                context.error(
                    "\(name) is no name of a file beside the template", hint: "put the file into .tick/templates/",
                    at: range)
                continue
            }
            template.attachments.append(name)
        }
        reader.finish()
        if let other = configuration.templates.first(where: { $0.name == template.name }) {
            context.error(
                "\(other.source.path) has the name \(template.name) already", hint: "give one of them another name",
                at: SourceRange(0, min(3, file.bytes.count)))
        } else {
            configuration.templates.append(template)
        }
        return context.diagnostics
    }

    /// `form: incident`: the types that a form is for.
    private static func forms(_ reader: inout MappingReader, _ configuration: Configuration) -> [String]? {
        guard reader.node("form") != nil else { return nil }
        let types = configuration.types.map(\.name)
        return reader.items("form").compactMap { name, range in
            if name == "*" { return name }
            if types.isEmpty { return name }
            if let type = configuration.typeDefinition(name) { return type.name }
            reader.context.error(
                "\(name) is no type of this desk",
                hint: reader.context.nearest(to: name, among: types)
                    ?? "one of \(types.joined(separator: ", ")), or '*' for any", at: range)
            return nil
        }
    }

    /// A form starts a ticket: there is none yet to match or to attach to.
    private static func refuseRepliesKeys(_ document: TicketDocument, _ context: DiagnosticContext) {
        for key in ["for", "attach"] {
            guard let pair = document.pair(key) else { continue }
            context.error("a form has no \(key)", hint: "take it out: that is for canned replies", at: pair.keyRange)
        }
    }

    /// Empty lines around the text belong to the file.
    private static func trimmed(_ range: SourceRange, _ bytes: [UInt8]) -> SourceRange {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let text = bytes[range.start..<range.end]
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return SourceRange(range.end, range.end) }
        return SourceRange(first, last + 1)
    }
}
