package import TicketModel

/// Reads `announcements/*.md`: title, times and circle in front matter, the text below.
///
///     ---
///     title: No VPN tonight
///     from: 2026-11-21T22:00
///     until: 2026-11-22
///     for: [agent, 'team:it']
///     ---
///     We move the gateway. Calls about it: queue it, tag vpn.
package enum AnnouncementFile {
    package static let folder: RepositoryPath = "announcements"

    /// Returns what the file says, as far as it can be read, and what is wrong with it.
    package static func read(
        _ file: SourceText, _ configuration: Configuration
    ) -> (announcement: Announcement?, diagnostics: [Diagnostic]) {
        let document: TicketDocument
        do {
            document = try TicketDocument(file)
        } catch {
            return (nil, [error.diagnostic])
        }
        let context = DiagnosticContext(source: file)
        var reader = MappingReader(
            YAMLNode(.mapping(document.pairs, isFlow: false), range: document.mappingRange),
            what: "the announcement", context: context)
        let name = String(decoding: file.path.name.dropLast(3), as: UTF8.self)
        let body = SourceRange(min(document.bodyStart, file.bytes.count), file.bytes.count)
        var announcement = Announcement(
            path: file.path, title: reader.text("title") ?? name, text: file.string(file.trimmed(body)))
        announcement.from = instant("from", &reader, configuration.zone)
        announcement.until = instant("until", &reader, configuration.zone)
        announcement.roles = roles(reader.items("for"), configuration, context)
        if let from = announcement.from, let until = announcement.until, until < from,
            let range = reader.node("until")?.range
        {
            context.error("this ends before it begins", hint: "write an until that is later than from", at: range)
        }
        reader.finish()
        return (announcement, context.diagnostics)
    }

    /// A bare date is its first second for `from` and its last for `until`.
    private static func instant(_ key: String, _ reader: inout MappingReader, _ zone: Zone) -> Instant? {
        reader.value(key, expected: "a date, or a time such as 2026-11-21T22:00+03:00") { text in
            guard let parsed = Instant.parse(text), parsed.kind != .timeOnly else { return nil }
            return parsed.resolved(in: zone, endOfDay: key == "until")
        }
    }

    private static func roles(
        _ items: [(text: String, range: SourceRange)], _ configuration: Configuration, _ context: DiagnosticContext
    ) -> [String] {
        guard let people = configuration.people else { return items.map(\.text) }
        let known = Set(people.people.flatMap { $0.roles + $0.teams.map { "team:" + $0 } })
        for item in items where !known.contains(item.text) {
            context.report(
                rule: "config-value", .warning, "nobody in people.yml has the role \(item.text)",
                hint: context.nearest(to: item.text, among: known.sorted())
                    ?? "write roles, or teams as team:NAME; without for it is for everybody", at: item.range)
        }
        return items.map(\.text)
    }
}
