import Glibc
import TicketIndex
import TicketModel
import TicketWorkspace

/// Says on standard error what went wrong, where, and what to do next.
struct ErrorReport {
    private let output = Output.standardError()
    private let palette: Palette
    private let width: Int?

    init(color: ColorPolicy.Option) {
        let environment = SystemSurroundings.environment
        let isTerminal = Terminal.isTerminal(2)
        palette = Palette(
            hasColor: ColorPolicy.decide(option: color, environment: environment, isTerminal: isTerminal))
        width = Terminal.width(2, environment: environment) ?? Excerpt.widthWithoutTerminal
    }

    func usage(_ error: UsageError) {
        write(Severity.error, error.message, hint: error.hint)
        for other in error.others { usage(other) }
    }

    /// Results that could not be written: a full disk, a closed terminal.
    func output(_ error: OutputError) {
        write(
            .error, "standard output cannot be written: \(unsafe String(cString: strerror(error.code)))",
            hint: "the results above are not complete")
    }

    /// Says in one line that the configuration on disk is broken, since everything else then reads oddly.
    func brokenConfiguration(_ diagnostics: [Diagnostic]) {
        let errors = diagnostics.filter { $0.severity == .error }
        guard let first = errors.first else { return }
        let place =
            first.location.map { "\(PrintableText.make(utf8: $0.path.bytes)):\($0.lineNumber):\($0.columnNumber): " }
            ?? ""
        let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
        write(.warning, "\(place)\(first.message)\(more)", hint: "tick check shows what is wrong with .tick/")
    }

    func workspace(_ error: WorkspaceError) {
        if error.diagnostics.isEmpty {
            write(.error, error.message, hint: error.hint)
        } else {
            diagnostics(error.diagnostics)
        }
        for file in error.files { line(DiffRendering(palette: palette).render(file)) }
    }

    func query(_ error: QueryError) {
        let excerpt = Excerpt(
            severity: .error, message: error.message, rule: nil, hint: error.hint,
            place: Excerpt.Place(
                path: nil, lineNumber: 1, columnNumber: error.characterRange.lowerBound + 1,
                length: error.characterRange.count, lineText: error.query))
        lines(excerpt.lines(width: width, palette: palette))
    }

    func diagnostics(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { lines(diagnostic.excerpt.lines(width: width, palette: palette)) }
    }

    /// A line for people that is no error: progress, what was done.
    func note(_ text: String) { line(PrintableText.make(text)) }

    private func write(_ severity: Severity, _ message: String, hint: String?) {
        let excerpt = Excerpt(
            severity: Excerpt.Severity(rawValue: severity.rawValue) ?? .error, message: message, rule: nil, hint: hint,
            place: nil)
        lines(excerpt.lines(width: width, palette: palette))
    }

    private func lines(_ lines: [String]) { try? output.writeLines(lines) }
    private func line(_ text: String) { try? output.writeLine(text) }
}

extension Diagnostic {
    /// How a diagnostic is shown to people.
    var excerpt: Excerpt {
        let place = location.map { location in
            Excerpt.Place(
                path: (commit.map { $0 + ":" } ?? "") + location.path.description, lineNumber: location.lineNumber,
                columnNumber: location.columnNumber, length: location.length, lineText: location.lineText)
        }
        return Excerpt(
            severity: Excerpt.Severity(rawValue: severity.rawValue) ?? .error, message: message,
            rule: rule == "usage" ? nil : rule, hint: hint, place: place)
    }
}
