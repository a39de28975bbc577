import Testing
import TicketText

/// Files of `.tick/` and the like, merged by lines.
@Suite struct TextMergeTests {
    private func merge(_ base: String, _ ours: String, _ theirs: String) -> String? {
        TextMerge.merge(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("takes what one side changed, and what both changed alike once")
    func merges() {
        #expect(merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n") == "A\nb\nC\n")
        #expect(merge("a\n", "b\n", "b\n") == "b\n")
        #expect(merge("", "a\n", "a\n") == "a\n")
    }

    @Test("the same lines changed differently are no merge, nor is what is no text")
    func conflicts() {
        #expect(merge("a\n", "b\n", "c\n") == nil)
        #expect(merge("", "a\n", "b\n") == nil)
        #expect(merge("a\0", "b\0", "a\0c") == nil)
    }
}
