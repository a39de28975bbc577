import TicketModel

/// Finds calendars that nobody has brought up to date: days closed this year, none of the next, and it is November.
enum CalendarDiagnostics {
    static func find(in configuration: Configuration, at now: Instant) -> [Diagnostic] {
        let today = configuration.zone.civil(at: now).date
        guard today.month >= 11 else { return [] }
        return configuration.calendars.values.sorted { $0.name < $1.name }.compactMap { calendar in
            let closesThisYear = calendar.closed.contains {
                $0.lowerBound.year <= today.year && $0.upperBound.year >= today.year
            }
            let closesNextYear = calendar.closed.contains { $0.upperBound.year > today.year }
            guard closesThisYear, !closesNextYear else { return nil }
            return Diagnostic(
                rule: "config-value", severity: .warning,
                message: "the calendar closes days of \(today.year), and none of \(today.year + 1) yet",
                hint: "add the holidays of \(today.year + 1) to closed",
                location: SourceLocation(
                    path: RepositoryPath(".tick/calendars/\(calendar.name).yml"), lineNumber: 1, columnNumber: 1,
                    length: 0,
                    lineText: ""))
        }
    }
}
