internal import Glibc

/// The folder that was opened last: the files of a bulk change mostly share theirs, several steps below the root.
final class HeldFolder {
    private var path: [UInt8] = []
    private var number: Int32 = -1

    deinit { drop() }

    /// Returns another descriptor of the folder, nil if it is not the one that is held.
    func descriptor(of path: [UInt8]) -> Descriptor? {
        guard number >= 0, self.path == path else { return nil }
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
        return copy >= 0 ? Descriptor(adopting: copy) : nil
    }

    func hold(_ folder: borrowing Descriptor, _ path: [UInt8]) {
        drop()
        (self.path, number) = (path, fcntl(folder.number, F_DUPFD_CLOEXEC, 0))
    }

    func drop() {
        if number >= 0 { close(number) }
        number = -1
    }
}
