package import TicketModel

/// One thing that `lint` looks for in what somebody asks: never wrong, only hard to work with.
///
/// Precision counts more than completeness: whoever is told three times for nothing reads no fourth time.
package protocol LintRule: CheckRule {}

extension LintRule {
    package static var defaultSeverity: Severity { .note }
}

/// What `lint` looks at: the title, and the first text that says what is asked.
package struct LintText: Sendable {
    package let title: String
    /// The description, or the first thing that the requester wrote.
    package let text: String
    package let textRange: SourceRange

    package init(_ ticket: Ticket) {
        title = ticket.title
        let description = ticket.descriptionText ?? ""
        let first = ticket.entries.first { $0.verb == .wrote || $0.verb == .called }
        if description.contains(where: { !$0.isWhitespace }) || first == nil {
            (text, textRange) = (description, ticket.descriptionRange)
        } else {
            (text, textRange) = (
                first.flatMap { ticket.text(of: $0) } ?? "", first?.textRange ?? ticket.descriptionRange
            )
        }
    }

    /// The lines of the text outside of code fences and quotations, with their places in the file.
    func lines(in ticket: Ticket) -> [(text: String, range: SourceRange)] {
        guard let source = ticket.source else { return [] }
        var (lines, isInFence): ([(text: String, range: SourceRange)], Bool) = ([], false)
        for line in SourceLines(Array(source.bytes[..<min(textRange.end, source.bytes.count)]), from: textRange.start) {
            let text = String(decoding: source.bytes[line], as: UTF8.self)
            let bare = text.drop { $0 == " " || $0 == "\t" }
            if bare.hasPrefix("```") || bare.hasPrefix("~~~") {
                isInFence.toggle()
            } else if !isInFence, !bare.hasPrefix(">"), !bare.isEmpty {
                let indentation = text.utf8.count - bare.utf8.count
                lines.append((String(bare), SourceRange(line.lowerBound + indentation, line.upperBound)))
            }
        }
        return lines
    }
}

/// Words of a text: runs of letters and digits, folded.
package enum LintWords {
    package static func folded(_ text: String) -> [String] {
        FoldedText(text).string.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether a script writes without spaces, so that few characters say much.
    static func isDense(_ character: Character) -> Bool {
        character.unicodeScalars.contains {
            (0x2E80...0x9FFF).contains($0.value) || (0xAC00...0xD7AF).contains($0.value)
        }
    }
}

extension RuleCatalog {
    /// The rules of `tick lint` that look at one ticket; duplicates need all of them.
    package static let lintRules: [any LintRule] = [
        LintTitleRule(), LintCapitalsRule(), LintSeveralRule(), LintFactsRule(),
    ]

    static let lintDescriptions =
        lintRules.map { RuleDescription(type(of: $0)) } + [
            RuleDescription(
                LintDuplicates.id, "Nobody has asked the same a while ago.", severity: .warning,
                """
                Two tickets about one thing are worked on twice, and the second requester waits for what the first one was told.
                Titles and first texts are compared by their rare words; the same requester, queue and day count a little. Only
                earlier tickets are named: those that are open, and those of the last 30 days that are solved. Tickets that are
                linked already are not.

                    VPN drops every ten minutes in Kazan      # HD-9x2m4c: VPN in Kazan drops since ten

                Link them, tick set ID duplicates=HD-9x2m4c, or related+=HD-9x2m4c where only the cause is the same; a solved
                one may hold the answer.
                """)
        ]

    /// Returns what the rules of `lint` find in a ticket, with the severities that the desk sets; `lint` in `rules:` stands for all of
    /// them.
    package static func lintFindings(in ticket: Ticket, _ configuration: Configuration, now: Instant) -> [Diagnostic] {
        let context = CheckContext(configuration: configuration, now: now)
        let found = lintRules.flatMap { $0.findings(in: ticket, context) }
        return applyingLint(configuration.ruleSeverities, to: found).sorted(by: Diagnostic.readingOrder)
    }

    /// Returns findings of `lint` with the desk's severities.
    package static func applyingLint(_ overrides: [String: Severity?], to found: [Diagnostic]) -> [Diagnostic] {
        guard let all = overrides[lintGroup] else { return applying(overrides, to: found) }
        var overrides = overrides
        for finding in found where overrides[finding.rule] == nil { overrides[finding.rule] = .some(all) }
        return applying(overrides, to: found)
    }

    /// The name under `rules:` that stands for every rule of `lint`.
    static let lintGroup = "lint"
}
