import TicketIndex
import TicketModel
import TicketWorkspace

/// The tickets that a command is about: ids if each word is one, else one query.
struct TicketSelection {
    let context: CommandContext
    let desk: Workspace
    /// Above this many tickets, bulk edits ask.
    private static let confirmationLimit = 20

    /// Returns the tickets, in the order given or by id, and the snapshot that they are of.
    ///
    /// - Parameter assignments: what will be set: a link needs to know all tickets; nil where the command itself asks for all.
    func tickets(
        named words: [String], toSet assignments: [Assignment]?
    ) async throws -> ([Ticket], IndexSnapshot) {
        if let assignments, let snapshot = await snapshot(naming: words, assignments) {
            return (try sole(Self.unique(snapshot.tickets(named: words)), in: snapshot), snapshot)
        }
        let snapshot = await snapshot()
        let found = words.map { word -> Ticket? in
            if case .found(let ticket) = snapshot.lookup(word) { return ticket }
            return nil
        }
        if found.allSatisfy({ $0 != nil }) {
            return (try sole(Self.unique(found.compactMap(\.self)), in: snapshot), snapshot)
        }
        let isAmbiguous = words.contains { word in if case .ambiguous = snapshot.lookup(word) { true } else { false } }
        if isAmbiguous || words.allSatisfy(looksLikeID) { _ = try snapshot.tickets(named: words) }
        let query = try context.query(words, desk.configuration)
        let view = try desk.view(of: snapshot, needs: query.needs)
        let tickets = await view.tickets(matching: query, sortedBy: .byID)
        guard !tickets.isEmpty else {
            context.report.note("no ticket matches \(words.joined(separator: " "))")
            throw Exit.findings
        }
        return (try sole(tickets, in: snapshot), snapshot)
    }

    /// The desk's tickets. What had to be read is kept for the next command.
    private func snapshot() async -> IndexSnapshot {
        let snapshot = await desk.cachedSnapshot(keepsText: true, readsConversation: true)
        await desk.keepCaches()
        return snapshot
    }

    /// A snapshot that is right about the tickets of these ids; nil where it takes all files to say what is meant.
    private func snapshot(naming words: [String], _ assignments: [Assignment]) async -> IndexSnapshot? {
        let configuration = desk.configuration
        let setsLink = assignments.contains { assignment in
            let field = configuration.knownFields.first {
                $0.rawValue == assignment.name || configuration.fileName(of: $0) == assignment.name
            }
            // A name that is no field is refused later, with the nearest one.
            guard let field, let type = configuration.type(of: field) else { return true }
            return type.kind == .ticket
        }
        guard !setsLink, words.allSatisfy({ TicketID($0) != nil }) else { return nil }
        let snapshot = await desk.cachedSnapshot(naming: words)
        if snapshot != nil { await desk.keepCaches() }
        return snapshot
    }

    /// Whether a word was surely meant as an id, so that a wrong one is no search for a word.
    private func looksLikeID(_ word: String) -> Bool {
        guard TicketID(word) != nil else { return false }
        let key = desk.configuration.key.lowercased() + "-"
        return word.lowercased().hasPrefix(key) || (word.count <= 6 && word.contains(where: \.isNumber))
    }

    /// Returns the tickets, refusing those whose id another file has too: nobody can tell which was meant.
    func sole(_ tickets: [Ticket], in snapshot: IndexSnapshot) throws(WorkspaceError) -> [Ticket] {
        let chosen = Swift.Set(tickets.map(\.id))
        let duplicates = snapshot.diagnostics.filter {
            $0.rule == "duplicate-id" && $0.ticket.map(chosen.contains) ?? false
        }
        guard duplicates.isEmpty else { throw .refused(duplicates) }
        return tickets
    }

    static func unique(_ tickets: [Ticket]) -> [Ticket] {
        var seen: Swift.Set<TicketID> = []
        return tickets.filter { seen.insert($0.id).inserted }
    }

    /// Asks before many tickets are changed. Without a terminal, `--yes` has to say so.
    func confirm(_ count: Int, _ writing: WritingOptions) throws(WorkspaceError) {
        guard count > Self.confirmationLimit, !writing.yes, !writing.dryRun else { return }
        if context.confirms("change \(count) tickets?") { return }
        throw WorkspaceError(
            .refused, "bulk.unconfirmed", "\(count) tickets would be changed",
            hint: "--dry-run shows how, --yes does it")
    }

    /// Returns the one ticket that a word names, to set fields of it.
    func ticket(named word: String, toSet assignments: [Assignment]) async throws -> (Ticket, IndexSnapshot) {
        guard let snapshot = await snapshot(naming: [word], assignments) else { return try await ticket(named: word) }
        return (try sole([snapshot.ticket(named: word)], in: snapshot)[0], snapshot)
    }

    /// Returns the one ticket that a word names.
    func ticket(named word: String) async throws -> (Ticket, IndexSnapshot) {
        let snapshot = await snapshot()
        return (try sole([snapshot.ticket(named: word)], in: snapshot)[0], snapshot)
    }
}
