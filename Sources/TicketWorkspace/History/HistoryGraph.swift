/// Which commit is an ancestor of which, for commits numbered so that parents come first.
///
/// In most histories nearly all commits before one are its ancestors. So each knows up to where all are
/// (`completeBelow`), and from where on all up to itself are (`runStart`):
///
///     number      0   1   2   3   4   5   6
///     on main     o───o───o───────────o───o
///     on a side        ╰──────o───o───╯
///     complete    0   1   2   2   2   5   6        of 3: 0 and 1 are its ancestors, 2 is not
///     run start   0   0   0   3   3   0   0
///
/// Only what lies between both needs a walk, and a walk stays between both.
///
/// The first commits may be those of a store, which keeps both numbers and is asked for those that matter.
struct HistoryGraph: Sendable {
    private let store: HistoryStore?
    private let storedCount: Int
    private var firstParent: [Int32] = []
    private var otherParents: [Int32: [Int32]] = [:]
    private var ownCompleteBelow: [Int32] = []
    private var ownRunStart: [Int32] = []

    init(extending store: HistoryStore? = nil) {
        self.store = store
        storedCount = store?.commitCount ?? 0
    }

    var count: Int { storedCount + firstParent.count }

    func parents(of commit: Int32) -> [Int32] {
        if let store, Int(commit) < storedCount { return store.commit(Int(commit)).parents }
        let first = firstParent[Int(commit) - storedCount]
        guard first >= 0 else { return [] }
        return [first] + (otherParents[commit] ?? [])
    }

    /// Up to where all commits are ancestors of one.
    func completeBelow(_ commit: Int32) -> Int32 {
        if let store, Int(commit) < storedCount { return store.completeBelow(Int(commit)) }
        return ownCompleteBelow[Int(commit) - storedCount]
    }

    /// From where on all commits up to one are its ancestors.
    func runStart(_ commit: Int32) -> Int32 {
        if let store, Int(commit) < storedCount { return store.runStart(Int(commit)) }
        return ownRunStart[Int(commit) - storedCount]
    }

    /// Adds the next commit. All of its parents are there.
    mutating func append(parents: [Int32]) {
        let number = Int32(count)
        firstParent.append(parents.first ?? -1)
        if parents.count > 1 { otherParents[number] = Array(parents.dropFirst()) }
        var complete: Int32 = 0
        for parent in parents {
            let below = completeBelow(parent)
            complete = max(complete, below == parent ? parent + 1 : below)
        }
        var start = number
        for _ in parents {
            for parent in parents {
                let run = runStart(parent)
                if run <= complete { complete = max(complete, parent + 1) }
                if parent + 1 >= start { start = min(start, run) }
            }
        }
        ownCompleteBelow.append(complete)
        ownRunStart.append(complete >= start ? 0 : start)
    }

    /// Whether one commit is the other, or one of its ancestors.
    func isAncestor(_ ancestor: Int32, of commit: Int32) -> Bool {
        if let answer = quickAnswer(ancestor, commit) { return answer }
        var seen: Set<Int32> = []
        var open = [commit]
        while let next = open.popLast() {
            for parent in parents(of: next) where parent >= ancestor && seen.insert(parent).inserted {
                switch quickAnswer(ancestor, parent) {
                case true: return true
                case false: break
                case nil: open.append(parent)
                }
            }
        }
        return false
    }

    private func quickAnswer(_ ancestor: Int32, _ commit: Int32) -> Bool? {
        if ancestor > commit { return false }
        if ancestor >= runStart(commit) || ancestor < completeBelow(commit) { return true }
        return nil
    }

    /// Whether a commit and all with lower numbers surely are ancestors of another one; false if that takes a walk.
    func areAllBelow(_ ancestor: Int32, ancestorsOf commit: Int32) -> Bool { ancestor < completeBelow(commit) }

    /// Marks the commits that some commits reach, themselves included.
    func marks(from starts: [Int32]) -> [Bool] {
        var marks = [Bool](repeating: false, count: count)
        for start in starts { marks[Int(start)] = true }
        for commit in stride(from: count - 1, through: 0, by: -1) where marks[commit] {
            for parent in parents(of: Int32(commit)) { marks[Int(parent)] = true }
        }
        return marks
    }

    /// For each commit the length of the longest way down from it: parents have smaller ones, in whatever order they come.
    func generations() -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(count)
        for commit in 0..<count {
            result.append((parents(of: Int32(commit)).map { result[Int($0)] }.max() ?? -1) + 1)
        }
        return result
    }
}
