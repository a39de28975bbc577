import GitStore
import TicketModel

/// What one commit of this clone does to one file, with its new ids in place.
struct ReplayedFile {
    /// Nil where the commit adds the file.
    var oldPath: RepositoryPath?
    /// Nil where the commit removes it.
    var newPath: RepositoryPath?
    var base: [UInt8]?
    var theirs: [UInt8]?
}

/// Why a commit cannot be replayed; nothing was changed.
struct ReplayStop {
    let commit: CommitRecord
    let remote: SyncRemote

    /// `4f3a2b1 "HD-k7qf3m: open → waiting"`
    var commitWords: String {
        "\(commit.id.shortHex) \"\(PrintableText.make(String(commit.messageText.prefix { $0 != "\n" })))\""
    }

    private var hint: String {
        "git pull --rebase \(remote.name) \(remote.branch) stops there, too: settle it, then tick sync"
    }

    func isMerge() -> WorkspaceError {
        WorkspaceError(
            .refused, "sync.left-to-git", "\(commitWords) is a merge, which is left to git", hint: hintForGit)
    }

    func touchesOthers(_ path: RepositoryPath) -> WorkspaceError {
        WorkspaceError(
            .refused, "sync.left-to-git",
            "\(commitWords) changes \(PrintableText.make(utf8: path.bytes)), which is no plain file of the desk",
            hint: hintForGit)
    }

    private var hintForGit: String {
        "\(remote.words) has moved: git pull brings both together (tick setup lets git merge tickets by field)"
    }

    func isPublic(_ reference: String) -> WorkspaceError {
        WorkspaceError(
            .refused, "sync.public", "\(commitWords) is on \(reference) already and is not made again",
            hint: "git pull --no-rebase merges it with \(remote.words)")
    }

    func conflict(_ what: String) -> WorkspaceError {
        WorkspaceError(.refused, "sync.conflict", "\(commitWords): \(what)", hint: hint)
    }

    /// The workflow does not lead from what the remote has to what the commit says.
    func isIllegal(_ diagnostics: [Diagnostic], _ ticket: Ticket) -> WorkspaceError {
        var error = WorkspaceError(.refused, "sync.workflow", commitWords)
        error.diagnostics = diagnostics.map { found in
            Diagnostic(
                rule: found.rule, message: "\(commitWords), on \(remote.words): \(found.message)",
                hint: "git pull --rebase \(remote.name) \(remote.branch) stops there; tick resolve \(ticket.id) "
                    + "status=… says what it shall be, then git rebase --continue and tick sync",
                ticket: ticket.id)
        }
        return error
    }
}
