internal import GitStore
internal import TicketModel

/// Up to where a person has read their inbox in this clone.
///
/// Dates do not say that: a pull brings commits that were made days ago. So the mark holds the commits at which it was read, and new is
/// what `HEAD` reaches and they do not.
///
///     tick-inbox 1
///     read 2026-11-21T09:00:00Z
///     head 41c0…
///     end
struct InboxMark: Equatable {
    var readAt: Instant
    /// The newest first; of branches that have not come together there are several.
    var heads: [ObjectID]

    private static let headLimit = 32
    /// Its place in `tick/state/`.
    static let folder = "inbox"

    /// The name of the file of a person, whatever they are called.
    static func fileName(of person: String) -> String {
        var name = "of-"
        for byte in FoldedText(person).utf8.prefix(60) {
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
            if isPlain {
                name.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                name += "%" + String(byte, radix: 16)
            }
        }
        return name
    }

    var bytes: [UInt8] {
        let lines = ["tick-inbox 1", "read \(readAt.formatted())"] + heads.map { "head \($0.hex)" } + ["end", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    init(readAt: Instant, heads: [ObjectID]) {
        self.readAt = readAt
        self.heads = heads
    }

    /// Nil where the file is not whole or of another version.
    init?(bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        guard lines.count >= 3, lines.first == ["tick-inbox", "1"], lines.last == ["end"], lines[1].count == 2,
            lines[1][0] == "read", let parsed = Instant.parse(String(lines[1][1]))
        else { return nil }
        let heads = lines[2..<(lines.count - 1)].map {
            $0.count == 2 && $0[0] == "head" ? ObjectID(hex: String($0[1])) : nil
        }
        guard heads.allSatisfy({ $0 != nil }) else { return nil }
        self.init(readAt: parsed.resolved(in: .utc), heads: heads.compactMap(\.self))
    }

    /// The mark after `head` was read, too. What it reaches is known by it.
    func reading(_ head: ObjectID, at now: Instant, isReached: (ObjectID) -> Bool) -> InboxMark {
        let others = heads.filter { $0 != head && !isReached($0) }
        return InboxMark(readAt: max(readAt, now), heads: Array(([head] + others).prefix(Self.headLimit)))
    }
}
