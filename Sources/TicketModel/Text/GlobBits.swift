/// Follows a pattern over a text, all possibilities together, with a bit for each step; for patterns of up to 63 steps.
struct GlobBits: Hashable, Sendable {
    static let maximumStepCount = 63

    private let steps: [GlobStep]
    /// For each step the steps that it leads to without taking a character, itself included where it takes one.
    private let closures: [UInt64]

    /// Returns nil for a pattern with too many steps.
    init?(_ steps: [GlobStep]) {
        guard steps.count <= GlobBits.maximumStepCount else { return nil }
        self.steps = steps
        closures = (0...steps.count).map { GlobBits.closure(of: $0, in: steps) }
    }

    func matches(_ units: [UInt32]) -> Bool {
        var current = closures[0]
        for unit in units {
            var next: UInt64 = 0
            while current != 0 {
                let step = current.trailingZeroBitCount
                current &= current - 1
                if step < steps.count, steps[step].takes(unit) { next |= closures[step + 1] }
            }
            if next == 0 { return false }
            current = next
        }
        return current & (1 << UInt64(steps.count)) != 0
    }

    private static func closure(of first: Int, in steps: [GlobStep]) -> UInt64 {
        var members: UInt64 = 0
        var seen: UInt64 = 0
        var open = [first]
        while let step = open.popLast() {
            guard seen & (1 << UInt64(step)) == 0 else { continue }
            seen |= 1 << UInt64(step)
            guard step < steps.count else {
                members |= 1 << UInt64(step)
                continue
            }
            switch steps[step] {
            case .split(let left, let right): open += [step + left, step + right]
            case .jump(let offset): open.append(step + offset)
            default: members |= 1 << UInt64(step)
            }
        }
        return members
    }
}
