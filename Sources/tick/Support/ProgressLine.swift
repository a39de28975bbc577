import Synchronization

/// One line on standard error that says how far a long read is; only on a terminal, and only after half a second.
final class ProgressLine: Sendable {
    private let start = ContinuousClock.now
    private let text: String
    private let lastShown = Mutex<Int?>(nil)

    /// - Parameter text: what is being done, such as `reading history`.
    init(_ text: String) {
        self.text = text
    }

    /// Shows the share that is done, and takes the line away at the end. Called from any thread, as often as one likes.
    func show(done: Int, of total: Int) {
        guard total > 0, ContinuousClock.now - start > .milliseconds(500) else { return }
        let percent = min(100, done * 100 / total)
        lastShown.withLock { last in
            if done >= total {
                if last != nil { write("\r\u{1B}[K") }
                last = nil
            } else if last != percent {
                write("\r\(text): \(percent) %\u{1B}[K")
                last = percent
            }
        }
    }

    private func write(_ line: String) { try? Output.standardError().write(line) }
}
