/// Merges three versions of a text by lines, as diff3 does: what only one side changed is taken, what both changed alike
/// is taken once, and the rest is a conflict.
///
/// Changes that touch each other without an unchanged line between them conflict, as they do in git.
struct LineMerge {
    typealias Line = ArraySlice<UInt8>

    enum Chunk: Hashable {
        case lines([Line])
        case conflict(base: [Line], ours: [Line], theirs: [Line])
    }

    private(set) var chunks: [Chunk] = []

    var hasConflict: Bool {
        chunks.contains { chunk in
            if case .conflict = chunk { true } else { false }
        }
    }

    init(base: [Line], ours: [Line], theirs: [Line]) {
        var numbers: [Line: Int] = [:]
        func number(_ line: Line) -> Int {
            if let known = numbers[line] { return known }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        let baseNumbers = base.map(number)
        let toOurs = Self.map(LineMatching(baseNumbers, ours.map(number)), count: base.count)
        let toTheirs = Self.map(LineMatching(baseNumbers, theirs.map(number)), count: base.count)
        var (b, o, t) = (0, 0, 0)
        for index in base.indices {
            guard let our = toOurs[index], let their = toTheirs[index] else { continue }
            append(Array(base[b..<index]), Array(ours[o..<our]), Array(theirs[t..<their]))
            append([base[index]])
            (b, o, t) = (index + 1, our + 1, their + 1)
        }
        append(Array(base[b...]), Array(ours[o...]), Array(theirs[t...]))
    }

    private static func map(_ matching: LineMatching, count: Int) -> [Int?] {
        var map = [Int?](repeating: nil, count: count)
        for pair in matching.pairs { map[pair.old] = pair.new }
        return map
    }

    private mutating func append(_ lines: [Line]) {
        guard !lines.isEmpty else { return }
        if case .lines(let before) = chunks.last {
            chunks[chunks.count - 1] = .lines(before + lines)
        } else {
            chunks.append(.lines(lines))
        }
    }

    private mutating func append(_ base: [Line], _ ours: [Line], _ theirs: [Line]) {
        if theirs == base || ours == theirs { return append(ours) }
        if ours == base { return append(theirs) }
        let start = zip(ours, theirs).prefix { $0 == $1 }.count
        let end = zip(ours.dropFirst(start).reversed(), theirs.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        append(Array(ours[..<start]))
        chunks.append(
            .conflict(
                base: base, ours: Array(ours[start..<(ours.count - end)]),
                theirs: Array(theirs[start..<(theirs.count - end)])))
        append(Array(ours[(ours.count - end)...]))
    }

    /// The lines of a text, without their line feeds. An empty text has none.
    static func lines(_ bytes: [UInt8]) -> [Line] {
        bytes.isEmpty ? [] : bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    }
}
