package import TicketModel

package struct LintFactsRule: LintRule {
    package static let id = "lint-facts"
    package static let summary = "A request has a fact that one can begin with."
    package static let explanation = """
        "It does not work any more, please do something" costs a question and a day. A fact is a number, the words of an
        error in quotation marks, the name of a thing or a program, an attachment or a link, or steps to see it again.

            Everything is slow since the update.      # which program, since when, for whom?

        Ask for them: tick reply ID -m …, or let a form ask: tick new --form. Reported are complaints only (broken,
        slow, an error) of fewer than 100 letters in which no fact of any kind stands.
        """

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let text = LintText(ticket)
        let letters = text.text.reduce(0) { $0 + ($1.isLetter ? (LintWords.isDense($1) ? 3 : 1) : 0) }
        guard letters < 100, !ticket.has(.refs), !ticket.has(.external) else { return [] }
        guard !hasFact(text.title), !hasFact(text.text), !hasSteps(text.text) else { return [] }
        guard !hasOwnFacts(ticket, context.configuration) else { return [] }
        guard isComplaint(text.title + " " + text.text) else { return [] }
        let hint = "ask which thing, since when, and the words of the error: tick reply \(ticket.id) -m …"
        let message =
            letters > 0 ? "the text holds no fact to begin with" : "there is no text, and no fact in the title"
        guard letters > 0, let line = text.lines(in: ticket).first else {
            return [finding(ticket, at: .title, message, hint: hint)]
        }
        return [finding(ticket, at: line.range, message, hint: hint)]
    }

    /// Fields of the desk's own are facts that a form asked for.
    private func hasOwnFacts(_ ticket: Ticket, _ configuration: Configuration) -> Bool {
        configuration.customFields.contains { ticket.has($0.name) && $0.defaultValue == nil }
    }

    /// Whether something is said not to be as it should; who asks for a thing has said which.
    private func isComplaint(_ text: String) -> Bool {
        let words = LintWords.folded(text)
        let isNegated = zip(words, words.dropFirst()).contains { first, second in
            ["не", "not", "doesn", "don", "won", "t"].contains(first)
                && ["работа", "откры", "печата", "включ", "запус", "work", "open", "print", "start"].contains(
                    where: second.hasPrefix)
        }
        return isNegated || words.contains { word in Self.complaints.contains(where: word.hasPrefix) }
    }

    private static let complaints = [
        "broke", "error", "problem", "issue", "fail", "slow", "crash", "stopped", "freez", "hang", "сломал", "ошибк",
        "проблем", "тормоз",
        "завис", "глюч", "медленн", "сбой", "поломк", "барахл",
    ]

    private func hasSteps(_ text: String) -> Bool {
        text.split(separator: "\n").count { line in
            let line = line.drop { $0 == " " }
            return line.hasPrefix("- ") || line.hasPrefix("* ")
        } >= 2
    }

    /// A number, a quotation, a link, or a name: a word with a capital inside a sentence, or of Latin letters among others.
    private func hasFact(_ text: String) -> Bool {
        if text.contains(where: { $0.isNumber || "«»“”„\"`".contains($0) || LintWords.isDense($0) }) { return true }
        if ["](", "://", "@", "\\", "/"].contains(where: { text.contains($0) }) { return true }
        let isCyrillic = text.unicodeScalars.contains { (0x0400...0x04FF).contains($0.value) }
        var isStart = true
        for word in text.split(whereSeparator: \.isWhitespace) {
            let letters = word.drop { !$0.isLetter }
            let capitals = letters.count { $0.isUppercase }
            let isName = letters.first?.isUppercase == true && !isStart && letters.count > 1
            let isAbbreviation = capitals >= 2 && letters.count <= 6
            let isForeign = isCyrillic && letters.count > 1 && letters.allSatisfy { !$0.isLetter || $0.isASCII }
            if isName || isAbbreviation || isForeign { return true }
            isStart = word.last.map { ".!?:;".contains($0) } ?? false
        }
        return false
    }
}
