import TicketModel

extension RuleCatalog {
    /// What is said of articles themselves; of links see ``ArticleLinkRule``.
    static let articleDescriptions = [
        RuleDescription(
            "article", "An article's front matter and marks say what tick knows.",
            """
            The keys are title, tags, author, updated, internal and draft; others have no effect. A mark that is nearly
            <!-- internal --> or <!-- public --> is an error: nobody can say which part requesters may read.

                ---
                title: The VPN does not connect
                tag: vpn                            # did you mean tags?
                ---

            What can be read counts; the hint says what would do.
            """),
        RuleDescription(
            "article-title", "No two articles have the same title.", severity: .warning,
            """
            Two articles with one title are two answers to one question, of which one grows old.

                kb/vpn.md             title: The VPN does not connect
                kb/network/vpn.md     title: The VPN does not connect

            Make one article of the two, or say in their titles how they differ.
            """),
    ]
}
