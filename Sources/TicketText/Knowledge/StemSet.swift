package import TicketModel

/// Words to be found in texts by their stems, and the search for them.
package struct StemSet: Sendable {
    /// The stems, each once, in the order in which their words were given.
    package let stems: [[UInt8]]
    private let letters: FirstLetters
    private let sieve: LetterSieve?
    /// How the words of each stem begin, by the byte that tells first letters apart.
    private let beginnings: [[Beginning]]
    /// Whether a word is found by its beginning, too: `настр` finds `настройка`.
    private let findsBeginnings: Bool

    /// How a stem's words begin.
    private struct Beginning: Sendable {
        var bytes: [UInt8]
        var place: Int
    }

    /// - Parameters:
    ///   - words: folded.
    ///   - findsBeginnings: whether words are found that only begin with one of these.
    package init(_ words: [[UInt8]], findsBeginnings: Bool = false) {
        let stemmer = Stemmer()
        var stems: [[UInt8]] = []
        for word in words {
            let stem = findsBeginnings ? word : stemmer.stem(word)
            if !stems.contains(stem) { stems.append(stem) }
        }
        self.stems = stems
        self.findsBeginnings = findsBeginnings
        var beginnings = [[Beginning]](repeating: [], count: 256)
        for (place, stem) in stems.enumerated() where !stem.isEmpty {
            let bytes = findsBeginnings ? stem : Self.beginning(of: stem)
            beginnings[Self.bucket(stem)].append(Beginning(bytes: bytes, place: place))
        }
        self.beginnings = beginnings
        letters = FirstLetters(of: stems)
        sieve = LetterSieve(beginnings.joined().map(\.bytes))
    }

    /// The letters that a stem and all its words have at their beginnings.
    ///
    /// Snowball cuts off endings, and writes at most two letters in their place: `capabl` is the stem of `capability`,
    /// whose `bil` became `bl`. A stem of three letters has one such letter, but in `dying`, `lying` and `tying`.
    static func beginning(of stem: [UInt8]) -> [UInt8] {
        let scalars = String(decoding: stem, as: UTF8.self).unicodeScalars
        let isIrregular = ["die", "lie", "tie"].contains { $0.utf8.elementsEqual(stem) }
        let count = scalars.count
        let shared = isIrregular || count < 3 ? 1 : count == 3 ? 2 : count - 2
        return Array(String(String.UnicodeScalarView(scalars.prefix(shared))).utf8)
    }

    /// The byte that tells first letters apart.
    private static func bucket(_ word: [UInt8]) -> Int { Int(word[0] < 0x80 || word.count < 2 ? word[0] : word[1]) }

    /// Returns the place in ``stems`` of a folded word's stem; nil where it has none.
    package func place(of word: [UInt8], _ stemmer: borrowing Stemmer) -> Int? {
        var stem: [UInt8]?
        for beginning in beginnings[Self.bucket(word)] where word.starts(with: beginning.bytes) {
            if findsBeginnings {
                if word.starts(with: stems[beginning.place]) { return beginning.place }
                continue
            }
            let own = stem ?? stemmer.stem(word)
            if own == stems[beginning.place] { return beginning.place }
            stem = own
        }
        return nil
    }

    /// Calls `body` with the place of each word that is found, and where it stands.
    package func forEach(
        in bytes: [UInt8], _ range: SourceRange, _ stemmer: borrowing Stemmer, _ body: (Int, SourceRange) -> Void
    ) {
        var reader = WordReader(bytes, in: range)
        var word: [UInt8] = []
        while let found = reader.next(letters, sieve: sieve, into: &word) {
            if let place = place(of: word, stemmer) { body(place, found) }
        }
    }
}
