internal import CLibgit2
internal import Glibc

/// Whose a file in `tick/cache/` is.
package enum CacheScope: Sendable {
    /// Of the repository with all its worktrees: in the common directory.
    case repository
    /// Of one worktree: in its own git directory.
    case worktree
}

/// Files in `tick/cache/`: deleting them costs time and nothing else.
extension GitRepository {
    private func folder(_ scope: CacheScope) -> [UInt8] {
        switch scope {
        case .repository: sharedFolder
        case .worktree: gitDirectory + Array("/tick".utf8)
        }
    }

    /// The absolute path of a file, whether it is there or not.
    package func cachePath(_ name: StaticString, _ scope: CacheScope) -> [UInt8] {
        folder(scope) + Array("/cache/\(name)".utf8)
    }

    /// Returns what asks for the file system's time, by which the files that it stamps can be judged: nil where nothing can
    /// be written. Each call makes a file and removes it.
    package func cacheStampReader(_ scope: CacheScope) -> @Sendable () -> Int64? {
        let folder = folder(scope)
        return { Self.stampNanoseconds(in: folder) }
    }

    private static func stampNanoseconds(in folder: [UInt8]) -> Int64? {
        let path = temporaryPath(folder + Array("/cache/stamp".utf8))
        defer { try? PrivateFile.remove(path) }
        do throws(GitError) {
            try makeCacheFolder(in: folder)
            let status = try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL).status()
            return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        } catch {
            return nil
        }
    }

    /// Replaces a file at once: readers see the old bytes or the new ones. Says whether that worked; nothing depends on it.
    @discardableResult
    package func writeCacheFile(_ name: StaticString, _ scope: CacheScope, _ bytes: [UInt8]) -> Bool {
        let temporary = Self.temporaryPath(cachePath(name, scope))
        do throws(GitError) {
            try Self.makeCacheFolder(in: folder(scope))
            try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL).write(bytes)
            try PrivateFile.rename(temporary, to: cachePath(name, scope))
            return true
        } catch {
            try? PrivateFile.remove(temporary)
            return false
        }
    }

    private static func makeCacheFolder(in folder: [UInt8]) throws(GitError) {
        try PrivateFile.makeFolder(folder)
        try PrivateFile.makeFolder(folder + Array("/cache".utf8))
    }

    /// A name that no other process takes.
    static func temporaryPath(_ path: [UInt8]) -> [UInt8] {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        return path + Array(".\(getpid()).\(moment.tv_nsec)".utf8)
    }
}
