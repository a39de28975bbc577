/// What a clock measures.
package enum TargetKind: String, CaseIterable, Hashable, Sendable {
    /// From the creation to an agent's first reply.
    case firstReply = "first-reply"
    /// From what the requester wrote to the next reply.
    case nextReply = "next-reply"
    /// From one reply to the next.
    case update
    /// From the creation until it is solved.
    case resolve
    /// From the creation until somebody has it.
    case take
}

/// How little must be left for a clock to be at risk.
package enum AtRisk: Hashable, Sendable {
    /// A share of the target, in thousandths.
    case share(perMille: Int)
    /// Seconds of working time.
    case seconds(Int64)

    /// A quarter of the target, where nothing else is said.
    package static let standard = AtRisk.share(perMille: 250)

    /// Parses `25%`, `12.5%` or a working time such as `30m`; nil for anything else.
    package static func parse(_ text: some StringProtocol) -> AtRisk? {
        var cursor = ByteCursor(Array(text.utf8.prefix(32)))
        guard text.hasSuffix("%") else {
            guard case .seconds(let seconds)? = WorkDuration.parse(text) else { return nil }
            return .seconds(seconds)
        }
        guard let percent = cursor.number(atMost: 3) else { return nil }
        var perMille = percent * 10
        if cursor.take(".") {
            guard let tenth = cursor.digits(1) else { return nil }
            perMille += tenth
        }
        guard cursor.take("%"), cursor.isAtEnd, perMille <= 1_000 else { return nil }
        return .share(perMille: perMille)
    }
}

/// A policy of `sla.yml`: whose tickets it is for, and how long each target may take.
package struct ServicePolicy: Hashable, Sendable {
    package var name: String
    /// The query that the ticket has to match; nil matches every ticket.
    package var match: String?
    package var calendarName: String
    /// For each target the times by priority; the key `*` stands for every priority not named.
    package var targets: [TargetKind: [String: WorkDuration]]
    package var atRisk: AtRisk
    /// `cycle: new`: a reopened ticket gets a new `resolve` clock.
    package var startsNewCycle: Bool

    package init(
        name: String, match: String?, calendarName: String, targets: [TargetKind: [String: WorkDuration]],
        atRisk: AtRisk = .standard, startsNewCycle: Bool = false
    ) {
        self.name = name
        self.match = match
        self.calendarName = calendarName
        self.targets = targets
        self.atRisk = atRisk
        self.startsNewCycle = startsNewCycle
    }

    /// The time for a target at a priority; nil if the policy has none for it.
    package func time(for target: TargetKind, priority: String?) -> WorkDuration? {
        guard let times = targets[target] else { return nil }
        return priority.flatMap { times[$0] ?? Self.time(of: $0, in: times) } ?? times["*"]
    }

    /// `High` is `high`. Texts of other lengths are other ones, as long as they are ASCII.
    private static func time(of priority: String, in times: [String: WorkDuration]) -> WorkDuration? {
        let (count, isASCII) = (priority.utf8.count, priority.utf8.allSatisfy { $0 < 0x80 })
        return times.first { name, _ in
            (!isASCII || name.utf8.count == count) && FoldedText(name) == FoldedText(priority)
        }?.value
    }
}

/// The file `sla.yml`.
package struct ServiceLevelDefinition: Hashable, Sendable {
    /// What policies without their own say.
    package var atRisk: AtRisk
    /// In the file's order: the first that matches is the ticket's.
    package var policies: [ServicePolicy]

    package init(atRisk: AtRisk = .standard, policies: [ServicePolicy] = []) {
        self.atRisk = atRisk
        self.policies = policies
    }
}
