/// Finds what looks like a secret in one line, looking at each byte a bounded number of times.
enum SecretScanner {
    struct Secret {
        /// What it looks like, with its article.
        var kind: String
        /// The bytes of the secret itself.
        var range: Range<Int>
    }

    /// Returns the first secret of a line.
    static func find(in line: ArraySlice<UInt8>) -> Secret? {
        privateKey(line) ?? token(line) ?? bearer(line) ?? address(line) ?? assignment(line)
    }

    /// The line with the secret's bytes as `•`, one for each character, so that columns stay.
    static func masked(_ line: ArraySlice<UInt8>, _ range: Range<Int>) -> String {
        let secret = String(decoding: line[range], as: UTF8.self)
        return String(decoding: line[..<range.lowerBound], as: UTF8.self)
            + String(repeating: "•", count: secret.count)
            + String(decoding: line[range.upperBound...], as: UTF8.self)
    }

    private static let beginning = Array("-----BEGIN ".utf8)
    private static let privateKeyWords = Array("PRIVATE KEY".utf8)
    private static let schemeEnd = Array("://".utf8)

    /// `-----BEGIN OPENSSH PRIVATE KEY-----` (RFC 7468).
    private static func privateKey(_ line: ArraySlice<UInt8>) -> Secret? {
        guard let start = position(of: beginning, in: line), let end = position(of: privateKeyWords, in: line[start...])
        else { return nil }
        return Secret(kind: "a private key", range: start..<(end + privateKeyWords.count))
    }

    private static let prefixes: [(bytes: [UInt8], rest: Int, kind: String)] = [
        (Array("AKIA".utf8), 16, "an AWS key"), (Array("ASIA".utf8), 16, "an AWS key"),
        (Array("ghp_".utf8), 30, "a GitHub token"), (Array("gho_".utf8), 30, "a GitHub token"),
        (Array("ghs_".utf8), 30, "a GitHub token"), (Array("github_pat_".utf8), 30, "a GitHub token"),
        (Array("glpat-".utf8), 16, "a GitLab token"), (Array("xoxb-".utf8), 16, "a Slack token"),
        (Array("xoxp-".utf8), 16, "a Slack token"),
    ]

    /// A word that begins as the keys of well-known services do.
    private static func token(_ line: ArraySlice<UInt8>) -> Secret? {
        for word in words(line) {
            let found = prefixes.first { word.starts(with: $0.bytes) && word.count >= $0.bytes.count + $0.rest }
            guard let found else { continue }
            // AWS writes capitals and digits only: an ordinary word in capitals is no key.
            let isAWS = found.kind == "an AWS key"
            if isAWS, word.count != 20 || !word.contains(where: isDigit) || word.contains(where: isLowerCase) {
                continue
            }
            return Secret(kind: found.kind, range: word.startIndex..<word.endIndex)
        }
        return nil
    }

    /// `Authorization: Bearer eyJhbGciOi…` (RFC 6750 § 2.1).
    private static func bearer(_ line: ArraySlice<UInt8>) -> Secret? {
        var isBehindBearer = false
        for word in words(line) {
            if isBehindBearer, word.count >= 16, word.contains(where: isDigit) {
                return Secret(kind: "a bearer token", range: word.startIndex..<word.endIndex)
            }
            isBehindBearer = word.map { $0 | 0x20 }.elementsEqual("bearer".utf8)
        }
        return nil
    }

    /// `https://user:password@host`.
    private static func address(_ line: ArraySlice<UInt8>) -> Secret? {
        guard let start = position(of: schemeEnd, in: line) else { return nil }
        let authority = line[(start + schemeEnd.count)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
            let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at
        else { return nil }
        return isSecretValue(authority[(colon + 1)..<at], isLast: true)
            ? Secret(kind: "an address with a password in it", range: (colon + 1)..<at) : nil
    }
}

extension SecretScanner {
    private static let names: [[UInt8]] = [
        "password", "passwd", "passphrase", "pwd", "secret", "api_key", "api-key", "apikey", "access_token", "пароль",
        "Пароль", "ПАРОЛЬ",
    ].map { Array($0.utf8) }

    /// The names' last bytes, capitals included.
    private static let lastBytes: Set<UInt8> = Set(
        names.compactMap(\.last).flatMap { $0 < 0x80 ? [$0, $0 & ~0x20] : [$0] })

    /// `password: hunter2`, `DB_PASSWORD=…`, `пароль: …`, with a colon or equals sign behind the word.
    private static func assignment(_ line: ArraySlice<UInt8>) -> Secret? {
        for sign in line.indices where line[sign] == UInt8(ascii: ":") || line[sign] == UInt8(ascii: "=") {
            guard endsWithName(line[..<sign]) else { continue }
            let rest = line[(sign + 1)...].drop { isBlank($0) || isQuote($0) || $0 == UInt8(ascii: "=") }
            // Longer values are no passwords, and a line of nothing but names would be read again for each.
            let value = rest.prefix(200).prefix { !isBlank($0) && !isQuote($0) }
            let isLast = line[value.endIndex...].allSatisfy { isBlank($0) || isQuote($0) }
            guard isSecretValue(value, isLast: isLast) else { continue }
            return Secret(kind: "a password", range: value.startIndex..<value.endIndex)
        }
        return nil
    }

    /// Whether the text in front of the sign is one of the names, whatever its case, as a word of its own or the end of
    /// one such as `DB_PASSWORD`.
    private static func endsWithName(_ text: ArraySlice<UInt8>) -> Bool {
        let end = text.lastIndex { !isBlank($0) && !isQuote($0) && $0 != UInt8(ascii: "*") } ?? text.startIndex
        // Nearly every colon of a text is sorted out by the letter before it.
        guard end < text.endIndex, text.endIndex - end <= 4, lastBytes.contains(text[end]) else { return false }
        return names.contains { name in
            let word = text[...end].suffix(name.count)
            guard word.elementsEqual(name, by: { $0 == $1 || isCapital($0) && $0 | 0x20 == $1 }) else { return false }
            guard word.startIndex > text.startIndex else { return true }
            let before = text[word.startIndex - 1]
            return before < 0x80 && !isLowerCase(before) && !isCapital(before)
        }
    }

    /// Whether a value is more than a word of a sentence ("password: how do I change it?") or a placeholder.
    private static func isSecretValue(_ value: ArraySlice<UInt8>, isLast: Bool) -> Bool {
        guard value.count >= 4, let first = value.first, !Array("<[{$(…*#|>!?".utf8).contains(first) else {
            return false
        }
        let core = value.reversed().drop { Array(".,;:!?)".utf8).contains($0) }
        if Set(core).count <= 2 { return false }
        let isMixed = core.contains { $0 < 0x80 && !isLowerCase($0) && !isCapital($0) && $0 != UInt8(ascii: "-") }
        return isLast || isMixed
    }

    /// The runs of letters, digits and the signs that tokens are made of.
    private static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split { !isTokenByte($0) }
    }

    /// Where the first `wanted` begins. At most `wanted.count` bytes are looked at for each byte of the line.
    private static func position(of wanted: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
        var rest = line
        while let start = rest.firstIndex(of: wanted[0]) {
            if line[start...].starts(with: wanted) { return start }
            rest = line[(start + 1)...]
        }
        return nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E, 0x7E, 0x2B, 0x2F: true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isLowerCase(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }
}
