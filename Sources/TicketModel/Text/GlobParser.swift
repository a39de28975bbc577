/// Turns a pattern into steps.
struct GlobParser {
    /// Braces nested deeper are refused.
    static let maximumDepth = 8

    private let units: [UInt32]
    private let isPath: Bool
    private var offset = 0
    private var depth = 0

    init(_ pattern: String, isPath: Bool) {
        units = pattern.unicodeScalars.map(\.value)
        self.isPath = isPath
    }

    mutating func parse() throws(GlobError) -> [GlobStep] {
        try sequence(isInBraces: false)
    }

    /// Parses up to the end, or in braces up to the `,` or `}` that ends the alternative.
    private mutating func sequence(isInBraces: Bool) throws(GlobError) -> [GlobStep] {
        var steps: [GlobStep] = []
        while offset < units.count {
            if isInBraces, isNext(",") || isNext("}") { break }
            steps += try part()
        }
        return steps
    }

    private mutating func part() throws(GlobError) -> [GlobStep] {
        if isNext("*") { return star() }
        if isNext("?") { return one(isPath ? .anyButSlash : .any) }
        if isNext("[") { return try characterClass() }
        if isNext("\\") { return try escaped() }
        if isPath, isNext("{") { return try braces() }
        return one(.unit(units[offset]))
    }

    private func isNext(_ scalar: Unicode.Scalar) -> Bool { offset < units.count && units[offset] == scalar.value }

    private mutating func one(_ step: GlobStep) -> [GlobStep] {
        offset += 1
        return [step]
    }

    private mutating func escaped() throws(GlobError) -> [GlobStep] {
        guard offset + 1 < units.count else { throw GlobError(reason: .nothingToEscape, characterOffset: offset) }
        offset += 1
        return one(.unit(units[offset]))
    }

    // MARK: Stars

    /// Parses a run of stars: `**` between slashes crosses folders, any other run is one star (gitignore(5)).
    private mutating func star() -> [GlobStep] {
        let start = offset
        while isNext("*") { offset += 1 }
        guard isPath else { return GlobParser.repeated(.any) }
        let beginsFolder = start == 0 || units[start - 1] == GlobUnits.slash
        guard beginsFolder, offset - start == 2 else { return GlobParser.repeated(.anyButSlash) }
        if offset == units.count { return [.any] + GlobParser.repeated(.any) }
        guard isNext("/") else { return GlobParser.repeated(.anyButSlash) }
        offset += 1
        // Nothing, or anything up to a slash.
        let folders = GlobParser.repeated(.any) + [.unit(GlobUnits.slash)]
        return [.split(1, folders.count + 1)] + folders
    }

    private static func repeated(_ step: GlobStep) -> [GlobStep] {
        [.split(1, 3), step, .jump(-2)]
    }

    // MARK: Classes

    private mutating func characterClass() throws(GlobError) -> [GlobStep] {
        let start = offset
        offset += 1
        let isNegated = isNext("!") || isNext("^")
        if isNegated { offset += 1 }
        var ranges: [ClosedRange<UInt32>] = []
        // A ] right after the bracket is a member (POSIX.1-2017, XCU 2.13.1).
        while offset < units.count, !isNext("]") || ranges.isEmpty {
            ranges.append(try range(classStart: start))
        }
        guard isNext("]") else { throw GlobError(reason: .unclosedClass, characterOffset: start) }
        return one(.set(ranges: ranges, isNegated: isNegated, isPath: isPath))
    }

    private mutating func range(classStart: Int) throws(GlobError) -> ClosedRange<UInt32> {
        let start = offset
        let first = try member(classStart: classStart)
        guard isNext("-"), offset + 1 < units.count, units[offset + 1] != ("]" as Unicode.Scalar).value else {
            return first...first
        }
        offset += 1
        let last = try member(classStart: classStart)
        guard first <= last else { throw GlobError(reason: .backwardRange, characterOffset: start) }
        return first...last
    }

    private mutating func member(classStart: Int) throws(GlobError) -> UInt32 {
        if isNext("\\") { offset += 1 }
        guard offset < units.count else { throw GlobError(reason: .unclosedClass, characterOffset: classStart) }
        offset += 1
        return units[offset - 1]
    }

    // MARK: Braces

    private mutating func braces() throws(GlobError) -> [GlobStep] {
        let start = offset
        guard depth < GlobParser.maximumDepth else { throw GlobError(reason: .nestedTooDeep, characterOffset: start) }
        depth += 1
        defer { depth -= 1 }
        var alternatives: [[GlobStep]] = []
        repeat {
            offset += 1
            alternatives.append(try sequence(isInBraces: true))
        } while isNext(",")
        guard isNext("}") else { throw GlobError(reason: .unclosedBrace, characterOffset: start) }
        offset += 1
        return GlobParser.oneOf(alternatives)
    }

    /// Returns steps that try each alternative and meet behind the last.
    private static func oneOf(_ alternatives: [[GlobStep]]) -> [GlobStep] {
        var steps = alternatives.last ?? []
        for alternative in alternatives.dropLast().reversed() {
            let branch = alternative + [.jump(steps.count + 1)]
            steps = [.split(1, branch.count + 1)] + branch + steps
        }
        return steps
    }
}
