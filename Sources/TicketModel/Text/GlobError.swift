/// Why a pattern cannot be read, and where.
package struct GlobError: Error, Hashable, Sendable {
    package enum Reason: Sendable {
        case unclosedClass, unclosedBrace, nothingToEscape, backwardRange, tooLong, nestedTooDeep
    }

    package let reason: Reason
    /// Where the offending part begins, in characters (scalars) from 0.
    package let characterOffset: Int

    /// A sentence without its full stop, for a diagnostic.
    package var message: String {
        switch reason {
        case .unclosedClass: "the [ is never closed"
        case .unclosedBrace: "the { is never closed"
        case .nothingToEscape: "there is nothing after the \\"
        case .backwardRange: "the range runs backwards"
        case .tooLong: "the pattern is longer than \(Glob.maximumByteCount) bytes"
        case .nestedTooDeep: "the braces are nested more than \(GlobParser.maximumDepth) deep"
        }
    }
}
