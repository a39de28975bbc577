import TicketModel

extension RuleCatalog {
    /// What the reader of the conversation reports.
    static let entryDescriptions = [
        RuleDescription(
            "entry-heading", "A heading that starts an entry says who did what.",
            """
            An entry begins with `## [INSTANT] [PERSON] VERB`; the verbs are wrote, replied, noted, called, and the desk's
            own words for them. A near miss is an error, since its text would belong to the entry above: an internal note
            would become part of a reply.

                ## ivan notd       # did you mean noted?

            Mend the heading. One that is only text needs other words, or a space in front of its ##.
            """),
        RuleDescription(
            "code-fence", "A code fence that is opened is closed.", severity: .warning,
            """
            A pasted log often brings a ``` of its own. What follows it shows as code, short headings such as `## replied`
            included; only headings with instant, person and verb still start an entry.

                ```
                kernel: eth0 down
                ```

            Close it with the same characters on a line of their own.
            """),
    ]
}
