import TicketModel

/// One field of `config.yml`'s `fields:`, such as `scale: {choice: [one, many], title: Scale}`.
enum CustomFieldSection {
    static func read(_ pair: YAMLPair, _ context: DiagnosticContext) -> CustomField? {
        var reader = MappingReader(pair.value, what: pair.key, context: context)
        var field = CustomField(name: FieldName(pair.key), type: FieldType(.text))
        field.title = reader.text("title")
        field.help = reader.text("help")
        field.defaultValue = reader.text("default")
        let isList = reader.boolean("list") ?? false
        let kinds = declaredKinds(&reader)
        if kinds.contains(.choice), let node = reader.node("choice") {
            field.choices = GeneralSection.choices(node, "choice", context)
        }
        field.like = reader.text("like")
        reader.allow("by")
        reader.finish()
        guard kinds.count <= 1 else {
            context.error(
                "\(pair.key) has more than one type", hint: "keep one of them", at: pair.keyRange)
            return nil
        }
        if let like = field.like, (try? Glob(like, .name)) == nil {
            context.error("\(like) is no glob", hint: "write one such as '??-*'", at: pair.value.range)
            field.like = nil
        }
        field.type = FieldType(kinds.first ?? .text, isList: isList)
        return field
    }

    private static func declaredKinds(_ reader: inout MappingReader) -> [FieldType.Kind] {
        let kinds: [FieldType.Kind] = [
            .text, .integer, .decimal, .boolean, .instant, .date, .duration, .choice, .person, .ticket, .url,
        ]
        return kinds.filter { kind in
            guard let node = reader.node(kind.rawValue) else { return false }
            return node.scalar != "false"
        }
    }
}

/// Names of fields in `requires:` lists.
enum FieldReferences {
    /// Returns the fields that `items` name; a name that is no field of the desk is an error with the nearest.
    static func read(
        _ items: [(text: String, range: SourceRange)], _ configuration: Configuration, _ context: DiagnosticContext,
        allowing extra: [String] = []
    ) -> [FieldName] {
        guard !items.isEmpty else { return [] }
        let known = configuration.knownFields.map(\.rawValue) + extra
        let names = Set(known)
        return items.compactMap { text, range in
            if names.contains(text) { return FieldName(text) }
            let nearest = context.nearest(to: text, among: known)
            context.error(
                "\(text) is no field of this desk",
                hint: nearest ?? "declare it in .tick/config.yml under fields:", at: range
            )
            return nil
        }
    }
}

/// Sizes as people write them.
enum ByteSize {
    /// Reads `10MB`, `512KB`, `1MiB` or bytes; nil for anything else, and for more than 1 TB.
    static func parse(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = [
            "": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "KIB": 1 << 10, "MIB": 1 << 20,
            "GIB": 1 << 30,
        ]
        let unit = text.dropFirst(digits.count).uppercased().filter { $0 != " " }
        guard let number = Int(digits), let factor = units[unit], number > 0, number <= 1_000_000_000_000 / factor
        else {
            return nil
        }
        return number * factor
    }
}
