package import TicketModel

/// Every kind of finding, whoever reports it: the rules of this module, the readers of files, the judge of changes.
package enum RuleCatalog {
    /// The rules that look at one ticket.
    package static let checkRules: [any CheckRule] = [
        TitleRule(), StatusRule(), ChoiceRule(), PersonRule(), CustomFieldRule(), LinkRule(), RequiredRule(),
        TypeRequiresRule(), UnknownFieldRule(), CreatedRule(), PriorityFromRule(), WaitingWithoutReplyRule(),
        EntryOrderRule(), EntryFutureRule(), EntryChangedRule(), AttachmentLinkRule(), ConflictMarkersRule(),
        SecretRule(),
    ]

    /// All kinds, by id.
    package static let all: [RuleDescription] =
        (checkRules.map { RuleDescription(type(of: $0)) } + fileDescriptions + entryDescriptions
        + configurationDescriptions + transitionDescriptions)
        .sorted { $0.id < $1.id }

    package static func description(of id: String) -> RuleDescription? { all.first { $0.id == id } }

    /// The ids nearest to a word that is none, for hints.
    package static func nearest(to word: String) -> [String] { NearMatch.closest(to: word, among: all.map(\.id)) }

    /// Whether `check --fix` knows the one right answer to findings of this kind.
    package static func isFixable(_ id: String) -> Bool { ["id", "created"].contains(id) }

    /// Returns what the rules find in a ticket, in reading order, with the severities that the desk sets.
    package static func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let overrides = context.configuration.ruleSeverities
        let found = checkRules.filter { !isOff(type(of: $0).id, overrides) }
            .flatMap { $0.findings(in: ticket, context) }
        return applying(overrides, to: found).sorted(by: Diagnostic.readingOrder)
    }

    /// Returns the diagnostics with the severities that `config.yml`'s `rules:` set; those that are off are left out.
    ///
    /// The only place where severities are overridden. A file that cannot be read and a change that the workflow refuses
    /// stay errors: turning their rules off would only hide why nothing happens.
    package static func applying(_ overrides: [String: Severity?], to diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.compactMap { diagnostic in
            guard !fixedRules.contains(diagnostic.rule), let severity = overrides[diagnostic.rule] else {
                return diagnostic
            }
            guard let severity else { return nil }
            var diagnostic = diagnostic
            diagnostic.severity = severity
            return diagnostic
        }
    }

    private static func isOff(_ id: String, _ overrides: [String: Severity?]) -> Bool {
        overrides[id].map { $0 == nil } ?? false
    }

    /// Kinds of findings whose severity is no desk's to choose.
    private static let fixedRules: Set<String> = [
        "front-matter", "file-text", "file-size", "id", "duplicate-id", "config-syntax", "transition",
        "transition-requires", "role", "remove",
    ]
}
