import TicketModel

/// What of the work on tickets has to wait for other tickets.
///
/// A ticket is blocked while something that blocks it is not done, or blocks a ticket that it is part of: a parent's blocker holds its
/// children up, unless it is one of them. A blocker that was closed as a duplicate stands for what it duplicates. A parent whose
/// children are not all done is not blocked, but its work is theirs.
struct Readiness: Sendable {
    /// By position; empty where nothing is blocked.
    private(set) var isBlocked: [Bool] = []
    /// By position; empty where there are no parents.
    private(set) var hasOpenChild: [Bool] = []
    /// The undone tickets that block each by itself; empty where nothing blocks anything.
    private var blockers = Adjacency()
    private var family = Family()

    init() {}

    init(_ tickets: [Ticket], _ ways: [Relation: Adjacency], _ phases: PhaseLookup) {
        var progress = Progress(tickets, phases, ways[.duplicates] ?? Adjacency())
        family = Family(parents: ways[.parent] ?? Adjacency(), children: ways[.child] ?? Adjacency(), tickets.count)
        var pairs: [(from: Int32, to: Int32)] = []
        let blockedBy = ways[.blockedBy] ?? Adjacency()
        for position in blockedBy.sources where !progress.isDone(position) {
            for blocker in blockedBy[position] {
                let standing = progress.undone(behind: Int(blocker))
                if let standing, standing != position { pairs.append((Int32(position), Int32(standing))) }
            }
        }
        blockers = Adjacency(pairs, count: tickets.count)
        if !pairs.isEmpty {
            isBlocked = [Bool](repeating: false, count: tickets.count)
            for pair in pairs { isBlocked[Int(pair.from)] = true }
            passOn { !progress.isDone($0) }
        }
        guard !family.isEmpty else { return }
        hasOpenChild = [Bool](repeating: false, count: tickets.count)
        for parent in family.parents {
            hasOpenChild[parent] = family.children(of: parent).contains { !progress.isDone(Int($0)) }
        }
    }

    /// Blocks the children of what is blocked from outside the family, parents before children.
    private mutating func passOn(isUndone: (Int) -> Bool) {
        guard !family.isEmpty else { return }
        var passes = [Bool](repeating: false, count: isBlocked.count)
        for position in family.parentsFirst {
            if let parent = family.parent(of: position), passes[parent] {
                passes[position] = true
                isBlocked[position] = isUndone(position)
            } else if blockers[position].contains(where: { !family.contains(Int($0), below: position) }) {
                passes[position] = true
            }
        }
    }

    /// The positions of what holds a ticket up, in order; its own blockers and those of the tickets that it is part of.
    func blockers(of position: Int) -> [Int] {
        guard !isBlocked.isEmpty, isBlocked[position] else { return [] }
        var found = Set(blockers[position].map { Int($0) })
        for ancestor in family.ancestors(of: position) {
            found.formUnion(blockers[ancestor].map { Int($0) }.filter { !family.contains($0, below: ancestor) })
        }
        return found.sorted()
    }
}

/// Which tickets are done, each asked for once.
private struct Progress {
    private let tickets: [Ticket]
    private let phases: PhaseLookup
    private let duplicates: Adjacency
    private var isDone: [Bool?]
    /// The undone ticket that a done one stands for; -1 for none, -2 while it is looked for.
    private var standing: [Int: Int] = [:]

    init(_ tickets: [Ticket], _ phases: PhaseLookup, _ duplicates: Adjacency) {
        self.tickets = tickets
        self.phases = phases
        self.duplicates = duplicates
        isDone = [Bool?](repeating: nil, count: tickets.count)
    }

    mutating func isDone(_ position: Int) -> Bool {
        if let known = isDone[position] { return known }
        let answer = phases.phase(of: tickets[position].status).isDone
        isDone[position] = answer
        return answer
    }

    /// The ticket itself where it is not done, else the first undone one that it duplicates; nil for none.
    mutating func undone(behind position: Int) -> Int? {
        var path: [Int] = []
        var current = position
        var answer = -1
        while true {
            guard isDone(current) else {
                answer = current
                break
            }
            if let known = standing[current] {
                answer = max(known, -1)
                break
            }
            standing[current] = -2
            path.append(current)
            guard let next = duplicates[current].first else { break }
            current = Int(next)
        }
        for step in path { standing[step] = answer }
        return answer < 0 ? nil : answer
    }
}
