internal import CLibgit2
internal import Glibc

/// Files below one folder, reached without following a symbolic link at any step.
struct WorkingTree: ~Copyable {
    private let root: Descriptor
    private let held = HeldFolder()

    init(_ folder: [UInt8]) throws(GitError) { root = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY) }

    /// Looks for folders by their paths again: after waiting, since somebody may have moved them.
    func lookAnew() { held.drop() }

    /// Opens the folder that holds a path; nil if it does not exist and is not to be made.
    ///
    /// - Parameter isDurable: Whether a folder that is made is on the disk afterwards.
    func folder(
        of path: [UInt8], creating: Bool = false, isDurable: Bool = false
    ) throws(GitError) -> Descriptor? {
        let folder = RepositoryPath.split(path).folder
        if let known = held.descriptor(of: folder) { return known }
        var current = try root.open(Array(".".utf8), O_RDONLY | O_DIRECTORY)
        for component in folder.split(separator: UInt8(ascii: "/")) {
            let name = Array(component)
            do throws(GitError) {
                current = try current.open(name, O_RDONLY | O_DIRECTORY)
            } catch  where error.code == ENOENT {
                guard creating else { return nil }
                let code = unsafe withCString(name) { unsafe mkdirat(current.number, $0, 0o777) }
                guard code == 0 || errno == EEXIST else { throw .system("mkdirat", path: path) }
                if isDurable { try current.sync() }
                current = try current.open(name, O_RDONLY | O_DIRECTORY)
            } catch  where error.code == ENOTDIR || error.code == ELOOP {
                throw Self.notPlain(path, "lies behind a symbolic link, or a file is in the way of its folder")
            }
        }
        held.hold(current, folder)
        return current
    }

    /// Returns a file's bytes, nil if there is none.
    ///
    /// - Throws: `git.symbolic-link` for what is not a regular file.
    func read(_ path: [UInt8]) throws(GitError) -> [UInt8]? {
        guard let folder = try folder(of: path) else { return nil }
        return try Self.read(RepositoryPath.split(path).name, in: folder, path)
    }

    /// Returns a file's bytes, nil if there is none.
    static func read(_ name: [UInt8], in folder: borrowing Descriptor, _ path: [UInt8]) throws(GitError) -> [UInt8]? {
        do throws(GitError) {
            // Without O_NONBLOCK a fifo would be waited for.
            let file = try folder.open(name, O_RDONLY | O_NONBLOCK)
            guard try file.status().st_mode & S_IFMT == S_IFREG else { throw notPlain(path, "is not a regular file") }
            return try file.readAll()
        } catch  where error.code == ENOENT {
            return nil
        } catch  where error.code == ELOOP {
            throw notPlain(path, "is a symbolic link")
        }
    }

    /// Waits until the disk has everything: for many files cheaper than one by one.
    func syncAll() throws(GitError) {
        guard tick_sync_file_system(root.number) == 0 else { throw .system("syncfs") }
    }

    /// Removes the folders above a path that are empty now, from the innermost on.
    func removeEmptyFolders(above path: [UInt8]) {
        lookAnew()
        defer { lookAnew() }
        var path = RepositoryPath.split(path).folder
        while !path.isEmpty, let parent = try? folder(of: path) {
            let code = unsafe withCString(RepositoryPath.split(path).name) {
                unsafe unlinkat(parent.number, $0, AT_REMOVEDIR)
            }
            guard code == 0 else { return }
            path = RepositoryPath.split(path).folder
        }
    }

    private static func notPlain(_ path: [UInt8], _ what: String) -> GitError {
        GitError("git.symbolic-link", "\(String(decoding: path, as: UTF8.self)) \(what)")
    }
}

// How one file is changed. Its two versions change places in one step, so that whatever was there is still there to be
// looked at afterwards: a save by an editor between our last look and the step is found and given back.

extension WorkingTree {
    /// Writes the new version beside the old one.
    func prepare(_ bytes: [UInt8], _ name: [UInt8], for path: [UInt8], mode: FileMode?, isDurable: Bool)
        throws(GitError)
    {
        guard let folder = try folder(of: path, creating: true, isDurable: isDurable) else { return }
        let permissions: mode_t = mode == .executable ? 0o777 : 0o666
        let file = try folder.open(name, O_WRONLY | O_CREAT | O_EXCL, permissions: permissions)
        var old = stat()
        let hasOld = unsafe withCString(RepositoryPath.split(path).name) {
            unsafe fstatat(folder.number, $0, &old, AT_SYMLINK_NOFOLLOW)
        }
        if hasOld == 0 { fchmod(file.number, old.st_mode & 0o777) }
        try file.write(bytes)
        if isDurable { try file.sync() }
    }

    /// Puts a change into place.
    ///
    /// - Throws: `git.changed-underneath` if the working tree no longer holds what the change was made from.
    func apply(_ file: CommitJournal.File, temporary: [UInt8], isDurable: Bool) throws(GitError) {
        let name = RepositoryPath.split(file.path).name
        guard let folder = try folder(of: file.path) else {
            if file.action == .keep, file.diskAfter == nil { return }
            throw Self.changedUnderneath(file.path)
        }
        switch file.action {
        case .keep:
            guard try id(name, folder, file.path) == file.diskAfter else { throw Self.changedUnderneath(file.path) }
            return
        case .create:
            do throws(GitError) {
                try Self.place(temporary, at: name, in: folder)
            } catch  where error.code == EEXIST {
                throw Self.changedUnderneath(file.path)
            }
        case .replace:
            guard try id(name, folder, file.path) == file.diskBefore else { throw Self.changedUnderneath(file.path) }
            try Self.exchange(temporary, name, in: folder)
            guard try id(temporary, folder, file.path) == file.diskBefore else {
                try Self.exchange(temporary, name, in: folder)
                throw Self.changedUnderneath(file.path)
            }
        case .delete:
            guard try id(name, folder, file.path) == file.diskBefore else { throw Self.changedUnderneath(file.path) }
            try folder.rename(name, to: temporary)
            guard try id(temporary, folder, file.path) == file.diskBefore else {
                try Self.place(temporary, at: name, in: folder)
                throw Self.changedUnderneath(file.path)
            }
        }
        if isDurable { try folder.sync() }
    }

    /// Removes the old version after the commit has landed. What is neither version is somebody else's and stays.
    func discard(_ file: CommitJournal.File, temporary: [UInt8]) throws(GitError) {
        guard file.action != .keep, let folder = try folder(of: file.path) else { return }
        let waiting = try id(temporary, folder, file.path)
        if waiting != nil, waiting == file.diskBefore || waiting == file.diskAfter { try folder.unlink(temporary) }
        if file.action == .delete { removeEmptyFolders(above: file.path) }
    }

    /// Brings the old version back, wherever the change was stopped. What a person wrote since then stays.
    func restore(_ file: CommitJournal.File, temporary: [UInt8]) throws(GitError) {
        guard file.action != .keep, let folder = try folder(of: file.path) else { return }
        let name = RepositoryPath.split(file.path).name
        try Self.finishExchange(temporary, name, in: folder)
        let waiting = try id(temporary, folder, file.path)
        let current = try id(name, folder, file.path)
        if let waiting {
            if waiting == file.diskAfter {
                try folder.unlink(temporary)
                // Where a file is placed by a link, both names are ours for a moment.
                if file.action == .create, current == waiting { try folder.unlink(name) }
            } else if current == nil {
                try Self.place(temporary, at: name, in: folder)
            } else if current == file.diskAfter {
                try Self.exchange(temporary, name, in: folder)
                try folder.unlink(temporary)
            } else if waiting == file.diskBefore {
                try folder.unlink(temporary)
            }
        } else if file.action == .create, current == file.diskAfter {
            try folder.unlink(name)
        }
        if file.action == .create { removeEmptyFolders(above: file.path) }
    }

    /// Removes a new version that was never put into place.
    func forget(_ file: CommitJournal.File, temporary: [UInt8]) throws(GitError) {
        guard file.action != .keep, let folder = try folder(of: file.path) else { return }
        try folder.unlink(temporary)
        if file.action == .create { removeEmptyFolders(above: file.path) }
    }

    private func id(_ name: [UInt8], _ folder: borrowing Descriptor, _ path: [UInt8]) throws(GitError) -> ObjectID? {
        guard let bytes = try Self.read(name, in: folder, path) else { return nil }
        return try GitRepository.blobID(of: bytes)
    }

    /// Renames where nothing may be replaced.
    private static func place(_ from: [UInt8], at to: [UInt8], in folder: borrowing Descriptor) throws(GitError) {
        if try folder.rename(from, to: to, flag: TICK_RENAME_NOREPLACE) { return }
        try folder.link(from, to: to)
        try folder.unlink(from)
    }

    /// Lets two names change places. Where the file system cannot, three renames do it, the last name last.
    private static func exchange(_ one: [UInt8], _ other: [UInt8], in folder: borrowing Descriptor) throws(GitError) {
        if try folder.rename(one, to: other, flag: TICK_RENAME_EXCHANGE) { return }
        let between = one + Array("-old".utf8)
        try folder.rename(other, to: between)
        try folder.rename(one, to: other)
        try folder.rename(between, to: one)
    }

    /// Ends an exchange by three renames that was stopped between them.
    private static func finishExchange(
        _ one: [UInt8], _ other: [UInt8], in folder: borrowing Descriptor
    ) throws(GitError) {
        let between = one + Array("-old".utf8)
        guard try read(between, in: folder, between) != nil else { return }
        let isOtherMissing = try read(other, in: folder, other) == nil
        try folder.rename(between, to: isOtherMissing ? other : one)
    }

    private static func changedUnderneath(_ path: [UInt8]) -> GitError {
        GitError(
            "git.changed-underneath", "\(String(decoding: path, as: UTF8.self)) was changed by another program",
            hint: "nothing was written; try again")
    }
}
