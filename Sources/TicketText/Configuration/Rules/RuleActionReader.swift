import TicketModel

/// One item of a rule's `do:`; one mapping may hold several actions.
struct RuleActionReader {
    let context: DiagnosticContext

    static let names = [
        "set", "tag", "untag", "move", "assign", "reassign", "note", "reply", "notify", "escalate", "link", "warn",
    ]

    func read(_ node: YAMLNode) -> [RuleAction] {
        guard let pairs = node.pairs, !pairs.isEmpty else {
            context.error("an action is a mapping", hint: "{tag: paged}", at: node.range)
            return []
        }
        return pairs.flatMap { actions($0) }
    }

    private func actions(_ pair: YAMLPair) -> [RuleAction] {
        switch pair.key {
        case "set": return settings(pair)
        case "tag", "untag":
            return context.texts(of: pair.value, what: pair.key).map {
                .list(field: FieldName.tags.rawValue, value: $0.text, adds: pair.key == "tag")
            }
        case "link": return links(pair)
        case "notify": return notice(pair).map { [.notify($0)] } ?? []
        default: return single(pair).map { [$0] } ?? []
        }
    }

    /// An action of one value.
    private func single(_ pair: YAMLPair) -> RuleAction? {
        guard Self.names.contains(pair.key) else {
            context.error(
                "\(pair.key) is nothing that a rule does",
                hint: context.nearest(to: pair.key, among: Self.names)
                    ?? "one of \(Self.names.joined(separator: ", "))",
                at: pair.keyRange)
            return nil
        }
        guard let text = pair.value.scalar, !text.isEmpty else {
            context.error("\(pair.key) takes one value", hint: "write \(pair.key): …", at: pair.value.range)
            return nil
        }
        let place = RuleText(text: text, location: context.source.location(of: pair.value.range))
        switch pair.key {
        case "move": return .move(text)
        case "assign", "reassign": return .assign(target(text), again: pair.key == "reassign")
        case "note": return .note(place)
        case "reply": return .reply(template: text, place)
        case "warn": return .warn(place)
        default:
            guard let level = Int(text), (1...100).contains(level) else {
                context.error("\(text) is no level", hint: "a whole number from 1 to 100", at: pair.value.range)
                return nil
            }
            return .escalate(level)
        }
    }

    private func target(_ text: String) -> RuleAction.AssignTarget {
        text == "auto" ? .automatic : text == "none" ? .nobody : .person(text)
    }

    private func settings(_ pair: YAMLPair) -> [RuleAction] {
        guard let fields = pair.value.pairs else {
            context.error("set takes a mapping of fields", hint: "{set: {priority: high}}", at: pair.value.range)
            return []
        }
        return fields.map { field in
            let values = context.texts(of: field.value, what: field.key).map(\.text)
            return .set(field: field.key, value: values.joined(separator: ","))
        }
    }

    private func links(_ pair: YAMLPair) -> [RuleAction] {
        guard let fields = pair.value.pairs else {
            context.error("link takes a mapping", hint: "{link: {related: HD-k7qf3m}}", at: pair.value.range)
            return []
        }
        return fields.flatMap { field -> [RuleAction] in
            guard FieldName.links.contains(FieldName(field.key)) else {
                let known = FieldName.links.map(\.rawValue)
                context.error(
                    "\(field.key) is no link",
                    hint: context.nearest(to: field.key, among: known) ?? "one of \(known.joined(separator: ", "))",
                    at: field.keyRange)
                return []
            }
            let isList = FieldType.standard(FieldName(field.key))?.isList == true
            return context.texts(of: field.value, what: field.key).map {
                isList
                    ? .list(field: field.key, value: $0.text, adds: true) : .set(field: field.key, value: $0.text)
            }
        }
    }

    private func notice(_ pair: YAMLPair) -> RuleNotice? {
        let location = context.source.location(of: pair.value.range)
        if pair.value.pairs == nil {
            let recipients = context.texts(of: pair.value, what: pair.key).map(\.text)
            return recipients.isEmpty ? nil : RuleNotice(recipients: recipients, location: location)
        }
        var reader = MappingReader(pair.value, what: pair.key, context: context)
        var notice = RuleNotice(recipients: reader.texts("to"), location: location)
        notice.template = reader.text("template")
        notice.subject = text("subject", &reader)
        notice.text = text("text", &reader)
        reader.finish()
        if notice.recipients.isEmpty {
            context.error(
                "notify names nobody", hint: "{notify: {to: [assignee, olga], template: overdue}}", at: pair.value.range
            )
            return nil
        }
        return notice
    }

    private func text(_ key: String, _ reader: inout MappingReader) -> RuleText? {
        guard let node = reader.node(key), let text = reader.text(key) else { return nil }
        return RuleText(text: text, location: context.source.location(of: node.range))
    }
}

/// One item of a rule's `examples:`.
struct RuleExampleReader {
    let context: DiagnosticContext

    func read(_ node: YAMLNode) -> RuleExample {
        var reader = MappingReader(node, what: "an example", context: context)
        var example = RuleExample(location: context.source.location(of: node.range))
        for pair in reader.mapping("given") {
            example.given.append((pair.key, context.texts(of: pair.value, what: pair.key).map(\.text)))
        }
        example.text = reader.text("text")
        guard let does = reader.node("does") else {
            context.error(
                "the example does not say what comes out", hint: "does: {tags: paged}, or does: nothing", at: node.range
            )
            reader.finish()
            return example
        }
        if let pairs = does.pairs {
            example.expected = pairs.map { pair in
                (pair.key, context.texts(of: pair.value, what: pair.key).map(\.text).joined(separator: ","))
            }
        } else if does.scalar != "nothing" {
            context.error("does takes a mapping, or nothing", hint: "does: {tags: paged}", at: does.range)
        }
        reader.finish()
        return example
    }
}
