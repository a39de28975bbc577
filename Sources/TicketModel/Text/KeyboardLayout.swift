/// The same keys on another keyboard layout: ЙЦУКЕН (Russian, Ukrainian, Belarusian) and QWERTY.
package enum KeyboardLayout {
    /// Returns what the keys of `word` give on the other layout, none when a character is on neither.
    ///
    /// `дшые` gives `list`; `jnrhsnf` gives `открыта`.
    package static func retyped(_ word: String) -> [String] {
        let keys = Array(word.lowercased())
        guard !keys.isEmpty else { return [] }
        return [toLatin, toCyrillic].compactMap { layout in
            var result = ""
            var hasChanged = false
            for key in keys {
                guard let other = layout[key] ?? (isOnBoth(key) ? key : nil) else { return nil }
                hasChanged = hasChanged || other != key
                result.append(other)
            }
            return hasChanged ? result : nil
        }
    }

    /// Digits and the signs that both layouts type with the same keys, as far as names use them.
    private static func isOnBoth(_ key: Character) -> Bool { key.isNumber || key == "-" || key == "_" }

    private static let latinKeys: [Character] = Array("qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
    private static let russianKeys: [Character] = Array("йцукенгшщзхъфывапролджэячсмитьбюё")

    private static let toCyrillic = Dictionary(uniqueKeysWithValues: zip(latinKeys, russianKeys))

    private static let toLatin: [Character: Character] = {
        var table = Dictionary(uniqueKeysWithValues: zip(russianKeys, latinKeys))
        table.merge(["і": "s", "ї": "]", "є": "'", "ў": "o"]) { first, _ in first }
        return table
    }()
}
