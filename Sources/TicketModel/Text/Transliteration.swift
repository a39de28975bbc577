/// ASCII spellings of lower-case letters that no decomposition leads to.
///
/// Russian as in BGN/PCGN 1947 without its apostrophes, with the letters of Ukrainian, Belarusian, Serbian and Macedonian
/// beside it; Greek as in ELOT 743 letter by letter. One table for all languages: a slug is for reading, not for going back.
enum Transliteration {
    static let letters: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for group in [cyrillic, latin, greek] {
            for entry in group.split(separator: " ") {
                let scalars = entry.unicodeScalars
                if let letter = scalars.first { table[letter] = String(scalars.dropFirst()) }
            }
        }
        return table
    }()

    /// Each entry is the letter followed by its spelling; the signs ъ and ь have none.
    private static let cyrillic = """
        аa бb вv гg дd еe ёyo жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya \
        іi їyi єye ґg ўu ђdj јj љlj њnj ћc џdz ѓgj ќkj ѕdz әa ғg қk ңn өo ұu үu һh
        """

    private static let latin = "ßss æae œoe øo đd ðd þth łl ħh ıi ĸk ŋn ŧt ŉn"

    private static let greek = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo"
}
