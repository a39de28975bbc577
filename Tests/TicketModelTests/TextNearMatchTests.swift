import Testing

@testable import TicketModel

@Suite struct TextNearMatchTests {
    private let commands = [
        "list", "queue", "show", "edit", "set", "move", "assign", "reply", "undo", "open", "status",
    ]

    @Test(arguments: [
        ("lsit", "list"), ("shwo", "show"), ("STATUS", "status"), ("statsu", "status"), ("assi", "assign"),
        ("queeu", "queue"),
        ("дшые", "list"), ("щзут", "open"), ("ЫЕФЕГЫ", "status"), ("ыеефегы", "status"), ("repli", "reply"),
    ])
    func `a mistyped command is recognised`(typed: String, meant: String) {
        #expect(NearMatch.closest(to: typed, among: commands).first == meant)
    }

    @Test(arguments: [
        ("jnrhsnf", "открыта"), ("[jcn", "хост"), ("Елка", "ёлка"), ("`krf", "ёлка"), ("открыто", "открыта"),
    ])
    func `so is a Russian word, typed in Latin or with errors`(typed: String, meant: String) {
        #expect(NearMatch.closest(to: typed, among: ["хост", "ёлка", "открыта"]) == [meant])
    }

    @Test(arguments: ["", "xyzzy", "z", "запрос", "123456", "\u{0}"])
    func `what is near nothing has no match`(typed: String) {
        #expect(NearMatch.closest(to: typed, among: commands).isEmpty)
    }

    @Test func `the same word comes first, then the beginning, then the error`() {
        let found = NearMatch.closest(to: "open", among: ["opens", "oben", "reopen", "OPEN"])
        #expect(found == ["OPEN", "opens", "oben"])
    }

    @Test func `no more than the limit, each name once`() {
        #expect(NearMatch.closest(to: "a1", among: ["a1", "a1", "a12", "a13", "a14"], limit: 2) == ["a1", "a12"])
        #expect(NearMatch.closest(to: "a", among: commands, limit: 0).isEmpty)
    }

    @Test func `one error in a word of three letters or more is always forgiven`() {
        var random = TextRandom(seed: 4)
        for name in commands {
            for _ in 0..<40 {
                var letters = Array(name)
                let place = Int.random(in: 0..<letters.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: letters.insert("x", at: place)
                case 1: letters[place] = "x"
                default: letters.swapAt(place, min(place + 1, letters.count - 1))
                }
                #expect(
                    NearMatch.closest(to: String(letters), among: commands, limit: 9).contains(name),
                    "\(String(letters))")
            }
        }
    }

    @Test func `typing on the other layout goes there and back`() {
        for word in ["list", "status", "priority", "x-2"] {
            for other in KeyboardLayout.retyped(word) { #expect(KeyboardLayout.retyped(other).contains(word)) }
            #expect(!KeyboardLayout.retyped(word).isEmpty)
        }
        #expect(KeyboardLayout.retyped("日本").isEmpty)
        #expect(KeyboardLayout.retyped("12").isEmpty)
    }
}
