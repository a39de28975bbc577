import TicketModel

extension RuleCatalog {
    /// What the readers of ticket files report.
    static let fileDescriptions = [
        RuleDescription(
            "front-matter", "A ticket begins with front matter that is one YAML mapping.",
            """
            The fields of a ticket stand between the first line, ---, and the next line that is exactly ---. Where that
            part cannot be read, the ticket is in no list until it is mended.

                assignee: @ivan       # a value cannot begin with @: drop it, or write '@ivan'
                title: VPN: no route  # a colon and a space: quote the value

            The position is where reading stopped; the cause may be a quote or bracket a line above. Anchors, aliases,
            tags and a key that stands twice are refused too.
            """),
        RuleDescription(
            "file-text", "A ticket is a text file in UTF-8.",
            """
            Bytes that are no UTF-8 come from editors set to another encoding, or from a binary file under a ticket's
            name. The file is left as it is and the ticket is in no list.

                iconv -f WINDOWS-1251 -t UTF-8 old.md > new.md

            Save the file as UTF-8; attach binary files with `tick attach`.
            """),
        RuleDescription(
            "file-unreadable", "A ticket file can be read.",
            """
            Whoever runs the command may not read the file, or it is no regular file. The ticket is in no list.

                $ ls -l tickets/2026/11/HD-k7qf3m-printer.md
                -rw------- 1 root root 412 tickets/2026/11/HD-k7qf3m-printer.md

            Give yourself the right to read it (`chmod`, `chown`), or put a regular file in its place.
            """),
        RuleDescription(
            "file-size", "A ticket file is not larger than the desk's limit.",
            """
            Tickets are read by people, and all of them by every command. The limit is 1 MiB, or `file-limit` in
            .tick/config.yml; a larger file is not read.

                tick attach HD-k7qf3m server.log

            Cut a pasted log out of the text and attach it as a file.
            """),
        RuleDescription(
            "id", "A ticket has an id of letters, digits, '.', '_' and '-'.",
            """
            The id names the ticket in commands, links and file names, so it takes only signs that every file system and
            shell takes, at most 100. A file without the field takes its name up to the first space.

                id: HD-k7qf3m

            `tick check --fix` writes a missing one in.
            """),
        RuleDescription(
            "duplicate-id", "No two tickets have the same id.",
            """
            An id leads to one ticket. Two files with the same one come from copying a ticket by hand, or from two clones
            that count (`ids: sequence`). Case makes no difference.

                tickets/2026/11/HD-k7qf3m-printer.md
                tickets/2026/11/HD-k7qf3m-printer-copy.md

            `tick renumber` gives the younger one a new id; links that mean it are for you to mend. Random ids do not collide.
            """),
        RuleDescription(
            "symlink", "A ticket is a regular file, not a symbolic link.", severity: .warning,
            """
            A link could lead out of the repository, or make one ticket two. Links are skipped, so the ticket is in no
            list.

                tickets/2026/11/HD-k7qf3m.md -> ../../../../etc/passwd

            Put the file itself in its place.
            """),
        RuleDescription(
            "field-value", "A field has a value of the form that it takes.",
            """
            Some fields take one value, some a list. A list where one value is meant has no answer to which counts, and
            the field is left out.

                status: [open, waiting]    # one of them

            Write one value, or a list of plain texts where the field takes a list.
            """),
        RuleDescription(
            "instant", "A time is a date and time that exists.",
            """
            Times are written as RFC 3339 has them, with the offset from UTC. `yesterday`, 21.11.2026 and the 31st of
            June cannot be counted with, and the field is left out.

                created: 2026-11-21T10:03:00+03:00

            A bare date is the start of that day where the desk is; for `due` its end.
            """),
        RuleDescription(
            "instant-offset", "A time says its offset from UTC.", severity: .warning,
            """
            Without an offset a time is read in the desk's zone. Whoever wrote it in another one meant another moment, and
            once the desk moves its zone, the old times move too.

                created: 2026-11-21 10:03      # write 2026-11-21T10:03:00+03:00

            The hint has the time as it is read now.
            """),
    ]
}
