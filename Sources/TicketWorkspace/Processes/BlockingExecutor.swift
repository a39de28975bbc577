internal import Dispatch
internal import Synchronization

/// Runs asynchronous work to its end on the calling thread.
///
/// A commit is one synchronous stretch under locks, and hooks run in the middle of it. Waiting for a task on the shared
/// pool would deadlock on a machine with one core; here the waiting thread runs the task's jobs itself.
final class BlockingExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let hasWork = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        hasWork.signal()
    }

    /// Returns what `body` returns, blocking until then.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
        let executor = BlockingExecutor()
        let result = Mutex<Value?>(nil)
        let box = Box(result)
        let task = Task(executorPreference: executor) {
            let value = await body()
            box.value.withLock { $0 = value }
            executor.hasWork.signal()
        }
        while true {
            executor.hasWork.wait()
            while let job = executor.jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
            }
            if let value = box.value.withLock({ $0 }) {
                withExtendedLifetime(task) {}
                return value
            }
        }
    }

    private final class Box<Value: Sendable>: Sendable {
        let value: Mutex<Value?>
        init(_ value: consuming Mutex<Value?>) { self.value = value }
    }
}

/// Short waits between attempts.
enum Pause {
    static func milliseconds(_ count: Int) {
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(count))
    }
}
