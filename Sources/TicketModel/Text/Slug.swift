@_spi(_Unicode) import Swift

/// Makes the readable part of a ticket's file name.
package enum Slug {
    /// The longest slug in bytes: with id, dash and `.md` the name stays far below the 255 bytes of common file systems.
    package static let maximumByteCount = 60

    /// Returns `title` in `[a-z0-9-]`, words parted by single dashes, cut after a word; empty when nothing is left.
    ///
    /// `Принтер не печатает!` gives `printer-ne-pechataet`, `Größe ändern` gives `grosse-andern`, `打印机` gives an empty slug.
    /// Only these bytes ever come out, whatever went in, which is what makes a slug safe in a path.
    package static func make(from title: String) -> String {
        var bytes: [UInt8] = []
        var hasGap = false
        for scalar in title._nfc {
            let spelled = Array(spelling(of: scalar).utf8)
            guard let first = spelled.first else { continue }
            if first == dash {
                hasGap = !bytes.isEmpty
                continue
            }
            if hasGap { bytes.append(dash) }
            hasGap = false
            bytes += spelled
            if bytes.count > maximumByteCount { break }
        }
        return String(decoding: cut(bytes), as: UTF8.self)
    }

    private static let dash = UInt8(ascii: "-")

    /// Cuts at the last dash that fits; a single endless word is cut where it is.
    private static func cut(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.count > maximumByteCount else { return bytes[...] }
        let end = bytes[...maximumByteCount].lastIndex(of: dash) ?? maximumByteCount
        return bytes[..<end]
    }

    /// Returns the letters for one scalar: empty for what is left out, `-` for what parts words.
    private static func spelling(of scalar: Unicode.Scalar) -> String {
        if let letters = asciiLetters(scalar) { return letters }
        if ignored.contains(scalar) { return "" }
        if let letters = lowerCaseLetters(scalar) { return letters }
        // Whatever else has an ASCII letter below its marks: é, ő, ş; the marks themselves go.
        var letters = ""
        for part in String(scalar)._nfd where part.properties.generalCategory != .nonspacingMark {
            guard let known = asciiLetters(part) ?? lowerCaseLetters(part) else { return "-" }
            letters += known
        }
        return letters
    }

    private static func asciiLetters(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "a"..."z", "0"..."9": String(scalar)
        case "A"..."Z": String(scalar).lowercased()
        case _ where scalar.isASCII && scalar != "'" && scalar != "`": "-"
        default: nil
        }
    }

    private static func lowerCaseLetters(_ scalar: Unicode.Scalar) -> String? {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.first.flatMap { Transliteration.letters[$0] }
    }

    /// Apostrophes join: `don't` is `dont`, `п'ять` is `pyat`.
    private static let ignored: Set<Unicode.Scalar> = [
        "'", "`", "\u{2019}", "\u{02BC}", "\u{2018}", "\u{00AD}", "\u{200D}",
    ]
}
