import TicketModel

/// `config.yml`.
struct GeneralSection {
    let zones: ZoneSource

    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        var reader = MappingReader(node, what: "config.yml", context: context)
        readNames(&reader, &configuration)
        readFiles(&reader, &configuration)
        readChoices(&reader, &configuration)
        readFields(&reader, &configuration)
        readFolders(&reader, &configuration)
        readTypes(&reader, &configuration)
        readCommits(&reader, &configuration)
        readRest(&reader, &configuration)
        reader.finish()
    }

    private func readNames(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        configuration.name = reader.text("name") ?? ""
        if let key = reader.value("key", expected: "1 to 20 letters and digits, beginning with a letter", Self.key) {
            configuration.key = key
        }
        if let zone = reader.value("zone", expected: "a name of the IANA zones, such as Europe/Moscow", zones.zone) {
            configuration.zone = zone
        }
        if let style = reader.value("ids", expected: "random or sequence", Configuration.IDStyle.init) {
            configuration.idStyle = style
        }
    }

    private static func key(_ text: String) -> String? {
        guard (1...20).contains(text.utf8.count), let first = text.first, first.isASCII, first.isLetter,
            text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { return nil }
        return text
    }

    private func readFiles(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        let globs = reader.items("tickets")
        for (text, range) in globs {
            if text.hasPrefix("/") || text.split(separator: "/").contains("..") {
                reader.context.error(
                    "\(text) leads out of the repository", hint: "write a path inside it, such as tickets/**/*.md",
                    at: range)
            } else if (try? Glob(text, .path)) == nil {
                reader.context.error("\(text) is no glob", hint: "write one such as tickets/**/*.md", at: range)
            }
        }
        if !globs.isEmpty { configuration.ticketGlobs = globs.map(\.text).filter { (try? Glob($0, .path)) != nil } }
        let expected = "a path made with {id}, such as tickets/{yyyy}/{mm}/{id}-{slug}.md"
        if let place = reader.value("place", expected: expected, Self.place) { configuration.placePattern = place }
        if let folder = reader.value("kb", expected: "a folder of the repository, such as kb/", Self.folder) {
            configuration.articleFolder = folder
        }
    }

    /// `docs/answers/`: a folder inside the repository, which is none of git's or the desk's own.
    private static func folder(_ text: String) -> RepositoryPath? {
        let path = text.hasSuffix("/") ? String(text.dropLast()) : text
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isInside = parts.allSatisfy { !$0.isEmpty && ![".", "..", ".git", ".tick"].contains($0) }
        return isInside ? RepositoryPath(path) : nil
    }

    private static func place(_ text: String) -> String? {
        let isInside = !text.hasPrefix("/") && !text.split(separator: "/").contains { $0 == ".." || $0 == ".git" }
        return isInside && text.contains("{id}") && text.hasSuffix(".md") ? text : nil
    }

    private func readChoices(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        let lists: [(String, FieldName)] = [
            ("queues", .queue), ("channels", .channel), ("categories", .category), ("priorities", .priority),
        ]
        for (key, field) in lists {
            guard let node = reader.node(key) else { continue }
            configuration.choices[field] = Self.choices(
                node, key, reader.context, takesAuthorised: field == .category)
        }
        configuration.customerTiers = reader.node("tiers").map { Self.choices($0, "tiers", reader.context) }
        guard let node = reader.node("priority-from") else { return }
        var table = MappingReader(node, what: "priority-from", context: reader.context)
        let impacts = table.texts("impact")
        let urgencies = table.texts("urgency")
        let rows = table.list("table").map { reader.context.texts(of: $0, what: "table").map(\.text) }
        table.finish()
        guard rows.count == impacts.count, rows.allSatisfy({ $0.count == urgencies.count }), !rows.isEmpty else {
            reader.context.error(
                "the table has not one row an impact and one column an urgency",
                hint: "\(impacts.count) rows of \(urgencies.count) priorities", at: node.range)
            return
        }
        configuration.choices[.impact] = impacts.map { Choice($0) }
        configuration.choices[.urgency] = urgencies.map { Choice($0) }
        configuration.priorityTable = PriorityTable(impacts: impacts, urgencies: urgencies, rows: rows)
    }

    /// `[a, b]`, or `{a: {title: A}, b: B}`; of categories also `{a: {authorised: true}}`.
    static func choices(
        _ node: YAMLNode, _ what: String, _ context: DiagnosticContext, takesAuthorised: Bool = false
    ) -> [Choice] {
        guard let pairs = node.pairs else { return context.texts(of: node, what: what).map { Choice($0.text) } }
        return pairs.map { pair in
            if let title = pair.value.scalar { return Choice(pair.key, title: title.isEmpty ? nil : title) }
            var reader = MappingReader(pair.value, what: pair.key, context: context)
            let title = reader.text("title")
            let isAuthorised = takesAuthorised ? reader.boolean("authorised") ?? false : false
            reader.finish()
            return Choice(pair.key, title: title, asksForAuthorised: isAuthorised)
        }
    }

    private func readFields(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        if let node = reader.node("names") { readFileNames(node, &configuration, reader.context) }
        for pair in reader.mapping("fields") {
            guard configuration.customFields.count < 1_000 else {
                reader.context.error(
                    "more than 1000 fields", hint: "keep those that are used", at: pair.keyRange)
                break
            }
            readRights(pair, &configuration, reader.context)
            let isStandard = FieldType.standard(FieldName(pair.key)) != nil
            if isStandard, let keys = pair.value.pairs?.map(\.key), keys == ["by"] { continue }
            if isStandard {
                reader.context.error(
                    "\(pair.key) is a field of every desk and has its type already",
                    hint: "choose another name; only who may change it is the desk's: {by: [lead]}", at: pair.keyRange)
            } else if let field = CustomFieldSection.read(pair, reader.context) {
                configuration.customFields.append(field)
            }
        }
    }

    /// `by:` of a field.
    private func readRights(
        _ pair: YAMLPair, _ configuration: inout Configuration, _ context: DiagnosticContext
    ) {
        guard let node = pair.value.pair("by")?.value else { return }
        configuration.fieldRoles[FieldName(pair.key)] = roles(node, &configuration, context)
    }

    /// `folders: {kb/: {by: [editor]}}`.
    private func readFolders(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        for pair in reader.mapping("folders") {
            let path = pair.key.hasSuffix("/") ? String(pair.key.dropLast()) : pair.key
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
                reader.context.error(
                    "\(pair.key) is no folder of the repository", hint: "write a path inside it, such as kb/",
                    at: pair.keyRange)
                continue
            }
            var fields = MappingReader(pair.value, what: pair.key, context: reader.context)
            let named = fields.node("by").map { roles($0, &configuration, reader.context) } ?? []
            fields.finish()
            if named.isEmpty {
                reader.context.error(
                    "\(pair.key) says not who may change it", hint: "write {by: [ROLE]}", at: pair.keyRange)
            } else {
                configuration.folderRights.append(FolderRight(folder: RepositoryPath(path), roles: named))
            }
        }
    }

    private func roles(
        _ node: YAMLNode, _ configuration: inout Configuration, _ context: DiagnosticContext
    ) -> [String] {
        let named = context.texts(of: node, what: "by")
        configuration.roleReferences += named.map {
            RoleReference(role: $0.text, location: context.source.location(of: $0.range))
        }
        return named.map(\.text)
    }

    private func readFileNames(
        _ node: YAMLNode, _ configuration: inout Configuration, _ context: DiagnosticContext
    ) {
        if node.pairs == nil { context.error("names takes a mapping", hint: "names: {tags: labels}", at: node.range) }
        for pair in node.pairs ?? [] {
            let known = FieldName.standard.map(\.rawValue)
            guard known.contains(pair.key) else {
                let nearest = context.nearest(to: pair.key, among: known)
                context.error(
                    "\(pair.key) is no field",
                    hint: nearest ?? "names: {FIELD: what the files call it}",
                    at: pair.keyRange)
                continue
            }
            guard let name = pair.value.scalar, !name.isEmpty else {
                context.error(
                    "\(pair.key) needs the name that the files use", hint: "write names: {\(pair.key): NAME}",
                    at: pair.value.range)
                continue
            }
            configuration.fileNames[FieldName(pair.key)] = name
        }
    }

    private func readTypes(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        guard let node = reader.node("types") else { return }
        guard let pairs = node.pairs else {
            configuration.types = reader.context.texts(of: node, what: "types").map { TypeDefinition(name: $0.text) }
            return
        }
        for pair in pairs {
            var type = TypeDefinition(name: pair.key)
            if !pair.value.isNull {
                var fields = MappingReader(pair.value, what: pair.key, context: reader.context)
                type.title = fields.text("title")
                type.requires = FieldReferences.read(fields.items("requires"), configuration, reader.context)
                type.asksForAuthorised = fields.boolean("authorised") ?? false
                fields.finish()
            }
            configuration.types.append(type)
        }
    }

    /// `commits: {closes: resolved}`; whether there is such a status is known once `workflow.yml` is read.
    private func readCommits(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        guard let node = reader.node("commits") else { return }
        var fields = MappingReader(node, what: "commits", context: reader.context)
        if let text = fields.text("closes"), !text.isEmpty {
            configuration.closing = text == "none" ? .never : text == "auto" ? .automatic : .status(text)
        }
        fields.finish()
    }

    /// Reports a status of `commits` that the workflow has not, or in which work goes on.
    static func checkCommits(_ node: YAMLNode, _ configuration: Configuration, _ context: DiagnosticContext) {
        guard case .status(let name) = configuration.closing, !configuration.workflow.isOpenEnded,
            let value = node.pair("commits")?.value.pair("closes")?.value
        else { return }
        let done = configuration.workflow.doneStatuses
        guard let status = configuration.workflow.status(name) else {
            let names = configuration.workflow.statuses.map(\.name)
            let hint = context.nearest(to: name, among: names) ?? "one of \(done.joined(separator: ", ")), or none"
            return context.error("\(name) is no status", hint: hint, at: value.range)
        }
        if !WorkflowDefinition.isDone(status.phase) {
            context.error(
                "work goes on in the status \(status.name): its phase is \(status.phase.rawValue)",
                hint: "one of \(done.joined(separator: ", ")), or none", at: value.range)
        }
    }

    private func readRest(_ reader: inout MappingReader, _ configuration: inout Configuration) {
        if let node = reader.node("attachments") {
            var fields = MappingReader(node, what: "attachments", context: reader.context)
            if let limit = fields.value("limit", expected: "a size such as 10MB", ByteSize.parse) {
                configuration.attachments.limitBytes = limit
            }
            configuration.attachments.types = fields.texts("types").map { $0.lowercased() }
            fields.finish()
        }
        if let seconds = reader.value("backdate", expected: "a time such as 15m", RelativeDuration.parse) {
            configuration.backdateSeconds = seconds
        }
        if let limit = reader.value("file-limit", expected: "a size such as 1MB", ByteSize.parse) {
            configuration.fileSizeLimit = limit
        }
        for pair in reader.mapping("verbs") {
            guard let verb = pair.value.scalar.flatMap(EntryVerb.init) else {
                reader.context.error(
                    "\(pair.key) stands for no verb", hint: "one of wrote, replied, noted, called", at: pair.value.range
                )
                continue
            }
            configuration.verbNames[pair.key] = verb
        }
        for pair in reader.mapping("rules") {
            switch pair.value.scalar {
            case "off": configuration.ruleSeverities[pair.key] = .some(nil)
            case .some(let text) where Severity(rawValue: text) != nil:
                configuration.ruleSeverities[pair.key] = .some(Severity(rawValue: text))
            default:
                reader.context.error(
                    "this is no severity of a rule", hint: "write error, warning, note or off", at: pair.value.range)
            }
        }
    }
}
