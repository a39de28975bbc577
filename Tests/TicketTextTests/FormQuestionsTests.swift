import Testing

@testable import TicketText

@Suite struct FormQuestionsTests {
    private static let form =
        "## What broke\n\nWhat did you do?\n\nSerial number:\nSay it in your words.\n\nLast one?\n"

    @Test(arguments: [
        ("", []), (form, ["What did you do?", "Serial number:", "Last one?"]),
        ("What did you do?\nI printed.\nSerial number: 17\nLast one?", ["Last one?"]),
        ("Serial number:\nSay it in your words.\n\n17\nLast one?\nno", []),
        ("What did you do? I printed.\nLast one? no", []), ("  What did you do?  \n\n\n", ["What did you do?"]),
        ("Last one?\nyes\nWhat did you do?", ["What did you do?"]), ("Nothing of the form.", []),
        ("What did you do?\r\n\r\nLast one?\r\n", ["What did you do?", "Last one?"]),
    ])
    func `a question is open where nothing stands behind or below it`(_ text: String, _ open: [String]) {
        #expect(FormQuestions(Self.form).unanswered(in: text) == open)
    }

    @Test func `a text below every question leaves none open`() {
        let answered = Self.form.split(separator: "\n").map { $0 + "\nAn answer.\n" }.joined()
        #expect(FormQuestions(Self.form).unanswered(in: answered).isEmpty)
        #expect(FormQuestions("# Steps\n# Place\n").unanswered(in: "# Steps\n# Place\nhere") == ["# Steps"])
        #expect(FormQuestions("").unanswered(in: answered).isEmpty)
    }
}
