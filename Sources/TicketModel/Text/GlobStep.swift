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
