import TicketModel
import TicketWorkspace

/// Shows what a change does to a file, line by line, as git does.
struct DiffRendering {
    let palette: Palette
    /// Unchanged lines that are shown around a change.
    private static let context = 3
    /// Files with more lines than this are summed up: nobody reads such a diff.
    private static let maximumLines = 4_000

    func render(_ file: PlannedFile) -> String {
        let (old, new) = (Self.lines(file.before), Self.lines(file.after))
        let path = PrintableText.make(utf8: file.path.bytes)
        let header = file.before == nil ? "new file \(path)" : file.after == nil ? "deleted \(path)" : path
        var lines = [palette.apply(.bold, to: header)]
        guard old.count + new.count <= Self.maximumLines else {
            return lines[0] + "\n  \(old.count) lines before, \(new.count) after"
        }
        for hunk in Self.hunks(old, new) {
            lines.append(palette.apply(.cyan, to: "@@ line \(hunk.startLine) @@"))
            lines += hunk.lines.map(styled)
        }
        return lines.joined(separator: "\n")
    }

    private enum Line {
        case same(String), added(String), removed(String)
    }

    private struct Hunk {
        var startLine: Int
        var lines: [Line]
    }

    private func styled(_ line: Line) -> String {
        switch line {
        case .same(let text): " " + PrintableText.make(text, .lineWithTabs)
        case .added(let text): palette.apply(.green, to: "+" + PrintableText.make(text, .lineWithTabs))
        case .removed(let text): palette.apply(.red, to: "-" + PrintableText.make(text, .lineWithTabs))
        }
    }

    private static func lines(_ bytes: [UInt8]?) -> [String] {
        guard let bytes, !bytes.isEmpty else { return [] }
        guard !bytes.contains(0) else { return ["(\(bytes.count) bytes that are no text)"] }
        var parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { part in
            String(decoding: part.last == 0x0D ? part.dropLast() : part, as: UTF8.self)
        }
        if parts.last == "" { parts.removeLast() }
        return parts
    }

    /// The changed stretches with their surroundings, from the standard library's difference (Myers 1986).
    private static func hunks(_ old: [String], _ new: [String]) -> [Hunk] {
        let difference = new.difference(from: old)
        let removed = Swift.Set(difference.removals.map(\.offset))
        let inserted = Swift.Set(difference.insertions.map(\.offset))
        var all: [(Line, isChange: Bool, oldLine: Int)] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, removed.contains(i) {
                all.append((.removed(old[i]), true, i + 1))
                i += 1
            } else if j < new.count, inserted.contains(j) {
                all.append((.added(new[j]), true, i + 1))
                j += 1
            } else {
                all.append((.same(old[i]), false, i + 1))
                i += 1
                j += 1
            }
        }
        return group(all)
    }

    private static func group(_ all: [(Line, isChange: Bool, oldLine: Int)]) -> [Hunk] {
        var hunks: [Hunk] = []
        var lastEnd = -1
        for index in all.indices where all[index].isChange {
            let start = max(index - context, lastEnd + 1)
            let end = min(index + context, all.count - 1)
            if start > lastEnd + 1 || hunks.isEmpty {
                hunks.append(Hunk(startLine: all[max(start, 0)].oldLine, lines: []))
            }
            if end > lastEnd {
                hunks[hunks.count - 1].lines += all[max(start, lastEnd + 1)...end].map(\.0)
                lastEnd = end
            }
        }
        return hunks
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
