import Foundation
import TicketModel

@testable import TicketText

/// Shorthands for making and reading documents.
enum Reading {
    static let zones = ZoneSource { name in
        guard !name.contains(".."), !name.hasPrefix("/"),
            let data = try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/" + name))
        else { return nil }
        return try? Zone(name: name, tzif: Array(data))
    }

    static func source(_ text: String, path: String = "tickets/HD-1.md") -> SourceText {
        SourceText(path: RepositoryPath(path), bytes: Array(text.utf8))
    }

    static func document(_ text: String) throws(DocumentError) -> TicketDocument { try TicketDocument(source(text)) }

    /// A document of this front matter and a short text.
    static func frontMatter(_ yaml: String) throws(DocumentError) -> TicketDocument {
        try document("---\n\(yaml)\n---\nText.\n")
    }

    static func yaml(_ text: String, limits: YAMLLimits = .standard) throws(YAMLError) -> YAMLNode? {
        let source = source(text)
        return try YAMLReader.read(source, in: SourceRange(0, source.bytes.count), limits: limits)
    }

    /// The message and `line:column` that reading this YAML as front matter gives, lines counted in the file.
    static func complaint(_ yaml: String) -> String {
        do {
            let document = try frontMatter(yaml)
            return "read: \(document.pairs.map(\.key))"
        } catch {
            let place = error.diagnostic.location.map { "\($0.lineNumber):\($0.columnNumber)" } ?? "?"
            return "\(place): \(error.diagnostic.message) | \(error.diagnostic.hint ?? "")"
        }
    }

    /// What a desk knows: ivan, olga, the customer acme with maria, and Russian words for verbs.
    static let configuration: Configuration = {
        var configuration = Configuration()
        configuration.key = "HD"
        configuration.people = PeopleDirectory(people: [
            Person(handle: "ivan", emails: ["ivan@helpdesk.example"]), Person(handle: "olga"),
        ])
        configuration.customers = [
            Customer(handle: "acme", name: "ACME", people: [Person(handle: "maria", emails: ["maria@acme.example"])])
        ]
        configuration.verbNames = ["ответ": .replied, "клиент": .wrote, "заметка": .noted, "звонок": .called]
        configuration.customFields = [CustomField(name: FieldName("version"), type: FieldType(.text))]
        return configuration
    }()
}

extension TicketDocument {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A tree without places, to compare.
indirect enum Plain: Hashable, Decodable {
    case text(String)
    case list([Plain])
    case mapping([String: Plain])

    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let text, _): self = .text(text)
        case .sequence(let items, _): self = .list(items.map { Plain($0) })
        case .mapping(let pairs, _): self = Plain.mapping(of: pairs)
        }
    }

    static func mapping(of pairs: [YAMLPair]) -> Plain {
        .mapping(Dictionary(pairs.map { ($0.key, Plain($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let items = try? container.decode([Plain].self) {
            self = .list(items)
        } else {
            self = .mapping(try container.decode([String: Plain].self))
        }
    }
}
