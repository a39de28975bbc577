package import TicketModel
internal import TicketText

extension Workspace {
    /// Returns what `announcements/*.md` of the working tree say, in the order of their names, and what is wrong with them.
    package func announcements() -> (all: [Announcement], diagnostics: [Diagnostic]) {
        guard let listing = files.listing(of: AnnouncementFile.folder) else { return ([], []) }
        var all: [Announcement] = []
        var diagnostics = listing.symbolicLinks.filter { $0.suffix(3).elementsEqual(".md".utf8) }
            .map { DeskFiles.linked(AnnouncementFile.folder.appending(bytes: $0)) }
        for name in listing.files.sorted(by: { $0.lexicographicallyPrecedes($1) })
        where name.suffix(3).elementsEqual(".md".utf8) && name != Array("README.md".utf8) {
            let path = AnnouncementFile.folder.appending(bytes: name)
            guard let bytes = try? files.bytes(of: path, limit: DeskFiles.configurationLimit),
                bytes.count <= DeskFiles.configurationLimit
            else {
                diagnostics.append(Self.unreadable(path))
                continue
            }
            let read = AnnouncementFile.read(SourceText(path: path, bytes: bytes), configuration)
            if let announcement = read.announcement { all.append(announcement) }
            diagnostics += read.diagnostics
        }
        return (all, diagnostics)
    }

    /// Those that hold now and are for the acting person.
    package func currentAnnouncements() -> [Announcement] {
        let actor = actor
        return announcements().all.filter { $0.holds(at: now) && $0.isFor(actor, in: configuration) }
    }

    private static func unreadable(_ path: RepositoryPath) -> Diagnostic {
        Diagnostic(
            rule: "config-syntax", message: "the file cannot be read, or is larger than 1 MiB", hint: "ls -l \(path)",
            location: SourceText(path: path, bytes: []).location(of: SourceRange(0, 0)))
    }
}
