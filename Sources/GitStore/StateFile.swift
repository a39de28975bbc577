internal import Glibc

/// Files in `tick/state/` of the common directory, which all worktrees share: unlike a cache nothing else knows what is in them.
extension GitRepository {
    /// Returns a file's bytes; nil where there is none.
    ///
    /// - Parameter name: Letters, digits, `-`, `_`, `.` and `%` only, not beginning with a dot.
    package func stateFile(_ name: String) throws(GitError) -> [UInt8]? { try PrivateFile.read(try statePath(name)) }

    /// Replaces a file at once: after a crash the old bytes are there or the new ones.
    package func writeStateFile(_ name: String, _ bytes: [UInt8]) throws(GitError) {
        let path = try statePath(name)
        let temporary = Self.temporaryPath(path)
        try PrivateFile.makeFolder(sharedFolder)
        try PrivateFile.makeFolder(sharedFolder + Array("/state".utf8))
        do throws(GitError) {
            let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
            try file.write(bytes)
            try file.sync()
            try PrivateFile.rename(temporary, to: path)
            try PrivateFile.syncFolder(of: path)
        } catch {
            try? PrivateFile.remove(temporary)
            throw error
        }
    }

    private func statePath(_ name: String) throws(GitError) -> [UInt8] {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-_.%".utf8.contains(byte)
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 200 else {
            throw GitError("git.failed", "\(name) is no name for a file of the state")
        }
        return sharedFolder + Array("/state/\(name)".utf8)
    }
}
