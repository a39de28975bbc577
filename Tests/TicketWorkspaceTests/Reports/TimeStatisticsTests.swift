import Testing

@testable import TicketWorkspace

@Suite struct TimeStatisticsTests {
    @Test func `nothing has no mean and no percentiles`() {
        let statistics = TimeStatistics([])
        #expect(statistics.count == 0)
        #expect(statistics.meanSeconds == nil)
        #expect(statistics.medianSeconds == nil)
        #expect(statistics.percentile90Seconds == nil)
    }

    @Test(arguments: [
        ([5], 5, 5, 5), ([1, 2], 2, 1, 2), ([4, 1, 3, 2], 3, 2, 4), ([0, 0, 0, 1], 0, 0, 1),
        ([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 6, 5, 9), ([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 6, 6, 10),
    ])
    func `worked examples`(_ seconds: [Int64], _ mean: Int64, _ median: Int64, _ percentile90: Int64) {
        let statistics = TimeStatistics(seconds)
        #expect(statistics.meanSeconds == mean)
        #expect(statistics.medianSeconds == median)
        #expect(statistics.percentile90Seconds == percentile90)
    }

    @Test(arguments: 1...200)
    func `the p-th percentile is the least value that p percent do not exceed`(_ count: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let seconds = (0..<count).map { _ in Int64.random(in: 0...50, using: &generator) }
        for percent in [1, 10, 50, 90, 99, 100] {
            let found = try #require(TimeStatistics.percentile(percent, of: seconds.sorted()))
            #expect(seconds.contains(found))
            #expect(seconds.count { $0 <= found } * 100 >= percent * count)
            #expect(seconds.count { $0 < found } * 100 < percent * count)
        }
    }

    @Test func `order does not matter`() {
        let seconds = (0..<99).map { _ in Int64.random(in: 0...1_000_000) }
        #expect(TimeStatistics(seconds) == TimeStatistics(seconds.shuffled()))
    }
}
