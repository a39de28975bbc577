/// Somebody's handle behind an `@` in a text: `@olga, please look`.
///
/// The `@` begins a word: `olga@acme.example` and `https://chat.example/@olga` mention nobody, and neither does what stands in code, or
/// `@olga@social.example`, an address elsewhere. A handle goes on over letters, digits and marks of any script, `_`, `-` and `.`; full
/// stops and dashes at its end are the sentence's.
package struct Mention: Hashable, Sendable {
    /// As written, without the `@`.
    package var name: String
    /// With the `@`.
    package var range: SourceRange

    package init(name: String, range: SourceRange) {
        self.name = name
        self.range = range
    }

    /// Finds the mentions of a text in order; each byte is looked at a few times, however hostile.
    package static func find(in bytes: [UInt8], _ range: SourceRange) -> [Mention] {
        let text = bytes[range.indices]
        guard text.contains(UInt8(ascii: "@")) else { return [] }
        return Self.prose(text).flatMap { find(inProse: text[$0]) }
    }

    private static func find(inProse text: ArraySlice<UInt8>) -> [Mention] {
        let code = CodeSpans(text)
        var found: [Mention] = []
        for start in text.indices where text[start] == UInt8(ascii: "@") && !code.contains(start) {
            guard start == text.startIndex || !joins(text, endingAt: start) else { continue }
            var end = nameEnd(text, start + 1)
            guard end == text.endIndex || text[end] != UInt8(ascii: "@") else { continue }
            while end > start + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
            guard end > start + 1, end - start <= 200 else { continue }
            found.append(
                Mention(
                    name: String(decoding: text[(start + 1)..<end], as: UTF8.self), range: SourceRange(start, end)))
        }
        return found
    }

    /// The stretches between code blocks, paragraph by paragraph, since code spans end with those.
    private static func prose(_ text: ArraySlice<UInt8>) -> [Range<Int>] {
        var (found, fence): ([Range<Int>], CodeFence) = ([], CodeFence())
        var (position, start) = (text.startIndex, text.startIndex)
        var (isAfterBlank, hasList) = (true, false)
        func close(_ end: Int) { if start < end { found.append(start..<end) } }
        while position < text.endIndex {
            let end = text[position...].firstIndex(of: 0x0A) ?? text.endIndex
            let line = text[position..<end]
            let next = min(end + 1, text.endIndex)
            let wasOpen = fence.isOpen
            fence.read(line.last == 0x0D ? line.dropLast() : line, at: position)
            let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            hasList = hasList || beginsItem(line)
            let isCode = wasOpen || fence.isOpen || (isAfterBlank && !hasList && isIndented(line))
            if isCode || isBlank {
                close(position)
                start = next
            }
            isAfterBlank = isBlank || isCode
            position = next
        }
        close(text.endIndex)
        return found
    }

    /// Four columns make code of a line, but not below an item of a list.
    private static func isIndented(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == 0x09 || (line.count > 4 && line.prefix(4).allSatisfy { $0 == 0x20 })
    }

    private static func beginsItem(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { $0 == 0x20 }.drop { $0 >= 0x30 && $0 <= 0x39 }
        return text.count > 1 && "-*+.)".utf8.contains(text[text.startIndex])
            && (text[text.startIndex + 1] == 0x20 || text[text.startIndex + 1] == 0x09)
    }

    // MARK: Names

    private static func nameEnd(_ text: ArraySlice<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < text.endIndex {
            if text[end] < 0x80 {
                guard isNameByte(text[end]) else { break }
                end += 1
            } else {
                let width = min(scalarWidth(text[end]), text.endIndex - end)
                guard isWord(text[end..<(end + width)]) else { break }
                end += width
            }
        }
        return end
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Whether what stands before an `@` makes it part of an address or a path.
    private static func joins(_ text: ArraySlice<UInt8>, endingAt end: Int) -> Bool {
        let byte = text[end - 1]
        if byte < 0x80 { return isNameByte(byte) || "@/+=&%".utf8.contains(byte) }
        var start = end - 1
        while start > text.startIndex, text[start] & 0xC0 == 0x80 { start -= 1 }
        return isWord(text[start..<end])
    }

    private static func isWord(_ scalar: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: scalar, as: UTF8.self)
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }

    private static func scalarWidth(_ first: UInt8) -> Int { first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2 }
}

/// Code between backticks in a paragraph (CommonMark 0.31 § 6.1): as many close it as open it.
private struct CodeSpans {
    private var spans: [Range<Int>] = []

    init(_ text: ArraySlice<UInt8>) {
        var runs: [Range<Int>] = []
        var position = text.startIndex
        while let start = text[position...].firstIndex(of: UInt8(ascii: "`")) {
            let end = text[start...].firstIndex { $0 != UInt8(ascii: "`") } ?? text.endIndex
            runs.append(start..<end)
            position = end
        }
        // For each run the next one of its length.
        var (next, latest): ([Int?], [Int: Int]) = ([Int?](repeating: nil, count: runs.count), [:])
        for index in runs.indices.reversed() {
            next[index] = latest.updateValue(index, forKey: runs[index].count)
        }
        var index = 0
        while index < runs.count {
            if let close = next[index] { spans.append(runs[index].lowerBound..<runs[close].upperBound) }
            index = (next[index] ?? index) + 1
        }
    }

    func contains(_ offset: Int) -> Bool {
        let index = spans.partitioningIndex { $0.upperBound > offset }
        return index < spans.count && spans[index].contains(offset)
    }
}

extension Ticket {
    /// The mentions of the description, where `entry` is nil, or of an entry; none where the index was built without texts.
    package func mentions(in entry: Entry?) -> [Mention] {
        guard let source else { return [] }
        return Mention.find(in: source.bytes, entry?.textRange ?? descriptionRange)
    }

    /// The mentions of the description and all entries, in the file's order.
    package var mentions: [Mention] {
        guard source != nil else { return [] }
        return mentions(in: nil) + entries.flatMap { mentions(in: $0) }
    }
}

extension Configuration {
    /// The person of `people.yml` whom a mention means: by handle alone, in any case.
    package func person(mentioned name: String) -> Person? {
        people?.person(name).flatMap { FoldedText($0.handle) == FoldedText(name) ? $0 : nil }
    }
}
