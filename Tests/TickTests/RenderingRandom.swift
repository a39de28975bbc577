/// The same random numbers in every run (SplitMix64, Steele et al. 2014).
struct RenderingRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Text of letters of many widths, quotes, separators, marks, joiners and controls.
    mutating func text(maximumCount: Int = 12) -> String {
        let alphabet = Array(
            "abЯё日本한👍🏽👨👩🇩🇪☺é \"',;\\\t\n\r\u{0}\u{1B}\u{7F}\u{85}\u{300}\u{301}\u{FE0F}\u{200D}\u{202E}\u{2028}\u{FFFD}"
                .unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...maximumCount, using: &self) {
            text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &self)])
        }
        return String(text)
    }
}

/// Returns the line without SGR sequences, scalar by scalar: a mark after a sequence must not hide its end.
func withoutStyles(_ line: String) -> String {
    line.replacing(/\u{1B}\[[0-9;]*m/.matchingSemantics(.unicodeScalar), with: "")
}
