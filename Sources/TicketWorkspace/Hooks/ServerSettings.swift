internal import GitStore
internal import TicketModel

/// What a server's own git configuration says about pushes. Nothing that is pushed can change it.
///
/// ```
/// [tick]
///     protectedBranch = main          # without it: what HEAD names
///     pusherVariable = GL_USERNAME    # the environment variable that says who pushes
///     requireSignatures = true
///     backdate = 7d
/// ```
struct ServerSettings {
    /// The full name of the branch whose rules count.
    var protectedReference: String
    /// The environment variable in which the server says who pushes; nil where it does not.
    var pusherVariable: String?
    var requiresSignatures: Bool
    /// How much earlier than the push a new commit or entry may be dated.
    var backdateSeconds: Int64

    static let defaultBackdateSeconds: Int64 = 7 * 86_400
    /// How far ahead of the server's clock a commit may be dated.
    static let toleranceSeconds: Int64 = 600

    init(_ repository: borrowing GitRepository) throws(GitError) {
        protectedReference = try repository.protectedReference()
        pusherVariable = try repository.configString("tick.pusherVariable").flatMap { $0.isEmpty ? nil : $0 }
        requiresSignatures = try repository.configBool("tick.requireSignatures") ?? false
        backdateSeconds = Self.defaultBackdateSeconds
        if let text = try repository.configString("tick.backdate") {
            guard let seconds = RelativeDuration.parse(text), seconds >= 0 else {
                throw GitError("git.configuration", "tick.backdate is no time: \(text)", hint: "write 15m, 8h or 7d")
            }
            backdateSeconds = seconds
        }
    }
}

extension Surroundings {
    /// The same for a hook on a server: its own files count, not what a client may have handed through.
    var inServerHook: Surroundings {
        var surroundings = self
        surroundings.isInHook = true
        for name in ["GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"] { surroundings.environment[name] = nil }
        surroundings.environment["GIT_NO_REPLACE_OBJECTS"] = "1"
        return surroundings
    }
}

extension GitRepository {
    /// The full name of the branch whose commits count: `tick.protectedBranch`, else the current one.
    func protectedReference() throws(GitError) -> String {
        let branch = try configString("tick.protectedBranch") ?? ""
        if branch.isEmpty { return try head().referenceName ?? "refs/heads/main" }
        return branch.hasPrefix("refs/") ? branch : "refs/heads/" + branch
    }
}
