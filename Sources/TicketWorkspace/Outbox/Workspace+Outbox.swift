internal import GitStore
internal import TicketModel
internal import TicketText

/// What `outbox send` did with one message.
package struct OutboxAttempt: Sendable {
    package var key: String
    package var to: String
    package var subject: String
    /// Nil where it went out.
    package var problem: String?
    /// Whether it is given up.
    package var isGivenUp = false
}

extension Workspace {
    /// Where the command stands that sends: one value of git's configuration a word.
    package static let outboxKey = "tick.outbox"

    /// Tries of a message before it is given up.
    private static let tryLimit = 10

    /// Hands each message that waits to the command of the user's own configuration, one after the other.
    ///
    /// A message is moved to `sending/` before and to `sent/` after. What is in `sending/` when nobody sends was stopped
    /// in between and is sent first. Whatever was handed over before goes with the same Message-ID, and
    /// `TICK_REPEAT=1` says so to the command.
    ///
    /// - Parameter report: Called after each.
    /// - Throws: `outbox.no-command`, `outbox.busy`.
    package func sendOutbox(_ report: (OutboxAttempt) -> Void) throws(WorkspaceError) {
        let command = try asking { () throws(GitError) in try repository.configStrings(Self.outboxKey) }
        guard let program = command.first, !program.isEmpty else {
            throw WorkspaceError(
                .refused, "outbox.no-command", "nothing says how messages are sent",
                hint: "git config --add \(Self.outboxKey) sendmail, then the same with -t and with -i")
        }
        let outbox = Outbox(self)
        guard let lock = try asking({ () throws(GitError) in try outbox.folder.lock() }) else {
            throw WorkspaceError(
                .refused, "outbox.busy", "messages are being sent by another process",
                hint: "wait for it; if its command hangs, end that")
        }
        defer { lock.release() }
        let log = try outbox.readLog()
        // A message that was stopped stays where it is until it is sent: moved back, nobody would know what it is.
        for item in try outbox.items(in: .sending) { report(try send(item, command, in: outbox, log)) }
        for item in try outbox.items(in: .ready) { report(try send(item, command, in: outbox, log)) }
    }

    private func send(
        _ item: Outbox.Item, _ command: [String], in outbox: Outbox, _ log: OutboxLog
    ) throws(WorkspaceError) -> OutboxAttempt {
        var attempt = OutboxAttempt(
            key: item.key, to: item.header("To") ?? "", subject: item.header("Subject") ?? "")
        guard !item.address.isEmpty, item.header("Message-ID") != nil else {
            (attempt.problem, attempt.isGivenUp) = ("this is no message of tick's", true)
            try outbox.move([item.key], from: item.place, to: .failed)
            return attempt
        }
        if item.place != .sending { try outbox.move([item.key], from: item.place, to: .sending) }
        let isRepeat = item.place == .sending || log.isTried(item.key)
        var environment = surroundings.environment
        environment["TICK_MESSAGE_ID"] = item.header("Message-ID")
        environment["TICK_TICKET"] = item.header("X-Tick-Ticket")
        environment["TICK_TO"] = item.address
        environment["TICK_REPEAT"] = isRepeat ? "1" : "0"
        let said = outbox.folder.path(of: ".said")
        let ran = Program.feed(
            outbox.path(of: item.key, in: .sending), to: command[0], Array(command.dropFirst()), sayingTo: said,
            in: root, environment: environment)
        switch ran {
        case .success(0):
            // First that: a log that cannot be written must not send it again.
            try outbox.move([item.key], from: .sending, to: .sent)
            try outbox.log(item.key, "sent", attempt.to, at: surroundings.now)
            return attempt
        case .success(let code):
            let words = TextFile.bytes(said, limit: 4_096).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let line = words.split(whereSeparator: \.isNewline).first.map { String($0) }
            attempt.problem = ["\(command[0]) ended with \(code)", line].compactMap(\.self).joined(separator: ": ")
        case .failure(let failure): attempt.problem = failure.message
        }
        try outbox.log(item.key, "failed", attempt.problem ?? "", at: surroundings.now)
        attempt.isGivenUp = log.failures(item.key) + 1 >= Self.tryLimit
        try outbox.move([item.key], from: .sending, to: attempt.isGivenUp ? .failed : .ready)
        return attempt
    }

    /// Puts messages that were given up among those to be sent; returns how many.
    package func retryOutbox() throws(WorkspaceError) -> Int {
        let outbox = Outbox(self)
        let keys = try outbox.items(in: .failed).map(\.key)
        for key in keys { try outbox.log(key, "again", "", at: surroundings.now) }
        try outbox.move(keys, from: .failed, to: .ready)
        return keys.count
    }
}

extension Outbox {
    /// Adds a line: instant, message, what happened, details, with tabs between them.
    func log(_ key: String, _ what: String, _ details: String, at instant: Instant) throws(WorkspaceError) {
        let line = [instant.formatted(), key, what, PrintableText.make(details)].joined(separator: "\t") + "\n"
        do throws(GitError) {
            try folder.append(Array(line.utf8), to: "log")
        } catch {
            var error = WorkspaceError(error)
            error.hint = "what went out is in sent/ and is not sent again; make room (df -h .), then send the rest"
            throw error
        }
    }

    func readLog() throws(WorkspaceError) -> OutboxLog {
        OutboxLog(try asking { () throws(GitError) in try folder.read("log") } ?? [])
    }
}

/// What was tried, by the lines of the outbox's log.
struct OutboxLog {
    /// Failures of each message since somebody last asked for it again.
    private var failures: [Substring: Int] = [:]

    init(_ bytes: [UInt8]) {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count >= 3 else { continue }
            failures[parts[1]] = parts[2] == "failed" ? failures[parts[1], default: 0] + 1 : 0
        }
    }

    /// Whether a message was handed to the command before.
    func isTried(_ key: String) -> Bool { failures[key[...]] != nil }

    /// How often a message could not be sent since somebody last asked for it again.
    func failures(_ key: String) -> Int { failures[key[...]] ?? 0 }
}
