internal import GitStore

/// Signs commits as `git commit -S` does: `git commit-tree -S` makes the same commit once more, signed.
///
/// So `gpg.format`, `gpg.program`, `user.signingkey` and their like mean what they mean to git, and a passphrase is asked
/// for on the terminal. The commit that git returns must be ours but for its signature, or nothing is committed.
struct CommitSigner {
    private let root: String
    private let environment: [String: String]
    private let hasTerminal: Bool

    init(surroundings: Surroundings, root: String) {
        self.root = root
        environment = surroundings.environment
        hasTerminal = surroundings.isInputTerminal
    }

    /// Returns the bytes of the signed commit, which is in the repository then but may not be on the disk.
    func sign(_ commit: UnsignedCommit) throws(GitError) -> [UInt8] {
        var variables = GitEnvironment.ofItself(environment)
        for (role, who) in [("AUTHOR", commit.author), ("COMMITTER", commit.committer)] {
            variables["GIT_\(role)_NAME"] = who.name
            variables["GIT_\(role)_EMAIL"] = who.email
            variables["GIT_\(role)_DATE"] = who.gitDate
        }
        // The message is UTF-8 whatever else this clone is used to write.
        let command = ["-c", "i18n.commitEncoding=UTF-8", "commit-tree", "-S", "-F", text(commit.messagePath)]
        let parents = commit.parent.map { ["-p", $0.hex] } ?? []
        let made = try run(command + parents + [commit.tree.hex], variables)
        let id = made.standardOutput.split(separator: "\n").first.map(String.init) ?? ""
        guard made.code == 0, !id.isEmpty else { throw Self.refused(made) }
        let read = try run(["cat-file", "commit", id], variables)
        guard read.code == 0 else { throw Self.refused(read) }
        return Array(read.standardOutput.utf8)
    }

    private func run(_ arguments: [String], _ variables: [String: String]) throws(GitError) -> Program.Output {
        switch Program.run("git", arguments, in: root, environment: variables, hasTerminal: hasTerminal) {
        case .success(let output): return output
        case .failure(let failure):
            throw GitError("git.unsigned", failure.message, hint: Self.hintForUnsigned)
        }
    }

    private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

    private static let hintForUnsigned = "--no-gpg-sign commits without a signature"

    /// git's own words, and what to do about the usual ones.
    private static func refused(_ output: Program.Output) -> GitError {
        let said = output.complaints()
        let reason = said.isEmpty ? ", without saying why" : ":\n" + said.joined(separator: "\n")
        return GitError(
            "git.unsigned", "git could not sign the commit\(reason)",
            hint: "\(advice(said.joined(separator: "\n"))); \(hintForUnsigned)")
    }

    private static func advice(_ said: String) -> String {
        let known: [(words: String, advice: String)] = [
            ("cannot run", "git config --show-origin --get-regexp 'gpg' shows which program is meant; install it"),
            ("No secret key", "git config user.signingkey KEY names a key of yours; gpg --list-secret-keys lists them"),
            ("user.signingkey", "git config user.signingkey FILE names your public key"),
            ("No private key found", "ssh-add FILE gives the key to the agent"),
            ("Couldn't load public key", "git config user.signingkey FILE names a public key that is there"),
            ("ioctl", "export GPG_TTY=$(tty) lets gpg ask for the passphrase"),
            ("gpg failed to sign", "echo test | gpg -bsau \"$(git config user.signingkey)\" says why"),
            ("passphrase", "unlock the key first, or run it on a terminal"),
            ("pinentry", "unlock the key first, or run it on a terminal"),
        ]
        return known.first { said.contains($0.words) }?.advice
            ?? "git commit --allow-empty -S -m test tries the same"
    }
}

/// The environment of programs that git itself would start here.
enum GitEnvironment {
    /// Without the variables that would lead git to another repository than the one that is open.
    ///
    /// Source: `git rev-parse --local-env-vars`, but for those that hold configuration.
    static func ofItself(_ environment: [String: String]) -> [String: String] {
        let elsewhere = [
            "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_PREFIX",
            "GIT_REPLACE_REF_BASE", "GIT_NO_REPLACE_OBJECTS", "GIT_IMPLICIT_WORK_TREE", "GIT_CONFIG",
        ]
        return environment.filter { !elsewhere.contains($0.key) }
    }
}

extension Signature {
    /// `@1710000000 +0300`, which git reads to the second.
    var gitDate: String {
        let minutes = abs(offsetMinutes)
        let zone = String(10_000 + minutes / 60 * 100 + minutes % 60).dropFirst()
        return "@\(secondsSinceEpoch) \(offsetMinutes < 0 ? "-" : "+")\(zone)"
    }
}
