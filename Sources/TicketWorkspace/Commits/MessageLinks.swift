import TicketModel
import TicketText

/// How a commit's message names a ticket.
package enum LinkKind: UInt8, Sendable, Comparable, CaseIterable {
    /// The id stands somewhere in the message.
    case mention = 0
    /// It stands in the value of a trailer, such as `Ticket: HD-k7qf3m`.
    case trailer = 1
    /// A trailer says that the commit closes the ticket: `Closes: HD-k7qf3m`.
    case closes = 2

    package static func < (left: LinkKind, right: LinkKind) -> Bool { left.rawValue < right.rawValue }

    /// The word for it in output.
    package var name: String {
        switch self {
        case .mention: "mention"
        case .trailer: "trailer"
        case .closes: "closes"
        }
    }
}

/// Finds the ids of tickets in messages of commits.
///
/// Which tickets there are is not asked, since a commit may name one that comes by another branch. So words count that have
/// the form of an id: the desk's key and a dash, or anything and a dash with a digit behind it; in a trailer made for
/// tickets whatever may be an id. What names no ticket is never asked for.
struct MessageLinkFinder: Sendable {
    /// In lower case, with the dash.
    private let prefix: [UInt8]

    /// The keys of trailers that close tickets, in lower case.
    static let closingKeys: Set<String> = [
        "close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved",
    ]
    private static let ticketKeys: Set<String> = ["ticket", "tickets"]
    /// A message that names more tickets is a list of them.
    static let maximumLinks = 1_000
    private static let maximumPrefixes = 4

    /// - Parameter key: The desk's key, such as `HD`.
    init(key: String) { prefix = Array((key.lowercased() + "-").utf8) }

    /// Returns the ids in lower case, each once, with the strongest way in which it is named.
    func links(in message: ArraySlice<UInt8>) -> [String: LinkKind] {
        var links: [String: LinkKind] = [:]
        // Most messages name nothing, and every name but that in a trailer has a dash.
        if message.contains(UInt8(ascii: "-")) { findMentions(in: message, as: .mention, &links) }
        guard message.contains(UInt8(ascii: ":")) else { return links }
        for trailer in MessageTrailers(message).trailers {
            let key = String(decoding: trailer.key, as: UTF8.self).lowercased()
            let isClosing = Self.closingKeys.contains(key)
            if isClosing || Self.ticketKeys.contains(key) {
                for id in Self.listedIDs(in: trailer.value) { add(id, isClosing ? .closes : .trailer, &links) }
            }
            findMentions(in: trailer.value, as: .trailer, &links)
        }
        return links
    }

    private func add(_ id: String, _ kind: LinkKind, _ links: inout [String: LinkKind]) {
        if let known = links[id] {
            links[id] = max(known, kind)
        } else if links.count < Self.maximumLinks {
            links[id] = kind
        }
    }

    // MARK: Trailers

    /// The ids with which a value begins: `HD-k7qf3m, #HD-9x2m4c and HD-1 (see the manual)` names three.
    ///
    /// What follows something else is talk: `Fixes: 1a2b3c4 ("HD-1: print again")` names a commit.
    static func listedIDs(in value: ArraySlice<UInt8>) -> [String] {
        let separators: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ";")]
        var ids: [String] = []
        for word in value.split(whereSeparator: separators.contains) {
            var word = word
            if word.first == UInt8(ascii: "#") { word.removeFirst() }
            while word.last == UInt8(ascii: ".") { word.removeLast() }
            if word.elementsEqual("and".utf8) || word.elementsEqual("&".utf8) { continue }
            guard word.contains(where: Self.isDigitOrDash), let id = TicketID(String(decoding: word, as: UTF8.self))
            else { break }
            ids.append(id.key)
        }
        return ids
    }

    private static func isDigitOrDash(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }

    // MARK: Mentions

    private func findMentions(in text: ArraySlice<UInt8>, as kind: LinkKind, _ links: inout [String: LinkKind]) {
        var position = text.startIndex
        while position < text.endIndex {
            guard TicketID.isAllowed(text[position]) else {
                position += 1
                continue
            }
            let end = text[position...].firstIndex { !TicketID.isAllowed($0) } ?? text.endIndex
            findIDs(in: position..<end, of: text, as: kind, &links)
            position = end
        }
    }

    /// Looks at a run of characters of ids: `tickets/HD-k7qf3m-printer.md` has one behind the slash, and the id begins it.
    private func findIDs(
        in run: Range<Int>, of text: ArraySlice<UInt8>, as kind: LinkKind, _ links: inout [String: LinkKind]
    ) {
        guard text[run].contains(UInt8(ascii: "-")) else { return }
        let isCutBefore = Self.isWord(before: run.lowerBound, in: text)
        let isCutBehind = Self.isWord(behind: run.upperBound, in: text)
        let dot = UInt8(ascii: ".")
        var start = run.lowerBound
        while start < run.upperBound {
            let isFirst = start == run.lowerBound
            while start < run.upperBound, Self.isPunctuation(text[start]) { start += 1 }
            let isCut = isFirst && start == run.lowerBound && isCutBefore
            if !isCut { findIDs(from: start, to: run.upperBound, isCutBehind, text, kind, &links) }
            start = text[start..<run.upperBound].firstIndex(of: dot).map { $0 + 1 } ?? run.upperBound
        }
    }

    /// Takes every beginning that ends before a dash, a dot or the end for a possible id.
    private func findIDs(
        from start: Int, to end: Int, _ isCutBehind: Bool, _ text: ArraySlice<UInt8>, _ kind: LinkKind,
        _ links: inout [String: LinkKind]
    ) {
        var count = 0
        var position = start
        while position < end, count < Self.maximumPrefixes {
            position = text[(position + 1)..<end].firstIndex { $0 == 0x2D || $0 == 0x2E } ?? end
            guard position < end || !isCutBehind else { return }
            var word = text[start..<position]
            while let last = word.last, Self.isPunctuation(last) { word.removeLast() }
            guard word.count <= 100, let key = key(word) else { continue }
            count += 1
            add(key, kind, &links)
        }
    }

    /// The id in lower case, if the word has the form of one.
    private func key(_ word: ArraySlice<UInt8>) -> String? {
        guard let dash = word.firstIndex(of: UInt8(ascii: "-")), dash > word.startIndex else { return nil }
        let lower = word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let hasDigit = word[dash...].contains { (0x30...0x39).contains($0) }
        guard hasDigit || lower.count > prefix.count && lower.starts(with: prefix) else { return nil }
        return String(decoding: lower, as: UTF8.self)
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x2E || byte == 0x5F }

    // MARK: Neighbours

    /// Whether a letter or digit of another script, or the `@` of an address, stands right before a place.
    private static func isWord(before place: Int, in text: ArraySlice<UInt8>) -> Bool {
        guard place > text.startIndex else { return false }
        if text[place - 1] == UInt8(ascii: "@") { return true }
        guard text[place - 1] >= 0x80 else { return false }
        let start = max(text.startIndex, place - 4)
        return isWord(String(decoding: text[start..<place], as: UTF8.self).unicodeScalars.last)
    }

    private static func isWord(behind place: Int, in text: ArraySlice<UInt8>) -> Bool {
        guard place < text.endIndex, text[place] >= 0x80 else { return false }
        let end = min(text.endIndex, place + 4)
        return isWord(String(decoding: text[place..<end], as: UTF8.self).unicodeScalars.first)
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let properties = scalar?.properties else { return false }
        return properties.isAlphabetic || properties.numericType != nil
    }
}
