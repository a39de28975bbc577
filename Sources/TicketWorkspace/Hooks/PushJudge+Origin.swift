internal import GitStore
internal import TicketModel

// Where a commit comes from: whose it is, when it says it was made, and whether it is signed.

extension PushJudge {
    /// Judges a commit that this server has not seen before, whatever branch it is for.
    func judgeOrigin(of commit: CommitRecord) throws(WorkspaceError) {
        judgeAuthor(of: commit)
        judgeDates(of: commit)
        if settings.requiresSignatures { try judgeSignature(of: commit) }
    }

    func author(of commit: CommitRecord) -> Actor {
        rules?.actor(name: commit.author.name, email: commit.author.email)
            ?? Actor(name: commit.author.name, email: commit.author.email)
    }

    /// Whether somebody may change the rules. Where there is no people.yml, roles are off.
    func isAdmin(_ actor: Actor) -> Bool {
        rules?.people == nil || actor.roles.contains { FoldedText($0) == FoldedText("admin") }
    }

    /// Roles rest on the author's address, which anybody can write: so it must be the pusher's.
    private func judgeAuthor(of commit: CommitRecord) {
        guard let pusher else { return }
        let author = author(of: commit)
        let isSame =
            author.handle.map { $0 == pusher.handle } ?? (FoldedText(author.email) == FoldedText(pusher.email))
        guard !isSame, rules?.people == nil || !isAdmin(pusher) else { return }
        refuse(
            "push-author", "\(author.reference) is the author, but \(pusher.reference) pushes",
            hint: "let \(author.reference) push it, or an admin", commit: commit)
    }

    private func judgeDates(of commit: CommitRecord) {
        let now = desk.now
        let authored = Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch)
        let recorded = Instant(secondsSinceEpoch: commit.committer.secondsSinceEpoch)
        if authored < now - settings.backdateSeconds {
            refuse(
                "push-date", "the commit is dated \(local(authored)), earlier than this server takes", hint: allowance,
                commit: commit)
        }
        if max(authored, recorded) > now + ServerSettings.toleranceSeconds {
            refuse(
                "push-date", "the commit is dated \(local(max(authored, recorded))), which lies ahead",
                hint: "set the clock; it is \(local(now)) here", commit: commit)
        }
    }

    var allowance: String {
        let seconds = settings.backdateSeconds
        let time =
            seconds % 86_400 == 0
            ? "\(seconds / 86_400)d"
            : seconds % 3_600 == 0
                ? "\(seconds / 3_600)h" : "\(seconds / 60)m"
        return "tick.backdate of the server allows \(time)"
    }

    func local(_ instant: Instant) -> String { instant.formatted(in: rules?.zone ?? .utc) }

    /// The signature must be good, and of the author: somebody else's good signature proves nothing about them.
    private func judgeSignature(of commit: CommitRecord) throws(WorkspaceError) {
        let verified = Program.run(
            "git", ["verify-commit", commit.id.hex], in: desk.root, environment: desk.surroundings.environment)
        guard case .success(let output) = verified, output.code == 0 else {
            return refuse(
                "push-signature", "the commit has no good signature",
                hint: "git config commit.gpgsign true, then git rebase --force-rebase", commit: commit)
        }
        let signer =
            try git(["log", "-1", "--no-mailmap", "--format=%GS", commit.id.hex])
            .split(separator: "\n").first.map(String.init) ?? ""
        let email = commit.author.email
        let address = signer.hasSuffix(">") ? signer.split(separator: "<").last.map { String($0.dropLast()) } : signer
        guard FoldedText(address ?? "") != FoldedText(email) else { return }
        refuse(
            "push-signature", "signed by \(signer.isEmpty ? "nobody known" : signer), but \(email) is the author",
            commit: commit)
    }
}
