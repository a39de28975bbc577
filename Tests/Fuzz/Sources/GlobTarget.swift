import TicketModel

/// A pattern, NUL, and a text: `Glob` of all three kinds.
///
/// Patterns of up to 63 steps are followed in one number, longer ones in lists: behind the same long beginning a pattern
/// gives the same answer. A text matches itself with every character escaped. Matches of a path lie in its folder.
enum GlobTarget {
    private static let beginning = String(repeating: "x", count: 70) + "/"

    static func run(_ input: [UInt8]) {
        let (pattern, text) = FuzzInput.halves(input)
        let patternText = FuzzInput.text(pattern)
        for kind in [Glob.Kind.foldedName, .name, .path] {
            check(patternText, text, kind)
            checkEscaped(FuzzInput.text(text), kind)
        }
    }

    private static func check(_ pattern: String, _ text: [UInt8], _ kind: Glob.Kind) {
        guard let glob = try? Glob(pattern, kind) else { return }
        let doesMatch = glob.matches(text)
        if kind == .path, doesMatch, !glob.literalPrefix.isEmpty {
            require(text.starts(with: glob.literalPrefix + [0x2F]), "\(pattern) matches outside of its folder")
        }
        // Folding may join the beginning with a combining mark behind it.
        guard kind != .foldedName, let long = try? Glob(beginning + pattern, kind) else { return }
        let matchesBehind = long.matches(Array(beginning.utf8) + text)
        require(matchesBehind == doesMatch, "\(pattern) matches \(doesMatch), behind a long beginning \(matchesBehind)")
    }

    private static func checkEscaped(_ text: String, _ kind: Glob.Kind) {
        var pattern = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if "*?[]{},\\".unicodeScalars.contains(scalar) { pattern.append("\\") }
            pattern.append(scalar)
        }
        guard let glob = try? Glob(String(pattern), kind) else {
            require(pattern.count * 4 > Glob.maximumByteCount, "an escaped text is no pattern: \(String(pattern))")
            return
        }
        require(glob.matches(text), "a text does not match itself: \(text)")
    }
}
