/// How one ticket stands to another, seen from the first: `HD-a blocked-by HD-b`.
///
/// Each link is written on one side only. What the other side says is worked out from it: whatever `blocks` another ticket is what
/// that one is `blocked-by`, a ticket's children are those that name it as their `parent`.
package enum Relation: String, CaseIterable, Hashable, Sendable {
    case parent, child, blocks
    case blockedBy = "blocked-by"
    case duplicates
    case duplicatedBy = "duplicated-by"
    case related, problem, incident

    /// The field in which the first ticket says it; nil where only the other one can.
    package var field: FieldName? {
        switch self {
        case .parent: .parent
        case .blocks: .blocks
        case .blockedBy: .blockedBy
        case .duplicates: .duplicates
        case .related: .related
        case .problem: .problem
        case .child, .duplicatedBy, .incident: nil
        }
    }

    /// The same link seen from the other ticket.
    package var inverse: Relation {
        switch self {
        case .parent: .child
        case .child: .parent
        case .blocks: .blockedBy
        case .blockedBy: .blocks
        case .duplicates: .duplicatedBy
        case .duplicatedBy: .duplicates
        case .related: .related
        case .problem: .incident
        case .incident: .problem
        }
    }

    /// The relation that a field says; nil for fields that are none of the standard links.
    package init?(field: FieldName) {
        guard let relation = Relation.allCases.first(where: { $0.field == field }) else { return nil }
        self = relation
    }

    /// What stands between the two in a sentence: `HD-a is blocked by HD-b`.
    package var verb: String {
        switch self {
        case .parent: "has the parent"
        case .child: "has the child"
        case .blocks: "blocks"
        case .blockedBy: "is blocked by"
        case .duplicates: "duplicates"
        case .duplicatedBy: "is duplicated by"
        case .related: "is related to"
        case .problem: "has the problem"
        case .incident: "has the incident"
        }
    }
}
