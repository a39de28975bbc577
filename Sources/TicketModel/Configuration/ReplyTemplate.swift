/// A canned reply: a text with variables, and what goes along with it.
package struct ReplyTemplate: Sendable {
    package var name: String
    package var title: String?
    /// For a form of new tickets: the types it is for, `*` for any; nil for a reply.
    package var forms: [String]?
    /// The query that the tickets it is meant for match; nil for all.
    package var query: String?
    /// Fields to set in the same commit, as written.
    package var sets: [Setting]
    /// Files to attach, by their names beside the template.
    package var attachments: [String]
    /// The template's file, and where its text lies in it.
    package var source: SourceText
    package var bodyRange: SourceRange
    /// Where `for` stands.
    package var queryLocation: SourceLocation?

    package struct Setting: Hashable, Sendable {
        package var field: String
        package var value: String

        package init(field: String, value: String) {
            self.field = field
            self.value = value
        }
    }

    package init(name: String, source: SourceText, bodyRange: SourceRange) {
        self.name = name
        self.source = source
        self.bodyRange = bodyRange
        sets = []
        attachments = []
    }
}
