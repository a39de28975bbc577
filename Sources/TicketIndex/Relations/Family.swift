/// Parents and children as trees. Whoever is in a circle of parents is in none of them.
struct Family: Sendable {
    private var up = Adjacency()
    private var down = Adjacency()
    /// Everybody who has a parent or children, parents before children.
    private(set) var parentsFirst: [Int] = []
    /// By position: the places in `parentsFirst` of whoever is below it, itself included; empty for whoever is in no tree.
    private var spans: [Range<Int32>] = []

    init() {}

    init(parents: Adjacency, children: Adjacency, _ count: Int) {
        up = parents
        down = children
        guard !children.isEmpty else { return }
        spans = [Range<Int32>](repeating: 0..<0, count: count)
        for root in children.sources where parents[root].isEmpty { visit(root) }
    }

    var isEmpty: Bool { down.isEmpty }

    var parents: [Int] { down.sources }

    func children(of position: Int) -> ArraySlice<Int32> { down[position] }

    /// The first parent, which counts where a file names several.
    func parent(of position: Int) -> Int? { up[position].first.map { Int($0) } }

    /// Walks a tree without recursion: a chain may be as long as there are tickets.
    private mutating func visit(_ root: Int) {
        var open: [(position: Int, next: Int)] = []
        func start(_ position: Int) {
            spans[position] = Int32(parentsFirst.count)..<Int32.max
            parentsFirst.append(position)
            open.append((position, down[position].startIndex))
        }
        start(root)
        while let (position, next) = open.last {
            guard next < down[position].endIndex else {
                spans[position] = spans[position].lowerBound..<Int32(parentsFirst.count)
                open.removeLast()
                continue
            }
            open[open.count - 1].next += 1
            let child = Int(down[position][next])
            if parent(of: child) == position { start(child) }
        }
    }

    /// Whether a ticket is `ancestor` or below it.
    func contains(_ position: Int, below ancestor: Int) -> Bool {
        guard !spans.isEmpty, !spans[position].isEmpty else { return false }
        return spans[ancestor].contains(spans[position].lowerBound)
    }

    /// The parent, its parent and so on; of whoever is in a circle none.
    func ancestors(of position: Int) -> [Int] {
        guard !spans.isEmpty, !spans[position].isEmpty else { return [] }
        var (found, current): ([Int], Int) = ([], position)
        while let parent = parent(of: current) {
            found.append(parent)
            current = parent
        }
        return found
    }
}
