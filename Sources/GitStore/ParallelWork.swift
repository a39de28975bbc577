/// Work on many values on several threads, for callers that wait for all of it.
package enum ParallelWork {
    /// Threads for work that waits for the disk more than it computes.
    static let waitingThreadCount = 8

    /// Returns what `body` makes of each slice, in the order of the slices. The calling thread works too.
    ///
    /// - Parameter size: How many values a slice has; fewer than two slices are worked on by the calling thread alone.
    package static func map<Element: Sendable, Value: Sendable>(
        _ elements: [Element], size: Int = 256, threadCount: Int = RepositoryWorkers.defaultCount,
        _ body: @escaping @Sendable (ArraySlice<Element>) -> Value
    ) -> [Value] {
        let size = max(1, min(size, elements.count))
        let slices = stride(from: 0, to: elements.count, by: size).map {
            elements[$0..<min($0 + size, elements.count)]
        }
        let work = BatchWork<Value>(count: slices.count)
        let helpers = (1..<max(1, min(threadCount, slices.count))).compactMap { _ in
            WorkThread { while let batch = work.next() { work.finish(batch, body(slices[batch])) } }
        }
        while let batch = work.next() { work.finish(batch, body(slices[batch])) }
        for helper in helpers { helper.join() }
        // No slice can fail, and all are done.
        guard let results = try? work.results() else { preconditionFailure("a slice was left out") }
        return results
    }

    /// Runs `body` for each slice and throws the first error in their order, when all have ended.
    static func run<Element: Sendable>(
        _ elements: [Element], size: Int = 256, threadCount: Int = waitingThreadCount,
        _ body: @escaping @Sendable (ArraySlice<Element>) throws(GitError) -> Void
    ) throws(GitError) {
        let errors = map(elements, size: size, threadCount: threadCount) { slice -> GitError? in
            do throws(GitError) {
                try body(slice)
                return nil
            } catch {
                return error
            }
        }
        for case let error? in errors { throw error }
    }
}
