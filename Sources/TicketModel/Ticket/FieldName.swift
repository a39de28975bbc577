/// The name of a front matter field as Tickdown knows it; an adopted desk may write it differently (`names:`).
package struct FieldName: Hashable, Sendable, Comparable, RawRepresentable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ name: String) { rawValue = name }

    package var description: String { rawValue }
    package static func < (left: FieldName, right: FieldName) -> Bool { left.rawValue < right.rawValue }
}

extension FieldName {
    package static let id = FieldName("id")
    package static let title = FieldName("title")
    package static let type = FieldName("type")
    package static let status = FieldName("status")
    package static let priority = FieldName("priority")
    package static let impact = FieldName("impact")
    package static let urgency = FieldName("urgency")
    package static let queue = FieldName("queue")
    package static let channel = FieldName("channel")
    package static let category = FieldName("category")
    package static let requester = FieldName("requester")
    package static let participants = FieldName("participants")
    package static let assignee = FieldName("assignee")
    package static let watchers = FieldName("watchers")
    package static let tags = FieldName("tags")
    package static let created = FieldName("created")
    package static let due = FieldName("due")
    package static let wake = FieldName("wake")
    package static let parent = FieldName("parent")
    package static let blocks = FieldName("blocks")
    package static let blockedBy = FieldName("blocked-by")
    package static let duplicates = FieldName("duplicates")
    package static let related = FieldName("related")
    package static let problem = FieldName("problem")
    package static let external = FieldName("external")
    package static let refs = FieldName("refs")
    package static let approvedBy = FieldName("approved-by")
    package static let rating = FieldName("rating")
    /// Entries that a requester liked or did not, each as an `EntryVote`.
    package static let liked = FieldName("liked")
    package static let disliked = FieldName("disliked")
    /// The key under which `new --once KEY` finds the ticket again.
    package static let once = FieldName("once")

    /// The fields of format.md in the order in which a new ticket has them.
    package static let standard: [FieldName] = [
        .id, .title, .type, .status, .priority, .impact, .urgency, .queue, .channel, .category, .requester,
        .participants, .assignee, .watchers, .tags, .created, .due, .wake, .parent, .blocks, .blockedBy, .duplicates,
        .related, .problem, .external, .refs, .approvedBy, .rating, .liked, .disliked, .once,
    ]

    /// What the requester thinks of the work: nobody else's to write.
    package static let opinions: [FieldName] = [.rating, .liked, .disliked]

    /// The fields whose values are ids of other tickets.
    package static let links: [FieldName] = [.parent, .blocks, .blockedBy, .duplicates, .related, .problem]
}
