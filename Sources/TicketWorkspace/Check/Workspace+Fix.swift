import GitStore
import TicketIndex
import TicketModel
import TicketText

extension Workspace {
    /// Mends what has one right answer in the files on disk: missing ids, missing `created`, headings without author
    /// or instant. Nothing is committed.
    ///
    /// What is committed already keeps the author and the date of the commit that brought it.
    package func fix(_ scope: CheckScope) async throws(WorkspaceError) -> [PlannedFile] {
        let snapshot = await snapshot()
        let session = try session(WriteOptions(takesEditsAlong: true))
        let fixes = TicketFixes(configuration: configuration, random: surroundings.random)
        var events: [TicketID: [TicketEvent]]?
        var fixed: [PlannedFile] = []
        for path in try pathsToFix(scope) {
            guard let bytes = try session.bytes(at: path) else { continue }
            let source = SourceText(path: path, bytes: bytes)
            guard let ticket = TicketReader(configuration: configuration).read(source).ticket,
                let document = try? TicketDocument(source), isIncomplete(ticket, document, fixes)
            else { continue }
            let before = try session.committedTicket(at: path)
            if before != nil, events == nil { events = try history().byTicket }
            let own = before.flatMap { events?[$0.id] } ?? []
            let created = own.first { $0.kind == .created }?.at ?? session.happenedAt
            guard let completed = try? fixes.complete(source, created: created, isNew: before == nil, in: snapshot)
            else { continue }
            var draft = TicketDraft(
                before: before, original: bytes, document: completed, configuration: configuration, isEditedByHand: true
            )
            try? complete(&draft, own, session)
            guard draft.document.bytes != bytes else { continue }
            try write(draft, over: bytes)
            fixed.append(draft.plannedFile)
        }
        return fixed
    }

    private func pathsToFix(_ scope: CheckScope) throws(WorkspaceError) -> [RepositoryPath] {
        switch scope {
        case .all: return TicketFiles.find(in: files, globs: configuration.ticketGlobs).paths
        case .workingTree(let given): return try workingTreePaths(given)
        case .staged, .range, .pushed:
            throw WorkspaceError(.usage, "usage", "--fix mends files on disk, not what is staged or committed")
        }
    }

    private func isIncomplete(_ ticket: Ticket, _ document: TicketDocument, _ fixes: TicketFixes) -> Bool {
        ticket.entries.contains { !$0.isComplete } || fixes.needsID(document) || fixes.needsCreated(document)
    }

    /// Writes into each heading the author and the date of the commit that added it; for others, who asks and now.
    private func complete(
        _ draft: inout TicketDraft, _ events: [TicketEvent], _ session: WriteSession
    ) throws(WorkspaceError) {
        guard let ticket = draft.ticket else { return }
        try draft.completeHeadings(person: session.actor.reference, at: session.happenedAt) { entry in
            let recorded = RecordedEntry(entry, in: ticket)
            guard let event = events.first(where: { $0.addedEntries.contains(recorded) }) else { return nil }
            let author = configuration.actor(name: event.authorName, email: event.authorEmail)
            return (author.reference, event.at)
        }
    }

    private func write(_ draft: TicketDraft, over bytes: [UInt8]) throws(WorkspaceError) {
        do {
            try files.replace(draft.path, expecting: bytes, with: draft.document.bytes)
        } catch {
            throw WorkspaceError(.refused, "file.unwritable", "\(draft.path) cannot be written: \(error.message)")
        }
    }
}
