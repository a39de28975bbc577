/// Finds the names that were probably meant by a word that names nothing.
package enum NearMatch {
    /// Returns at most `limit` of the candidates near `word`, nearest first, ties in the candidates' order.
    ///
    /// Near is, in this order: the same but for case, ё or Unicode form; the same on the other keyboard layout (`дшые` for
    /// `list`); a beginning of it (`assi` for `assignee`); few typing errors apart, in either layout. An error is a letter
    /// added, left out, replaced, or swapped with its neighbour; a word of three letters may have one, of six two, of nine three.
    package static func closest(
        to word: String, among candidates: some Sequence<String>, limit: Int = 3
    ) -> [String] {
        let typed = Spelling(word)
        let retyped = KeyboardLayout.retyped(word).map(Spelling.init)
        var ranked: [(rank: Int, order: Int, name: String)] = []
        for (order, name) in candidates.enumerated() {
            if let rank = rank(of: Spelling(name), typed: typed, retyped: retyped) {
                ranked.append((rank, order, name))
            }
        }
        ranked.sort { ($0.rank, $0.order) < ($1.rank, $1.order) }
        // The very word, typed on another keyboard, leaves nothing to guess.
        if ranked.first?.rank == 1 { ranked.removeAll { $0.rank > 1 } }
        return unique(ranked.map(\.name), limit: limit)
    }

    private static func unique(_ names: [String], limit: Int) -> [String] {
        var found: [String] = []
        for name in names where found.count < limit && !found.contains(name) { found.append(name) }
        return found
    }

    /// Returns 0 for the best match, more for worse ones, nil for none.
    private static func rank(of name: Spelling, typed: Spelling, retyped: [Spelling]) -> Int? {
        if typed.letters == name.letters { return 0 }
        if retyped.contains(where: { $0.letters == name.letters }) { return 1 }
        if typed.letters.count >= 2, name.letters.starts(with: typed.letters) { return 2 }
        if let errors = typed.errors(to: name) { return 2 + 2 * errors }
        return retyped.compactMap { $0.errors(to: name) }.min().map { 3 + 2 * $0 }
    }
}

/// A folded word as the characters that a person types.
private struct Spelling {
    let letters: [Character]

    init(_ word: String) { letters = Array(FoldedText(word).string) }

    /// Returns the number of typing errors between the two, nil when there are too many to be meant.
    func errors(to other: Spelling) -> Int? {
        let allowed = min(3, max(1, letters.count / 3))
        guard abs(letters.count - other.letters.count) <= allowed, !letters.isEmpty else { return nil }
        if letters.count < 3, letters.first != other.letters.first { return nil }
        let errors = distance(to: other)
        return errors <= allowed && errors < max(letters.count, 2) ? errors : nil
    }

    /// The optimal string alignment distance: Levenshtein's with swaps of neighbours (Damerau 1964), in O(n·m).
    private func distance(to other: Spelling) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...other.letters.count)
        for row in letters.indices {
            var current = [row + 1]
            for column in other.letters.indices {
                let replaced = previous[column] + (letters[row] == other.letters[column] ? 0 : 1)
                var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if isSwap(row, column, other) { best = min(best, beforePrevious[column - 1] + 1) }
                current.append(best)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[other.letters.count]
    }

    private func isSwap(_ row: Int, _ column: Int, _ other: Spelling) -> Bool {
        row > 0 && column > 0 && letters[row] == other.letters[column - 1] && letters[row - 1] == other.letters[column]
    }
}
