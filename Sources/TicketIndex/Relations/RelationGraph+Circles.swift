package import TicketModel

extension RelationGraph {
    /// The relations in which a circle makes no sense, in the direction in which it is told.
    package static let hierarchies: [Relation] = [.blockedBy, .parent, .duplicates]

    /// Returns circles of a relation, each as the positions that lead from one to the next and from the last to the first.
    ///
    /// Of tickets that all lead to each other the shortest circle through the one with the first id is returned, which stands at its
    /// beginning; there may be others among them. Takes time that grows with tickets and links (Tarjan 1972), and no recursion.
    package func circles(of relation: Relation) -> [[Int]] {
        let way = way(relation)
        return Components(way, count: tickets.count).knots.compactMap { knot in
            guard let first = knot.min() else { return nil }
            return shortestCircle(through: first, way, within: Set(knot))
        }.sorted { $0[0] < $1[0] }
    }

    private func shortestCircle(through start: Int, _ way: Adjacency, within knot: Set<Int>) -> [Int]? {
        var previous: [Int: Int] = [:]
        var (front, next) = ([start], 0)
        while next < front.count {
            let position = front[next]
            next += 1
            for target in way[position].lazy.map({ Int($0) }) where knot.contains(target) {
                if target == start { return path(to: position, previous) }
                guard previous[target] == nil else { continue }
                previous[target] = position
                front.append(target)
            }
        }
        return nil
    }

    private func path(to end: Int, _ previous: [Int: Int]) -> [Int] {
        var path = [end]
        while let last = path.last, let before = previous[last] { path.append(before) }
        return path.reversed()
    }

    /// The ticket at the end of what a ticket duplicates: itself where it duplicates nothing; nil where that is a circle.
    package func original(of position: Int) -> Int? {
        var (current, seen) = (position, Set([position]))
        while let next = way(.duplicates)[current].first {
            current = Int(next)
            guard seen.insert(current).inserted else { return nil }
        }
        return current
    }
}

/// Sets of numbers in which each leads to each other, by Tarjan's algorithm with a stack of its own.
private struct Components {
    private(set) var knots: [[Int]] = []
    private let way: Adjacency
    private var order: [Int32]
    private var low: [Int32]
    private var isOpen: [Bool]
    private var stack: [Int] = []
    private var count: Int32 = 0

    init(_ way: Adjacency, count: Int) {
        self.way = way
        guard !way.isEmpty else {
            (order, low, isOpen) = ([], [], [])
            return
        }
        order = [Int32](repeating: -1, count: count)
        low = order
        isOpen = [Bool](repeating: false, count: count)
        for number in way.sources where order[number] < 0 { visit(number) }
    }

    private mutating func visit(_ root: Int) {
        var calls: [(number: Int, next: Int)] = [(root, start(root))]
        while let (number, next) = calls.last {
            let targets = way[number]
            if next < targets.endIndex {
                calls[calls.count - 1].next += 1
                let target = Int(targets[next])
                if order[target] < 0 {
                    calls.append((target, start(target)))
                } else if isOpen[target] {
                    low[number] = min(low[number], order[target])
                }
            } else {
                calls.removeLast()
                if let caller = calls.last?.number { low[caller] = min(low[caller], low[number]) }
                if low[number] == order[number] { close(number) }
            }
        }
    }

    private mutating func start(_ number: Int) -> Int {
        order[number] = count
        low[number] = count
        count += 1
        stack.append(number)
        isOpen[number] = true
        return way[number].startIndex
    }

    private mutating func close(_ number: Int) {
        var knot: [Int] = []
        while let last = stack.popLast() {
            isOpen[last] = false
            knot.append(last)
            if last == number { break }
        }
        if knot.count > 1 { knots.append(knot) }
    }
}
