internal import GitStore
internal import Glibc
package import TicketModel
internal import TicketText

/// An article that a search found.
package struct ArticleMatch: Sendable {
    package var article: Article
    /// Above 0; of use only beside others of the same search.
    package var score: Double
}

/// What a search found, the best first; ties by name.
package struct ArticleMatches: Sendable {
    /// As many as were asked for.
    package var matches: [ArticleMatch]
    /// How many there are in all.
    package var matchCount: Int
    /// How many articles were looked at.
    package var articleCount: Int
    /// Finds the words again, to show them.
    package var words: FoundWords
    /// Titles that are spelt nearly like what was looked for; only where nothing was found.
    package var nearTitles: [String] = []
}

/// Words as they are found in texts: by their stems, and those that no article has by their beginnings.
package struct FoundWords: Sendable {
    var sets: [StemSet]
    /// How much each word says: idf. As many as all sets have stems, in their order.
    var weights: [Double] = []

    var stemCount: Int { sets.reduce(0) { $0 + $1.stems.count } }

    /// Returns each word that is found, by its place, and where it stands.
    func ranges(in bytes: [UInt8], _ range: SourceRange, _ stemmer: borrowing Stemmer) -> [(
        place: Int, range: SourceRange
    )] {
        var (found, base): ([(place: Int, range: SourceRange)], Int) = ([], 0)
        for set in sets {
            set.forEach(in: bytes, range, stemmer) { found.append((base + $0, $1)) }
            base += set.stems.count
        }
        return sets.count < 2 ? found : found.sorted { $0.range.start < $1.range.start }
    }
}

/// Ranks articles by how well they answer some words: BM25 over fields that weigh differently.
///
/// A word's weight in an article is its count, in a title five times, in a tag four, in a heading two and a half times; it grows ever
/// slower with the count and falls with the length of the text. Words that many articles have say little (idf). An article with some of
/// the words only stands behind those with more of what is rare. Source: Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25
/// and Beyond" (2009), § 3.
struct ArticleSearch: Sendable {
    let base: KnowledgeBase

    static let (titleWeight, tagWeight, headingWeight) = (5.0, 4.0, 2.5)
    private static let (saturation, lengthShare) = (1.2, 0.75)

    /// How often a file has each word, by its fields' weights. The article itself is read when somebody wants to see it: most are not.
    struct Counts: Sendable {
        var source: SourceText
        var byPlace: [Double]
        /// The words that stand in the title or the tags.
        var topics: Set<Int> = []
    }

    /// What was found in all files, and how large they are.
    struct Scan: Sendable {
        var counts: [Counts]
        var articleCount: Int
        var byteCount: Int
    }

    /// - Parameters:
    ///   - words: folded.
    ///   - limit: how many matches are wanted.
    func search(_ words: [[UInt8]], limit: Int) -> ArticleMatches {
        let pieces = base.pieces().pieces
        var set = StemSet(words)
        var scanned = scan(pieces, set)
        var found = FoundWords(sets: [set])
        let missing = words.filter { word in
            let place = set.place(of: word, Stemmer())
            return place.map { place in !scanned.counts.contains { $0.byPlace[place] > 0 } } ?? true
        }
        let longer = missing.filter(Self.isBeginning)
        if !longer.isEmpty {
            let kept = words.filter { !missing.contains($0) }
            set = StemSet(kept)
            let beginnings = StemSet(longer, findsBeginnings: true)
            found = FoundWords(sets: [set, beginnings])
            scanned.counts = merged(
                kept.isEmpty ? [] : scan(pieces, set).counts, scan(pieces, beginnings).counts, found)
        }
        return rank(scanned, &found, limit)
    }

    /// Whether a word is long enough to be the beginning of others: two letters.
    private static func isBeginning(_ word: [UInt8]) -> Bool { word.count > (word[0] < 0x80 ? 1 : 2) }

    /// Counts the words of a set in all articles that have one.
    func scan(_ pieces: [KnowledgeBase.Piece], _ set: StemSet) -> Scan {
        let base = base
        let read = base.map(pieces) { file, stemmer -> (Counts?, Int)? in
            (Self.count(set, in: file, base, stemmer), file.bytes.count)
        }.values
        return Scan(
            counts: read.compactMap(\.0), articleCount: read.count, byteCount: read.reduce(0) { $0 + $1.1 })
    }

    /// Returns nil where the words stand in no field, but in a key of the front matter at most.
    private static func count(
        _ set: StemSet, in file: SourceText, _ base: KnowledgeBase, _ stemmer: borrowing Stemmer
    ) -> Counts? {
        var hits: [(place: Int, start: Int)] = []
        set.forEach(in: file.bytes, SourceRange(0, file.bytes.count), stemmer) { hits.append(($0, $1.start)) }
        guard let first = hits.first, let textStart = ArticleFile.textStart(of: file.bytes) else { return nil }
        var counts = Counts(source: file, byPlace: [Double](repeating: 0, count: set.stems.count))
        if first.start < textStart {
            guard let article = base.article(file) else { return nil }
            func add(_ text: String, _ weight: Double) {
                let bytes = Array(text.utf8)
                set.forEach(in: bytes, SourceRange(0, bytes.count), stemmer) { place, _ in
                    counts.byPlace[place] += weight
                    counts.topics.insert(place)
                }
            }
            add(article.title, titleWeight)
            for tag in article.tags { add(tag, tagWeight) }
        }
        for hit in hits where hit.start >= textStart {
            counts.byPlace[hit.place] += isHeading(file.bytes, at: hit.start, textStart) ? headingWeight : 1
        }
        return counts.byPlace.contains { $0 > 0 } ? counts : nil
    }

    /// Whether the line on which a word stands begins with `#`, seen from the word.
    private static func isHeading(_ bytes: [UInt8], at place: Int, _ start: Int) -> Bool {
        var offset = place
        let limit = max(start, place - 300)
        while offset > limit, bytes[offset - 1] != 0x0A { offset -= 1 }
        return bytes[offset] == UInt8(ascii: "#")
    }

    private func merged(_ left: [Counts], _ right: [Counts], _ found: FoundWords) -> [Counts] {
        let (first, second) = (found.sets[0].stems.count, found.sets[1].stems.count)
        var byPath: [RepositoryPath: Counts] = [:]
        for counts in left {
            byPath[counts.source.path] = Counts(
                source: counts.source, byPlace: counts.byPlace + [Double](repeating: 0, count: second))
        }
        for counts in right {
            let own = byPath[counts.source.path]?.byPlace.prefix(first) ?? [Double](repeating: 0, count: first)[...]
            byPath[counts.source.path] = Counts(source: counts.source, byPlace: own + counts.byPlace)
        }
        return byPath.values.sorted { $0.source.path < $1.source.path }
    }

    private func rank(_ scan: Scan, _ found: inout FoundWords, _ limit: Int) -> ArticleMatches {
        let count = found.stemCount
        let frequencies = (0..<count).map { place in scan.counts.count { $0.byPlace[place] > 0 } }
        found.weights = frequencies.map { Self.idf($0, of: scan.articleCount) }
        let total = zip(found.weights, frequencies).reduce(0) { $0 + ($1.1 > 0 ? $1.0 : 0) }
        let meanLength = Double(scan.byteCount) / Double(max(1, scan.articleCount))
        let weights = found.weights
        let scored = scan.counts.map { counts -> (counts: Counts, score: Double) in
            let norm = Self.norm(counts.source.bytes.count, meanLength)
            var (sum, share) = (0.0, 0.0)
            for place in 0..<count where counts.byPlace[place] > 0 {
                sum += weights[place] * Self.saturated(counts.byPlace[place], norm)
                share += weights[place]
            }
            return (counts, sum * share / total)
        }.sorted {
            if $0.score != $1.score { return $0.score > $1.score }
            return $0.counts.source.path.bytes.dropLast(3).lexicographicallyPrecedes(
                $1.counts.source.path.bytes.dropLast(3))
        }
        let matches = scored.lazy.compactMap { match in
            base.article(match.counts.source).map { ArticleMatch(article: $0, score: match.score) }
        }
        return ArticleMatches(
            matches: Array(matches.prefix(limit)), matchCount: scored.count, articleCount: scan.articleCount,
            words: found)
    }

    /// What the length of an article does to its words' weights: 1 for one of mean length.
    static func norm(_ byteCount: Int, _ meanLength: Double) -> Double {
        1 - lengthShare + lengthShare * Double(byteCount) / max(1, meanLength)
    }

    static func saturated(_ count: Double, _ norm: Double) -> Double {
        count * (saturation + 1) / (count + saturation * norm)
    }

    /// How much a word says that `frequency` of `count` texts have: never below 0.
    static func idf(_ frequency: Int, of count: Int) -> Double {
        log(1 + (Double(count - frequency) + 0.5) / (Double(frequency) + 0.5))
    }
}

extension Workspace {
    /// Searches the knowledge base for words, in whatever form and case.
    ///
    /// - Parameter limit: how many articles are wanted.
    package func searchArticles(_ words: [String], limit: Int) -> ArticleMatches {
        let folded = Self.words(of: words.joined(separator: " "))
        var result = ArticleSearch(base: knowledgeBase).search(folded, limit: limit)
        if result.matches.isEmpty { result.nearTitles = nearTitles(words) }
        return result
    }

    /// The words of a text, folded, each once.
    static func words(of text: String) -> [[UInt8]] {
        var reader = WordReader(text)
        var (words, word): ([[UInt8]], [UInt8]) = ([], [])
        while reader.next(into: &word) != nil { if !words.contains(word) { words.append(word) } }
        return words
    }

    /// Titles in which a word stands that is spelt nearly like one of those given, in either keyboard layout.
    private func nearTitles(_ words: [String]) -> [String] {
        let articles = articles().all
        var titles: [String] = []
        for word in words.flatMap({ $0.split(whereSeparator: \.isWhitespace).map(String.init) })
        where word.utf8.count > 2 {
            let known = articles.flatMap { article in
                ([article.title] + article.tags).flatMap { FoldedText.words(in: $0).map(\.string) }.map {
                    ($0, article)
                }
            }
            let near = NearMatch.closest(to: word, among: known.map(\.0), limit: 3)
            titles += known.filter { near.contains($0.0) }.map(\.1.title)
        }
        var seen: Set<String> = []
        return titles.filter { seen.insert($0).inserted }.prefix(3).map(\.self)
    }
}
