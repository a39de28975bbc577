/// How a desk is brought together with its remote.
package struct SyncOptions: Sendable {
    /// The remote in place of the branch's upstream.
    package var remoteName: String?
    package var isDryRun = false
    /// Whether git's hook `pre-push` runs.
    package var runsHooks = true
    /// Whether commits that are made again are signed where `commit.gpgsign` asks for it.
    package var signs = true
    /// How often fetching, replaying and pushing is tried while others push.
    package var attempts = 12
    /// Is told what takes time: `fetching from origin`; nil when it is over.
    package var progress: @Sendable (String?) -> Void = { _ in }

    package init() {}
}
