package import TicketModel

/// Every kind of finding, whoever reports it: the rules of this module, the readers of files, the judge of changes.
package enum RuleCatalog {
    /// The rules that look at one ticket.
    package static let checkRules: [any CheckRule] = [
        TitleRule(), StatusRule(), ChoiceRule(), PersonRule(), CustomFieldRule(), LinkRule(), RequiredRule(),
        TypeRequiresRule(), UnknownFieldRule(), CreatedRule(), PriorityFromRule(), WaitingWithoutReplyRule(),
        EntryOrderRule(), EntryFutureRule(), EntryChangedRule(), AttachmentLinkRule(), RatingRule(), VoteRule(),
        ConflictMarkersRule(), AuthorisedRule(), SecretRule(), MentionRule(), ArticleLinkRule(),
    ]

    /// All kinds, by id.
    package static let all: [RuleDescription] =
        (checkRules.map { RuleDescription(type(of: $0)) } + fileDescriptions + entryDescriptions
        + configurationDescriptions + articleDescriptions + transitionDescriptions + lintDescriptions
        + [LinkCircles.description])
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

    /// Returns what to report of a file that is no ticket: the conflict of a merge, where one is left in it, in place of
    /// what the YAML reader made of its markers.
    package static func findings(inUnreadable source: SourceText, reported: [Diagnostic]) -> [Diagnostic] {
        let conflicts = ConflictMarkersRule.findings(in: source)
        let replaced: Set<String> = ["front-matter", ConflictMarkersRule.id]
        return conflicts.isEmpty ? reported : conflicts + reported.filter { !replaced.contains($0.rule) }
    }

    /// Returns findings of several origins as one list: each once, with the desk's severities, in reading order.
    ///
    /// The judge and the rules may find the same missing field, in the same words.
    package static func merged(_ diagnostics: [Diagnostic], overrides: [String: Severity?]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return applying(overrides, to: diagnostics).filter { seen.insert($0).inserted }
            .sorted(by: Diagnostic.readingOrder)
    }

    private static func isOff(_ id: String, _ overrides: [String: Severity?]) -> Bool {
        overrides[id].map { $0 == nil } ?? false
    }

    /// Returns the names under `rules:` in `config.yml` that are no rule, with the nearest; without locations, which the
    /// configuration does not keep.
    package static func unknownOverrides(in configuration: Configuration) -> [Diagnostic] {
        let known = Set(all.map(\.id) + [lintGroup])
        return configuration.ruleSeverities.keys.filter { !known.contains($0) }.sorted().map { name in
            let hint =
                nearest(to: name).first.map { "did you mean \($0)?" } ?? "one of \(Wording.choices(all.map(\.id)))"
            return Diagnostic(
                rule: "config-value", severity: .warning, message: "\(name) is no rule of check", hint: hint)
        }
    }

    /// Kinds of findings whose severity is no desk's to choose.
    private static let fixedRules: Set<String> = [
        "front-matter", "file-text", "file-size", "file-unreadable", "id", "duplicate-id", "config-syntax",
        "transition",
        "transition-requires", "role", "remove", "field-role", "folder-role", "opinion",
    ]
}
