/// The questions of a form's text, and which of them a person left open.
///
///     What did you do, and what came instead?
///     Serial number:
///
/// A question is a line that ends with `?` or `:`, or a heading with no other question below it. Its answer stands behind it on the line or below it,
/// up to the next question of the form. A question that was taken out or put in other words counts as answered.
package struct FormQuestions: Sendable {
    private let lines: [Substring]
    private let questions: [Substring]

    /// - Parameter text: the form's text.
    package init(_ text: String) {
        let lines = Self.trimmedLines(text).filter { !$0.isEmpty }
        self.lines = lines
        questions = lines.indices.filter { index in
            guard lines[index].hasPrefix("#") else { return Self.asks(lines[index]) }
            return !lines[(index + 1)...].prefix { !$0.hasPrefix("#") }.contains(where: Self.asks)
        }.map { lines[$0] }
    }

    /// Returns the questions that stand in `text` with nothing behind or below them, in order.
    package func unanswered(in text: String) -> [String] {
        let written = Self.trimmedLines(text)
        let (ownLines, allQuestions) = (Set(lines), Set(questions))
        var open: [String] = []
        var position = 0
        for question in questions {
            guard let place = written[position...].firstIndex(of: question) else { continue }
            position = place + 1
            let below = written[position...].prefix { !allQuestions.contains($0) }
            if !below.contains(where: { !$0.isEmpty && !ownLines.contains($0) }) { open.append(String(question)) }
        }
        return open
    }

    private static func asks(_ line: Substring) -> Bool {
        ["?", ":", "?**", ":**"].contains { line.hasSuffix($0) }
    }

    private static func trimmedLines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            var line = line
            while line.last?.isWhitespace == true { line.removeLast() }
            while line.first?.isWhitespace == true { line.removeFirst() }
            return line
        }
    }
}
