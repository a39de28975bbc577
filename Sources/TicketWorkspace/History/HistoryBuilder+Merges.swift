import GitStore
import ServiceLevels
import TicketModel

/// What merges do to tickets, beside what their sides did.
extension HistoryBuilder {
    /// A merge's own event is what lies between its files and what the changes of all sides make together in time order.
    mutating func addMerge(
        _ commit: AncestryCommit, _ sides: [[HistoryFiles.Change]], in repository: borrowing GitRepository
    ) throws(GitError) {
        var sidesOfPath: [Int32: Int] = [:]
        for change in sides.joined() { sidesOfPath[change.path, default: 0] += 1 }
        var ids: Set<TicketID> = []
        for (parent, changes) in zip(commit.parents, sides) {
            for change in changes {
                let isNew = sidesOfPath[change.path] == sides.count
                if !isNew, let known = files.ticketsOfPath[change.path], known.count == 1, let id = known.first {
                    load(id)
                    if isTaken(id, notFrom: parent) { continue }
                }
                for blob in [change.old, change.new].compactMap(\.self) {
                    guard let version = try version(blob, files.paths[Int(change.path)], of: repository) else {
                        continue
                    }
                    load(version.ticket)
                    if isNew || !isTaken(version.ticket, notFrom: parent) { ids.insert(version.ticket) }
                }
            }
        }
        let paths = sidesOfPath.filter { $0.value == sides.count }.map { files.paths[Int($0.key)] }
        for id in ids {
            try addMerge(commit, id, newPaths: paths, sidesOfPath.keys.map { files.paths[Int($0)] }, in: repository)
        }
    }

    /// Whether only one side changed a ticket, and not the one with this parent, which the merge's file differs from: then the merge took
    /// that side's change. A merge that differs from the very side that changed it has dropped the change.
    private func isTaken(_ id: TicketID, notFrom parent: ObjectID) -> Bool {
        let heads = heads(of: id)
        guard heads.count == 1, let last = tickets[id]?.events[heads[0]].commit else { return heads.isEmpty }
        guard let parent = numbers[parent] ?? base?.number(of: parent) else { return true }
        return !graph.isAncestor(last, of: parent)
    }

    private mutating func addMerge(
        _ commit: AncestryCommit, _ id: TicketID, newPaths: [[UInt8]], _ paths: [[UInt8]],
        in repository: borrowing GitRepository
    ) throws(GitError) {
        let heads = heads(of: id)
        let before = fold(id, heads)
        let all = Set(knownPaths(of: id) + paths).sorted { $0.lexicographicallyPrecedes($1) }
        try noticeContest(id, all, in: commit.tree, of: repository)
        guard let after = try version(of: id, at: all, in: commit.tree, of: repository) else {
            for path in knownPaths(of: id) where try repository.entry(at: path, in: commit.tree) != nil { return }
            guard let old = before.version(id) else { return }
            return append(commit, id, .removed, before.path, HistoryDelta(from: old, to: nil), heads)
        }
        let old = before.version(id)
        let delta = HistoryDelta(from: old, to: after.version)
        let isNew = newPaths.contains(after.path.bytes)
        guard old == nil || !delta.isEmpty || isNew || before.path != after.path else { return }
        append(commit, id, old == nil ? .created : .changed, after.path, delta, heads)
    }
}
