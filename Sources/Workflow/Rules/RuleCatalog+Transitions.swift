import TicketModel

extension RuleCatalog {
    /// What the judge of changes reports.
    static let transitionDescriptions = [
        RuleDescription(
            "transition", "A status changes only as the workflow allows.",
            """
            .tick/workflow.yml says which status may follow which, so that a ticket cannot skip a step: nobody closes what
            nobody has looked at. The rule holds for edits by hand as for commands.

                transitions:
                  - {from: [proposed, closed], to: open, by: [requester, agent], requires: [entry]}

            The hint lists the moves that are allowed and what they need. A status may always be kept.
            """),
        RuleDescription(
            "transition-requires", "A change of status brings what its transition requires.",
            """
            A transition may require a new entry, a new reason or another field. They must change together with the
            status, so that last year's reason does not do for today's reopening.

                tick move HD-k7qf3m open -m 'It jams again' reason='came back'

            Add them in the same commit.
            """),
        RuleDescription(
            "role", "A change of status is made by somebody with the right to.",
            """
            A transition may name the roles that may make it; roles stand in .tick/people.yml, by git's author address.
            `requester` is whoever the ticket is from: an entry `wrote` in the same change makes it theirs.

                - {from: proposed, to: closed, by: [requester, lead]}

            Ask somebody with the role, or record the requester's word with `tick wrote`. Is the address that git uses for
            you the one in people.yml?
            """),
        RuleDescription(
            "field-role", "A field is changed by somebody with the right to.",
            """
            config.yml may say who changes a field, the first value included: roles of people.yml, teams as `team:NAME`, or
            `requester` for whoever the ticket is from.

                fields: {priority: {by: [lead, team:dispatch]}}

            Ask somebody with the role. Without .tick/people.yml everybody may.
            """),
        RuleDescription(
            "folder-role", "A file of a folder is changed by somebody with the right to.",
            """
            config.yml may say who changes the files of a folder: tickets by commands and by hand; other files where commits
            are checked, staged or in a range, and on a server.

                folders: {kb/: {by: [editor]}}

            Ask somebody with the role. Without .tick/people.yml everybody may.
            """),
        RuleDescription(
            "remove", "Tickets are removed by an admin or lead.",
            """
            Removing is for spam and test tickets; others are closed. The file goes, history keeps it. The roles admin and
            lead may do it; without .tick/people.yml everybody may.

                tick remove HD-k7qf3m

            Close the ticket, or ask somebody with the role.
            """),
        RuleDescription(
            "opinion", "A rating, a like or a dislike is the requester's, or written in their name.",
            """
            Figures of a desk that rates itself say nothing. The requester and the participants may rate and like; whoever
            writes it down for them says whose it is, by: in a rating, the person behind the instant of a like. Only an
            admin or lead takes an opinion away. Without .tick/people.yml this is not held.

                rating: {usefulness: 5, speed: 4, politeness: 5, by: maria@acme.example}

            Let tick rate, tick like and tick dislike write it.
            """),
    ]
}
