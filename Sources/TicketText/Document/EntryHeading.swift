package import TicketModel

/// Reads headings of conversation entries: `## [INSTANT] [PERSON] VERB`.
///
///     ## 2026-11-21T10:15:00+03:00 ivan replied     all of it
///     ## ivan replied, ## 10:15 replied, ## replied  what people write by hand
///     ## Who called                                  an ordinary heading: nobody is called "Who"
///     ## ivan notd                                   a near miss: an error, since a note must never leak into a reply
package struct EntryHeading: Sendable {
    package enum Reading: Hashable, Sendable {
        case entry(EntryHeading.Parts)
        /// A heading that was surely meant to start an entry. `hint` says how; `word` is what is wrong, in bytes of the
        /// text behind `## `, nil for all of it.
        case nearMiss(message: String, hint: String, word: Range<Int>?)
        /// An ordinary heading.
        case none
    }

    package struct Parts: Hashable, Sendable {
        package var verb: EntryVerb
        package var verbText: String
        package var person: String?
        package var instant: Instant?
        package var secondsOfDay: Int?

        /// Whether instant, person and verb are all written: such a heading counts even inside a code fence.
        package var isFull: Bool { person != nil && instant != nil }
    }

    private let verbs: [FoldedText: EntryVerb]
    /// The verbs as they are mostly written: nothing needs folding.
    private let exactVerbs: [String: EntryVerb]
    private let verbWords: [String]
    private let references: PersonReferences
    private let configuration: Configuration

    package init(configuration: Configuration) {
        var verbs: [FoldedText: EntryVerb] = [:]
        for verb in EntryVerb.allCases { verbs[FoldedText(verb.rawValue)] = verb }
        for (name, verb) in configuration.verbNames { verbs[FoldedText(name)] = verb }
        self.verbs = verbs
        verbWords = EntryVerb.allCases.map(\.rawValue) + configuration.verbNames.keys.sorted()
        exactVerbs = Dictionary(
            verbWords.compactMap { word in verbs[FoldedText(word)].map { (word, $0) } },
            uniquingKeysWith: { first, _ in first })
        references = PersonReferences(configuration)
        self.configuration = configuration
    }

    /// After so many headings that start no entry, no more near misses are looked for: comparing a word with every verb
    /// and person takes as long as reading hundreds of lines.
    static let searchLimit = 1_000

    /// Reads a heading line's text behind `## `.
    ///
    /// - Parameter seeksNearMisses: whether a heading without a known verb or person is compared with those that there
    ///   are. Without, it is an ordinary heading, unless it is dated.
    package func read(_ text: Substring, seeksNearMisses: Bool = true) -> Reading {
        if let parts = fullHeading(text) { return .entry(parts) }
        // Split by bytes: white space of headings is ASCII, and going by Characters costs most of a ticket's reading.
        var words = text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).map { Substring($0) }
        while let last = words.last, last.utf8.allSatisfy({ $0 == UInt8(ascii: "#") }) { words.removeLast() }
        let (instant, secondsOfDay) = takeInstant(&words)
        let isDated = instant != nil || secondsOfDay != nil
        guard let last = words.last else {
            return isDated ? miss("an instant without a verb", verb: nil, word: nil) : .none
        }
        if let verb = verbs[FoldedText(String(last))] {
            words.removeLast()
            let person = words.isEmpty ? nil : words.joined(separator: " ")
            if let person, !isDated, !references.contains(person) {
                return seeksNearMisses ? misspeltPerson(person, words: words, in: text) : .none
            }
            return .entry(
                Parts(
                    verb: verb, verbText: String(last), person: person, instant: instant, secondsOfDay: secondsOfDay))
        }
        return readWithoutVerb(words, isDated: isDated, seeksNearMisses, in: text)
    }

    /// Reads an instant, a person and a verb with one space between them, as commands write them: nearly every heading.
    private func fullHeading(_ text: Substring) -> Parts? {
        let bytes = text.utf8
        guard let first = bytes.firstIndex(of: 0x20), let last = bytes.lastIndex(of: 0x20), first != last else {
            return nil
        }
        let person = text[bytes.index(after: first)..<last]
        guard !person.isEmpty, !person.utf8.contains(where: { $0 == 0x20 || $0 == 0x09 }),
            text.utf8.distance(from: text.startIndex, to: first) > 10,
            let verb = exactVerbs[String(text[bytes.index(after: last)...])],
            let parsed = Instant.parse(text[..<first]), parsed.kind == .dateTime
        else { return nil }
        return Parts(
            verb: verb, verbText: String(text[bytes.index(after: last)...]), person: String(person),
            instant: parsed.resolved(in: configuration.zone), secondsOfDay: nil)
    }

    /// A known word for a verb is missing: an error where the heading was surely meant as an entry.
    private func readWithoutVerb(
        _ words: [Substring], isDated: Bool, _ seeksNearMisses: Bool, in text: Substring
    ) -> Reading {
        guard isDated || seeksNearMisses, let first = words.first, let last = words.last else { return .none }
        let word = text.utf8Offsets(of: last)
        func nearest() -> String? {
            seeksNearMisses ? NearMatch.closest(to: String(last), among: verbWords, limit: 1).first : nil
        }
        let isPerson = configuration.people?.person(String(last)) != nil
        if isDated, !isPerson { return miss("\(last) is no verb of an entry", verb: nearest(), word: word) }
        if isPerson, (2...3).contains(words.count), verbs[FoldedText(String(first))] != nil {
            return miss("the person comes before \(first)", verb: nil, word: text.utf8Offsets(of: first))
        }
        let isMeantAsVerb =
            words.count == 1
            ? last.allSatisfy(\.isLowercase) : words.count == 2 && references.contains(String(first))
        if isMeantAsVerb, let nearest = nearest() {
            return miss("\(last) is no verb of an entry", verb: nearest, word: word)
        }
        if isPerson, isDated || words.count == 1 {
            return miss("an entry of \(last) without a verb", verb: nil, word: nil)
        }
        return .none
    }

    private func misspeltPerson(_ person: String, words: [Substring], in text: Substring) -> Reading {
        guard words.count == 1, person.lowercased() == person || person.hasPrefix("@"),
            let nearest = NearMatch.closest(
                to: person, among: configuration.people?.people.map(\.handle) ?? [], limit: 1
            ).first
        else { return .none }
        return .nearMiss(
            message: "nobody is called \(person), so this heading starts no entry", hint: "did you mean \(nearest)?",
            word: words.first.map(text.utf8Offsets))
    }

    private func miss(_ message: String, verb: String?, word: Range<Int>?) -> Reading {
        let words = verbWords.joined(separator: ", ")
        return .nearMiss(
            message: message, hint: verb.map { "did you mean \($0)?" } ?? "end the heading with one of: \(words)",
            word: word)
    }

    /// Takes an instant off the front: one word, or a date and a time. A time alone gives seconds of the day.
    private func takeInstant(_ words: inout [Substring]) -> (Instant?, Int?) {
        guard let first = words.first, first.utf8.first.map({ (0x30...0x39).contains($0) }) == true else {
            return (nil, nil)
        }
        if words.count >= 2, first.utf8.count == "2026-11-21".utf8.count,
            let parsed = ParsedInstant.dateTime(first + " " + words[1])
        {
            words.removeFirst(2)
            return (parsed.resolved(in: configuration.zone), nil)
        }
        guard let parsed = Instant.parse(first) else { return (nil, nil) }
        words.removeFirst()
        if parsed.kind == .timeOnly { return (nil, parsed.secondsOfDay) }
        return (parsed.resolved(in: configuration.zone), nil)
    }
}

extension ParsedInstant {
    fileprivate static func dateTime(_ text: Substring) -> ParsedInstant? {
        guard let parsed = Instant.parse(text), parsed.kind == .dateTime else { return nil }
        return parsed
    }
}

extension Substring {
    /// Where a part of the text lies in it, in bytes.
    fileprivate func utf8Offsets(of part: Substring) -> Range<Int> {
        let start = utf8.distance(from: startIndex, to: part.startIndex)
        return start..<start + part.utf8.count
    }
}
