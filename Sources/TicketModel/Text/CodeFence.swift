/// Follows fenced code blocks line by line (CommonMark 0.31 §4.5).
package struct CodeFence: Sendable {
    private var marker: UInt8 = 0
    private var length = 0
    /// Where the open fence begins; nil where none is open.
    package private(set) var openOffset: Int?

    package init() {}

    package var isOpen: Bool { openOffset != nil }

    /// Reads one line without its ending; `offset` is where it begins in the file.
    package mutating func read(_ line: ArraySlice<UInt8>, at offset: Int) {
        let indentation = line.prefix { $0 == 0x20 }.count
        let text = line.dropFirst(indentation)
        guard indentation <= 3, let first = text.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
            return
        }
        let run = text.prefix { $0 == first }.count
        guard run >= 3 else { return }
        let rest = text.dropFirst(run)
        if openOffset == nil {
            guard first == UInt8(ascii: "~") || !rest.contains(first) else { return }
            (marker, length, openOffset) = (first, run, offset)
        } else if first == marker, run >= length, rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            openOffset = nil
        }
    }

    /// The line that closes the open fence.
    package var closingLine: String { String(repeating: Character(Unicode.Scalar(marker)), count: length) }
}
