package import TicketIndex
package import TicketModel
import TicketText
import Workflow

extension Workspace {
    /// Finds what makes requests hard to work with: titles that say nothing, several matters in one, likely duplicates.
    ///
    /// - Parameter snapshot: The desk's tickets with their texts, among which duplicates are looked for.
    package func lint(_ tickets: [Ticket], in snapshot: IndexSnapshot) async -> CheckReport {
        let duplicates = await LintDuplicates(snapshot, now: now)
        let (configuration, now) = (configuration, now)
        let found = await ParallelBatches.map(tickets, size: 64) { tickets in
            let reader = TicketReader(configuration: configuration)
            return tickets.flatMap { ticket -> [Diagnostic] in
                // A ticket of the cache does not know where its values stand.
                let placed = ticket.source.flatMap { reader.read($0).ticket } ?? ticket
                var found = RuleCatalog.lintFindings(in: placed, configuration, now: now)
                if placed.id == LintDuplicates.draftID {
                    // There is no ticket yet that a command could change.
                    for index in found.indices { found[index].hint = found[index].hint.map(Self.withoutCommand) }
                }
                return found + duplicates.findings(for: placed)
            }
        }
        return CheckReport(
            findings: found.flatMap(\.self).sorted(by: Diagnostic.readingOrder), ticketCount: tickets.count)
    }

    private static func withoutCommand(_ hint: String) -> String {
        hint.firstRange(of: ": tick ").map { String(hint[..<$0.lowerBound]) } ?? hint
    }

    /// Reads a request that is no ticket yet: a ticket's file, or a title with a text below it.
    ///
    /// - Throws: `refused` where the front matter cannot be read.
    package func draftTicket(_ bytes: [UInt8]) throws(WorkspaceError) -> Ticket {
        let path: RepositoryPath = "standard input"
        let fence = Array("---\n".utf8)
        let isFile = bytes.starts(with: fence) || bytes.starts(with: Array("---\r\n".utf8))
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
        let title = PrintableText.make(String(decoding: bytes[..<end], as: UTF8.self))
        let text =
            isFile
            ? bytes
            : fence + Array("title: \(ScalarWriter.scalar(title))\n---\n".utf8) + bytes[min(end + 1, bytes.count)...]
        do {
            let document = try TicketDocument(SourceText(path: path, bytes: text))
            let style = FieldStyle(.id, configuration: configuration)
            let named =
                document.pair(style.key) == nil ? try document.applying(.set(.id, "new"), style: style) : document
            let result = TicketReader(configuration: configuration).read(named)
            guard let ticket = result.ticket else { throw WorkspaceError.refused(result.diagnostics) }
            return ticket
        } catch let error as DocumentError {
            throw .refused([error.diagnostic])
        } catch let error as WorkspaceError {
            throw error
        } catch {
            throw WorkspaceError(.refused, "unexpected", String(describing: error))
        }
    }
}
