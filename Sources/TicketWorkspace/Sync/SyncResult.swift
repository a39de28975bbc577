package import TicketModel

/// What bringing a desk together with its remote did, or would do.
package struct SyncResult: Sendable {
    /// A commit that was made again on top of the remote's, or that had nothing left to say there.
    package struct Commit: Sendable, Hashable {
        /// Hexadecimal, before it was made again.
        package var old: String
        /// Nil for a commit that became empty.
        package var new: String?
        package var subject: String
    }

    /// A field that both sides had changed: the later change stays.
    package struct LostChange: Sendable, Hashable {
        package var ticket: TicketID
        package var field: String
        /// Nil where the change had taken the value away.
        package var kept: String?
        package var lost: String?
        package var keptBy: String
        package var lostBy: String
        /// Whether the change that lost came from this clone.
        package var isOwn: Bool
    }

    package struct Renumbered: Sendable, Hashable {
        package var from: TicketID
        package var to: TicketID
        package var path: RepositoryPath
    }

    package var remote: String
    /// The remote's branch, without `refs/heads/`.
    package var branch: String
    package var isDryRun: Bool
    /// Whether the branch has this as its upstream in git's configuration.
    package var isUpstream: Bool
    /// Where the branch stood before, in hexadecimal.
    package var before: String
    /// Where it stands now, or would stand.
    package var after: String
    /// How many commits of the remote's came.
    package var receivedCount = 0
    /// How many commits went to the remote, or would go.
    package var pushedCount = 0
    package var replayed: [Commit] = []
    package var lostChanges: [LostChange] = []
    package var renumbered: [Renumbered] = []
    /// What merging has to say beside.
    package var warnings: [String] = []

    package init(remote: String, branch: String, isUpstream: Bool, isDryRun: Bool, commit: String) {
        (self.remote, self.branch, self.isUpstream, self.isDryRun) = (remote, branch, isUpstream, isDryRun)
        (before, after) = (commit, commit)
    }

    package var dropped: [Commit] { replayed.filter { $0.new == nil } }
}
