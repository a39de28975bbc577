internal import CLibgit2
internal import Glibc
internal import Synchronization

// One writer at a time: an flock on `tick/lock` in the common directory, so that linked worktrees share it. The kernel
// lets it go when the process dies. flock has no timeout; polling would starve a writer among busy ones, and SIGALRM
// belongs to the process. So a thread waits inside flock, and the caller waits for the thread.

extension GitRepository {
    /// Runs `body` while no other writer of this repository runs, after repairing what a stopped one left behind.
    ///
    /// A commit made inside does not lock again, so state that is read inside is still true when it is committed.
    ///
    /// - Throws: `git.busy` if another writer holds the lock all the time; what `body` throws.
    package func withWriteLock<R>(timeoutSeconds: Double = 10, _ body: () throws -> R) throws -> R {
        guard state.lockDescriptor == nil else { return try body() }
        try lock(timeoutSeconds)
        defer { unlock() }
        try recover()
        return try body()
    }

    /// Runs `body` as `withWriteLock` does, keeping the type of its errors.
    func locked<R>(_ timeoutSeconds: Double, _ body: () throws(GitError) -> R) throws(GitError) -> R {
        guard state.lockDescriptor == nil else { return try body() }
        try lock(timeoutSeconds)
        defer { unlock() }
        try recover()
        return try body()
    }

    /// The folder of locks, state and cache that all worktrees share.
    package var sharedFolder: [UInt8] { commonDirectory + Array("/tick".utf8) }

    /// Says whether a writer of this repository runs at this moment.
    package var isWriteLockHeld: Bool {
        let path = sharedFolder + Array("/lock".utf8)
        guard let file = try? Descriptor.open(path, O_RDONLY) else { return false }
        return flock(file.number, LOCK_SH | LOCK_NB) != 0
    }

    private func lock(_ timeoutSeconds: Double) throws(GitError) {
        try PrivateFile.makeFolder(sharedFolder)
        let path = sharedFolder + Array("/lock".utf8)
        let number = unsafe withCString(path) { unsafe open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
        guard number >= 0 else { throw .system("open", path: path) }
        if flock(number, LOCK_EX | LOCK_NB) != 0 {
            try LockRequest.wait(for: number, timeoutSeconds: timeoutSeconds, path: path)
        }
        state.lockDescriptor = number
    }

    private func unlock() {
        if let number = state.lockDescriptor { close(number) }
        state.lockDescriptor = nil
    }
}

/// A thread that waits inside flock(2).
private final class LockRequest: Sendable {
    private enum State { static let (waiting, answered, abandoned) = (0, 1, 2) }

    private let state = Atomic<Int>(State.waiting)
    private let failure = Atomic<Int32>(0)
    private let file: Int32
    private let answer: Int32

    private init(file: Int32, answer: Int32) {
        self.file = file
        self.answer = answer
    }

    /// Returns when `file` is locked. After an error the descriptor is closed, now or by the thread.
    static func wait(for file: Int32, timeoutSeconds: Double, path: [UInt8]) throws(GitError) {
        var ends: [Int32] = [0, 0]
        guard unsafe tick_pipe(&ends) == 0 else {
            close(file)
            throw .system("pipe")
        }
        defer { close(ends[0]) }
        let request = LockRequest(file: file, answer: ends[1])
        try request.start()
        pollUntilAnswered(ends[0], timeoutSeconds)
        let (hasTimedOut, _) = request.state.compareExchange(
            expected: State.waiting, desired: State.abandoned, ordering: .acquiringAndReleasing)
        if hasTimedOut {
            throw GitError(
                "git.busy", "\(String(decoding: path, as: UTF8.self)) has been held for \(Int(timeoutSeconds)) s",
                hint: "another command is writing to this repository; try again")
        }
        close(ends[1])
        let failure = request.failure.load(ordering: .acquiring)
        guard failure == 0 else {
            close(file)
            throw GitError("git.system", "locking failed", function: "flock", code: failure)
        }
    }

    private func start() throws(GitError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                unsafe Unmanaged<LockRequest>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            close(file)
            close(answer)
            throw GitError("git.system", "no thread could be started", function: "pthread_create", code: code)
        }
        pthread_detach(thread)
    }

    private func run() {
        while flock(file, LOCK_EX) != 0 {
            if errno == EINTR { continue }
            failure.store(errno, ordering: .releasing)
            break
        }
        let (isWanted, _) = state.compareExchange(
            expected: State.waiting, desired: State.answered, ordering: .acquiringAndReleasing)
        if isWanted {
            var byte: UInt8 = 1
            _ = unsafe write(answer, &byte, 1)
        } else {
            close(file)
            close(answer)
        }
    }

    private static func pollUntilAnswered(_ descriptor: Int32, _ timeoutSeconds: Double) {
        let start = ContinuousClock.now
        while case let left = Duration.seconds(timeoutSeconds) - (ContinuousClock.now - start), left > .zero {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let milliseconds = Int32(
                clamping: left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
            if unsafe Glibc.poll(&poll, 1, milliseconds + 1) > 0 { return }
        }
    }
}
