/// Which lines of two texts are the same one.
///
/// Lines that occur once in both are the anchors (Bram Cohen's patience diff); between anchors a longest common
/// subsequence is looked for. A stretch too large for that counts as replaced: the time stays bounded on any input.
struct LineMatching {
    /// Positions in the old text and in the new one, both ascending.
    private(set) var pairs: [(old: Int, new: Int)] = []
    private let old: [Int]
    private let new: [Int]

    /// The product of two lengths up to which a table is filled.
    private static let tableLimit = 250_000

    /// Matches lines that are given as numbers: the same number for the same line.
    init(_ old: [Int], _ new: [Int]) {
        self.old = old
        self.new = new
        var gaps = [(old.indices, new.indices)]
        while let (left, right) = gaps.popLast() {
            guard let inner = matchEnds(left, right) else { continue }
            let anchors = anchors(inner.0, inner.1)
            guard !anchors.isEmpty else {
                matchByTable(inner.0, inner.1)
                continue
            }
            pairs += anchors
            var (start, otherStart) = (inner.0.lowerBound, inner.1.lowerBound)
            for anchor in anchors {
                gaps.append((start..<anchor.old, otherStart..<anchor.new))
                (start, otherStart) = (anchor.old + 1, anchor.new + 1)
            }
            gaps.append((start..<inner.0.upperBound, otherStart..<inner.1.upperBound))
        }
        pairs.sort { $0.old < $1.old }
    }

    /// Matches what both stretches begin and end with; returns what lies between, nil where one side is used up.
    private mutating func matchEnds(_ left: Range<Int>, _ right: Range<Int>) -> (Range<Int>, Range<Int>)? {
        var (left, right) = (left, right)
        while let a = left.first, let b = right.first, old[a] == new[b] {
            pairs.append((a, b))
            (left, right) = (left.dropFirst(), right.dropFirst())
        }
        while let a = left.last, let b = right.last, old[a] == new[b] {
            pairs.append((a, b))
            (left, right) = (left.dropLast(), right.dropLast())
        }
        return left.isEmpty || right.isEmpty ? nil : (left, right)
    }

    /// The longest ascending run of lines that occur exactly once in each stretch.
    private func anchors(_ left: Range<Int>, _ right: Range<Int>) -> [(old: Int, new: Int)] {
        var places: [Int: (count: Int, place: Int)] = [:]
        for index in right { places[new[index], default: (0, index)].count += 1 }
        var counts: [Int: Int] = [:]
        for index in left { counts[old[index], default: 0] += 1 }
        let unique = left.compactMap { index -> (old: Int, new: Int)? in
            guard counts[old[index]] == 1, let other = places[old[index]], other.count == 1 else { return nil }
            return (index, other.place)
        }
        return Self.longestAscending(unique)
    }

    /// Patience sorting: `tops[k]` is the pair that ends the run of length `k + 1` with the smallest place.
    private static func longestAscending(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
        var tops: [Int] = []
        var previous = [Int](repeating: -1, count: pairs.count)
        for index in pairs.indices {
            var (low, high) = (0, tops.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[tops[middle]].new < pairs[index].new { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = tops[low - 1] }
            if low == tops.count { tops.append(index) } else { tops[low] = index }
        }
        var run: [(old: Int, new: Int)] = []
        var index = tops.last ?? -1
        while index >= 0 {
            run.append(pairs[index])
            index = previous[index]
        }
        return run.reversed()
    }

    /// The textbook table of longest common subsequences, filled from the end so that earlier lines match first.
    private mutating func matchByTable(_ left: Range<Int>, _ right: Range<Int>) {
        let (rows, columns) = (left.count, right.count)
        guard rows * columns <= Self.tableLimit else { return }
        var length = [Int32](repeating: 0, count: (rows + 1) * (columns + 1))
        func at(_ row: Int, _ column: Int) -> Int { row * (columns + 1) + column }
        for row in (0..<rows).reversed() {
            for column in (0..<columns).reversed() {
                length[at(row, column)] =
                    old[left.lowerBound + row] == new[right.lowerBound + column]
                    ? length[at(row + 1, column + 1)] + 1
                    : max(length[at(row + 1, column)], length[at(row, column + 1)])
            }
        }
        var (row, column) = (0, 0)
        while row < rows, column < columns {
            if old[left.lowerBound + row] == new[right.lowerBound + column] {
                pairs.append((left.lowerBound + row, right.lowerBound + column))
                (row, column) = (row + 1, column + 1)
            } else if length[at(row + 1, column)] >= length[at(row, column + 1)] {
                row += 1
            } else {
                column += 1
            }
        }
    }
}
