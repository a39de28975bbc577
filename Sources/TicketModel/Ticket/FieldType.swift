/// What the values of a field mean. The type comes from the field, never from what YAML would guess.
package struct FieldType: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case id, text, integer, decimal, boolean, instant, date, duration, choice, person, ticket, url, rating
    }

    package var kind: Kind
    package var isList: Bool

    package init(_ kind: Kind, isList: Bool = false) {
        self.kind = kind
        self.isList = isList
    }

    /// The types of the fields of format.md; nil for any other name.
    package static func standard(_ name: FieldName) -> FieldType? { standardTypes[name] }

    private static let standardTypes: [FieldName: FieldType] = [
        .id: FieldType(.id), .title: FieldType(.text), .type: FieldType(.choice), .status: FieldType(.choice),
        .priority: FieldType(.choice), .impact: FieldType(.choice), .urgency: FieldType(.choice),
        .queue: FieldType(.choice), .channel: FieldType(.choice), .category: FieldType(.choice),
        .requester: FieldType(.person), .participants: FieldType(.person, isList: true),
        .assignee: FieldType(.person), .watchers: FieldType(.person, isList: true),
        .tags: FieldType(.text, isList: true), .created: FieldType(.instant), .due: FieldType(.instant),
        .wake: FieldType(.instant), .parent: FieldType(.ticket), .blocks: FieldType(.ticket, isList: true),
        .blockedBy: FieldType(.ticket, isList: true), .duplicates: FieldType(.ticket, isList: true),
        .related: FieldType(.ticket, isList: true), .problem: FieldType(.ticket),
        .external: FieldType(.text, isList: true), .refs: FieldType(.text, isList: true),
        .approvedBy: FieldType(.person, isList: true), .rating: FieldType(.rating),
        .liked: FieldType(.text, isList: true), .disliked: FieldType(.text, isList: true), .once: FieldType(.text),
    ]
}
