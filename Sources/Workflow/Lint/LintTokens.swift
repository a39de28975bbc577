package import TicketModel

/// What a ticket is about, as numbers: its words without endings and without those that every text has, each with its weight.
package struct LintTokens: Sendable {
    /// Hashes of words, sorted, each once, with 2 for those of the title and 1 for the others.
    package let tokens: [(hash: UInt64, weight: Float)]

    private static let wordLimit = 80

    package init(_ ticket: Ticket) {
        let text = LintText(ticket)
        var weights: [UInt64: Float] = [:]
        for hash in Self.hashes(text.title) { weights[hash] = 2 }
        for hash in Self.hashes(String(text.text.prefix(1_500))) where weights[hash] == nil {
            weights[hash] = 1
        }
        tokens = weights.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// The words of a text that say something, in order.
    static func hashes(_ text: String) -> [UInt64] {
        var hashes: [UInt64] = []
        for word in LintWords.folded(text) where hashes.count < wordLimit {
            if let stem = stem(word) { hashes.append(hash(stem)) }
        }
        return hashes
    }

    /// The beginning of a word, which its forms share; nil for words that say nothing.
    static func stem(_ word: String) -> Substring? {
        let isNumber = word.allSatisfy { $0.isNumber }
        let count = word.count
        guard count >= (isNumber || word.contains(where: \.isNumber) ? 2 : 3) || LintWords.isDense(word.first ?? " "),
            !commonWords.contains(word)
        else { return nil }
        if isNumber { return word[...] }
        if count > 6 { return word.prefix(6) }
        return count > 3 && word.last == "s"
            ? word.dropLast() : count > 4 && isVowel(word.last) ? word.dropLast() : word[...]
    }

    private static func isVowel(_ character: Character?) -> Bool {
        character.map { "аеиоуыьэюяй".contains($0) } ?? false
    }

    /// FNV-1a, 64 bits.
    private static func hash(_ word: Substring) -> UInt64 {
        word.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Whether any request has a word, which is folded.
    package static func isCommon(_ word: String) -> Bool { commonWords.contains(word) }

    /// Words that any request has; folded.
    private static let commonWords = Set(
        """
        the and for not but are was were has have had with this that these those from they them you your our his her its all any can \
        cannot could would should will does did been being there their then than when where what which who how why also only again \
        still just please hello thanks thank regards dear need help work works working after before since into out over about every \
        some one two new now get got see
        как что это эта эти для или при без под над про нас вас его они она оно уже еще только тоже также если чтобы когда где там \
        тут был была было были есть нет все всё мне меня нам вам так вот очень можно нужно надо пожалуйста здравствуйте добрый день \
        спасибо прошу помогите работает работают после через потом сейчас сегодня вчера из-за который которая которые
        """.split(whereSeparator: \.isWhitespace).map { FoldedText(String($0)).string })
}
