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
        let other = query.first.flatMap { word in
            if case .period = NamedPeriod.read(word) { PrintableText.argument(word) } else { nil }
        }
        guard let other = other ?? (from != nil ? "--from" : to != nil ? "--to" : nil) else { return }
        throw UsageError(
            "\(PrintableText.argument(period)) and \(other) both say when",
            hint:
                "leave one out; a query that reads like a period goes into quotes: \(Self.quoted(query.first ?? period))"
        )
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
        let bare = ["last", "this", "current", "previous", "past"].first { folded.hasPrefix($0) }.map { prefix in
            String(folded.dropFirst(prefix.count).drop { "-_ ".contains($0) })
        }
        let hint: String
        if let bare, bare.isEmpty || NamedPeriod.words.contains(bare) {
            hint = "month is the last whole one, and this one so far is 2026-11, say; week, quarter and year likewise."
        } else if months.contains(folded) {
            hint = "write 2026-11."
        } else if let nearest = NearMatch.closest(to: word, among: NamedPeriod.words, limit: 1).first {
            hint = "did you mean \(nearest)?"
        } else {
            return
        }
        throw UsageError(
            "\(PrintableText.argument(word)) is no period",
            hint: "\(hint) A word to search for goes into quotes: \(quoted(word))")
    }

    /// As a shell has to be told.
    private static func quoted(_ word: String) -> String { "'\"\(PrintableText.make(word))\"'" }

    /// Folded.
    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
        "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
        "декабрь",
    ]
}
