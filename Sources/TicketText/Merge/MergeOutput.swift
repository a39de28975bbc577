/// A merged text being written: with conflict markers, and with all conflicts settled for each of the sides.
///
/// The two settled texts are what is read again to see that the merge did what it should.
struct MergeOutput {
    private(set) var marked: [UInt8] = []
    private(set) var ours: [UInt8] = []
    private(set) var theirs: [UInt8] = []

    mutating func append(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        marked += bytes
        ours += bytes
        theirs += bytes
    }

    mutating func append(_ other: MergeOutput) {
        marked += other.marked
        ours += other.ours
        theirs += other.theirs
    }

    /// Adds whole lines that the sides have differently.
    mutating func appendConflict(_ ourLines: [UInt8], _ theirLines: [UInt8], _ markers: MergeMarkers) {
        if marked.last.map({ $0 != 0x0A }) ?? false { marked += markers.lineEnding }
        marked += markers.start + markers.closed(ourLines) + markers.middle + markers.closed(theirLines) + markers.end
        ours += ourLines
        theirs += theirLines
    }

    /// The text with conflicts settled for one side.
    func settled(for answer: MergeConflict.Answer) -> [UInt8] {
        switch answer {
        case .markers: marked
        case .ours: ours
        case .theirs: theirs
        }
    }
}

/// The lines around a conflict, as git writes them (gitattributes(5), "conflict-marker-size").
struct MergeMarkers: Sendable {
    let start: [UInt8]
    let middle: [UInt8]
    let end: [UInt8]
    let lineEnding: [UInt8]

    init(labels: TicketMerge.Labels, size: Int, lineEnding: [UInt8]) {
        func line(_ sign: Character, _ label: String) -> [UInt8] {
            Array((String(repeating: sign, count: size) + (label.isEmpty ? "" : " " + label)).utf8) + lineEnding
        }
        start = line("<", labels.ours)
        middle = line("=", "")
        end = line(">", labels.theirs)
        self.lineEnding = lineEnding
    }

    /// `lines` with a line ending where the last one has none.
    func closed(_ lines: [UInt8]) -> [UInt8] { lines.isEmpty || lines.last == 0x0A ? lines : lines + lineEnding }

    /// Returns merged lines, joined by line feeds, without one at the end.
    func output(_ chunks: [LineMerge.Chunk]) -> MergeOutput {
        var (marked, ours, theirs): ([LineMerge.Line], [LineMerge.Line], [LineMerge.Line]) = ([], [], [])
        func bare(_ line: [UInt8]) -> LineMerge.Line { line.dropLast() }
        for chunk in chunks {
            switch chunk {
            case .lines(let lines):
                marked += lines
                ours += lines
                theirs += lines
            case .conflict(_, let our, let their):
                marked += [bare(start)] + our + [bare(middle)] + their + [bare(end)]
                ours += our
                theirs += their
            }
        }
        return MergeOutput(
            marked: Array(marked.joined(separator: [0x0A])), ours: Array(ours.joined(separator: [0x0A])),
            theirs: Array(theirs.joined(separator: [0x0A])))
    }
}
