internal import GitStore
package import TicketModel

/// A message that a rule wants sent: a file in the outbox, as mail programs take it (RFC 5322).
package struct OutboxMessage: Sendable {
    package struct Recipient: Hashable, Sendable {
        package var name: String?
        package var email: String
    }

    package var rule: String
    package var ticket: TicketID
    /// For what: `created`, `sla first-reply 2026-11-21T07:03:00Z breached`.
    package var occasion: String
    package var recipient: Recipient
    package var subject: String
    package var text: String
    package var at: Instant
    /// The desk's own identity; nil where it has none.
    package var from: Person?
    /// Which of a rule's messages to one address it is, from 0.
    package var number = 0
    /// The branch of whose commit it is.
    package var branch = ""
    /// The id that the ticket had first: another one makes no other message.
    package var firstID: TicketID?

    /// 40 hexadecimal digits that this message has however often it is made: the same rule, ticket, occasion and address.
    package var key: String {
        let own = [rule, (firstID ?? ticket).key, occasion, recipient.email.lowercased()]
        let parts = (own + (number > 0 ? [String(number)] : [])).joined(separator: "\n")
        return (try? GitRepository.blobID(of: Array(parts.utf8)).hex) ?? ""
    }

    /// `<4b825dc….hd-k7qf3m@helpdesk.example>`, the same for every try.
    package var messageID: String {
        let domain = from?.emails.first?.split(separator: "@").last.map { String($0) } ?? "localhost"
        return "<\(key).\(ticket.key)@\(domain)>"
    }

    /// The message with its headers, lines ending in LF.
    package var bytes: [UInt8] {
        let sender = from.flatMap { person in
            person.emails.first.map { Recipient(name: person.name ?? person.handle, email: $0) }
        }
        var headers = [
            ("Message-ID", messageID), ("Date", MailText.date(at)), ("To", MailText.address(recipient)),
            ("Subject", MailText.encoded("[\(ticket)] \(subject)")),
        ]
        if let sender { headers.insert(("From", MailText.address(sender)), at: 2) }
        headers += [
            ("Auto-Submitted", "auto-generated"), ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit"),
            ("X-Tick-Ticket", ticket.text), ("X-Tick-Rule", MailText.encoded(rule)),
            ("X-Tick-For", MailText.encoded(occasion)), ("X-Tick-At", at.formatted()),
            ("X-Tick-Branch", MailText.encoded(branch)),
        ]
        let head = headers.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
        return Array((head + "\n\n" + text + (text.hasSuffix("\n") ? "" : "\n")).utf8)
    }
}

/// Headers of mail.
enum MailText {
    /// `Sat, 21 Nov 2026 07:03:00 +0000` (RFC 5322 § 3.3).
    static func date(_ instant: Instant) -> String {
        let date = Zone.utc.civil(at: instant).date
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = date.weekday.name
        let time = instant.formatted().dropFirst(11).prefix(8)
        return
            "\(day.prefix(1).uppercased())\(day.dropFirst()), \(date.day) \(months[date.month - 1]) \(date.year) \(time) +0000"
    }

    static func address(_ recipient: OutboxMessage.Recipient) -> String {
        guard let name = recipient.name else { return clean(recipient.email) }
        let isPlain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x20
        }
        return "\(isPlain ? name : encodedWords(name)) <\(clean(recipient.email))>"
    }

    /// A header's text: as it is where it is ASCII, else in encoded words (RFC 2047).
    static func encoded(_ text: String) -> String {
        let text = clean(text)
        return text.utf8.allSatisfy { $0 < 0x80 } && !text.contains("=?") ? text : encodedWords(text)
    }

    /// A line break in a header would begin another one.
    private static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    /// Encoded words of at most 75 characters, no character split between two.
    private static func encodedWords(_ text: String) -> String {
        var (words, chunk): ([String], [UInt8]) = ([], [])
        for character in clean(text) {
            let bytes = Array(String(character).utf8)
            if chunk.count + bytes.count > 42, !chunk.isEmpty {
                words.append(word(chunk))
                chunk = []
            }
            chunk += bytes
        }
        if !chunk.isEmpty { words.append(word(chunk)) }
        return words.joined(separator: "\n ")
    }

    /// The text of a header with its encoded words decoded; blanks between two of them belong to neither.
    static func decoded(_ text: String) -> String {
        var (result, rest, wasWord): ([UInt8], Substring, Bool) = ([], text[...], false)
        while let start = rest.firstRange(of: "=?utf-8?B?"), let end = rest[start.upperBound...].firstRange(of: "?=") {
            let between = rest[..<start.lowerBound]
            if !wasWord || !between.allSatisfy({ $0 == " " }) { result += Array(between.utf8) }
            result += bytes(base64: rest[start.upperBound..<end.lowerBound])
            (rest, wasWord) = (rest[end.upperBound...], true)
        }
        return String(decoding: result + Array(rest.utf8), as: UTF8.self)
    }

    private static func bytes(base64 text: Substring) -> [UInt8] {
        var (bytes, bits, count): ([UInt8], Int, Int) = ([], 0, 0)
        for byte in text.utf8 {
            guard let value = alphabet.firstIndex(of: byte) else { continue }
            (bits, count) = (bits << 6 | value, count + 6)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= 1 << count - 1
            }
        }
        return bytes
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(base64(bytes))?=" }

    /// RFC 4648 § 4.
    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | Int($1) }
            bits <<= 8 * (3 - group.count)
            for place in 0..<4 {
                text.append(
                    place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
