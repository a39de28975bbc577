/// Pieces of Markdown that the references are made of.
enum Markdown {
    /// A text outside code, with the signs escaped that would be read as markup.
    static func text(_ text: String) -> String {
        text.replacing("*", with: "\\*").replacing("<", with: "\\<").replacing("|", with: "\\|")
    }

    static func code(_ text: String) -> String { "`\(text)`" }

    /// A fenced block, with a fence that is longer than any in the text (CommonMark 0.31 §4.5).
    static func block(_ lines: [String], _ language: String) -> [String] {
        let longest = lines.map { $0.prefix { $0 == "`" }.count }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return [fence + language] + lines + [fence]
    }

    static func table(_ header: [String], _ rows: [[String]]) -> [String] {
        ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    }

    /// A link to a heading of the same page, by the anchor that GitHub and GitLab give it.
    static func link(toHeading heading: String, _ text: String? = nil) -> String {
        "[\(text ?? heading)](#\(anchor(heading)))"
    }

    static func anchor(_ heading: String) -> String {
        String(heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) })
            .replacing(" ", with: "-")
    }

    /// Turns a help's discussion into Markdown: lines that begin with two blanks are examples.
    static func discussion(_ text: String) -> [String] {
        var result: [String] = []
        var examples: [String] = []
        for line in (text + "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  ") {
                examples.append(String(line.dropFirst(2)))
                continue
            }
            if !examples.isEmpty { result += block(examples, "sh") }
            examples = []
            result.append(Markdown.text(String(line)))
        }
        while result.last?.isEmpty == true { result.removeLast() }
        return result
    }
}
