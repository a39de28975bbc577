package import GitStore
package import TicketModel
internal import TicketText

/// What the hooks of a clone do when git calls them.
package enum HookRun {
    /// Set for hooks of commits that `tick` makes itself: it has judged them already, by more than a hook knows.
    package static let judgedVariable = "TICK_JUDGED"
    /// A commit of more tickets than this gets no trailers: nobody looks for one of five hundred.
    static let maximumTrailers = 20

    /// One line that git gives to `pre-push` and `pre-receive`.
    package struct RefUpdate: Sendable, Equatable {
        package var name: String
        /// Nil where the ref does not exist.
        package var old: ObjectID?
        package var new: ObjectID?

        package init(name: String, old: ObjectID?, new: ObjectID?) {
            self.name = name
            self.old = old
            self.new = new
        }

        /// Parses `<old> <new> <ref>` (githooks(5), pre-receive); nil for anything else.
        package init?(received line: some StringProtocol) {
            let words = line.split(separator: " " as Character, maxSplits: 2).map { String($0) }
            guard words.count == 3, let old = ObjectID(hex: words[0]), let new = ObjectID(hex: words[1]) else {
                return nil
            }
            self.init(name: words[2], old: old.isZero ? nil : old, new: new.isZero ? nil : new)
        }

        /// Parses `<local ref> <local id> <remote ref> <remote id>` (githooks(5), pre-push); nil for anything else.
        package init?(pushed line: some StringProtocol) {
            let words = line.split(separator: " " as Character).map { String($0) }
            guard words.count == 4, let new = ObjectID(hex: words[1]), let old = ObjectID(hex: words[3]) else {
                return nil
            }
            self.init(name: words[2], old: old.isZero ? nil : old, new: new.isZero ? nil : new)
        }
    }
}

extension Workspace {
    /// Checks what a commit would hold.
    ///
    /// While a merge is concluded the moves are not judged: they are those of the people whose commits come along.
    package func checkForCommit() async throws(WorkspaceError) -> CheckReport {
        var report = try await check(.staged)
        if isMerging { report.findings.removeAll { Self.rulesOfMoves.contains($0.rule) } }
        return report
    }

    /// Checks the commits that a push to `remote` brings there.
    package func checkForPush(_ update: HookRun.RefUpdate, to remote: String) async throws(WorkspaceError)
        -> CheckReport
    {
        guard let tip = update.new else { return CheckReport(findings: [], ticketCount: 0) }
        return try await check(.pushed(tip: tip, known: [update.old].compactMap(\.self) + remoteTips(remote)))
    }

    /// What is known of a remote's branches; nothing where it has no name.
    private func remoteTips(_ remote: String) -> [ObjectID] {
        let asked = Program.run(
            "git", ["for-each-ref", "--format=%(objectname)", "refs/remotes/\(remote)/"], in: root,
            environment: surroundings.environment)
        guard case .success(let answer) = asked, answer.code == 0 else { return [] }
        return answer.standardOutput.split(separator: "\n").compactMap { ObjectID(hex: String($0)) }
    }

    private var isMerging: Bool { TextFile.facts(gitPath("MERGE_HEAD")) != nil }

    private func gitPath(_ name: String) -> String {
        String(decoding: repository.gitDirectory, as: UTF8.self) + "/" + name
    }

    /// The tickets that are staged otherwise than `HEAD` has them, by id.
    package func stagedTickets() throws(WorkspaceError) -> [Ticket] {
        let head = try asking { () throws(GitError) in try repository.head().commit }
        let reader = TicketReader(configuration: configuration)
        return try asking { () throws(GitError) in
            let paths = Set(try repository.status().filter { $0.staged != nil }.map(\.path))
                .filter { isTicket(RepositoryPath($0)) }
            var blobs = Dictionary(
                try repository.stagedEntries { paths.contains($0) }.filter { $0.stage == 0 }.map { ($0.path, $0.id) },
                uniquingKeysWith: { first, _ in first })
            if let head {
                for path in paths where blobs[path] == nil {
                    blobs[path] = try repository.entry(at: path, in: head)?.id
                }
            }
            var tickets: [TicketID: Ticket] = [:]
            for (path, id) in blobs {
                let source = SourceText(path: RepositoryPath(path), bytes: try repository.blob(id))
                if let ticket = reader.read(source).ticket { tickets[ticket.id] = ticket }
            }
            return tickets.values.sorted { $0.id < $1.id }
        }
    }

    /// Writes `Ticket: HD-…` below a commit's message for every ticket that it changes, each once.
    ///
    /// A message without a word in it stays so, since git gives up a commit with an empty one.
    package func addTrailers(toMessageIn file: String) throws(WorkspaceError) {
        guard !isMerging, let text = TextFile.read(file), hasWords(text) else { return }
        let tickets = try stagedTickets()
        guard !tickets.isEmpty, tickets.count <= HookRun.maximumTrailers else { return }
        let trailers = tickets.flatMap { ["--trailer", "Ticket: \($0.id.text)"] }
        let command = ["interpret-trailers", "--in-place", "--if-exists", "addIfDifferent"] + trailers + [file]
        let ran = Program.run("git", command, in: surroundings.folder, environment: surroundings.environment)
        if case .success(let output) = ran, output.code == 0 { return }
        throw WorkspaceError(.refused, "git.failed", "git interpret-trailers could not write \(file)")
    }

    /// Names the tickets in comments of a message that is about to be written in an editor.
    package func addTicketComments(toMessageIn file: String) throws(WorkspaceError) {
        guard let text = TextFile.read(file), !isMerging else { return }
        let tickets = try stagedTickets().prefix(HookRun.maximumTrailers)
        guard !tickets.isEmpty else { return }
        // Where comments would stay in the message there must be none.
        let cleanup = try asking { () throws(GitError) in try repository.configString("commit.cleanup") }
        guard cleanup == nil || cleanup == "default" || cleanup == "strip" else { return }
        let mark = try commentMark()
        let lines =
            ["", "Tickets of this commit, named in its trailers:"]
            + tickets.map { "  \($0.id.text)  \(PrintableText.make($0.title))" }
        let comments = lines.map { "\(mark) \($0)\n" }.joined()
        let gap = text.hasSuffix("\n") || text.isEmpty ? "" : "\n"
        do throws(TextFile.Failure) {
            try TextFile.write(text + gap + comments, to: file)
        } catch {
            throw WorkspaceError(.refused, "file.unwritable", "\(file) cannot be written: \(error.message)")
        }
    }

    private func hasWords(_ text: String) -> Bool {
        guard let mark = try? commentMark() else { return false }
        for line in text.unicodeScalars.split(separator: "\n").map({ String($0) }) {
            if line.hasPrefix("\(mark) ------------------------ >8 ------------------------") { return false }
            if !line.hasPrefix(mark), line.contains(where: { !$0.isWhitespace }) { return true }
        }
        return false
    }

    /// What git takes for a comment's beginning; `auto` is `#` as long as no line begins with it.
    private func commentMark() throws(WorkspaceError) -> String {
        let setting = try asking { () throws(GitError) in
            let (text, sign) = (
                try repository.configString("core.commentString"), try repository.configString("core.commentChar")
            )
            return text ?? sign
        }
        return setting == nil || setting == "auto" ? "#" : setting ?? "#"
    }
}
