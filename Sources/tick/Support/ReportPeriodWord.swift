import TicketModel
import TicketWorkspace

/// The period with which the words of a report may begin, and the query behind it.
struct ReportPeriodWord {
    /// Nil where the words begin with a query, or there are none.
    let period: NamedPeriod?
    let query: [String]

    /// - Parameters:
    ///   - from: What `--from` says, and `to` what `--to` does: a period beside them is a contradiction.
    init(_ words: [String], from: String? = nil, to: String? = nil) throws(UsageError) {
        period = try words.first.map(Self.read) ?? nil
        query = period == nil ? words : Array(words.dropFirst())
        guard let period = words.first, self.period != nil else { return }
        let second = query.first.flatMap { word in
            if case .period = NamedPeriod.read(word) { word } else { nil }
        }
        let option = from != nil ? "--from" : to != nil ? "--to" : nil
        guard let other = second.map({ PrintableText.argument($0) }) ?? option else { return }
        throw UsageError(
            "\(PrintableText.argument(period)) and \(other) both say when",
            hint: "leave one out; a query that reads like a period goes into quotes: \(Self.quoted(second ?? period))")
    }

    private static func read(_ word: String) throws(UsageError) -> NamedPeriod? {
        switch NamedPeriod.read(word) {
        case .period(let period): return period
        case .absent:
            throw UsageError(
                "there is no \(PrintableText.argument(word)) in the calendar",
                hint: "write 2026-11-21, 2026-W47, 2026-11, 2026-Q4 or 2026")
        case .other:
            try refuseMeant(word)
            return nil
        }
    }

    /// A word that is meant as a period would be looked for in texts: an empty report would not say so.
    private static func refuseMeant(_ word: String) throws(UsageError) {
        guard word.utf8.allSatisfy({ $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "\"") }) else { return }
        let folded = FoldedText(word).string
        let hint: String
        if let span = span(behind: ["last", "previous", "past"], folded) {
            hint = span.isEmpty ? "month is the last whole one." : "\(span) alone is the last whole one."
        } else if span(behind: ["this", "current"], folded) != nil {
            hint = "one that goes on is written as 2026-11, 2026-W47, 2026-Q4 or 2026."
        } else if let place = months.firstIndex(of: folded) {
            let number = "\(place % 12 + 101)".dropFirst()
            hint = "write YEAR-\(number), such as 2026-\(number)."
        } else if let nearest = NearMatch.closest(to: word, among: NamedPeriod.words, limit: 1).first {
            hint = "did you mean \(nearest)?"
        } else {
            return
        }
        throw UsageError(
            "\(PrintableText.argument(word)) is no period",
            hint: "\(hint) A word to search for goes into quotes: \(quoted(word))")
    }

    /// `month` of `last-month` and `lastmonth`; empty for `last` alone, nil for other words.
    private static func span(behind prefixes: [String], _ word: String) -> String? {
        guard let prefix = prefixes.first(where: { word.hasPrefix($0) }) else { return nil }
        let rest = String(word.dropFirst(prefix.count).drop { "-_ ".contains($0) })
        return rest.isEmpty || NamedPeriod.words.contains(rest) ? rest : nil
    }

    /// As a shell has to be told.
    private static func quoted(_ word: String) -> String { "'\"\(PrintableText.make(word))\"'" }

    /// Folded, twelve of each kind.
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "январь",
        "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
    ]
}
