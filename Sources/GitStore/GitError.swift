internal import CLibgit2
internal import Glibc

/// An answer to "is our commit part of the branch?" after something went wrong.
package enum CommitLanding: Sendable, Equatable {
    /// The branch contains the commit.
    case landed
    /// The branch does not contain it, and index and working tree are as they were before.
    case notLanded
    /// The branch could not be read, or the old state not be restored: the next command repairs it from the journal.
    case unknown
}

/// What git, or the file system below it, refused.
package struct GitError: Error, Sendable, Equatable {
    /// A stable word for programs, such as `git.locked`.
    package let identifier: String
    /// A sentence without a full stop. It may quote paths and must be escaped before it is printed.
    package let message: String
    /// What the person can do, if something is known.
    package let hint: String?
    /// The function of libgit2 or of the system that failed, if one did.
    package let function: String?
    /// libgit2's negative code, the system's positive `errno`, or 0.
    package let code: Int32
    /// For a commit that failed after its objects were written: whether it is on the branch.
    package var landing: CommitLanding?

    package init(
        _ identifier: String, _ message: String, hint: String? = nil, function: String? = nil, code: Int32 = 0
    ) {
        self.identifier = identifier
        self.message = message
        self.hint = hint
        self.function = function
        self.code = code
    }

    /// This error, saying that nobody knows yet whether the commit was made.
    var unsettled: GitError {
        var result = GitError(
            identifier, "\(message); it is not known whether the commit was made",
            hint: "the next command that writes finds out and repairs; git log shows what is there",
            function: function, code: code)
        result.landing = .unknown
        return result
    }

    /// Returns the error for what `errno` holds now.
    static func system(_ function: String, path: [UInt8]? = nil) -> GitError {
        let number = errno
        let reason = unsafe String(cString: strerror(number))
        let place = path.map { String(decoding: $0, as: UTF8.self) + ": " } ?? ""
        let identifier =
            switch number {
            case ENOENT: "git.file-not-found"
            case EACCES, EPERM, EROFS: "git.permission-denied"
            case ENOSPC, EDQUOT: "git.disk-full"
            case ELOOP, ENOTDIR: "git.symbolic-link"
            case EEXIST: "git.file-exists"
            default: "git.system"
            }
        let hint: String? =
            switch identifier {
            case "git.disk-full": hintForFullDisk
            case "git.permission-denied": "you may not write there: ls -ld shows whose it is and who may"
            default: nil
            }
        let message = place + (words(identifier) ?? reason)
        return GitError(identifier, message, hint: hint, function: function, code: number)
    }
}

/// Throws what libgit2 says about a negative return code, reading and clearing this thread's error at once.
@discardableResult
func check(_ code: Int32, _ function: StaticString) throws(GitError) -> Int32 {
    guard code < 0 else { return code }
    var message = "libgit2 gave the code \(code) without a message"
    var errorClass: Int32 = 0
    if let last = unsafe git_error_last(), let text = unsafe last.pointee.message {
        message = unsafe String(cString: text)
        errorClass = unsafe last.pointee.klass
    }
    git_error_clear()
    throw GitError(libgit2: code, errorClass: errorClass, message: message, function: function)
}

extension GitError {
    fileprivate init(libgit2 code: Int32, errorClass: Int32, message: String, function: StaticString) {
        let (identifier, hint) = Self.meaning(of: code, errorClass: errorClass, message: message)
        self.init(identifier, Self.words(identifier) ?? message, hint: hint, function: "\(function)", code: code)
    }

    /// An extension of the index that has to be understood and is not.
    static func indexExtension(_ name: String) -> GitError {
        let (identifier, hint) = meaning(of: 0, errorClass: 0, message: "'\(name)'")
        guard let message = words(identifier) else {
            return GitError("git.unsupported", "the index of this repository uses \(name), which is not supported")
        }
        return GitError(identifier, message, hint: hint)
    }

    /// Better words than libgit2's, where it names its own affairs.
    private static func words(_ identifier: String) -> String? {
        switch identifier {
        case "git.split-index": "the index of this repository is split in two files, which is not supported"
        case "git.sparse-index": "the index of this repository is sparse, which is not supported"
        case "git.disk-full": "there is no space left on the disk"
        default: nil
        }
    }

    /// What a full disk, a quota or a limit on the size of files stands behind.
    private static let hintForFullDisk = "nothing was changed; make room (df -h .), then run the command again"

    private static func meaning(of code: Int32, errorClass: Int32, message: String) -> (String, String?) {
        // libgit2 1.5 says so where an owner is wrong and `safe.directory` is not set at all.
        if code == GIT_ENOTFOUND.rawValue, message.contains("'safe.directory'") { return ("git.owner", nil) }
        if message.hasSuffix("'link'") {
            return ("git.split-index", "git update-index --no-split-index makes it one file")
        }
        if message.hasSuffix("'sdir'") {
            return ("git.sparse-index", "git sparse-checkout reapply --no-sparse-index makes it a full one")
        }
        if [ENOSPC, EDQUOT].contains(where: { message.hasSuffix(unsafe String(cString: strerror($0))) }) {
            return ("git.disk-full", hintForFullDisk)
        }
        switch code {
        case GIT_ENOTFOUND.rawValue: return ("git.not-found", nil)
        case GIT_EEXISTS.rawValue: return ("git.exists", nil)
        case GIT_EAMBIGUOUS.rawValue: return ("git.ambiguous", "give more characters of the id")
        case GIT_EBAREREPO.rawValue: return ("git.bare", nil)
        case GIT_EUNBORNBRANCH.rawValue: return ("git.unborn", nil)
        case GIT_EINVALIDSPEC.rawValue: return ("git.invalid-name", nil)
        case GIT_ELOCKED.rawValue: return ("git.locked", "another program is writing; if none is, remove the lock")
        case GIT_EMODIFIED.rawValue: return ("git.modified", nil)
        case GIT_EOWNER.rawValue: return ("git.owner", nil)
        default:
            return (errorClass == Int32(GIT_ERROR_OS.rawValue) ? "git.system" : "git.failed", nil)
        }
    }
}
