import Testing

@testable import TicketWorkspace

@Suite("Ancestry")
struct HistoryGraphTests {
    /// Some graph: most commits have one parent, the last, some an older one, some two or three.
    private func randomParents(_ count: Int, _ dice: inout Dice) -> [[Int32]] {
        (0..<count).map { number in
            guard number > 0 else { return [] }
            let last = Int32(number - 1)
            switch Int.random(in: 0..<10, using: &dice) {
            case 0: return [Int32.random(in: 0...last, using: &dice)]
            case 1, 2: return Array(Set([last, Int32.random(in: 0...last, using: &dice)]))
            case 3: return Array(Set((0..<3).map { _ in Int32.random(in: 0...last, using: &dice) }))
            case 4 where number % 3 == 0: return []
            default: return [last]
            }
        }
    }

    @Test("says of any two commits what following the parents says", arguments: 0..<40)
    func agreesWithSets(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let parents = randomParents(60, &dice)
        var graph = HistoryGraph()
        var ancestors: [Set<Int32>] = []
        for (number, own) in parents.enumerated() {
            graph.append(parents: own)
            ancestors.append(own.reduce(into: [Int32(number)]) { $0.formUnion(ancestors[Int($1)]) })
        }
        for commit in 0..<Int32(parents.count) {
            for other in 0..<Int32(parents.count) {
                #expect(graph.isAncestor(other, of: commit) == ancestors[Int(commit)].contains(other))
            }
        }
    }

    @Test("marks what is reached, and generations grow from parent to child", arguments: 0..<10)
    func marksAndGenerations(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let parents = randomParents(50, &dice)
        var graph = HistoryGraph()
        for own in parents { graph.append(parents: own) }
        let start = Int32.random(in: 0..<50, using: &dice)
        let marks = graph.marks(from: [start])
        for commit in 0..<Int32(50) { #expect(marks[Int(commit)] == graph.isAncestor(commit, of: start)) }
        let generations = graph.generations()
        for (commit, own) in parents.enumerated() {
            for parent in own { #expect(generations[Int(parent)] < generations[commit]) }
        }
    }
}
