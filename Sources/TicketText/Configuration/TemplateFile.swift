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

    /// Empty lines around the text belong to the file.
    private static func trimmed(_ range: SourceRange, _ bytes: [UInt8]) -> SourceRange {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let text = bytes[range.start..<range.end]
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return SourceRange(range.end, range.end) }
        return SourceRange(first, last + 1)
    }
}
