package import TicketModel

package struct LintSeveralRule: LintRule {
    package static let id = "lint-several"
    package static let summary = "A ticket is about one thing."
    package static let explanation = """
        Two matters in one ticket have one status and one clock: the one that is done keeps the other open, or closes it
        unseen.

            The printer jams.

            Also, my password has expired.

        File the others by themselves, tick new … related+=ID, and keep this one for the first. Reported are three
        listed questions or requests (fix, order, please …; steps such as "open, press" are none), and a sentence that
        begins with also, another thing, ещё, а также and says that something does not work or is wanted.
        """

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let lines = LintText(ticket).lines(in: ticket)
        let hint = "one ticket each: tick new '…' related=\(ticket.id)"
        let items = lines.filter { Self.item($0.text).map(Self.isRequest) ?? false }
        if items.count >= 3 {
            return [finding(ticket, at: items[1].range, "the text lists \(items.count) requests", hint: hint)]
        }
        guard let line = lines.first(where: { Self.hasAddition($0.text) }) else { return [] }
        return [finding(ticket, at: line.range, "this seems to be about another thing", hint: hint)]
    }

    /// The text of a numbered or bulleted line; nil for others.
    private static func item(_ line: String) -> String? {
        if line.hasPrefix("- ") || line.hasPrefix("* ") || line.hasPrefix("• ") { return String(line.dropFirst(2)) }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), let sign = line.dropFirst(digits.count).first, sign == "." || sign == ")"
        else { return nil }
        return String(line.dropFirst(digits.count + 1).drop { $0 == " " })
    }

    /// Whether an item of a list asks for something, rather than naming or telling it.
    private static func isRequest(_ item: String) -> Bool {
        if item.hasSuffix("?") { return true }
        guard let first = LintWords.folded(item).first else { return false }
        return requestWords.contains(first)
    }

    /// Whether a sentence begins with "also" and wants something.
    private static func hasAddition(_ line: String) -> Bool {
        for sentence in line.split(whereSeparator: { ".!?\n".contains($0) }) {
            let words = LintWords.folded(String(sentence))
            guard words.count >= 4, let start = openings.first(where: { words.starts(with: $0) }) else { continue }
            let rest = words.dropFirst(start.count)
            guard !["раз", "бы", "не", "the", "same"].contains(rest.first ?? "") else { continue }
            let isWish = rest.contains(where: wantWords.contains) || isNegated(Array(rest))
            if isWish { return true }
        }
        return false
    }

    private static func isNegated(_ words: [String]) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == "не" && brokenWords.contains(where: $1.hasPrefix) }
    }

    private static let openings = [
        "also", "and also", "another thing", "another question", "one more thing", "one more question", "besides",
        "and another thing", "by the way", "secondly", "еще", "и еще", "а еще", "а также", "также", "кроме того",
        "заодно", "второй вопрос",
        "еще один вопрос", "другой вопрос", "кстати",
    ].map { $0.split(separator: " ").map(String.init) }.sorted { $0.count > $1.count }
    private static let wantWords = Set(
        "please need cannot can't cant broken fails failed expired want почините прошу пожалуйста нужен нужна нужно нужны сломался сломалась сломалось"
            .split(separator: " ").map(String.init))
    private static let brokenWords = [
        "работа", "печата", "открыва", "приход", "запуска", "включа", "видн", "могу", "мож",
    ]
    private static let requestWords = Set(
        """
        please fix add create install replace order restore reset update upgrade remove delete give grant enable repair send need \
        почините исправьте добавьте создайте установите поставьте замените закажите восстановите сбросьте обновите удалите дайте \
        выдайте подключите настройте пришлите прошу нужен нужна нужно нужны
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
