package import TicketModel

extension ChangeJudge {
    /// Refuses changes of fields and in folders that are for others. Without `people.yml` everybody may.
    func judgeRights(_ change: TicketChange) -> [Diagnostic] {
        guard !configuration.fieldRoles.isEmpty || !configuration.folderRights.isEmpty, !isByDesk(change),
            configuration.people != nil, let ticket = change.after ?? change.before
        else { return [] }
        let roles = lines.roles(of: change.actor, on: change.before ?? ticket, carriesRequestersWord: false)
        let paths = Set([change.before?.path, change.after?.path].compactMap(\.self)).sorted()
        return fieldFindings(change, roles)
            + paths.compactMap { path in
                folderFinding(path, roles, change.actor).map { finding in
                    var finding = finding
                    finding.ticket = ticket.id
                    finding.location = ticket.location(of: .id)
                    return finding
                }
            }
    }

    private func fieldFindings(_ change: TicketChange, _ roles: Set<FoldedText>) -> [Diagnostic] {
        guard let after = change.after, !configuration.fieldRoles.isEmpty else { return [] }
        return change.changedFields.sorted().compactMap { field in
            guard let allowed = configuration.fieldRoles[field], !hasOne(of: allowed, roles) else { return nil }
            return Diagnostic(
                rule: "field-role",
                message: "\(plea(change.actor)): the field \(configuration.fileName(of: field)) is for "
                    + Wording.list(allowed, "or"),
                hint: holders(of: allowed), location: after.location(of: field), ticket: after.id)
        }
    }

    /// Returns what speaks against a person's changing a file, be it a ticket or not; nil where nothing does.
    package func judgeFile(_ path: RepositoryPath, by actor: Actor) -> Diagnostic? {
        guard !configuration.folderRights.isEmpty, configuration.people != nil else { return nil }
        let person = actor.handle.flatMap { configuration.people?.person($0) }
        let roles = actor.roles + (person?.teams ?? []).map { "team:" + $0 }
        return folderFinding(path, Set(roles.map { FoldedText($0) }), actor)
    }

    private func folderFinding(
        _ path: RepositoryPath, _ roles: Set<FoldedText>, _ actor: Actor
    ) -> Diagnostic? {
        let right = configuration.folderRights.first { path.isInside($0.folder) && !hasOne(of: $0.roles, roles) }
        guard let right else { return nil }
        return Diagnostic(
            rule: "folder-role",
            message: "\(plea(actor)): the folder \(right.folder)/ is for \(Wording.list(right.roles, "or"))",
            hint: holders(of: right.roles),
            location: SourceLocation(path: path, lineNumber: 1, columnNumber: 1, length: 0, lineText: ""))
    }

    private func hasOne(of allowed: [String], _ roles: Set<FoldedText>) -> Bool {
        allowed.contains { roles.contains(FoldedText($0)) }
    }
}
