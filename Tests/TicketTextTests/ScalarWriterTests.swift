import Testing
import TicketModel

@testable import TicketText

@Suite struct ScalarWriterTests {
    private static let alphabet: [Unicode.Scalar] = Array(
        "ab01 -:#[]{},'\"|>&*!%@`?\\~=.<\t\n\r\u{0}\u{85}\u{A0}\u{2028}\u{FEFF}\u{FFFE}яё🙂\u{301}\u{202E}"
            .unicodeScalars)

    @Test(arguments: [true, false]) func everyTextReadsBackAsItWas(_ isInFlow: Bool) throws {
        var random = SplitMix64(seed: isInFlow ? 1 : 2)
        for _ in 0..<10_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                text.unicodeScalars.append(random.pick(Self.alphabet))
            }
            let meaning: ScalarWriter.Meaning = random.chance(30) ? .typed : .text
            let style: YAMLNode.ScalarStyle = random.pick([.plain, .plain, .singleQuoted, .doubleQuoted, .literal])
            let scalar = ScalarWriter.scalar(text, meaning: meaning, style: style, isInFlow: isInFlow)
            let yaml =
                isInFlow
                ? "{k: [\(scalar), \(scalar)], l: \(scalar)}" : "k:\n- \(scalar) # c\n- \(scalar)\nl: \(scalar)\n"
            let node = try #require(try Reading.yaml(yaml), "\(yaml)")
            let read = [node.pair("l")?.value] + (node.pair("k")?.value.items ?? [])
            #expect(read.count == 3 && read.allSatisfy { $0?.scalar?.utf8.elementsEqual(text.utf8) == true }, "\(yaml)")
            #expect(read.allSatisfy { $0?.isNull == false }, "\(yaml)")
        }
    }

    @Test(arguments: [
        "Printer jams", "ivan", "maria@acme.example", "Принтер", "🙂", "a:b", "a-b", "http://a.example/?b=c#d", "don't",
        "v1.2",
    ])
    func ordinaryTextsNeedNoQuotes(_ text: String) {
        #expect(ScalarWriter.scalar(text) == text)
    }

    @Test(arguments: [
        "no", "Yes", "on", "1.10", "010", "1e3", "0x1F", "1:30", "2026-11-21", "~", "null", "NULL", "true", ".inf",
        "1_000", "+7", "y", "=", "",
    ])
    func textThatAnotherReaderTakesForSomethingElseIsQuoted(_ text: String) {
        #expect(ScalarWriter.scalar(text) == "'\(text)'")
    }

    @Test func aQuestionMarkInBracketsIsQuotedForPyYAML() {
        #expect(ScalarWriter.scalar("http://a.example/?b", isInFlow: true) == "'http://a.example/?b'")
        #expect(ScalarWriter.scalar("http://a.example/?b") == "http://a.example/?b")
    }
}
