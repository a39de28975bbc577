/// A day of the ISO week, which begins on Monday.
package enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable {
    case mon = 0
    case tue, wed, thu, fri, sat, sun

    /// Parses `mon` to `sun`, in any case; nil for anything else.
    package static func parse(_ text: some StringProtocol) -> Weekday? {
        let name = text.utf8.map(\.lowercasedASCII)
        return allCases.first { Array($0.name.utf8) == name }
    }

    /// The name that configuration files use: `mon`.
    package var name: String { String(describing: self) }

    /// 1 for Monday to 7 for Sunday, as ISO 8601 counts.
    package var isoNumber: Int { rawValue + 1 }

    /// The day after, Monday after Sunday.
    package var next: Weekday { Weekday(rawValue: (rawValue + 1) % 7) ?? .mon }

    /// The days of a range such as `mon-fri` or `fri-mon`, both ends included.
    package static func range(from first: Weekday, through last: Weekday) -> [Weekday] {
        let count = (last.rawValue - first.rawValue + 7) % 7 + 1
        return (0..<count).compactMap { Weekday(rawValue: (first.rawValue + $0) % 7) }
    }

    /// Parses `mon` or a range such as `mon-fri`; nil for anything else.
    package static func parseRange(_ text: some StringProtocol) -> [Weekday]? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parse(ends[0]) else { return nil }
        guard ends.count == 2 else { return [first] }
        guard let last = parse(ends[1]) else { return nil }
        return range(from: first, through: last)
    }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
