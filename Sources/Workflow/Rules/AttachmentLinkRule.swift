package import TicketModel

package struct AttachmentLinkRule: CheckRule {
    package static let id = "attachment-link"
    package static let summary = "A link to an attachment leads to a file."
    package static let explanation = """
        Pictures and files lie below attachments/ and are linked from the text, relative to the ticket's file. A link that
        leads nowhere is usually a file that was not added to the commit.

            ![tray](../../../attachments/HD-k7qf3m/tray.jpg)

        `tick attach ID FILE` copies a file there and writes the link.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        guard let source = ticket.source else { return [] }
        return MarkdownLinks.targets(in: source.bytes, from: ticket.descriptionRange.start).compactMap { range in
            guard let path = MarkdownLinks.path(source.bytes[range.indices], from: ticket.path),
                path.isInside("attachments"), !context.attachmentExists(path)
            else { return nil }
            return finding(
                ticket, at: range, "there is no file \(path)",
                hint:
                    "tick attach \(ticket.id) FILE puts one there and links it; a file that you have there needs git add"
            )
        }
    }
}
