internal import Glibc
internal import TicketText

/// A repository's folder of hooks, into which ours are written beside those of others.
struct HookFolder {
    /// Absolute, without a slash at its end.
    let path: String

    private func file(_ hook: String) -> String { path + "/" + hook }

    /// Writes hooks; those that are there already are kept under another name and called first.
    ///
    /// Nothing is changed where one of them stands in the way.
    func install(_ hooks: [String], tick: String) throws(WorkspaceError) -> [HookItem] {
        for hook in hooks { try refuseObstacles(hook) }
        if TextFile.facts(path) == nil, unsafe mkdir(path, 0o777) != 0 { throw Self.failure("make", path) }
        var items: [HookItem] = []
        for hook in hooks { items.append(try install(hook, HookScript.text(of: hook, tick: tick))) }
        return items
    }

    /// Takes ours away and gives those that were there before their names back.
    func remove(_ hooks: [String]) throws(WorkspaceError) -> [HookItem] {
        var items: [HookItem] = []
        for hook in hooks {
            if let item = try remove(hook) { items.append(item) }
        }
        return items
    }

    private func install(_ hook: String, _ text: String) throws(WorkspaceError) -> HookItem {
        let (target, before) = (file(hook), file(hook) + HookScript.suffix)
        let present = TextFile.read(target)
        let keeps = TextFile.facts(before) != nil
        if present == text { return HookItem(hook: hook, state: .present, keepsOther: keeps) }
        let new = target + ".new-tick"
        do throws(TextFile.Failure) { try TextFile.write(text, to: new) } catch { throw Self.failure("write", new) }
        guard unsafe chmod(new, 0o777 & ~Self.mask) == 0 else { throw Self.failure("write", new) }
        if let present, !HookScript.isOurs(present) { try Self.rename(target, before) }
        try Self.rename(new, target)
        return HookItem(hook: hook, state: .installed, keepsOther: TextFile.facts(before) != nil)
    }

    private func remove(_ hook: String) throws(WorkspaceError) -> HookItem? {
        let (target, before) = (file(hook), file(hook) + HookScript.suffix)
        let isThere = TextFile.facts(target) != nil
        let hasBefore = TextFile.facts(before) != nil
        if isThere, !(TextFile.read(target).map(HookScript.isOurs) ?? false) {
            return hasBefore ? HookItem(hook: hook, state: .foreign, keepsOther: true) : nil
        }
        if hasBefore {
            try Self.rename(before, target)
            return HookItem(hook: hook, state: .restored, keepsOther: false)
        }
        guard isThere else { return nil }
        guard unsafe unlink(target) == 0 else { throw Self.failure("remove", target) }
        return HookItem(hook: hook, state: .removed, keepsOther: false)
    }

    /// Refuses what could not be put back as it was, or would work otherwise under another name.
    private func refuseObstacles(_ hook: String) throws(WorkspaceError) {
        let target = file(hook)
        guard TextFile.facts(target) != nil, !(TextFile.read(target).map(HookScript.isOurs) ?? false) else { return }
        if TextFile.linkTarget(target) != nil {
            throw Self.refusal(
                "\(target) is a symbolic link, whose program may go by its name; it is left as it is", hook)
        }
        if TextFile.facts(target + HookScript.suffix) != nil {
            throw Self.refusal("\(target) is not tick's any more, and \(hook)\(HookScript.suffix) is there too", hook)
        }
    }

    static func refusal(_ message: String, _ hook: String) -> WorkspaceError {
        WorkspaceError(
            .refused, "hooks.foreign", message, hint: "add to that hook yourself: \(HookScript.line(for: hook))")
    }

    private static func rename(_ old: String, _ new: String) throws(WorkspaceError) {
        guard unsafe Glibc.rename(old, new) == 0 else { throw failure("rename", old) }
    }

    private static func failure(_ what: String, _ path: String) -> WorkspaceError {
        WorkspaceError(
            .refused, "hooks.file", "cannot \(what) \(path): \(unsafe String(cString: strerror(errno)))",
            hint: "who may write there: ls -ld \(path)")
    }

    private static var mask: mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }
}

/// What was done to one hook.
package struct HookItem: Sendable, Equatable {
    package enum State: String, Sendable { case installed, present, removed, restored, foreign }

    package var hook: String
    package var state: State
    /// Whether a hook that was there before is kept beside it.
    package var keepsOther: Bool

    package init(hook: String, state: State, keepsOther: Bool) {
        self.hook = hook
        self.state = state
        self.keepsOther = keepsOther
    }
}
