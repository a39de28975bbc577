internal import GitStore
package import TicketModel
package import TicketText
internal import Workflow

/// What a new card says.
package struct NewCustomer: Sendable {
    package var handle: String
    package var name: String?
    package var tier: String?
    package var domains: [String]
    package var people: [Person]
    /// What stands below the front matter.
    package var notes: String

    package init(
        handle: String, name: String? = nil, tier: String? = nil, domains: [String] = [], people: [Person] = [],
        notes: String = ""
    ) {
        self.notes = notes
        self.handle = handle
        self.name = name
        self.tier = tier
        self.domains = domains
        self.people = people
    }
}

extension Workspace {
    /// Makes a card `customers/HANDLE.md` and commits it.
    package func create(_ new: NewCustomer, options: WriteOptions) throws(WorkspaceError) -> ChangeResult {
        let path = try Self.path(ofCard: new.handle)
        return try change(options) { session throws(WorkspaceError) in
            if let other = configuration.customers.first(where: { FoldedText($0.handle) == FoldedText(new.handle) }) {
                throw WorkspaceError(
                    .refused, "customer.exists", "there is a customer \(other.handle) already",
                    hint: "tick customer show \(other.handle)")
            }
            guard try session.bytes(at: path) == nil else {
                throw WorkspaceError(.refused, "customer.exists", "there is a file \(path) already")
            }
            let names = new.people.map(\.handle).joined(separator: ", ")
            let message = "\(new.handle): new customer" + (names.isEmpty ? "" : ", \(names)")
            let start = "---\n---\n" + (new.notes.isEmpty ? "" : new.notes + "\n")
            return try plan(
                PlannedFile(path: path, before: nil, after: Array(start.utf8)), Self.fields(of: new),
                new.people.map { .addPerson($0) }, message, session)
        }
    }

    /// Adds people and addresses to a card.
    package func edit(
        _ customer: Customer, _ edits: [CardEdit], message: String, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        let path = if let path = customer.path { path } else { try Self.path(ofCard: customer.handle) }
        return try change(options) { session throws(WorkspaceError) in
            guard let before = try session.bytes(at: path) else {
                throw WorkspaceError(.refused, "customer.vanished", "\(path) is gone", hint: "run the command again")
            }
            let committed = try session.committedBytes(at: path)
            guard committed == before || options.takesEditsAlong else {
                throw WorkspaceError(
                    .refused, "customer.edited", "\(path) has edits that are not committed",
                    hint: "git commit \(path) commits them; --with-edits takes them along",
                    files: [PlannedFile(path: path, before: committed ?? [], after: before)])
            }
            return try plan(PlannedFile(path: path, before: before, after: before), [], edits, message, session)
        }
    }

    /// Where a new card goes.
    private static func path(ofCard handle: String) throws(WorkspaceError) -> RepositoryPath {
        let isName = handle.utf8.allSatisfy(TicketID.isAllowed) && !handle.hasPrefix(".") && handle.utf8.count <= 100
        guard isName, !handle.isEmpty, FoldedText(handle).string != "readme" else {
            throw WorkspaceError(
                .usage, "customer.handle", "\(PrintableText.make(handle)) is no handle of a customer",
                hint: "letters, digits, '.', '_' and '-', such as acme")
        }
        return RepositoryPath("customers").appending(handle + ".md")
    }

    private static func fields(of new: NewCustomer) -> [FieldEdit] {
        var fields: [FieldEdit] = []
        if let name = new.name { fields.append(.set(FieldName("name"), name)) }
        if let tier = new.tier { fields.append(.set(FieldName("tier"), tier)) }
        if !new.domains.isEmpty { fields.append(.setList(FieldName("domains"), new.domains)) }
        return fields
    }

    /// - Parameter start: the card before the edits, as it is on disk and as they begin.
    private func plan(
        _ start: PlannedFile, _ fields: [FieldEdit], _ edits: [CardEdit], _ message: String, _ session: WriteSession
    ) throws(WorkspaceError) -> ChangePlan {
        let path = start.path
        try refuseStrangers(session.actor, path, session.judgeConfiguration)
        let after: [UInt8]
        do throws(DocumentError) {
            var document = try TicketDocument(SourceText(path: path, bytes: start.after ?? []))
            for edit in fields {
                let style = FieldStyle(
                    key: edit.field.rawValue, meaning: .text, keyOrder: ["name", "tier", "email", "phone", "domains"])
                document = try document.applying(edit, style: style)
            }
            for edit in edits { document = try document.applying(edit) }
            after = document.bytes
        } catch {
            throw .refused([error.diagnostic])
        }
        guard after != start.before else { return ChangePlan() }
        let found = try newFaults(SourceText(path: path, bytes: after))
        return ChangePlan(
            message: message,
            files: [PlannedFile(path: path, before: start.before, after: after)],
            warnings: found)
    }

    /// Cards say who is believed: they are for the desk's own people. `folders:` can narrow it further.
    private func refuseStrangers(
        _ actor: Actor, _ path: RepositoryPath, _ rules: Configuration
    ) throws(WorkspaceError) {
        if rules.people != nil, actor.roles.isEmpty {
            let who = actor.handle ?? (actor.email.isEmpty ? "somebody unknown" : actor.email)
            throw WorkspaceError(
                .refused, "role",
                "\(PrintableText.make(who)) has no role in people.yml: customers' cards are for agents",
                hint: "an admin can add roles: [agent] to .tick/people.yml")
        }
        if let refusal = ChangeJudge(configuration: rules).judgeFile(path, by: actor) { throw .refused([refusal]) }
    }

    /// What is wrong with the card as it would be, and with others because of it.
    ///
    /// - Throws: `refused` where any of it is an error that was not there before.
    private func newFaults(_ card: SourceText) throws(WorkspaceError) -> [Diagnostic] {
        let others = DeskFiles.configuration(in: files).sources.filter { $0.path != card.path }
        let found = ConfigurationReader(zones: surroundings.zones).read(others + [card]).diagnostics
        let known = Set(configurationDiagnostics.map { "\($0.rule) \($0.message)" })
        let new = found.filter { !known.contains("\($0.rule) \($0.message)") }
        guard !new.contains(where: { $0.severity == .error }) else { throw .refused(new) }
        return new
    }
}
