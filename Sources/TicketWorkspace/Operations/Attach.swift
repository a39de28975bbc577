package import TicketModel
import TicketText

/// A file to be attached: the name that people know it by, and its bytes.
package struct AttachmentSource: Sendable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension Workspace {
    /// Copies files below `attachments/ID/` under safe names and links each under its own name in a new entry.
    package func attach(
        _ sources: [AttachmentSource], to ticket: Ticket, entry: TicketEdit.EntryDraft, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        try checkLimits(sources)
        return try change(options) { session throws(WorkspaceError) in
            var draft = try session.open(ticket)
            let (attached, links) = attaching(sources, to: ticket)
            var plan = ChangePlan()
            plan.files = attached
            let text = ([entry.text].filter { !$0.isEmpty } + [links]).joined(separator: "\n\n")
            try draft.append(
                NewEntry(
                    verb: entry.verb, person: entry.person ?? session.actor.reference, instant: session.happenedAt,
                    text: text))
            plan.files.append(draft.plannedFile)
            plan.tickets.append(draft.step)
            let names = sources.map { PrintableText.make($0.name) }.joined(separator: ", ")
            plan.message = "\(ticket.id): attached \(names)"
            return plan
        }
    }

    /// Finds free names for files below `attachments/ID/`; returns them, and a line of Markdown each that links it.
    func attaching(_ sources: [AttachmentSource], to ticket: Ticket) -> (files: [PlannedFile], links: String) {
        var taken = Set(
            (files.listing(of: Self.folder(of: ticket))?.files ?? []).map { String(decoding: $0, as: UTF8.self) })
        var (planned, links): ([PlannedFile], [String]) = ([], [])
        for source in sources {
            let name = Self.safeName(source.name, avoiding: taken)
            taken.insert(name)
            let path = Self.folder(of: ticket).appending(name)
            planned.append(PlannedFile(path: path, before: nil, after: source.bytes))
            links.append(Self.link(to: path, from: ticket.path, name: source.name))
        }
        return (planned, links.joined(separator: "\n"))
    }

    private static func folder(of ticket: Ticket) -> RepositoryPath {
        RepositoryPath("attachments").appending(ticket.id.text)
    }

    /// Says everything that is wrong with the files at once.
    func checkLimits(_ sources: [AttachmentSource]) throws(WorkspaceError) {
        let rules = configuration.attachments
        var problems: [Diagnostic] = []
        for source in sources {
            let type = Self.fileType(source.name)
            if source.bytes.count > rules.limitBytes {
                problems.append(
                    Diagnostic(
                        rule: "usage",
                        message:
                            "\(source.name) is larger than the \(rules.limitBytes) bytes that may be attached",
                        hint:
                            "share it elsewhere and add its address to refs, or raise attachments.limit in .tick/config.yml"
                    ))
            }
            if !rules.types.isEmpty, !rules.types.contains(type) {
                problems.append(
                    Diagnostic(
                        rule: "usage", message: "\(source.name) is of a type that this desk does not take",
                        hint: "allowed: \(rules.types.joined(separator: ", ")) (attachments.types in .tick/config.yml)")
                )
            }
        }
        guard problems.isEmpty else { throw .refused(problems) }
    }

    private static func fileType(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// ASCII letters, digits and dashes, with the type kept: names in any language become one that every system has.
    private static func safeName(_ name: String, avoiding taken: Set<String>) -> String {
        let type = Slug.make(from: fileType(name))
        let stemEnd = fileType(name).isEmpty ? name.endIndex : (name.lastIndex(of: ".") ?? name.endIndex)
        var stem = Slug.make(from: String(name[..<stemEnd]))
        if stem.isEmpty { stem = "file" }
        let suffix = type.isEmpty ? "" : "." + type
        var candidate = stem + suffix
        var number = 2
        while taken.contains(candidate) {
            candidate = "\(stem)-\(number)\(suffix)"
            number += 1
        }
        return candidate
    }

    /// A Markdown link that works from the ticket's own folder; pictures are shown.
    private static func link(to path: RepositoryPath, from ticket: RepositoryPath, name: String) -> String {
        let depth = ticket.bytes.filter { $0 == UInt8(ascii: "/") }.count
        let target = String(repeating: "../", count: depth) + path.description
        let isPicture = ["png", "jpg", "jpeg", "gif", "webp", "svg"].contains(fileType(name))
        let label = PrintableText.make(name).filter { !"[]\\".contains($0) }
        return "\(isPicture ? "!" : "")[\(label)](\(target))"
    }
}
