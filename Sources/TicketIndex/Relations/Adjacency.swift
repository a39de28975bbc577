/// Which numbers lead to which: the targets of each, sorted and each once, in two arrays.
struct Adjacency: Sendable {
    /// Where the targets of each number begin; empty where there are none at all.
    private var starts: [Int32] = []
    private var targets: [Int32] = []

    static let none: ArraySlice<Int32> = [][...]

    init() {}

    /// - Parameter count: how many numbers there are, from 0.
    init(_ pairs: [(from: Int32, to: Int32)], count: Int) {
        guard !pairs.isEmpty else { return }
        var places = [Int32](repeating: 0, count: count + 1)
        for pair in pairs { places[Int(pair.from) + 1] += 1 }
        for number in 0..<count { places[number + 1] += places[number] }
        var sorted = [Int32](repeating: 0, count: pairs.count)
        var next = places
        for pair in pairs {
            sorted[Int(next[Int(pair.from)])] = pair.to
            next[Int(pair.from)] += 1
        }
        (starts, targets) = (places, sorted)
        guard Self.sortEach(&targets, starts) else { return }
        dropDoubles()
    }

    /// Sorts the targets of each number; returns whether one is there twice.
    private static func sortEach(_ targets: inout [Int32], _ starts: [Int32]) -> Bool {
        var hasDoubles = false
        for number in 0..<starts.count - 1 where starts[number] + 1 < starts[number + 1] {
            let own = Int(starts[number])..<Int(starts[number + 1])
            var isSorted = true
            for place in own.dropFirst() where targets[place - 1] >= targets[place] { isSorted = false }
            if isSorted { continue }
            targets[own].sort()
            for place in own.dropFirst() where targets[place - 1] == targets[place] { hasDoubles = true }
        }
        return hasDoubles
    }

    private mutating func dropDoubles() {
        var (unique, ends): ([Int32], [Int32]) = ([], [0])
        for number in 0..<starts.count - 1 {
            let first = unique.count
            for target in targets[Int(starts[number])..<Int(starts[number + 1])]
            where unique.count == first || unique.last != target { unique.append(target) }
            ends.append(Int32(unique.count))
        }
        (starts, targets) = (ends, unique)
    }

    var isEmpty: Bool { targets.isEmpty }

    subscript(number: Int) -> ArraySlice<Int32> {
        guard !starts.isEmpty else { return Self.none }
        return targets[Int(starts[number])..<Int(starts[number + 1])]
    }

    /// The numbers that lead anywhere, in order.
    var sources: [Int] { starts.isEmpty ? [] : (0..<starts.count - 1).filter { starts[$0] < starts[$0 + 1] } }
}
