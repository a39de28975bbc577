internal import Glibc

/// What a commit is about to do, written before anything that a person can see is changed.
///
/// It lies in `tick/state/journal` of the common directory while a commit runs. One that is left over was stopped half
/// way: the next writer asks the branch whether the commit is part of it, and clears up or restores the old state.
///
/// ```
/// tick-journal 1
/// token 5d0c…
/// git-directory /home/ada/desk/.git
/// workdir /home/ada/desk
/// reference refs/heads/main
/// old 41c0…
/// new 9bb2…
/// phase changing
/// file replace 100644 <disk before> <disk after> <stored> <index before> tickets/2026/11/HD-k7qf3m.md
/// end
/// ```
struct CommitJournal: Equatable {
    /// What is done to a file of the working tree.
    enum Action: String {
        case create, replace, delete
        /// The working tree holds the new state already.
        case keep
    }

    struct File: Equatable {
        var path: [UInt8]
        var action: Action
        /// nil keeps the mode that the index has.
        var mode: FileMode?
        /// The ids of the bytes on disk before and after, unfiltered; nil for no file.
        var diskBefore: ObjectID?
        var diskAfter: ObjectID?
        /// The id in the tree, nil for no file.
        var stored: ObjectID?
        /// The entry of the index before; nil for none.
        var indexBefore: IndexValue?
    }

    /// What an index says about a path.
    struct IndexValue: Equatable {
        var id: ObjectID
        var mode: UInt32
    }

    /// Random; part of the names of temporary files, and the content of our `index.lock`.
    var token: String
    var gitDirectory: [UInt8]
    var workdir: [UInt8]
    var reference: String
    var old: ObjectID?
    var new: ObjectID
    /// False until the index is locked: up to then nothing but temporary files was written.
    var isChanging = false
    var files: [File]

    /// The name beside a file under which its other version waits.
    func temporaryName(_ position: Int) -> [UInt8] { Array(".tick-\(token)-\(position)".utf8) }
    var temporaryIndex: [UInt8] { gitDirectory + Array("/tick-index-\(token)".utf8) }
    /// The index before, until the commit is over.
    var savedIndex: [UInt8] { temporaryIndex + Array("-old".utf8) }
}

extension CommitJournal {
    var bytes: [UInt8] {
        var lines = [
            "tick-journal 1", "token \(token)", "git-directory \(Self.escaped(gitDirectory))",
            "workdir \(Self.escaped(workdir))", "reference \(Self.escaped(Array(reference.utf8)))",
            "old \(Self.text(old))", "new \(new.hex)", "phase \(isChanging ? "changing" : "preparing")",
        ]
        for file in files {
            let index = file.indexBefore.map { "\(String($0.mode, radix: 8)):\($0.id.hex)" } ?? "-"
            lines.append(
                "file \(file.action.rawValue) \(file.mode.map { String($0.rawValue, radix: 8) } ?? "-") \(Self.text(file.diskBefore)) "
                    + "\(Self.text(file.diskAfter)) \(Self.text(file.stored)) \(index) \(Self.escaped(file.path))")
        }
        return Array((lines + ["end", ""]).joined(separator: "\n").utf8)
    }

    /// Parses a journal; nil if it is not whole or of another version.
    init?(bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        guard lines.count >= 9, lines.first == ["tick-journal", "1"], lines.last == ["end"] else { return nil }
        func value(_ line: Int, _ key: String) -> [UInt8]? {
            lines[line].count == 2 && lines[line][0] == key ? Self.unescaped(lines[line][1]) : nil
        }
        guard let token = value(1, "token"), let gitDirectory = value(2, "git-directory"),
            let workdir = value(3, "workdir"), let reference = value(4, "reference"),
            let old = value(5, "old"), let new = value(6, "new").flatMap({ ObjectID(hex: $0) }),
            let phase = value(7, "phase")
        else { return nil }
        let files = lines[8..<(lines.count - 1)].map(File.init)
        guard files.allSatisfy({ $0 != nil }) else { return nil }
        self.init(
            token: String(decoding: token, as: UTF8.self), gitDirectory: gitDirectory, workdir: workdir,
            reference: String(decoding: reference, as: UTF8.self), old: ObjectID(hex: old), new: new,
            isChanging: phase == Array("changing".utf8), files: files.compactMap { $0 })
    }

    private static func text(_ id: ObjectID?) -> String { id?.hex ?? "-" }

    fileprivate static func escaped(_ bytes: [UInt8]) -> String {
        var result = ""
        for byte in bytes {
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return result
    }

    fileprivate static func unescaped(_ text: Substring) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return result
    }
}

extension CommitJournal.File {
    fileprivate init?(_ words: [Substring]) {
        guard words.count == 8, words[0] == "file", let action = CommitJournal.Action(rawValue: String(words[1])),
            let path = CommitJournal.unescaped(words[7])
        else { return nil }
        let parts = words[6].split(separator: ":")
        var index: CommitJournal.IndexValue?
        if parts.count == 2, let mode = UInt32(parts[0], radix: 8), let id = ObjectID(hex: String(parts[1])) {
            index = CommitJournal.IndexValue(id: id, mode: mode)
        }
        self.init(
            path: path, action: action, mode: UInt32(words[2], radix: 8).map(FileMode.init(raw:)),
            diskBefore: ObjectID(hex: String(words[3])),
            diskAfter: ObjectID(hex: String(words[4])), stored: ObjectID(hex: String(words[5])), indexBefore: index)
    }
}
