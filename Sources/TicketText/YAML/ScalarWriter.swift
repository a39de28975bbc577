import TicketModel

/// Writes texts as YAML scalars that every YAML reader gives back unchanged: plain where that is safe, quoted where not.
package enum ScalarWriter {
    /// What the field holds, which decides whether `1.10` may stand without quotes.
    package enum Meaning: Sendable {
        /// Text: whatever YAML could take for a number, a date or a yes is quoted.
        case text
        /// A number, a boolean, a date: written as it is, as people write it.
        case typed
    }

    /// Returns `text` as a scalar for a block mapping, or for a flow collection where `isInFlow`.
    package static func scalar(
        _ text: String, meaning: Meaning = .text, style: YAMLNode.ScalarStyle = .plain, isInFlow: Bool = false
    ) -> String {
        if needsEscapes(text) { return doubleQuoted(text) }
        switch style {
        case .singleQuoted: return singleQuoted(text)
        case .doubleQuoted: return doubleQuoted(text)
        default: break
        }
        let isUnmistakable = meaning == .typed ? !isNullWord(text) : !looksTyped(text)
        let isPlain = isSafePlain(text, isInFlow: isInFlow) && isUnmistakable
        return isPlain ? text : singleQuoted(text)
    }

    /// Whether `text` can stand without quotes (YAML 1.2 §7.3.3, narrowed to what no reader disputes).
    static func isSafePlain(_ text: String, isInFlow: Bool) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        if indicators.contains(first) || first == 0x20 || last == 0x20 || last == UInt8(ascii: ":") { return false }
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "#") where index > 0 && bytes[index - 1] == 0x20: return false
            case UInt8(ascii: ":")
            where bytes[index + 1] == 0x20 || isInFlow && flowIndicators.contains(bytes[index + 1]):
                return false
            // PyYAML ends a text in brackets at any question mark.
            case let byte where isInFlow && (flowIndicators.contains(byte) || byte == UInt8(ascii: "?")): return false
            default: continue
            }
        }
        return !text.hasPrefix("...")
    }

    private static let indicators = Set("-?:,[]{}#&*!|>'\"%@`=".utf8)
    private static let flowIndicators = Set(",[]{}".utf8)

    /// Whether a YAML 1.1 or 1.2 reader would take `text` for something other than text.
    static func looksTyped(_ text: String) -> Bool {
        if words.contains(text.lowercased()) { return true }
        guard let first = text.utf8.first, (0x30...0x39).contains(first) || "+-.".utf8.contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { typedBytes.contains($0) }
    }

    /// Whether YAML means nothing by `text`, so that even a typed field loses it without quotes.
    private static func isNullWord(_ text: String) -> Bool { text == "~" || text.lowercased() == "null" }

    private static let words: Set<String> = [
        "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan", "<<",
    ]
    /// What numbers, sexagesimals and timestamps of YAML 1.1 are made of.
    private static let typedBytes = Set("0123456789+-._:eExXoOabcdefABCDEFtTzZ ".utf8)

    private static func needsEscapes(_ text: String) -> Bool {
        text.unicodeScalars.contains { !isPrintable($0) }
    }

    /// Whether a character may stand in YAML as it is; line breaks and tabs may not in ours.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static func singleQuoted(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { result.unicodeScalars.append("'") }
            result.unicodeScalars.append(scalar)
        }
        return result + "'"
    }

    private static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
            default: result += escape(scalar)
            }
        }
        return result + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value <= 0xFF ? 2 : scalar.value <= 0xFFFF ? 4 : 8
        let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
        return "\\" + letter + String(repeating: "0", count: width - hex.count) + hex
    }
}
