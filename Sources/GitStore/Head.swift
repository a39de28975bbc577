internal import CLibgit2

/// What `HEAD` says.
package enum Head: Sendable, Equatable {
    /// On a branch; `name` without `refs/heads/`.
    case branch(name: String, commit: ObjectID)
    /// On a branch that has no commit yet.
    case unborn(branch: String)
    /// At a commit, on no branch.
    case detached(ObjectID)

    /// The commit, nil before the first one.
    package var commit: ObjectID? {
        switch self {
        case .branch(_, let commit), .detached(let commit): commit
        case .unborn: nil
        }
    }

    /// The full name of the branch, nil if detached.
    package var referenceName: String? {
        switch self {
        case .branch(let name, _), .unborn(let name): "refs/heads/" + name
        case .detached: nil
        }
    }
}

/// Something that git began and that the person must finish first.
package enum OperationInProgress: String, Sendable {
    case merge, rebase, cherryPick = "cherry-pick", revert, bisect
    case applyingMail = "am"

    /// What it is called in a sentence.
    package var name: String { self == .applyingMail ? "git am" : "a \(rawValue)" }

    /// The commands that finish it or give it up.
    package var hint: String {
        switch self {
        case .bisect: "git bisect reset ends it"
        case .merge: "finish it with git commit, or give it up with git merge --abort"
        default: "finish it with git \(rawValue) --continue, or give it up with git \(rawValue) --abort"
        }
    }
}

extension GitRepository {
    /// Returns where `HEAD` stands now.
    package func head() throws(GitError) -> Head {
        let head = try unsafe GitHandle<ReferenceKind>("git_reference_lookup") {
            unsafe git_reference_lookup(&$0, pointer, "HEAD")
        }
        let kind = unsafe git_reference_type(head.pointer)
        if kind == GIT_REFERENCE_DIRECT {
            return .detached(ObjectID(unsafe git_reference_target(head.pointer).pointee))
        }
        var name = unsafe String(cString: git_reference_symbolic_target(head.pointer))
        let commit = try reference(name)
        if commit != nil {
            // A branch may itself stand for another one, and that one moves.
            let branch = try unsafe GitHandle<ReferenceKind>("git_reference_resolve") {
                unsafe git_reference_resolve(&$0, head.pointer)
            }
            name = unsafe String(cString: git_reference_name(branch.pointer))
        }
        guard name.hasPrefix("refs/heads/") else {
            throw GitError("git.unsupported", "HEAD is at \(name), which is no branch", hint: "git switch BRANCH first")
        }
        let branch = String(name.dropFirst("refs/heads/".count))
        return commit.map { .branch(name: branch, commit: $0) } ?? .unborn(branch: branch)
    }

    /// Returns what a ref points at, nil if there is no such ref.
    package func reference(_ name: String) throws(GitError) -> ObjectID? {
        var id = git_oid()
        let code = unsafe git_reference_name_to_id(&id, pointer, name)
        if code == GIT_ENOTFOUND.rawValue {
            git_error_clear()
            return nil
        }
        try check(code, "git_reference_name_to_id")
        return ObjectID(id)
    }

    /// What git began here and has not finished, nil if nothing.
    package var operationInProgress: OperationInProgress? {
        switch git_repository_state_t(UInt32(bitPattern: unsafe git_repository_state(pointer))) {
        case GIT_REPOSITORY_STATE_MERGE: .merge
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: .revert
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: .cherryPick
        case GIT_REPOSITORY_STATE_BISECT: .bisect
        case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE,
            GIT_REPOSITORY_STATE_REBASE_MERGE:
            .rebase
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: .applyingMail
        default: nil
        }
    }
}
