import TicketModel

/// How many tickets were `open` or `waiting` at any moment.
struct LoadCurve: Sendable {
    /// Ascending.
    private let moments: [Instant]
    /// The count from each moment on.
    private let counts: [Int]

    init(_ tickets: some Sequence<TicketPast>) {
        let steps = tickets.flatMap(\.loadSteps).sorted { $0.at < $1.at }
        moments = steps.map(\.at)
        var count = 0
        counts = steps.map { step in
            count += step.change
            return count
        }
    }

    /// The tickets that what happened before a moment left open or waiting.
    func count(before moment: Instant) -> Int {
        let index = moments.partitioningIndex { $0 >= moment }
        return index == 0 ? 0 : counts[index - 1]
    }
}

extension TicketPast {
    /// The moments at which the ticket began (1) or ceased (-1) to be open or waiting.
    fileprivate var loadSteps: [(at: Instant, change: Int)] {
        var wasLoad = false
        return states.compactMap { state in
            let isLoad = state.phase.map { !$0.isDone } ?? false
            defer { wasLoad = isLoad }
            return isLoad == wasLoad ? nil : (state.at, isLoad ? 1 : -1)
        }
    }
}
