internal import GitStore
internal import TicketModel
internal import TicketText

extension Workspace {
    /// Locks that are held or were left behind, whose and how old they are.
    var locks: [HealthFinding] {
        let common = String(decoding: repository.commonDirectory, as: UTF8.self)
        let own = String(decoding: repository.gitDirectory, as: UTF8.self)
        let branch = (try? repository.head())?.referenceName ?? "HEAD"
        let paths =
            ["index.lock", "HEAD.lock"].map { own + "/" + $0 }
            + ["packed-refs.lock", "config.lock", "\(branch).lock"].map { common + "/" + $0 }
        var found: [HealthFinding] = []
        for path in paths where !found.contains(where: { $0.message.contains(path) }) {
            guard let facts = TextFile.facts(path) else { continue }
            found.append(
                HealthFinding(
                    name: "locks", state: facts.ageSeconds > 600 ? .problem : .warning,
                    message: "\(path), made by \(facts.owner) \(facts.ageSeconds) s ago",
                    hint: "if no git command runs, one died: rm \(path)"))
        }
        if repository.isWriteLockHeld {
            let path = common + "/tick/lock"
            found.append(
                HealthFinding(
                    name: "locks", state: .warning, message: "\(path) is held by \(Self.holder(of: path))",
                    hint: "a command of tick writes; if it waits for a hook or a passphrase, end it there"))
        }
        if let facts = TextFile.facts(common + "/tick/state/journal") {
            found.append(
                HealthFinding(
                    name: "journal", state: .warning, message: "a change was interrupted \(facts.ageSeconds) s ago",
                    hint: "the next command that writes repairs it; git status shows what there is until then"))
        }
        return found.isEmpty ? [good("locks", "none")] : found
    }

    /// The process that holds a lock of flock(2), as proc(5) lists it.
    private static func holder(of path: String) -> String {
        let lines = (TextFile.read("/proc/locks") ?? "").split(separator: "\n")
        guard let inode = TextFile.facts(path)?.inode,
            let words = lines.map({ $0.split(separator: " ") }).first(where: { words in
                words.count > 5 && words[1] == "FLOCK" && words[5].hasSuffix(":\(inode)")
            })
        else { return "a process that is not seen from here" }
        let name = TextFile.read("/proc/\(words[4])/comm")?.split(separator: "\n").first.map { " (\($0))" } ?? ""
        return "process \(words[4])\(name)"
    }
}
