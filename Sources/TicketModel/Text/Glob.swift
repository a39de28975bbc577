/// A pattern with wildcards, for values of fields and for paths.
///
/// | in | means |
/// |---|---|
/// | `*` | any characters; in a path none of them `/` |
/// | `?` | one character; in a path not `/` |
/// | `[a-z0]`, `[!a]`, `[^a]` | one character of these, or none of these; in a path never `/` |
/// | `\*` | the character itself |
/// | `**/`, `/**` | in a path: any folders, none included; everything below |
/// | `{a,b}` | in a path: one of these, nested at will |
///
/// Matching follows all ways through the pattern at once (Thompson 1968), so its time grows with pattern × text, whatever
/// the pattern. There are no regular expressions here for that reason.
package struct Glob: Hashable, Sendable {
    /// What the pattern is for.
    package enum Kind: Sendable {
        /// Text of a field, without regard to case, ё and Unicode form (see ``FoldedText``).
        case foldedName
        /// Text of a field, character by character.
        case name
        /// A path, with `/` between folders, bytes compared as they are.
        case path
    }

    /// Longer patterns are refused.
    package static let maximumByteCount = 1024

    /// The pattern as it was written.
    package let pattern: String
    package let kind: Kind
    /// The folder that every match lies in, without a slash at the end; empty for anywhere, and for names.
    ///
    /// `tickets/2026` for `tickets/2026/**/*.md`: only this folder has to be walked.
    package let literalPrefix: [UInt8]
    /// What the names end with that match, where the last part is a star and an end: `.md` of `tickets/**/*.md`. Nil for other patterns.
    ///
    /// Whether a name with this end matches is then a question of its folder alone: as this end matches there as a whole name.
    package let nameEnd: [UInt8]?
    private let steps: [GlobStep]
    /// The same in a faster form, for patterns of common length.
    private let bits: GlobBits?
    /// The whole pattern's characters when it has no wildcard.
    private let literal: [UInt32]?

    /// Parses a pattern.
    ///
    /// - Throws: ``GlobError`` for an unclosed `[` or `{`, a `\` at the end, a range that runs backwards, a pattern too long.
    package init(_ pattern: String, _ kind: Kind) throws(GlobError) {
        guard pattern.utf8.count <= Glob.maximumByteCount else { throw GlobError(reason: .tooLong, characterOffset: 0) }
        let text = kind == .foldedName ? FoldedText(pattern).string : pattern
        var parser = GlobParser(text, isPath: kind == .path)
        let steps = try parser.parse()
        self.pattern = pattern
        self.kind = kind
        self.steps = steps
        bits = GlobBits(steps)
        literal = GlobStep.literal(steps)
        nameEnd = kind == .path ? Glob.nameEnd(of: pattern) : nil
        literalPrefix = kind == .path ? Glob.folder(of: steps) : []
    }

    /// Returns whether the whole text matches.
    package func matches(_ text: String) -> Bool {
        kind == .foldedName ? matches(folded: FoldedText(text)) : matches(Array(text.utf8))
    }

    /// Returns whether the whole of these bytes matches; a byte that is not UTF-8 counts as one character.
    package func matches(_ bytes: [UInt8]) -> Bool {
        kind == .foldedName ? matches(folded: FoldedText(utf8: bytes)) : matches(units: GlobUnits.decode(bytes))
    }

    /// Returns whether a text that is folded already matches; for ``Kind/foldedName``.
    package func matches(folded text: FoldedText) -> Bool {
        matches(units: GlobUnits.decode(text.utf8))
    }

    /// Returns whether the pattern has wildcards at all.
    package var hasWildcards: Bool { literal == nil }

    private func matches(units: [UInt32]) -> Bool {
        if let literal { return literal == units }
        return bits?.matches(units) ?? GlobRun.matches(steps, units)
    }

    private static func nameEnd(of pattern: String) -> [UInt8]? {
        let special = Array("*?[]{}\\".utf8)
        guard let slash = pattern.utf8.lastIndex(of: UInt8(ascii: "/")), !pattern.utf8.contains(UInt8(ascii: "{"))
        else {
            return nil
        }
        let name = Array(pattern.utf8[slash...].dropFirst())
        guard name.first == UInt8(ascii: "*"), !name.dropFirst().contains(where: special.contains) else { return nil }
        return Array(name.dropFirst())
    }

    /// Returns the whole folders before the first wildcard.
    private static func folder(of steps: [GlobStep]) -> [UInt8] {
        var units: [UInt32] = []
        for step in steps {
            guard case .unit(let unit) = step else { break }
            units.append(unit)
        }
        guard let slash = units.lastIndex(of: GlobUnits.slash) else { return [] }
        return GlobUnits.encode(units[..<slash])
    }
}
