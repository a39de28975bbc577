import Synchronization

/// The file system's time before anything was read that a cache does not answer for. Asked for once, when it comes to that.
///
/// Whatever is stamped with this moment or later may have been changed after it was read without a trace. A folder's stamp
/// is taken before, its names are read after; a file's stamp and content are both read after.
final class ReadingMoment: Sendable {
    private let ask: @Sendable () -> Int64?
    private let known = Mutex<Int64??>(nil)

    init(_ ask: @escaping @Sendable () -> Int64?) { self.ask = ask }

    /// Returns the moment in nanoseconds; nil where the file system cannot say.
    @discardableResult
    func take() -> Int64? {
        known.withLock { known in
            if let known { return known }
            let moment = ask()
            known = .some(moment)
            return moment
        }
    }
}
