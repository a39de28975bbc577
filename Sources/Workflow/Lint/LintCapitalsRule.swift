package import TicketModel

package struct LintCapitalsRule: LintRule {
    package static let id = "lint-capitals"
    package static let summary = "Title and text are not all capitals."
    package static let explanation = """
        Capitals throughout are slow to read, and names of things can no longer be told from words.

            title: НЕ РАБОТАЕТ КАССА НА ВТОРОМ ЭТАЖЕ

        Write it again in small letters: tick set ID title='…', tick edit ID. Names such as VPN and error codes are no
        capitals throughout: it takes two words of four letters and ten capitals without one small letter.
        """

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if Self.isShouted(ticket.title, leastLetters: 10) {
            found.append(
                finding(
                    ticket, at: .title, "the title is all capitals",
                    hint: "write it in small letters: tick set \(ticket.id) title='…'"))
        }
        let lines = LintText(ticket).lines(in: ticket)
        if Self.isShouted(lines.map(\.text).joined(separator: " "), leastLetters: 60), let first = lines.first {
            found.append(
                finding(
                    ticket, at: first.range, "the text is all capitals",
                    hint: "write it in small letters: tick edit \(ticket.id)"))
        }
        return found
    }

    private static func isShouted(_ text: String, leastLetters: Int) -> Bool {
        var (upper, lower) = (0, 0)
        for character in text where character.isCased {
            if character.isUppercase { upper += 1 } else { lower += 1 }
        }
        guard upper >= leastLetters, lower == 0 else { return false }
        let words = text.split { !$0.isLetter && !$0.isNumber }
        return words.count { $0.count >= 4 && $0.allSatisfy(\.isLetter) } >= 2
    }
}
