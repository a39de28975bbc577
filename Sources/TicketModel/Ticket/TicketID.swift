/// The name of a ticket: `HD-k7qf3m`, `HD-1042`, or whatever another tool chose.
///
/// ASCII letters, digits, `.`, `_` and `-`, 1 to 100 bytes, not beginning with `.` or `-`: an id becomes part of paths.
/// Two ids that differ only in case are the same id, because file systems disagree about case.
package struct TicketID: Sendable, CustomStringConvertible {
    /// As written.
    package let text: String
    /// The form that is compared: lower case.
    package let key: String

    /// Returns nil where `text` is no id.
    package init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard (1...100).contains(bytes.count), let first = bytes.first, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-"), bytes.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = String(text)
        key = bytes.contains { (0x41...0x5A).contains($0) } ? self.text.lowercased() : self.text
    }

    /// Takes a text over that was an id before.
    package init(known text: String) {
        self.text = text
        key = text.utf8.contains { (0x41...0x5A).contains($0) } ? text.lowercased() : text
    }

    package var description: String { text }

    /// The part after the desk's key, in lower case: `k7qf3m` of `HD-k7qf3m`. All of it where there is no dash.
    package var keyWithoutPrefix: Substring {
        guard let dash = key.utf8.lastIndex(of: UInt8(ascii: "-")) else { return key[...] }
        return key[key.utf8.index(after: dash)...]
    }

    package static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

extension TicketID: Hashable, Comparable {
    package static func == (left: TicketID, right: TicketID) -> Bool { left.key == right.key }
    package static func < (left: TicketID, right: TicketID) -> Bool { left.key < right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
