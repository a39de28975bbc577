internal import GitStore
internal import TicketModel

/// Messages that wait to be sent, were sent, or could not be: files in `tick/state/outbox/` of the git folder.
///
///     prepared/  written before the commit that they belong to; nobody sends them
///     ready/     to be sent
///     sending/   handed to the command; one that is here when nobody sends may have gone out or not
///     sent/      gone out: they say which messages are not to be sent again
///     failed/    given up after ten tries
///     log        a line a try
///
/// A message has one name, made of its rule, ticket, occasion and address: making it twice makes one.
package struct Outbox {
    package enum Place: String, CaseIterable, Sendable {
        case prepared, ready, sending, sent, failed
    }

    /// A message's file.
    package struct Item: Sendable {
        package var place: Place
        /// The name of its file without `.eml`.
        package var key: String
        package var bytes: [UInt8]
    }

    let folder: StateFolder

    package init(_ workspace: Workspace) { folder = workspace.repository.stateFolder("outbox") }

    /// The messages in a place, in the order of their dates and names.
    package func items(in place: Place) throws(WorkspaceError) -> [Item] {
        try asking { () throws(GitError) in
            var items: [Item] = []
            for name in try folder.folder(place.rawValue).names() where name.hasSuffix(".eml") {
                guard let bytes = try folder.folder(place.rawValue).read(name) else { continue }
                items.append(Item(place: place, key: String(name.dropLast(4)), bytes: bytes))
            }
            return items.sorted { ($0.header("X-Tick-At") ?? "", $0.key) < ($1.header("X-Tick-At") ?? "", $1.key) }
        }
    }

    /// The absolute path of a message's file.
    func path(of key: String, in place: Place) -> String { folder.folder(place.rawValue).path(of: key + ".eml") }

    /// Whether a message was made before and is on its way, or has gone.
    func has(_ message: OutboxMessage) -> Bool {
        [Place.ready, .sending, .sent, .failed].contains { place in
            folder.folder(place.rawValue).contains(message.key + ".eml")
        }
    }

    func hasAll(_ messages: [OutboxMessage]) -> Bool { messages.allSatisfy { has($0) } }

    /// Writes messages that go out once their commit is made.
    func prepare(_ messages: [OutboxMessage]) throws(WorkspaceError) {
        for message in messages where !has(message) {
            try asking { () throws(GitError) in
                try folder.folder(Place.prepared.rawValue).write(message.bytes, to: message.key + ".eml")
            }
        }
    }

    /// Lets prepared messages go.
    func release(_ messages: [OutboxMessage]) throws(WorkspaceError) {
        for message in messages where !has(message) {
            let isMoved = try asking { () throws(GitError) in
                try folder.folder(Place.prepared.rawValue).move(
                    message.key + ".eml", to: folder.folder(Place.ready.rawValue))
            }
            guard !isMoved else { continue }
            try asking { () throws(GitError) in
                try folder.folder(Place.ready.rawValue).write(message.bytes, to: message.key + ".eml")
            }
        }
    }

    func move(_ keys: [String], from: Place = .prepared, to place: Place) throws(WorkspaceError) {
        try asking { () throws(GitError) in
            for key in keys {
                _ = try folder.folder(from.rawValue).move(key + ".eml", to: folder.folder(place.rawValue))
            }
        }
    }

    /// Settles what a run left that was stopped: messages whose commit was made go out, the others are forgotten, since the
    /// rule makes them again.
    ///
    /// - Parameters:
    ///   - branch: On which the run is; messages of others wait for a run there.
    ///   - isDone: Whether a rule's work for an occasion on a ticket is in history.
    func settle(
        on branch: String, _ isDone: (_ rule: String, TicketID, _ occasion: String) throws(WorkspaceError) -> Bool
    ) throws(WorkspaceError) {
        for item in try items(in: .prepared) where item.header("X-Tick-Branch") ?? branch == branch {
            guard let rule = item.header("X-Tick-Rule"),
                let ticket = item.header("X-Tick-Ticket").flatMap({ TicketID($0) }),
                let occasion = item.header("X-Tick-For"), try isDone(rule, ticket, occasion)
            else {
                try asking { () throws(GitError) in
                    try folder.folder(Place.prepared.rawValue).remove(item.key + ".eml")
                }
                continue
            }
            try move([item.key], to: .ready)
        }
    }
}

extension Outbox.Item {
    /// The text of a header, decoded; nil where there is none.
    package func header(_ name: String) -> String? {
        let head = String(decoding: bytes, as: UTF8.self).split(separator: "\n\n", maxSplits: 1).first ?? ""
        var value: String?
        for line in head.split(separator: "\n") {
            if value != nil, line.hasPrefix(" ") {
                value! += line
            } else if value != nil {
                break
            } else if line.hasPrefix(name + ": ") {
                value = String(line.dropFirst(name.count + 2))
            }
        }
        return value.map(MailText.decoded)
    }

    /// The address alone that the message goes to.
    package var address: String {
        let text = header("To") ?? ""
        guard let start = text.lastIndex(of: "<"), text.hasSuffix(">") else { return text }
        return String(text[text.index(after: start)...].dropLast())
    }

    /// The text below the headers.
    package var text: String {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n\n", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : ""
    }
}
