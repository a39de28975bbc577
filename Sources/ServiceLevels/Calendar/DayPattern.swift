import TicketModel

/// Which seconds of one local day are worked, whichever day the interval belongs to.
struct DayPattern: Hashable, Sendable {
    /// Disjoint and ascending, within 0 to 86400, never touching.
    private let intervals: [Range<Int>]
    /// The seconds worked before each interval, and at the end all of them.
    private let workedBefore: [Int64]

    static let empty = DayPattern(own: [], before: [])

    /// The hours of the day itself and what the day before leaves to it.
    init(own: [DayInterval], before: [DayInterval]) {
        let spilled = before.filter { $0.endSeconds > 86_400 }.map { 0..<($0.endSeconds - 86_400) }
        let clipped = own.map { $0.startSeconds..<min($0.endSeconds, 86_400) }
        intervals = (spilled + clipped).mergedRanges()
        workedBefore = intervals.reduce(into: [0]) { sums, interval in
            sums.append((sums.last ?? 0) + Int64(interval.count))
        }
    }

    var total: Int64 { workedBefore.last ?? 0 }

    /// Seconds worked from midnight up to a second of the day.
    func worked(before second: Int) -> Int64 {
        let index = intervals.partitioningIndex { $0.lowerBound >= second }
        guard index > 0 else { return 0 }
        let last = intervals[index - 1]
        return workedBefore[index - 1] + Int64(min(second, last.upperBound) - last.lowerBound)
    }

    /// The first second of the day before which this much, at least a second, is worked; at most `total`.
    func second(afterWorking seconds: Int64) -> Int {
        let index = workedBefore.partitioningIndex { $0 >= seconds } - 1
        return intervals[index].lowerBound + Int(seconds - workedBefore[index])
    }
}

extension Sequence {
    /// The same stretches, ascending, with those that overlap or touch made one.
    func mergedRanges<Bound>() -> [Range<Bound>] where Element == Range<Bound> {
        var merged: [Range<Bound>] = []
        for range in self.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
