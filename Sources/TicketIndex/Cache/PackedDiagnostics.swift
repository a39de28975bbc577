import TicketModel
import TicketText

/// What is wrong with a file, as bytes.
enum PackedDiagnostics {
    static func write(_ diagnostics: [Diagnostic], to writer: inout PackedWriter) {
        writer.append(number: diagnostics.count)
        for diagnostic in diagnostics {
            writer.append(text: diagnostic.rule)
            writer.append(UInt8(Severity.allCases.firstIndex(of: diagnostic.severity) ?? 0))
            writer.append(text: diagnostic.message)
            writer.append(text: diagnostic.hint ?? "")
            writer.append(text: diagnostic.ticket?.text ?? "")
            writer.append(diagnostic.location == nil ? 0 : 1)
            guard let place = diagnostic.location else { continue }
            for number in [place.lineNumber, place.columnNumber, place.length] { writer.append(number: number) }
            writer.append(text: place.lineText)
        }
    }

    /// - Parameter path: the file's, which all of them are about.
    static func read(_ bytes: PackedBytes, at offset: Int, path: RepositoryPath) -> [Diagnostic] {
        var reader = PackedReader(bytes, from: offset)
        return (0..<reader.itemCount()).map { _ in
            let rule = reader.text()
            let severity = Severity.allCases[Int(reader.byte()) % Severity.allCases.count]
            let (message, hint, ticket) = (reader.text(), reader.text(), reader.text())
            var location: SourceLocation?
            if reader.byte() == 1 {
                let (line, column, length) = (reader.number(), reader.number(), reader.number())
                location = SourceLocation(
                    path: path, lineNumber: line, columnNumber: column, length: length, lineText: reader.text())
            }
            return Diagnostic(
                rule: rule, severity: severity, message: message, hint: hint.isEmpty ? nil : hint, location: location,
                ticket: TicketID(ticket))
        }
    }
}
