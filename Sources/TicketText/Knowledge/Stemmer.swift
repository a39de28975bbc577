internal import CStemmer

/// Cuts words down to what their forms share: `принтеров` and `принтер` to `принтер`, `connecting` and `connected` to `connect`.
///
/// Snowball's stemmers for Russian and English, chosen by the script of a word; other words, and those with digits, are their own stems.
/// For one thread at a time. Source: snowballstem.org.
@safe package struct Stemmer: ~Copyable {
    private let russian: OpaquePointer?
    private let english: OpaquePointer?

    /// Without memory for a stemmer every word is its own stem.
    package init() {
        unsafe russian = sb_stemmer_new("russian", "UTF_8")
        unsafe english = sb_stemmer_new("english", "UTF_8")
    }

    deinit {
        unsafe sb_stemmer_delete(russian)
        unsafe sb_stemmer_delete(english)
    }

    /// Longer words are no words.
    private static let byteLimit = 100

    /// Returns the stem of a word.
    ///
    /// - Parameter word: folded: in lower case, composed, without ё.
    package func stem(_ word: [UInt8]) -> [UInt8] {
        guard let first = word.first, word.count <= Self.byteLimit,
            !word.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
        else { return word }
        let isRussian = first == 0xD0 || first == 0xD1
        guard isRussian || first < 0x80, let stemmer = unsafe isRussian ? russian : english else { return word }
        let stem = unsafe word.withUnsafeBufferPointer { bytes -> [UInt8]? in
            guard let start = bytes.baseAddress,
                let found = unsafe sb_stemmer_stem(stemmer, start, Int32(bytes.count))
            else { return nil }
            return unsafe Array(UnsafeBufferPointer(start: found, count: Int(sb_stemmer_length(stemmer))))
        }
        return stem.flatMap { $0.isEmpty ? nil : $0 } ?? word
    }
}
