import TicketModel

/// Words in styles that are set into lines of a width.
///
/// A line breaks at spaces and beside wide characters, which Chinese and Japanese put no spaces between (UAX #14, class ID). What has
/// neither, a long link for one, stays whole and stands on a line of its own.
struct TextFlow {
    private struct Word {
        var text = StyledText()
        var columns = 0
        /// Whether a space stands before it, where it does not begin a line.
        var isSpaced = false
        var beginsLine = false
    }

    private var words: [Word] = []
    private var isWordOpen = false
    private var isSpaceDue = false
    private var isBreakDue = false
    private var endsWide = false

    var isEmpty: Bool { words.isEmpty }

    /// Adds text; spaces and line ends in it are where it may break.
    mutating func append(_ text: String, _ style: Style = .plain) {
        var run = ""
        for character in text {
            if character.isWhitespace, character != "\u{A0}", character != "\u{202F}" {
                extend(run, style)
                run = ""
                isSpaceDue = true
                isWordOpen = false
            } else if TerminalWidth.columns(character) == 2 {
                extend(run, style)
                run = ""
                if !Self.staysBehind(character) { isWordOpen = false }
                extend(String(character), style)
                endsWide = true
            } else {
                if endsWide, run.isEmpty, !Self.staysBehind(character) { isWordOpen = false }
                endsWide = false
                run.append(character)
            }
        }
        extend(run, style)
    }

    /// Ends the line.
    mutating func breakLine() {
        isBreakDue = true
        isWordOpen = false
    }

    private mutating func extend(_ run: String, _ style: Style) {
        guard !run.isEmpty else { return }
        if !isWordOpen {
            let beginsLine = isBreakDue || words.isEmpty
            words.append(Word(isSpaced: isSpaceDue && !beginsLine, beginsLine: beginsLine))
            (isWordOpen, isSpaceDue, isBreakDue) = (true, false, false)
        }
        endsWide = false
        let printable = PrintableText.make(run)
        words[words.count - 1].text.append(printable, style)
        words[words.count - 1].columns += TerminalWidth.columns(printable)
    }

    /// Whether a character must not begin a line: closing brackets and marks (UAX #14, classes CL, CP, EX, IS, NS).
    private static func staysBehind(_ character: Character) -> Bool {
        "、。，．：；！？）］｝」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ.,:;!?)]}»”’…%".contains(character)
    }

    /// Returns the lines, none wider than `width` but those of one word.
    func lines(width: Int) -> [StyledText] {
        var lines: [StyledText] = []
        var used = 0
        for word in words {
            let gap = word.isSpaced ? 1 : 0
            if lines.isEmpty || word.beginsLine || used + gap + word.columns > width {
                lines.append(word.text)
                used = word.columns
            } else {
                // A space between two words of one style has it, too, so that an underline goes through.
                let style = lines[lines.count - 1].runs.last?.style
                if gap > 0 {
                    lines[lines.count - 1].append(" ", style == word.text.runs.first?.style ? style ?? .plain : .plain)
                }
                for run in word.text.runs { lines[lines.count - 1].append(run.text, run.style) }
                used += gap + word.columns
            }
        }
        return lines
    }

    /// The columns of the longest word, below which it cannot be set.
    var longestWordColumns: Int { words.map(\.columns).max() ?? 0 }

    /// The columns of the longest line that the text itself ends.
    var naturalColumns: Int { lines(width: .max).map(\.columns).max() ?? 0 }
}
