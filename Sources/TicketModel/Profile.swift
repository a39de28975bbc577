internal import Synchronization

/// Where a command's own time went, phase by phase: what `--profile` prints.
///
/// ```
/// profile: 231.4 ms
///   repository     4.8 ms
///   folders        1.2 ms  63 folders
///   files         98.0 ms  100000 kept, 0 read
/// ```
/// Nobody who has none measures anything: see the extension of `Optional`.
package final class Profile: Sendable {
    /// In the order in which they are printed, which is mostly that in which they happen.
    package enum Phase: String, CaseIterable, Sendable {
        case repository, configuration, cache, folders, files, tickets, history, status, relations, query, order, clocks
        case plan, judge, commit, rendering
    }

    private struct Figure {
        var duration = Duration.zero
        /// What was counted, with its unit, in the order in which it was counted first.
        var counts: [(unit: String, count: Int)] = []
    }

    private let start = ContinuousClock.now
    private let figures = Mutex<[Phase: Figure]>([:])

    package init() {}

    package func add(_ duration: Duration, to phase: Phase) {
        figures.withLock { $0[phase, default: Figure()].duration += duration }
    }

    package func count(_ count: Int, _ unit: String, in phase: Phase) {
        figures.withLock { figures in
            var figure = figures[phase] ?? Figure()
            if let place = figure.counts.firstIndex(where: { $0.unit == unit }) {
                figure.counts[place].count += count
            } else {
                figure.counts.append((unit, count))
            }
            figures[phase] = figure
        }
    }

    /// The table: the whole time since it was made, each phase that was met, and what is left.
    package var lines: [String] {
        let total = ContinuousClock.now - start
        let figures = figures.withLock(\.self)
        var lines = ["profile: \(Self.milliseconds(total)) ms"]
        for phase in Phase.allCases {
            guard let figure = figures[phase] else { continue }
            let counts = figure.counts.map { "\($0.count) \($0.unit)" }.joined(separator: ", ")
            lines.append(Self.line(phase.rawValue, figure.duration) + (counts.isEmpty ? "" : "  " + counts))
        }
        let rest = figures.values.reduce(total) { $0 - $1.duration }
        return lines + [Self.line("the rest", max(rest, .zero))]
    }

    private static func line(_ name: String, _ duration: Duration) -> String {
        let time = milliseconds(duration)
        return "  " + name + String(repeating: " ", count: max(1, 22 - name.utf8.count - time.utf8.count)) + time
            + " ms"
    }

    /// `98.0`, rounded down.
    private static func milliseconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10_000 + duration.components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Profile? {
    /// Does something, and adds the time that it takes to a phase.
    package func measure<Value, Failure: Error>(
        _ phase: Profile.Phase, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let self else { return try body() }
        let start = ContinuousClock.now
        defer { self.add(ContinuousClock.now - start, to: phase) }
        return try body()
    }

    /// The moment from which `end` counts; nil where nothing is measured.
    package func begin() -> ContinuousClock.Instant? { self.map { _ in ContinuousClock.now } }

    /// Adds the time since a moment to a phase.
    package func end(_ phase: Profile.Phase, since start: ContinuousClock.Instant?) {
        if let self, let start { self.add(ContinuousClock.now - start, to: phase) }
    }
}
