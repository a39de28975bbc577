import Testing

@testable import TicketText

/// What must hold for every merge of lines, tried on short texts of few different lines, which have many ways to match.
@Suite struct LineMergeTests {
    private typealias Line = LineMerge.Line

    private static func lines(_ random: inout SplitMix64) -> [Line] {
        (0..<Int.random(in: 0...7, using: &random)).map { _ in [random.pick(Array("abcd".utf8))] }
    }

    private static func edited(_ lines: [Line], _ random: inout SplitMix64) -> [Line] {
        var lines = lines
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0...lines.count, using: &random)
            if place < lines.count, random.chance(50) {
                lines.remove(at: place)
            } else {
                lines.insert([random.pick(Array("abcdxyz".utf8))], at: place)
            }
        }
        return lines
    }

    /// The text with conflicts settled for one side.
    private static func settled(_ merge: LineMerge, ours: Bool) -> [Line] {
        merge.chunks.flatMap { chunk in
            switch chunk {
            case .lines(let lines): lines
            case .conflict(_, let our, let their): ours ? our : their
            }
        }
    }

    @Test func `matched lines are the same, in the same order`() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<2_000 {
            let (old, new) = (Self.lines(&random).map { Int($0[0]) }, Self.lines(&random).map { Int($0[0]) })
            let pairs = LineMatching(old, new).pairs
            #expect(pairs.allSatisfy { old[$0.old] == new[$0.new] })
            #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.old < $1.old && $0.new < $1.new })
        }
    }

    @Test func `what only one side changed is taken whole`() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<2_000 {
            let base = Self.lines(&random)
            let side = Self.edited(base, &random)
            for merge in [
                LineMerge(base: base, ours: side, theirs: base), LineMerge(base: base, ours: base, theirs: side),
                LineMerge(base: base, ours: side, theirs: side),
            ] {
                #expect(!merge.hasConflict)
                #expect(Self.settled(merge, ours: true) == side)
            }
        }
    }

    @Test func `swapping the sides swaps the conflicts and nothing else`() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<2_000 {
            let base = Self.lines(&random)
            let (ours, theirs) = (Self.edited(base, &random), Self.edited(base, &random))
            let (one, other) = (
                LineMerge(base: base, ours: ours, theirs: theirs), LineMerge(base: base, ours: theirs, theirs: ours)
            )
            #expect(Self.settled(one, ours: true) == Self.settled(other, ours: false))
            #expect(Self.settled(one, ours: false) == Self.settled(other, ours: true))
            #expect(one.hasConflict == other.hasConflict)
        }
    }

    @Test func `every line that a side added is in the merge or in a conflict`() {
        var random = SplitMix64(seed: 4)
        for _ in 0..<2_000 {
            let base = Self.lines(&random)
            let (ours, theirs) = (Self.edited(base, &random), Self.edited(base, &random))
            let merge = LineMerge(base: base, ours: ours, theirs: theirs)
            let (left, right) = (Set(Self.settled(merge, ours: true)), Set(Self.settled(merge, ours: false)))
            #expect(Set(ours).subtracting(base).isSubset(of: left.union(right)))
            #expect(Set(theirs).subtracting(base).isSubset(of: left.union(right)))
        }
    }
}
