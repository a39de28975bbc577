import TicketModel

extension RuleCatalog {
    /// What the readers of `.tick/` report.
    static let configurationDescriptions = [
        RuleDescription(
            "config-syntax", "A configuration file is YAML that can be read.",
            """
            A file of .tick/ that cannot be read counts as if it were not there: the desk goes on by its defaults, which
            is hardly what was meant.

                queues: [it, billing      # the closing ] is missing

            The position is where reading stopped; the cause may be a line above.
            """),
        RuleDescription(
            "config-key", "A key in the configuration is one that tick knows.", severity: .warning,
            """
            A misspelt key has no effect, and nothing else would say so.

                prioritys: [low, normal, high]      # did you mean priorities?

            Mend the spelling, or remove the key.
            """),
        RuleDescription(
            "config-value", "A value in the configuration is one that its key takes.",
            """
            A zone that does not exist, a name of a status or field that nothing declares, a time without a unit. The
            value is left out and the rest of the file counts.

                initial: nwe      # did you mean new?

            The hint says what would do.
            """),
        RuleDescription(
            "workflow", "Every status can be reached, and left unless it is closed.", severity: .warning,
            """
            A status that no transition leads to is never used; a ticket in one that nothing leads out of stays there for
            good. Either is usually a forgotten line.

                transitions:
                  - {from: new, to: open}      # and from open?

            Add the transition, or give the status `phase: closed`.
            """),
    ]
}
