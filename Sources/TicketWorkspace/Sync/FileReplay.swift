import GitStore
import TicketModel
import TicketText
import Workflow

/// Brings what one commit does to one file together with what the new branch has.
struct FileReplay {
    let replay: Replay
    let commit: CommitRecord

    typealias Written = [(path: RepositoryPath, bytes: [UInt8]?)]

    private var stop: ReplayStop { ReplayStop(commit: commit, remote: replay.remote) }
    private var desk: DeskPaths { DeskPaths(replay.configuration) }

    /// Returns the files to write, nil to remove one; nothing where the branch says it already.
    func apply(_ file: ReplayedFile) throws(WorkspaceError) -> Written {
        guard let theirs = file.theirs, let newPath = file.newPath else { return try remove(file) }
        guard let oldPath = file.oldPath, let base = file.base else { return try add(theirs, at: newPath) }
        let place = replay.moved[oldPath] ?? oldPath
        guard let ours = try replay.ours(at: place) else {
            throw stop.conflict("\(name(oldPath)) was removed on \(replay.remote.words), and is changed here")
        }
        let merged = try merge(base, ours, theirs, at: place)
        guard newPath != oldPath else { return ours == merged ? [] : [(place, merged)] }
        // What the remote moved elsewhere stays there.
        guard place == oldPath else {
            replay.moved[newPath] = place
            replay.warnings.append("\(name(newPath)) is \(name(place)) on \(replay.remote.words), and stays so")
            return ours == merged ? [] : [(place, merged)]
        }
        guard try replay.ours(at: newPath) == nil else {
            throw stop.conflict("\(name(newPath)) is another file on \(replay.remote.words)")
        }
        return [(oldPath, nil), (newPath, merged)]
    }

    private func remove(_ file: ReplayedFile) throws(WorkspaceError) -> Written {
        guard let oldPath = file.oldPath else { return [] }
        let place = replay.moved[oldPath] ?? oldPath
        guard let ours = try replay.ours(at: place) else { return [] }
        guard ours == file.base else {
            throw stop.conflict("\(name(oldPath)) is removed here, and was changed on \(replay.remote.words)")
        }
        return [(place, nil)]
    }

    private func add(_ theirs: [UInt8], at path: RepositoryPath) throws(WorkspaceError) -> Written {
        let ticket = desk.isTicket(path) ? replay.ticket(theirs, path) : nil
        if let ticket, let twin = replay.story.added[ticket.id], ticket.isSame(as: twin) {
            replay.moved[path] = twin.path
        }
        let place = replay.moved[path] ?? path
        guard let ours = try replay.ours(at: place) else { return [(place, theirs)] }
        if ours == theirs { return [] }
        if let ticket, let other = replay.ticket(ours, place), other.id != ticket.id {
            let free = try freePath(beside: path)
            replay.moved[path] = free
            return [(free, theirs)]
        }
        return [(place, try merge(nil, ours, theirs, at: place))]
    }

    /// `tickets/printer-2.md` where there is a `tickets/printer.md`.
    private func freePath(beside path: RepositoryPath) throws(WorkspaceError) -> RepositoryPath {
        let text = path.bytes
        let dot = text.lastIndex(of: UInt8(ascii: ".")) ?? text.count
        var number = 2
        while true {
            let free = RepositoryPath(Array(text[..<dot]) + Array("-\(number)".utf8) + Array(text[dot...]))
            if try replay.ours(at: free) == nil { return free }
            number += 1
        }
    }

    private func name(_ path: RepositoryPath) -> String { PrintableText.make(utf8: path.bytes) }

    private func merge(
        _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], at path: RepositoryPath
    ) throws(WorkspaceError) -> [UInt8] {
        if desk.isTicket(path) {
            return try TicketReplay(replay: replay, commit: commit, path: path).merge(base, ours, theirs)
        }
        guard let merged = TextMerge.merge(base: base ?? [], ours: ours, theirs: theirs) else {
            throw stop.conflict("both sides changed the same lines of \(name(path))")
        }
        return merged
    }
}

/// Brings two versions of a ticket together: the later change of a field stays, the other one is noted.
struct TicketReplay {
    let replay: Replay
    let commit: CommitRecord
    let path: RepositoryPath

    private var stop: ReplayStop { ReplayStop(commit: commit, remote: replay.remote) }

    func merge(_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) throws(WorkspaceError) -> [UInt8] {
        let merge = TicketMerge(configuration: replay.configuration)
        let result = merge.merge(base: base, ours: ours, theirs: theirs, path: path) { conflict in
            guard case .field(let key) = conflict.place else { return .markers }
            return isLater(than: author(of: key)) ? .theirs : .ours
        }
        if let conflict = result.conflicts.first {
            throw stop.conflict("\(PrintableText.make(utf8: path.bytes)): \(PrintableText.make(conflict.words))")
        }
        for warning in result.notes.compactMap(\.warning) {
            replay.warnings.append("\(PrintableText.make(utf8: path.bytes)): \(warning)")
        }
        try judge(base, ours, theirs, result.bytes)
        return try noting(result.settled, in: result.bytes)
    }

    private func author(of key: [String]) -> Signature {
        replay.story.author(of: key.first ?? "", at: path) ?? commit.author
    }

    /// At the same second what was pushed first stays.
    private func isLater(than other: Signature) -> Bool {
        commit.author.secondsSinceEpoch > other.secondsSinceEpoch
    }

    private func actor(_ who: Signature) -> Actor { replay.configuration.actor(name: who.name, email: who.email) }

    /// Refuses what the workflow does not allow from what the remote has, unless it was not allowed here either.
    private func judge(
        _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], _ merged: [UInt8]
    ) throws(WorkspaceError) {
        guard let after = replay.ticket(merged, path), let before = replay.ticket(ours, path) else { return }
        let judge = ChangeJudge(configuration: replay.configuration)
        let at = Instant(secondsSinceEpoch: commit.author.secondsSinceEpoch)
        func verdict(_ before: Ticket?, _ after: Ticket?) -> [Diagnostic] {
            judge.judge(TicketChange(before: before, after: after, actor: actor(commit.author), at: at))
                .filter { $0.severity == .error }
        }
        let found = verdict(before, after)
        guard !found.isEmpty else { return }
        let known = Set(verdict(replay.ticket(base, path), replay.ticket(theirs, path)).map(\.rule))
        let new = found.filter { !known.contains($0.rule) }
        if !new.isEmpty { throw stop.isIllegal(new, after) }
    }

    /// Appends what lost as entries of those whose change it was, and writes it down.
    private func noting(_ settled: [MergeResult.Settled], in bytes: [UInt8]) throws(WorkspaceError) -> [UInt8] {
        var losses: [Signature: [String]] = [:]
        for settled in settled {
            guard case .field(let key) = settled.conflict.place, let ticket = replay.ticket(bytes, path) else {
                continue
            }
            let isOurs = settled.answer == .ours
            let (winner, loser) = isOurs ? (author(of: key), commit.author) : (commit.author, author(of: key))
            let (kept, lost) =
                isOurs
                ? (settled.conflict.ours, settled.conflict.theirs) : (settled.conflict.theirs, settled.conflict.ours)
            let change = SyncResult.LostChange(
                ticket: ticket.id, field: key.joined(separator: "."), kept: kept, lost: lost,
                keptBy: actor(winner).reference, lostBy: actor(loser).reference, isOwn: isOurs)
            replay.lostChanges.append(change)
            losses[loser, default: []].append(change.note)
        }
        var bytes = bytes
        for (loser, lines) in losses.sorted(by: { $0.key.secondsSinceEpoch < $1.key.secondsSinceEpoch }) {
            bytes = try noting(lines.joined(separator: "\n"), of: loser, in: bytes)
        }
        return bytes
    }

    private func noting(_ text: String, of loser: Signature, in bytes: [UInt8]) throws(WorkspaceError) -> [UInt8] {
        let instant = Instant(secondsSinceEpoch: loser.secondsSinceEpoch)
        let entry = NewEntry(verb: .noted, person: actor(loser).reference, instant: instant, text: text)
        do {
            let document = try TicketDocument(SourceText(path: path, bytes: bytes))
            let entries = ConversationReader(configuration: replay.configuration).read(document).entries
            let isThere = entries.contains {
                $0.verb == .noted && $0.person == entry.person && $0.instant == instant
                    && document.source.string($0.textRange).contains(text)
            }
            guard !isThere else { return bytes }
            let later = entries.first { $0.instant.map { $0 > instant } ?? false }
            return try document.appending(entry, before: later, configuration: replay.configuration).bytes
        } catch {
            throw .refused([error.diagnostic])
        }
    }
}

extension SyncResult.LostChange {
    /// `priority: low (ivan), overruled by high`
    fileprivate var note: String {
        "\(field): \(Self.shown(lost)) (\(lostBy)), overruled by \(Self.shown(kept))"
    }

    package static func shown(_ value: String?) -> String {
        guard let value, !value.isEmpty else { return "none" }
        return value.split(separator: "\n").joined(separator: " ")
    }
}
