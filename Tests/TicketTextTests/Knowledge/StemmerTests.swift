import Testing
import TicketModel

@testable import TicketText

@Suite struct StemmerTests {
    @Test(arguments: [
        ["принтер", "принтера", "принтеры", "принтерами", "принтеров"], ["касса", "кассы", "кассе", "кассами"],
        ["connect", "connects", "connected", "connecting", "connection"], ["printer", "printers"],
        ["сбросить", "сбросил", "сбросили"], ["dying", "die", "dies"], ["учетная", "учетной", "учетную"],
    ])
    func `the forms of a word have one stem`(forms: [String]) {
        let stemmer = Stemmer()
        #expect(Set(forms.map { stemmer.stem(Array($0.utf8)) }).count == 1)
    }

    @Test(arguments: ["1c", "e47", "a-17", "商", "größe", "50", "x", "й", ""])
    func `what is no word of these languages is its own stem`(word: String) {
        #expect(Stemmer().stem(Array(word.utf8)) == Array(word.utf8))
    }

    @Test func `any bytes have a stem that is not empty`() {
        var random = SplitMix64(seed: 3)
        let stemmer = Stemmer()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 1...140, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let stem = stemmer.stem(bytes)
            #expect(!stem.isEmpty)
        }
    }

    /// What lets a search pass over most words without stemming them.
    @Test func `a stem of more than three letters begins with two letters of its word`() {
        var random = SplitMix64(seed: 5)
        let stemmer = Stemmer()
        for alphabet in ["abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"] {
            for _ in 0..<20_000 {
                let word = random.word(of: Array(alphabet.unicodeScalars), 1...12)
                let stem = String(decoding: stemmer.stem(Array(word.utf8)), as: UTF8.self).unicodeScalars
                let shared = stem.count > 3 ? 2 : 1
                #expect(word.unicodeScalars.starts(with: stem.prefix(shared)), "\(word) → \(stem)")
            }
        }
    }
}

extension SplitMix64 {
    mutating func word(of alphabet: [Unicode.Scalar], _ length: ClosedRange<Int>) -> String {
        var word = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: length, using: &self) { word.append(alphabet.randomElement(using: &self) ?? "x") }
        return String(word)
    }
}
