import TicketIndex
import TicketModel
import TicketText
import Workflow

/// Mends what has one right answer: a missing id, a missing `created`.
struct TicketFixes {
    let configuration: Configuration
    let random: @Sendable () -> UInt64

    /// Returns the document with what is missing written in; the same bytes where nothing is.
    func complete(
        _ source: SourceText, created: Instant, isNew: Bool, in snapshot: IndexSnapshot?
    ) throws(WorkspaceError) -> TicketDocument {
        var document: TicketDocument
        do {
            document = try TicketDocument(source)
            if needsID(document) {
                let id = try self.id(for: source.path, in: snapshot)
                document = try document.applying(
                    .set(.id, id.text), style: FieldStyle(.id, configuration: configuration))
            }
            if needsCreated(document) {
                let text = created.formatted(in: configuration.zone)
                document = try document.applying(
                    .set(.created, text), style: FieldStyle(.created, configuration: configuration))
            }
        } catch let error as DocumentError {
            throw .refused(RuleCatalog.findings(inUnreadable: source, reported: [error.diagnostic]))
        } catch let error as WorkspaceError {
            throw error
        } catch {
            throw WorkspaceError(.refused, "unexpected", String(describing: error))
        }
        return document
    }

    /// Desks that other tools made name their tickets by files; ours carry an id.
    func needsID(_ document: TicketDocument) -> Bool {
        let isOwnFormat = configuration.fileNames.isEmpty
        return isOwnFormat && (document.pair("id")?.value.isNull ?? true)
    }

    func needsCreated(_ document: TicketDocument) -> Bool {
        let isOwnFormat = configuration.fileNames.isEmpty
        return isOwnFormat && (document.pair(configuration.fileName(of: .created))?.value.isNull ?? true)
    }

    /// `HD-k7qf3m` of `HD-k7qf3m-printer.md`, where the name begins so; else a new one.
    private func id(for path: RepositoryPath, in snapshot: IndexSnapshot?) throws(WorkspaceError) -> TicketID {
        let name = String(decoding: path.name, as: UTF8.self)
        let parts = name.split(whereSeparator: { $0 == "-" || $0 == "." || $0 == " " })
        if parts.count >= 2, parts[0] == configuration.key[...], let id = TicketID("\(parts[0])-\(parts[1])"),
            parts[1].allSatisfy({ $0.isASCII && ($0.isNumber || $0.isLowercase) }), snapshot?.ticket(id) == nil
        {
            return id
        }
        let known = snapshot ?? IndexSnapshot(configuration: configuration, tickets: [], diagnostics: [])
        return try TicketIDs(configuration: configuration, random: random).next(in: known)
    }
}
