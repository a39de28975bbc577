package import TicketModel

/// Words to be found in texts by their stems, and the search for them.
package struct StemSet: Sendable {
    /// The stems, each once, in the order in which their words were given.
    package let stems: [[UInt8]]
    private let letters: FirstLetters
    /// How the words of each stem begin, by the byte that tells first letters apart.
    private let beginnings: [[Beginning]]
    /// Whether a word is found by its beginning, too: `настр` finds `настройка`.
    private let findsBeginnings: Bool

    /// How a stem's words begin. Snowball changes no letters before the third, but in words such as `dying`, of `die`.
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
            beginnings[Self.bucket(stem)].append(Beginning(bytes: Self.beginning(of: stem), place: place))
        }
        self.beginnings = beginnings
        letters = FirstLetters(of: stems)
    }

    private static func beginning(of stem: [UInt8]) -> [UInt8] {
        let scalars = String(decoding: stem, as: UTF8.self).unicodeScalars
        let shared = scalars.prefix(scalars.count > 3 ? 2 : 1)
        return Array(String(String.UnicodeScalarView(shared)).utf8)
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
        while let found = reader.next(letters, into: &word) {
            if let place = place(of: word, stemmer) { body(place, found) }
        }
    }
}
