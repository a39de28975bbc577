import TicketModel

/// Findings for somebody at the other end of a push, where every line comes behind `remote: `.
///
/// ```
/// 3f2a1c9 HD-k7qf3m: closed cannot become proposed [transition]
///   tickets/2026/11/HD-k7qf3m-printer.md:5
///   Hint: from closed: open
/// ```
enum RemoteLines {
    /// What is left of 80 columns behind `remote: `.
    static let width = 72
    static let limit = 20

    static func make(_ findings: [Diagnostic]) -> [String] {
        var lines = ["The push is refused: \(findings.count == 1 ? "one reason" : "\(findings.count) reasons")."]
        for finding in findings.prefix(limit) {
            let place = [finding.commit, finding.ticket?.text].compactMap(\.self).joined(separator: " ")
            lines += wrapped("\(place.isEmpty ? "" : place + ": ")\(finding.message) [\(finding.rule)]")
            if let location = finding.location {
                lines.append("  \(PrintableText.make(utf8: location.path.bytes)):\(location.lineNumber)")
            }
            if let hint = finding.hint { lines += wrapped("  Hint: \(hint)") }
        }
        if findings.count > limit { lines.append("and \(findings.count - limit) more") }
        return lines
    }

    /// Breaks at blanks; a word that is longer than a line stays whole.
    private static func wrapped(_ text: String) -> [String] {
        let start = String(text.prefix { $0 == " " })
        var lines: [String] = []
        var line = start
        for word in text.split(separator: " ") {
            if line != start, TerminalWidth.columns(line) + 1 + TerminalWidth.columns(String(word)) > width {
                lines.append(line)
                line = start + "  " + word
            } else {
                line += (line == start ? "" : " ") + word
            }
        }
        return lines + [line]
    }
}
