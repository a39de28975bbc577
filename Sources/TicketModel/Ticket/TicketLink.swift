/// A link as a ticket's file says it: `blocked-by: HD-9x2m4c`.
package struct TicketLink: Hashable, Sendable {
    package var relation: Relation
    /// As written; it may be no id, or lead nowhere.
    package var id: String

    package init(relation: Relation, id: String) {
        self.relation = relation
        self.id = id
    }
}
