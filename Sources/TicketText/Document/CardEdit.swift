package import TicketModel

/// A change of the people on a customer's card.
package enum CardEdit: Sendable {
    case addPerson(Person)
    /// Adds an address to a person whom the card names already.
    case addAddress(String, CardAddress, person: String)
}

/// The key of a card under which an address stands.
package enum CardAddress: String, Sendable {
    case email, phone, address

    package init(_ text: String) {
        self =
            !PersonReference.digits(text).isEmpty
            ? .phone
            : PersonReference.hasScheme(text) || !text.contains("@") ? .address : .email
    }
}

// Splices as small as those of fields; what each did is read again and compared.
extension TicketDocument {
    private static let people = FieldStyle(key: "people", meaning: .text, keyOrder: [])

    /// Returns the card with the change made and every other byte as it was.
    package func applying(_ edit: CardEdit) throws(DocumentError) -> TicketDocument {
        switch edit {
        case .addPerson(let person): return try adding(person)
        case .addAddress(let text, let key, let handle): return try adding(text, under: key.rawValue, to: handle)
        }
    }

    // MARK: People

    private func adding(_ person: Person) throws(DocumentError) -> TicketDocument {
        let old = pair("people")?.value.pairs ?? []
        let yaml = Self.flow(person)
        let key = ScalarWriter.scalar(person.handle, isInFlow: true)
        return try changed(Self.people, addingPerson(key, yaml)) { document in
            let new = document.pair("people")?.value.pairs ?? []
            return new.count == old.count + 1 && new.last?.key == person.handle
                && zip(old, new).allSatisfy { $0.key == $1.key && $0.value.saysTheSame(as: $1.value) }
        }
    }

    private func addingPerson(_ key: String, _ yaml: String) -> [[TextEdit]] {
        guard let pair = pair("people") else { return [[addingPeople(key, yaml)]] }
        if let pairs = pair.value.pairs { return [[adding("\(key): \(yaml)", to: pair.value, pairs)]] }
        guard pair.value.isNull else { return [] }
        if !pair.value.range.isEmpty || isFlowMapping {
            return [[TextEdit(SourceRange(pair.colonEnd, pair.value.range.end), " {\(key): \(yaml)}")]]
        }
        return [[.insertion("  \(key): \(yaml)\(lineEnding)", at: lineEnd(behind: pair.colonEnd))]]
    }

    private func addingPeople(_ key: String, _ yaml: String) -> TextEdit {
        if isFlowMapping, let last = pairs.last {
            return .insertion(", people: {\(key): \(yaml)}", at: last.value.range.end)
        }
        return .insertion(
            "people:\(lineEnding)  \(key): \(yaml)\(lineEnding)", at: frontMatterRange.end)
    }

    /// Adds a pair to a mapping, in the mapping's style.
    private func adding(_ item: String, to mapping: YAMLNode, _ pairs: [YAMLPair]) -> TextEdit {
        guard let last = pairs.last else {
            let start = mapping.range.start + 1
            return .insertion(spacedBeforeComment(item, at: start), at: start)
        }
        // `a:,` would be one word.
        let gap = last.value.range.isEmpty ? " " : ""
        if mapping.isFlow { return .insertion("\(gap), \(item)", at: last.value.range.end) }
        let indentation = String(repeating: " ", count: column(of: pairs[0].keyRange.start))
        return .insertion(indentation + item + lineEnding, at: lineEnd(behind: last.value.range.end))
    }

    // MARK: Addresses

    private func adding(
        _ text: String, under key: String, to handle: String
    ) throws(DocumentError) -> TicketDocument {
        guard let person = pair("people")?.value.pair(handle), !person.value.texts(of: key).contains(text) else {
            return self
        }
        let wanted = person.value.texts(of: key) + [text]
        return try changed(Self.people, addingAddress(text, under: key, to: person)) { document in
            guard let now = document.pair("people")?.value.pair(handle)?.value else { return false }
            let (old, new) = (person.value.pairs ?? [], now.pairs ?? [])
            let (oldRest, newRest) = (old.filter { $0.key != key }, new.filter { $0.key != key })
            return now.texts(of: key) == wanted && oldRest.count == newRest.count
                && zip(oldRest, newRest).allSatisfy { $0.key == $1.key && $0.value.saysTheSame(as: $1.value) }
        }
    }

    private func addingAddress(_ text: String, under key: String, to person: YAMLPair) -> [[TextEdit]] {
        let scalar = ScalarWriter.scalar(text, isInFlow: true)
        guard let pairs = person.value.pairs else {
            guard person.value.isNull else { return [] }
            return [[TextEdit(SourceRange(person.colonEnd, person.value.range.end), " {\(key): [\(scalar)]}")]]
        }
        guard let present = person.value.pair(key) else {
            return [[adding("\(key): [\(scalar)]", to: person.value, pairs)]]
        }
        let list =
            "["
            + (person.value.texts(of: key).map { ScalarWriter.scalar($0, isInFlow: true) } + [scalar])
            .joined(separator: ", ") + "]"
        guard let items = present.value.items, let last = items.last else {
            return [[TextEdit(SourceRange(present.colonEnd, present.value.range.end), " " + list)]]
        }
        if present.value.isFlow { return [[.insertion(", " + scalar, at: last.range.end)]] }
        let indentation = String(repeating: " ", count: column(of: present.value.range.start))
        return [[.insertion("\(indentation)- \(scalar)\(lineEnding)", at: lineEnd(behind: last.range.end))]]
    }

    /// A person as one line of a card.
    package static func flow(_ person: Person) -> String {
        func list(_ key: String, _ items: [String]) -> String? {
            let scalars = items.map { ScalarWriter.scalar($0, isInFlow: true) }
            return items.isEmpty ? nil : "\(key): [\(scalars.joined(separator: ", "))]"
        }
        let parts = [
            person.name.map { "name: " + ScalarWriter.scalar($0, isInFlow: true) },
            list("email", person.emails), list("phone", person.phones), list("address", person.addresses),
            person.isAuthorised ? "authorised: true" : nil,
        ]
        return "{" + parts.compactMap(\.self).joined(separator: ", ") + "}"
    }
}

extension YAMLNode {
    /// The texts under a key of a mapping, a single one as a list of one.
    fileprivate func texts(of key: String) -> [String] {
        guard let value = pair(key)?.value, !value.isNull else { return [] }
        return (value.items ?? [value]).compactMap(\.scalar)
    }
}
