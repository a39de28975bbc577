import Glibc

/// Why something could not be written.
struct OutputError: Error, Hashable, Sendable {
    /// The system's error number, `ENOSPC` for a full disk.
    let code: Int32
}

/// A file descriptor with a buffer before it: standard output or standard error.
///
/// When the reader of a pipe is gone, the process ends by SIGPIPE as git does, without a word. Where the signal is ignored, as
/// under some parents, `EPIPE` is turned into that same end.
final class Output {
    let fileDescriptor: Int32
    private var buffer: [UInt8] = []
    private var capacity: Int

    /// - Parameter capacity: The bytes to gather before writing; 0 writes each text at once, which is right for standard error.
    init(fileDescriptor: Int32, capacity: Int = 64 * 1024) {
        self.fileDescriptor = fileDescriptor
        self.capacity = capacity
    }

    static func standardOutput() -> Output { Output(fileDescriptor: STDOUT_FILENO) }
    static func standardError() -> Output { Output(fileDescriptor: STDERR_FILENO, capacity: 0) }

    /// Adds bytes, writing when enough have gathered.
    func write(_ bytes: some Sequence<UInt8>) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= capacity { try flush() }
    }

    func write(_ text: String) throws(OutputError) { try write(text.utf8) }

    /// Adds a line and its end.
    func writeLine(_ text: String) throws(OutputError) {
        buffer.append(contentsOf: text.utf8)
        try write(CollectionOfOne(0x0A))
    }

    func writeLines(_ lines: some Sequence<String>) throws(OutputError) {
        for line in lines { try writeLine(line) }
    }

    /// Keeps everything that is written from now on, for a pager.
    func gatherAll() { capacity = .max }

    /// Returns what has gathered, which is then not written any more.
    func takeGathered() -> [UInt8] {
        defer { buffer = [] }
        return buffer
    }

    /// Writes what has gathered. To be called before the process ends; there is no writing in a deinit, where an error would be lost.
    func flush() throws(OutputError) {
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        var offset = 0
        while offset < bytes.count {
            offset += try writeOnce(bytes[offset...])
        }
    }

    /// Returns the number of bytes that the system took; 0 when it has to be asked again.
    private func writeOnce(_ bytes: ArraySlice<UInt8>) throws(OutputError) -> Int {
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(fileDescriptor, $0.baseAddress, $0.count) }
        if count >= 0 { return count }
        switch errno {
        case EINTR: return 0
        case EAGAIN: waitUntilWritable()
        case EPIPE: Output.endQuietly()
        default: throw OutputError(code: errno)
        }
        return 0
    }

    /// Waits for a descriptor that someone has made non-blocking, a terminal shared with another program for one.
    private func waitUntilWritable() {
        var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&descriptor, 1, -1)
    }

    private static func endQuietly() -> Never {
        _ = signal(SIGPIPE, SIG_DFL)
        _ = raise(SIGPIPE)
        exit(128 + SIGPIPE)
    }
}
