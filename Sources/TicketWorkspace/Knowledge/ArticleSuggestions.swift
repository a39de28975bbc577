internal import GitStore
package import TicketIndex
package import TicketModel
internal import TicketText
internal import Workflow

/// An article that may answer a ticket, and why.
package struct ArticleSuggestion: Sendable {
    package var article: Article
    /// How much they share: 1 for a word that no other text has and that stands in the titles or tags of both.
    package var score: Double
    /// The words that both have, as the ticket has them, those that say most first.
    package var words: [String]
}

/// Finds articles that may answer a ticket.
///
/// The ticket's words are weighed by how rare they are among all tickets and articles (idf) and by where they stand in both: in the title or
/// the tags they say what a text is about. An article is named only where at least one of its words stands so in both, and all of them are worth
/// one and a half words that no other text has: nothing is better than nonsense.
struct ArticleSuggestions: Sendable {
    let base: KnowledgeBase
    let snapshot: IndexSnapshot

    private static let (shownCount, shownWords, sampleCount, wordLimit) = (3, 6, 2_000, 120)
    private static let textByteLimit = 6_000
    /// How much must be shared, in words that no other text has; chosen on `samples/helpdesk`, see docs/knowledge.md.
    private static let threshold = 1.55
    /// Among fewer texts no word is known to be rare.
    private static let leastTextCount = 10

    /// A word of the ticket.
    private struct Term: Sendable {
        /// As folded in the ticket.
        var word: [UInt8]
        var weight: Double
        /// Whether it stands in the ticket's title or tags.
        var isTopic: Bool
    }

    func suggestions(for ticket: Ticket) async -> [ArticleSuggestion] {
        let terms = Self.terms(of: ticket)
        let set = StemSet(terms.map(\.word))
        guard !terms.isEmpty, set.stems.count == terms.count else { return [] }
        let scan = ArticleSearch(base: base).scan(base.pieces().pieces, set)
        let frequencies = await ticketFrequencies(set, without: ticket.id)
        let textCount = scan.articleCount + frequencies.ticketCount
        let unit = ArticleSearch.idf(1, of: max(textCount, Self.leastTextCount))
        let weights = terms.indices.map { place in
            let inArticles = scan.counts.count { $0.byPlace[place] > 0 }
            return ArticleSearch.idf(inArticles + frequencies.byPlace[place], of: textCount) / unit
        }
        let found = scan.counts.compactMap { suggestion(of: $0, terms, weights) }
        return found.sorted { ($1.score, $0.article.name) < ($0.score, $1.article.name) }
            .prefix(Self.shownCount).map(\.self)
    }

    /// Returns nil for an article that shares too little with the ticket, and for a draft.
    private func suggestion(
        of counts: ArticleSearch.Counts, _ terms: [Term], _ weights: [Double]
    ) -> ArticleSuggestion? {
        var (shared, score, isTopic): ([(place: Int, value: Double)], Double, Bool) = ([], 0, false)
        for place in terms.indices where counts.byPlace[place] > 0 {
            let isArticleTopic = counts.topics.contains(place)
            let value = weights[place] * Self.share(terms[place].isTopic) * Self.share(isArticleTopic)
            shared.append((place, value))
            score += value
            if isArticleTopic, terms[place].isTopic { isTopic = true }
        }
        guard isTopic, shared.count > 1, score >= Self.threshold, let article = base.article(counts.source),
            article.audience != .nobody
        else { return nil }
        shared.sort { ($1.value, $0.place) < ($0.value, $1.place) }
        let words = shared.prefix(Self.shownWords).map { String(decoding: terms[$0.place].word, as: UTF8.self) }
        return ArticleSuggestion(article: article, score: score, words: words)
    }

    /// What a word counts by its place: all of it in a title or a tag, less in a text.
    private static func share(_ isTopic: Bool) -> Double { isTopic ? 1 : 0.4 }

    /// In how many tickets each word stands, of at most 2,000.
    private func ticketFrequencies(_ set: StemSet, without id: TicketID) async -> (byPlace: [Int], ticketCount: Int) {
        let step = max(1, snapshot.tickets.count / Self.sampleCount)
        let sample = stride(from: 0, to: snapshot.tickets.count, by: step).map { snapshot.tickets[$0] }
            .filter { $0.id != id }
        let parts = await ParallelBatches.map(sample, size: 128) { tickets -> [Int] in
            let stemmer = Stemmer()
            var counts = [Int](repeating: 0, count: set.stems.count)
            for ticket in tickets {
                guard let bytes = ticket.source?.bytes else { continue }
                var places: Set<Int> = []
                let end = min(bytes.count, Self.textByteLimit)
                set.forEach(in: bytes, SourceRange(0, end), stemmer) { place, _ in places.insert(place) }
                for place in places { counts[place] += 1 }
            }
            return counts
        }
        let zero = [Int](repeating: 0, count: set.stems.count)
        return (parts.reduce(zero) { zip($0, $1).map(+) }, sample.count)
    }

    // MARK: What a ticket is about

    /// The words of the ticket's title and tags, and of what the requester wrote; each stem once.
    private static func terms(of ticket: Ticket) -> [Term] {
        let stemmer = Stemmer()
        var (terms, places): ([Term], [[UInt8]: Int]) = ([], [:])
        func add(_ bytes: [UInt8], _ range: SourceRange, isTopic: Bool) {
            var (reader, word): (WordReader, [UInt8]) = (WordReader(bytes, in: range), [])
            while terms.count < wordLimit, reader.next(into: &word) != nil {
                guard saysSomething(word) else { continue }
                let stem = stemmer.stem(word)
                if let place = places[stem] {
                    terms[place].weight += 1
                } else {
                    places[stem] = terms.count
                    terms.append(Term(word: word, weight: 1, isTopic: isTopic))
                }
            }
        }
        for text in [ticket.title] + ticket.tags {
            let bytes = Array(text.utf8)
            add(bytes, SourceRange(0, bytes.count), isTopic: true)
        }
        guard let bytes = ticket.source?.bytes else { return terms }
        let own = ticket.entries.filter { $0.verb == .wrote || $0.verb == .called }.map(\.textRange)
        for range in [ticket.descriptionRange] + own {
            add(bytes, SourceRange(range.start, min(range.end, range.start + textByteLimit)), isTopic: false)
        }
        return terms
    }

    /// Whether a folded word is more than what every text has: no number, no short word, none of the most frequent.
    private static func saysSomething(_ word: [UInt8]) -> Bool {
        if word.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return false }
        let text = String(decoding: word, as: UTF8.self)
        return text.unicodeScalars.count > 2 && !LintTokens.isCommon(text)
    }
}

extension Workspace {
    /// Returns the articles that may answer a ticket, the best first; none rather than any.
    ///
    /// - Parameter snapshot: The desk's tickets, with their texts.
    package func suggestedArticles(for ticket: Ticket, in snapshot: IndexSnapshot) async -> [ArticleSuggestion] {
        await ArticleSuggestions(base: knowledgeBase, snapshot: snapshot).suggestions(for: ticket)
    }
}
