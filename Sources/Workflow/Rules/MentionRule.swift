package import TicketModel

package struct MentionRule: CheckRule {
    package static let id = "mention"
    package static let summary = "A mention means somebody of the desk."
    package static let explanation = """
        `@olga` in a text tells Olga: it is in her inbox, and `mentions:olga` finds it. A handle that is misspelled tells
        nobody.

            @ogla, could you look?      # did you mean @olga?

        Only names near a handle of .tick/people.yml are reported; @media, @Override and accounts elsewhere are text. What
        is in code, in an address or a URL never mentions anybody.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let people = context.configuration.people, let source = ticket.source else { return [] }
        // Most texts have none: the others are asked for their mentions.
        guard source.bytes[ticket.descriptionRange.start...].contains(UInt8(ascii: "@")) else { return [] }
        let handles = people.people.map(\.handle)
        var hints: [String: String?] = [:]
        return ticket.mentions.prefix(Self.limit).compactMap { mention in
            guard context.configuration.person(mentioned: mention.name) == nil else { return nil }
            let near = hints[mention.name] ?? Self.near(mention.name, handles)
            hints[mention.name] = near
            guard let near else { return nil }
            return finding(
                ticket, at: mention.range, "nobody is called \(mention.name)", hint: "did you mean @\(near)?")
        }
    }

    /// Finding near names takes the length of all handles for each.
    private static let limit = 200

    /// The handle that was probably meant: of a name of four letters or more, one that is near; of three, one that it begins.
    private static func near(_ name: String, _ handles: [String]) -> String? {
        let folded = FoldedText(name).string
        guard folded.count >= 3, folded.count <= 40, !notPeople.contains(folded) else { return nil }
        guard let near = NearMatch.closest(to: name, among: handles, limit: 1).first else { return nil }
        return folded.count >= 4 || FoldedText(near).string.hasPrefix(folded) ? near : nil
    }

    /// What stands behind an `@` in programs, style sheets and chats.
    private static let notPeople: Set<String> = [
        "all", "author", "brief", "channel", "charset", "deprecated", "else", "end", "everyone", "example", "file",
        "here",
        "if", "import", "inject", "link", "media", "nullable", "override", "page", "param", "property", "return",
        "returns", "see", "service", "since", "state", "task", "test", "throws", "todo", "try", "type", "version",
    ]
}
