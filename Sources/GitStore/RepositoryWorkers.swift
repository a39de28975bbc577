internal import Glibc
internal import Synchronization

/// Reads a repository on several threads at once, each with a handle of its own.
package enum RepositoryWorkers {
    /// As many as there are processors, at most 8.
    package static var defaultCount: Int { min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8) }

    /// Runs `body` for every number below `batchCount`, and returns its results in their order.
    ///
    /// The calling thread works too. After an error no further batch is begun; the first one is thrown.
    ///
    /// - Parameters:
    ///   - makeState: What a thread keeps from one of its batches to the next.
    ///   - progress: Called on the calling thread with the number of batches that are done.
    package static func map<State, Value: Sendable>(
        _ repository: borrowing GitRepository, batchCount: Int, threadCount: Int = defaultCount,
        progress: (Int) -> Void = { _ in }, makeState: @escaping @Sendable () -> State,
        _ body: @escaping @Sendable (Int, inout State, borrowing GitRepository) throws(GitError) -> Value
    ) throws(GitError) -> [Value] {
        let work = BatchWork<Value>(count: batchCount)
        let folder = String(decoding: repository.workdir ?? repository.gitDirectory, as: UTF8.self)
        let variables = repository.state.variables
        let packs = repository.state.packs
        let helpers = (1..<max(1, min(threadCount, batchCount))).compactMap { _ in
            WorkThread {
                do throws(GitError) {
                    let own = try GitRepository.discover(from: folder, variables: variables)
                    if !packs.isEmpty { own.readDirectly(packs) }
                    var state = makeState()
                    while let batch = work.next() { work.finish(batch, try body(batch, &state, own)) }
                } catch {
                    work.fail(error)
                }
            }
        }
        do throws(GitError) {
            var state = makeState()
            while let batch = work.next() {
                work.finish(batch, try body(batch, &state, repository))
                progress(work.finishedCount)
            }
        } catch {
            work.fail(error)
        }
        for helper in helpers { helper.join() }
        return try work.results()
    }
}

/// Hands out numbers of batches and collects what came of them.
final class BatchWork<Value: Sendable>: Sendable {
    private struct Contents {
        var next = 0
        var finished = 0
        var values: [Value?]
        var error: GitError?
    }

    private let contents: Mutex<Contents>

    init(count: Int) { contents = Mutex(Contents(values: Array(repeating: nil, count: count))) }

    func next() -> Int? {
        contents.withLock { contents in
            guard contents.error == nil, contents.next < contents.values.count else { return nil }
            contents.next += 1
            return contents.next - 1
        }
    }

    func finish(_ batch: Int, _ value: Value) {
        contents.withLock { contents in
            contents.values[batch] = value
            contents.finished += 1
        }
    }

    func fail(_ error: GitError) { contents.withLock { $0.error = $0.error ?? error } }

    var finishedCount: Int { contents.withLock(\.finished) }

    func results() throws(GitError) -> [Value] {
        let (values, error) = contents.withLock { ($0.values, $0.error) }
        if let error { throw error }
        return values.compactMap(\.self)
    }
}

/// A thread of the system, since work that blocks does not belong on the threads of Swift's tasks.
@safe struct WorkThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// Nil where the system has no thread left: then the others do the work.
    init?(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(Body(run))
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                unsafe Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            return nil
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
