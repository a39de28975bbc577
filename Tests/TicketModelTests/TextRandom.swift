/// The same random numbers in every run (SplitMix64, Steele et al. 2014).
struct TextRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns up to `maximumCount` scalars out of `alphabet`.
    mutating func text(of alphabet: String, maximumCount: Int) -> String {
        let scalars = Array(alphabet.unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...maximumCount, using: &self) {
            text.append(scalars[Int.random(in: 0..<scalars.count, using: &self)])
        }
        return String(text)
    }
}

/// Scalars that text handling has stumbled over: scripts, marks, controls, directions, joiners.
let awkwardScalars =
    "abzAZ019 -_./'\"\\\u{0}\t\n\r\u{1B}\u{7F}\u{85}\u{9B}\u{A0}ßÀéþÿŁłıİſœŉ\u{300}\u{301}\u{306}\u{308}"
    + "АЯЁёйЙіїєґўъь№—«»…αΏςΣאب\u{61C}\u{200B}\u{200D}\u{200E}\u{200F}\u{2028}\u{202A}\u{202E}\u{2066}\u{2069}"
    + "日本한글\u{1100}👍🏽👨👩🇩🇪\u{FE0F}\u{20E3}\u{FEFF}\u{FFFD}ﬁⅨ½²Å"
