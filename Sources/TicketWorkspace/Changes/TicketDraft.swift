package import TicketModel
package import TicketText

/// A ticket that is being changed: the document with the edits so far, and where it came from.
package struct TicketDraft: Sendable {
    /// As the parent commit has it; nil for a new ticket.
    package let before: Ticket?
    /// The bytes on disk when the change began; nil for a new file.
    package let original: [UInt8]?
    package private(set) var document: TicketDocument
    package let configuration: Configuration
    /// Whether the file differed from the parent commit already.
    package let isEditedByHand: Bool

    package init(
        before: Ticket?, original: [UInt8]?, document: TicketDocument, configuration: Configuration,
        isEditedByHand: Bool
    ) {
        self.before = before
        self.original = original
        self.document = document
        self.configuration = configuration
        self.isEditedByHand = isEditedByHand
    }

    package var path: RepositoryPath { document.source.path }

    package var hasChanged: Bool { document.bytes != original || isEditedByHand }

    /// The ticket as the draft says it. Nil only where an edit broke the file, which `applying` refuses.
    package var ticket: Ticket? { TicketReader(configuration: configuration).read(document).ticket }

    package mutating func apply(_ edit: FieldEdit) throws(WorkspaceError) {
        do {
            document = try document.applying(edit, style: FieldStyle(edit.field, configuration: configuration))
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    package mutating func append(_ entry: NewEntry) throws(WorkspaceError) {
        // An entry of a past moment goes where it belongs in time.
        let later = ticket?.entries.first { $0.instant.map { $0 > entry.instant } ?? false }
        do {
            document = try document.appending(entry, before: later, configuration: configuration)
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    package mutating func replace(_ edits: [TextEdit]) throws(WorkspaceError) {
        do {
            document = try document.applying(edits)
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    /// Writes the author and the instant into headings that lack them.
    ///
    /// - Parameter origin: who and when it was, for entries that are committed already; nil for new ones.
    package mutating func completeHeadings(
        person: String, at instant: Instant, origin: (Entry) -> (person: String, instant: Instant)? = { _ in nil }
    ) throws(WorkspaceError) {
        guard let entries = ticket?.entries, entries.contains(where: { !$0.isComplete }) else { return }
        let zone = configuration.zone
        do {
            document = try document.completingHeadings(of: entries, zone: zone) { entry in
                let (author, moment) = origin(entry) ?? (person, instant)
                return (entry.person ?? author, entry.instant ?? Self.instant(of: entry, notAfter: moment, zone: zone))
            }
        } catch {
            throw .refused([error.diagnostic])
        }
    }

    /// `## 10:15 replied` means the last 10:15 that was.
    private static func instant(of entry: Entry, notAfter now: Instant, zone: Zone) -> Instant {
        guard let seconds = entry.secondsOfDay else { return now }
        let today = zone.civil(at: now).date
        let instant = zone.instant(of: today, secondsOfDay: seconds)
        return instant <= now ? instant : zone.instant(of: today.adding(days: -1), secondsOfDay: seconds)
    }

    package var plannedFile: PlannedFile { PlannedFile(path: path, before: original, after: document.bytes) }

    package var step: ChangePlan.TicketStep { ChangePlan.TicketStep(before: before, after: ticket) }
}
