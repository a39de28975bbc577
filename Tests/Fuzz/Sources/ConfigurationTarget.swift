import ServiceLevels
import TicketIndex
import TicketModel
import TicketText

/// A desk's configuration: files, each a line with its path and its text, parted by NUL.
///
/// Whatever the files say, they are read with diagnostics that have a place, and what was read serves: queries and
/// globs parse or are refused, calendars answer, a ticket is read.
enum ConfigurationTarget {
    private static let reader = ConfigurationReader(zones: FuzzZones.source)
    private static let ticket = SourceText(
        path: "tickets/HD-1.md",
        bytes: Array("---\nid: HD-1\nstatus: open\ncreated: 2026-11-21\n---\n\n## ivan replied\n\nText\n".utf8))

    static func run(_ input: [UInt8]) {
        let files = input.split(separator: 0).prefix(16).map(file)
        let result = reader.read(files)
        for diagnostic in result.diagnostics {
            guard let location = diagnostic.location else { fatalError("\(diagnostic.message) without a place") }
            require(files.contains { $0.path == location.path }, "\(diagnostic.message) stands in no file")
        }
        use(result.configuration)
    }

    private static func file(_ part: ArraySlice<UInt8>) -> SourceText {
        let line = part.prefix { $0 != 0x0A }
        return SourceText(path: RepositoryPath(Array(line)), bytes: Array(part.dropFirst(line.count + 1)))
    }

    private static func use(_ configuration: Configuration) {
        for named in configuration.namedQueries {
            _ = try? Query.parse(named.query, configuration: configuration)
            _ = try? SortOrder.parse(named.sort ?? "", configuration)
        }
        for glob in configuration.ticketGlobs { _ = try? Glob(glob, .path) }
        for definition in configuration.calendars.values.prefix(2) {
            guard let zone = FuzzZones.source.zone(definition.zoneName) else { continue }
            let calendar = WorkingCalendar(definition: definition, zone: zone)
            _ = calendar.due(from: QueryFixture.now, within: .workingDays(3))
        }
        let result = TicketReader(configuration: configuration).read(ticket)
        guard let ticket = result.ticket else { return }
        let context = QueryContext(now: QueryFixture.now, configuration: configuration, actor: nil)
        for policy in configuration.serviceLevels.policies {
            guard let match = policy.match, let query = try? Query.parse(match, configuration: configuration) else {
                continue
            }
            _ = query.matches(ticket, in: context)
        }
    }
}
