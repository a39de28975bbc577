import Foundation

/// A transcript of a shell session, to be run and compared; `Tests/Sessions/README.md` describes the format.
///
/// ```
/// # a comment, saying why
/// @ file notes.txt
/// one
/// @ end
/// $ cat notes.txt - missing
/// < two
/// one
/// two
/// 2> cat: missing: No such file or directory
/// ? 1
/// ```
struct SessionScript: Equatable {
    enum Item: Equatable {
        /// A comment or an empty line.
        case text(String)
        case file(path: String, lines: [String])
        case step(Step)
    }

    /// A command and what is expected of it.
    struct Step: Equatable {
        /// From 1, the line of the `$`.
        var lineNumber: Int
        /// The lines after `$`, and after `>` where it goes on.
        var commandLines: [String]
        /// Standard input, nil for none.
        var inputLines: [String]?
        var output: [String] = []
        var errors: [String] = []
        var exitCode = 0
    }

    struct ParseError: Error, Equatable, CustomStringConvertible {
        let lineNumber: Int
        let description: String
    }

    var items: [Item] = []

    var steps: [Step] {
        items.compactMap { item in
            if case .step(let step) = item { step } else { nil }
        }
    }

    /// Parses a session file's text.
    init(_ text: String) throws(ParseError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        var position = 0
        while position < lines.count {
            let line = lines[position]
            if line.isEmpty || line.hasPrefix("#") {
                items.append(.text(line))
                position += 1
            } else if line.hasPrefix("@ file ") {
                items.append(try Self.file(lines, &position))
            } else if line.hasPrefix("$ ") {
                items.append(.step(try Self.step(lines, &position)))
            } else {
                throw ParseError(lineNumber: position + 1, description: "this belongs to no command: \(line)")
            }
        }
    }

    private static func file(_ lines: [String], _ position: inout Int) throws(ParseError) -> Item {
        let start = position
        guard let end = lines[start...].firstIndex(of: "@ end") else {
            throw ParseError(lineNumber: start + 1, description: "there is no @ end")
        }
        position = end + 1
        return .file(path: String(lines[start].dropFirst(7)), lines: Array(lines[(start + 1)..<end]))
    }

    private static func step(_ lines: [String], _ position: inout Int) throws(ParseError) -> Step {
        var step = Step(lineNumber: position + 1, commandLines: [String(lines[position].dropFirst(2))])
        position += 1
        while position < lines.count, let line = step.continuation(lines[position]) {
            step.commandLines.append(line)
            position += 1
        }
        while position < lines.count, !lines[position].isEmpty, !"#$@".contains(lines[position].prefix(1)) {
            let line = lines[position]
            position += 1
            if line.hasPrefix("? ") {
                guard let code = Int(line.dropFirst(2)) else {
                    throw ParseError(lineNumber: position, description: "this is no exit code: \(line)")
                }
                step.exitCode = code
                break
            }
            step.expect(line)
        }
        return step
    }

    /// The session file's text with the expectations as they are now.
    var text: String { items.flatMap(\.lines).map { $0 + "\n" }.joined() }
}

extension SessionScript.Item {
    fileprivate var lines: [String] {
        switch self {
        case .text(let line): [line]
        case .file(let path, let lines): ["@ file \(path)"] + lines + ["@ end"]
        case .step(let step): step.lines
        }
    }
}

extension SessionScript.Step {
    fileprivate func continuation(_ line: String) -> String? {
        line == ">" ? "" : line.hasPrefix("> ") ? String(line.dropFirst(2)) : nil
    }

    fileprivate mutating func expect(_ line: String) {
        if line == "<" || line.hasPrefix("< ") {
            inputLines = (inputLines ?? []) + [String(line.dropFirst(2))]
        } else if line == "2>" || line.hasPrefix("2> ") {
            errors.append(String(line.dropFirst(3)))
        } else if line == "1>" || line.hasPrefix("1> ") {
            output.append(String(line.dropFirst(3)))
        } else {
            output.append(line)
        }
    }

    fileprivate var lines: [String] {
        var lines = commandLines.enumerated().map { ($0.offset == 0 ? "$ " : "> ") + $0.element }
        lines += (inputLines ?? []).map { "< " + $0 }
        lines += output.map { Self.needsPrefix($0) ? ("1> " + $0) : $0 }
        lines += errors.map { "2> " + $0 }
        if exitCode != 0 { lines.append("? \(exitCode)") }
        return lines.map { $0 == "1> " || $0 == "2> " || $0 == "< " || $0 == "> " ? String($0.dropLast()) : $0 }
    }

    /// Returns whether a line of output would be taken for something else without `1> ` before it.
    private static func needsPrefix(_ line: String) -> Bool {
        line.isEmpty || "#$?<>@".contains(line.prefix(1)) || line.hasPrefix("1>") || line.hasPrefix("2>")
    }
}
