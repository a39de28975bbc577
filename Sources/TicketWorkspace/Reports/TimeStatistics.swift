/// Mean, median and 90th percentile of durations.
///
/// Percentiles are by nearest rank: of `n` durations in ascending order the p-th percentile is the one of rank
/// `⌈p · n ∕ 100⌉`, counted from 1. So each is a duration that really occurred; the median of an even number is the lower
/// of the two in the middle. The mean is rounded to whole seconds, halves up.
package struct TimeStatistics: Hashable, Sendable {
    package let count: Int
    /// Nil where there is nothing to average.
    package let meanSeconds: Int64?
    package let medianSeconds: Int64?
    package let percentile90Seconds: Int64?

    /// - Parameter seconds: Durations, none negative, in any order.
    package init(_ seconds: [Int64]) {
        let sorted = seconds.sorted()
        count = sorted.count
        let divisor = Int64(sorted.count)
        meanSeconds = sorted.isEmpty ? nil : (sorted.reduce(0, +) * 2 + divisor) / (divisor * 2)
        medianSeconds = TimeStatistics.percentile(50, of: sorted)
        percentile90Seconds = TimeStatistics.percentile(90, of: sorted)
    }

    /// Returns the percentile by nearest rank; nil of nothing.
    ///
    /// - Parameter percent: 1 to 100.
    static func percentile(_ percent: Int, of sorted: [Int64]) -> Int64? {
        sorted.isEmpty ? nil : sorted[(percent * sorted.count + 99) / 100 - 1]
    }
}
