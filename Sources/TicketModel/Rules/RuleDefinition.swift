/// One rule of `rules.yml`: when something happens to a ticket that a query matches, the desk does something.
///
///     - name: page for urgent
///       on: created
///       if: 'priority:urgent queue:it'
///       do: [{assign: auto}, {tag: paged}, {notify: olga}]
package struct RuleDefinition: Sendable {
    package var name: String
    /// One of them is enough.
    package var triggers: [RuleTrigger]
    /// A query; nil matches every ticket.
    package var condition: String?
    /// Entries that consist of these words alone do not count: `unless-only: [спасибо, thanks]`.
    package var idleWords: [String]
    package var actions: [RuleAction]
    package var examples: [RuleExample]
    /// Where the rule begins.
    package var location: SourceLocation
    /// Where `if` stands.
    package var conditionLocation: SourceLocation?
    /// `on` and `if` as written: a rule with others is another rule, which what happened before does not concern.
    package var occasionText: String
    /// Whether something in it could not be read: then it does not act at all.
    package var isBroken = false

    package init(name: String, location: SourceLocation) {
        self.name = name
        self.location = location
        triggers = []
        idleWords = []
        actions = []
        examples = []
        occasionText = ""
    }

    /// Thanks in Russian and English, which reopen nothing: `unless-only: thanks`.
    package static let thanks = [
        "спасибо", "благодарю", "спс", "большое", "огромное", "вам", "всем", "за", "помощь", "ок", "окей", "хорошо",
        "понял", "поняла", "принято", "все", "работает", "thanks", "thank", "you", "thx", "ty", "very", "much", "a",
        "lot", "many", "ok", "okay", "great", "perfect", "cheers", "for", "your", "the", "help", "got", "it", "works",
    ]

    /// Whether it moves tickets to another status.
    package var moves: Bool {
        actions.contains { if case .move = $0 { true } else { false } }
    }

    /// Whether a text says nothing but idle words; an empty one does not.
    package func isIdle(_ text: String) -> Bool {
        guard !idleWords.isEmpty else { return false }
        let idle = Set(idleWords.flatMap { Self.words($0) })
        let words = Self.words(text)
        return !words.isEmpty && words.allSatisfy { idle.contains($0) }
    }

    private static func words(_ text: String) -> [FoldedText] {
        text.unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
            .map { FoldedText(String(String.UnicodeScalarView($0))) }
    }
}

/// What makes a rule look at a ticket.
package enum RuleTrigger: Hashable, Sendable {
    case created
    /// A commit changed one of these fields; any of them where the list is empty.
    case changed([FieldName])
    /// A commit brought an entry.
    case entry(EntryVerb)
    /// An entry, or the description of a new ticket, names somebody with `@`; nil for anybody.
    case mentioned(String?)
    /// A commit moved the ticket to one of these statuses.
    case status([String])
    /// A status's limit ran out, or less than `before` of it is left; of any status where the list is empty.
    case limit([String], before: WorkDuration?)
    /// A clock is at risk, or broken; of any target where the list is empty.
    case clock(isBreached: Bool, [TargetKind])
    /// A time of the week has come.
    case schedule(RuleSchedule)

    package var isMention: Bool {
        if case .mentioned = self { true } else { false }
    }

    /// Whether a commit is what happened, and not a time that has come.
    package var isEvent: Bool {
        switch self {
        case .created, .changed, .entry, .mentioned, .status: true
        case .limit, .clock, .schedule: false
        }
    }
}

/// One thing that a rule does.
package enum RuleAction: Sendable {
    /// Sets a field; an empty value clears it.
    case set(field: String, value: String)
    /// Adds to a list, or takes out of it.
    case list(field: String, value: String, adds: Bool)
    case move(String)
    /// Gives the ticket to somebody; one that somebody has already stays with them, unless `again`.
    case assign(AssignTarget, again: Bool)
    /// An internal note, with variables.
    case note(RuleText)
    /// A reply to the requester, from a template.
    case reply(template: String, RuleText)
    /// A message to people, by a template or a text of its own.
    case notify(RuleNotice)
    /// Raises the field `level` and gives the ticket to somebody who answers that level.
    case escalate(Int)
    /// A line for whoever runs it.
    case warn(RuleText)

    package enum AssignTarget: Hashable, Sendable {
        /// By the desk's distribution.
        case automatic
        case person(String)
        case nobody
    }

    /// What the action is called in `rules.yml`.
    package var name: String {
        switch self {
        case .set: "set"
        case .list(_, _, let adds): adds ? "tag" : "untag"
        case .move: "move"
        case .assign(_, let again): again ? "reassign" : "assign"
        case .note: "note"
        case .reply: "reply"
        case .notify: "notify"
        case .escalate: "escalate"
        case .warn: "warn"
        }
    }
}

/// A text of `rules.yml`, and where it stands.
package struct RuleText: Sendable {
    package var text: String
    package var location: SourceLocation

    package init(text: String, location: SourceLocation) {
        self.text = text
        self.location = location
    }
}

/// `{notify: olga}`, `{notify: {to: [assignee, 'team:it'], template: overdue}}`.
package struct RuleNotice: Sendable {
    /// Handles, addresses, `assignee`, `requester`, `watchers`, `mentioned`, `team:NAME`, `role:NAME`.
    package var recipients: [String]
    package var template: String?
    package var subject: RuleText?
    package var text: RuleText?
    package var location: SourceLocation

    package init(recipients: [String], location: SourceLocation) {
        self.recipients = recipients
        self.location = location
    }
}

/// An example beside a rule, which `tick rules test` runs.
///
///     examples:
///       - {given: {priority: urgent, queue: it}, does: {tags: paged}}
///       - {given: {priority: low}, does: nothing}
package struct RuleExample: Sendable {
    /// Fields of the ticket.
    package var given: [(field: String, values: [String])]
    /// What the requester or the agent wrote last, for `unless-only` and mentions.
    package var text: String?
    /// Fields as they are afterwards, and `note`, `reply`, `notify` with a part of what is said; nil for nothing.
    package var expected: [(name: String, value: String)]?
    package var location: SourceLocation

    package init(location: SourceLocation) {
        given = []
        self.location = location
    }
}
