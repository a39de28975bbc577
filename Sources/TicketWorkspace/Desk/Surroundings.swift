internal import GitStore
package import TicketModel

/// What the process knows and the workspace must not ask for itself: clock, environment, folder, chance.
///
/// Only the command reads them, so that tests and other front ends can give their own.
package struct Surroundings: Sendable {
    /// The absolute folder in which to look for a desk.
    package var folder: String
    package var environment: [String: String]
    /// What "now" means: the clock, or `--now`.
    package var now: Instant
    /// Whether `--now` said so; then writes take it for their dates.
    package var isNowGiven: Bool
    /// `--date`: when it happened.
    package var authorDate: Instant?
    /// `--as`: the person in whose place somebody acts.
    package var actingAs: String?
    /// The local offset from UTC at an instant, in minutes, for the dates of commits.
    package var offsetMinutes: @Sendable (Instant) -> Int32
    package var zones: ZoneSource
    /// The name of this machine's zone, for new desks.
    package var localZoneName = "UTC"
    /// Whether standard input is a terminal, on which a program can ask for a passphrase.
    package var isInputTerminal = false
    /// Whether git started this process as a hook, so that its variables say which repository and index are meant.
    package var isInHook = false
    /// Called while a long history is read, with the commits that are done and all of them; at most some hundred times.
    package var historyProgress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    /// Where the time of each phase is added up, for `--profile`.
    package var profile: Profile?
    /// Random bits for ids.
    package var random: @Sendable () -> UInt64

    package init(
        folder: String, environment: [String: String], now: Instant, isNowGiven: Bool = false,
        authorDate: Instant? = nil, actingAs: String? = nil, offsetMinutes: @escaping @Sendable (Instant) -> Int32,
        zones: ZoneSource, random: @escaping @Sendable () -> UInt64
    ) {
        self.folder = folder
        self.environment = environment
        self.now = now
        self.isNowGiven = isNowGiven
        self.authorDate = authorDate
        self.actingAs = actingAs
        self.offsetMinutes = offsetMinutes
        self.zones = zones
        self.random = random
    }
}

extension Surroundings {
    /// What the environment says about git's configuration.
    var configurationVariables: ConfigurationVariables {
        get throws(GitError) { try ConfigurationVariables(environment: environment) }
    }
}
