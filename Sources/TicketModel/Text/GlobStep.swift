/// One step of a compiled pattern; steps are tried in order, `split` and `jump` lead elsewhere.
enum GlobStep: Hashable, Sendable {
    /// This character.
    case unit(UInt32)
    /// Any character, `/` too.
    case any
    /// Any character but `/`.
    case anyButSlash
    /// A character of these ranges, or of none of them.
    case set(ranges: [ClosedRange<UInt32>], isNegated: Bool, isPath: Bool)
    /// Goes on at both offsets from here.
    case split(Int, Int)
    /// Goes on at this offset from here.
    case jump(Int)

    /// Returns whether the step takes `unit`; false for steps that take nothing.
    func takes(_ unit: UInt32) -> Bool {
        switch self {
        case .unit(let expected): unit == expected
        case .any: true
        case .anyButSlash: unit != GlobUnits.slash
        case .set(let ranges, let isNegated, let isPath):
            !(isPath && unit == GlobUnits.slash) && ranges.contains { $0.contains(unit) } != isNegated
        case .split, .jump: false
        }
    }

    /// Returns the characters of steps that are characters only, otherwise nil.
    static func literal(_ steps: [GlobStep]) -> [UInt32]? {
        var units: [UInt32] = []
        for step in steps {
            guard case .unit(let unit) = step else { return nil }
            units.append(unit)
        }
        return units
    }
}

/// Text as a pattern sees it: scalars, and each byte that is not UTF-8 as a character of its own beyond Unicode.
enum GlobUnits {
    static let slash: UInt32 = 0x2F
    private static let firstInvalid: UInt32 = 0x11_0000

    static func decode(_ bytes: [UInt8]) -> [UInt32] {
        var units: [UInt32] = []
        units.reserveCapacity(bytes.count)
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] < 0x80 {
                units.append(UInt32(bytes[offset]))
                offset += 1
            } else {
                let (unit, width) = nonASCII(bytes, offset)
                units.append(unit)
                offset += width
            }
        }
        return units
    }

    private static func nonASCII(_ bytes: [UInt8], _ offset: Int) -> (UInt32, Int) {
        let lead = bytes[offset]
        let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        if offset + width <= bytes.count,
            let text = String(validating: bytes[offset..<offset + width], as: UTF8.self),
            let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1
        {
            return (scalar.value, width)
        }
        return (firstInvalid + UInt32(lead), 1)
    }

    static func encode(_ units: some Sequence<UInt32>) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in units {
            if let scalar = Unicode.Scalar(unit) {
                bytes += UTF8.encode(scalar).map { Array($0) } ?? []
            } else {
                bytes.append(UInt8(truncatingIfNeeded: unit - firstInvalid))
            }
        }
        return bytes
    }
}

/// Follows a pattern's steps over a text, all possibilities together.
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
