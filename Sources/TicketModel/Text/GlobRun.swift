/// Follows a pattern over a text, all possibilities together, whatever its length; see ``GlobBits`` for short ones.
enum GlobRun {
    static func matches(_ steps: [GlobStep], _ units: [UInt32]) -> Bool {
        var current = StepSet(count: steps.count + 1)
        var next = StepSet(count: steps.count + 1)
        current.add(0, steps)
        for unit in units {
            next.removeAll()
            for step in current.members where step < steps.count && steps[step].takes(unit) {
                next.add(step + 1, steps)
            }
            swap(&current, &next)
            if current.members.isEmpty { return false }
        }
        return current.contains(steps.count)
    }

    /// The steps that a text may stand at, each at most once.
    private struct StepSet {
        private(set) var members: [Int] = []
        private var stamp: [Int]
        private var generation = 1

        init(count: Int) { stamp = Array(repeating: 0, count: count) }

        func contains(_ step: Int) -> Bool { stamp[step] == generation }

        mutating func removeAll() {
            members.removeAll(keepingCapacity: true)
            generation += 1
        }

        /// Adds a step and all that it leads to without taking a character.
        mutating func add(_ step: Int, _ steps: [GlobStep]) {
            var open = [step]
            while let step = open.popLast() {
                guard stamp[step] != generation else { continue }
                stamp[step] = generation
                guard step < steps.count else {
                    members.append(step)
                    continue
                }
                switch steps[step] {
                case .split(let first, let second): open += [step + first, step + second]
                case .jump(let offset): open.append(step + offset)
                default: members.append(step)
                }
            }
        }
    }
}
