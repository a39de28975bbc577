package import TicketModel

package struct SecretRule: CheckRule {
    package static let id = "secret"
    package static let summary = "No password, key or token stands in a ticket."
    package static let explanation = """
        Clients paste passwords and keys. Whoever may clone the repository can read them, and history keeps them when
        the file no longer does. Found are private keys, AWS keys, tokens of GitHub, GitLab and Slack, bearer tokens,
        addresses with a password in them, and assignments such as `password: …` or `пароль: …`.

            password: hunter2!      # write password: [redacted]

        Not committed yet: write [redacted] in its place. Committed: the secret is out. Ask its owner to change it
        first, then redact the file; only if it cannot be changed, rewrite history (git filter-repo --replace-text)
        and ask everybody to clone again. Pass secrets on outside tickets.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let source = ticket.source else { return [] }
        return SourceLines(source.bytes).compactMap { line in
            guard let secret = SecretScanner.find(in: source.bytes[line]) else { return nil }
            let range = SourceRange(secret.range.lowerBound, secret.range.upperBound)
            var found = finding(
                ticket, at: range, "this looks like \(secret.kind)",
                hint: "write [redacted] in its place; if it is committed already, its owner has to change it")
            // The finding goes to logs of other people's machines: it must not carry the secret there.
            found.location?.lineText = SecretScanner.masked(source.bytes[line], secret.range)
            return found
        }
    }
}
