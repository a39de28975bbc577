internal import GitStore
internal import TicketModel
internal import TicketText

// `.tick/`: who may change it, what must never lie there, and what has to be left of it.

extension PushJudge {
    static let folder = Array(".tick".utf8)

    static func isRule(_ path: [UInt8]) -> Bool { path.starts(with: folder + [UInt8(ascii: "/")]) || path == folder }

    /// Whether some file system takes the path's first name for `.tick`: one that ignores case, dots and blanks at the
    /// end, or joiners, or that gives short names.
    static func isLookalike(_ path: [UInt8]) -> Bool {
        let first = path.prefix { $0 != UInt8(ascii: "/") }
        guard Array(first) != folder else { return false }
        let ignorable: Set<Unicode.Scalar> = [
            "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}",
            "\u{206A}", "\u{206B}", "\u{206C}", "\u{206D}", "\u{206E}", "\u{206F}", "\u{FEFF}",
        ]
        var name = String.UnicodeScalarView(
            String(decoding: first, as: UTF8.self).lowercased().unicodeScalars.filter { !ignorable.contains($0) })
        if let colon = name.firstIndex(of: ":") { name = String.UnicodeScalarView(name[..<colon]) }
        while let last = name.last, last == "." || last == " " { name.removeLast() }
        let text = String(name)
        return text == ".tick" || text.hasPrefix("tick~")
    }

    /// Refuses what nobody may push: links and other repositories in the place of rules, and names that some systems take
    /// for `.tick`.
    func judgeStructure(from base: ObjectID?, to new: ObjectID, commit: CommitRecord?) throws(WorkspaceError) {
        let changes = try asking { () throws(GitError) in
            try desk.repository.changes(from: base, to: new) { Self.isRule($0) || Self.isLookalike($0) }
        }
        for change in changes {
            guard let mode = change.newMode else { continue }
            let path = RepositoryPath(change.path)
            if Self.isLookalike(change.path) {
                refuse(
                    "push-rules", "some file systems take \(PrintableText.make(path.description)) for .tick",
                    hint: "choose another name", commit: commit, path: path)
            } else if !mode.isFile || change.path == Self.folder {
                refuse(
                    "push-rules", "\(PrintableText.make(path.description)) is no regular file in the folder .tick/",
                    hint: "put the file itself there: no link, no submodule", commit: commit, path: path)
            }
        }
    }

    /// Refuses changes of rules by somebody who is not admin by the old ones.
    func judgeRules(_ changed: [[UInt8]], of commit: CommitRecord) {
        guard let first = changed.first(where: Self.isRule), rules != nil else { return }
        let author = author(of: commit)
        guard !isAdmin(author) else { return }
        let path = RepositoryPath(first)
        refuse(
            "push-rules",
            "\(author.reference) may not change \(PrintableText.make(path.description)): it takes the role admin",
            hint: admins, commit: commit, path: path)
    }

    private var admins: String {
        let people = (rules?.people?.people ?? []).filter { person in
            person.roles.contains { FoldedText($0) == FoldedText("admin") }
        }
        return people.isEmpty
            ? "nobody is admin: mend .tick/people.yml on the server"
            : "ask \(people.map(\.handle).joined(separator: ", "))"
    }

    /// Judges what the push as a whole does to the rules, whatever way it came about.
    func judgeNet(from tip: ObjectID, to new: ObjectID, _ commits: [CommitRecord]) throws(WorkspaceError) {
        guard rules != nil else { return }
        let (before, after) = try asking { () throws(GitError) in
            (
                try desk.repository.entry(at: Self.folder, in: tip), try desk.repository.entry(at: Self.folder, in: new)
            )
        }
        guard before != after else { return }
        guard let after, after.mode == .folder else {
            return refuse(
                "push-rules", "the push takes the folder .tick/ away, and with it the desk's rules",
                hint: "keep it; a desk is given up on the server")
        }
        if let pusher, !isAdmin(pusher) {
            refuse("push-rules", "\(pusher.reference) may not change .tick/: it takes the role admin", hint: admins)
        }
        var isByAdmin = false
        for commit in commits where isAdmin(author(of: commit)) {
            if try changesRules(commit) { isByAdmin = true }
        }
        if !isByAdmin {
            refuse("push-rules", "the push changes .tick/ with no commit of an admin's that does", hint: admins)
        }
        try judgeResult(at: new)
    }

    private func changesRules(_ commit: CommitRecord) throws(WorkspaceError) -> Bool {
        try asking { () throws(GitError) in
            let before = try commit.parents.first.flatMap { id throws(GitError) in
                try desk.repository.entry(at: Self.folder, in: id)?.id
            }
            return try desk.repository.entry(at: Self.folder, in: commit.tree)?.id != before
        }
    }

    /// Rules that cannot be read would be no rules; rules without an admin could never be changed again.
    private func judgeResult(at new: ObjectID) throws(WorkspaceError) {
        let old = Set((try desk.readConfiguration(of: tip)?.diagnostics ?? []).map(\.message))
        let read = try desk.readConfiguration(of: new)
        for finding in read?.diagnostics ?? [] where finding.severity == .error && !old.contains(finding.message) {
            report(finding)
        }
        guard let people = read?.configuration.people?.people, let known = rules?.people?.people, !known.isEmpty else {
            return
        }
        let admin = FoldedText("admin")
        guard known.contains(where: { $0.roles.contains { FoldedText($0) == admin } }),
            !people.contains(where: { $0.roles.contains { FoldedText($0) == admin } })
        else { return }
        refuse(
            "push-rules", "nobody would be admin any more", hint: "keep one, or nobody can change the rules again",
            path: ".tick/people.yml")
    }
}
