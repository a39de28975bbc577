import TicketModel

/// Writes records as comma- or tab-separated text.
///
/// Values survive: nothing is put before a value that begins with `=`, `+`, `-` or `@`. A spreadsheet may take such a value for
/// a formula; whoever opens tickets of strangers in one should import the columns as text.
enum DelimitedText {
    /// Returns one record as RFC 4180 has it, CR LF at the end.
    ///
    /// A field is quoted when it holds a comma, a quotation mark or a line break, or begins or ends with a space; marks are doubled. Line
    /// breaks and tabs in a field stay as they are. Other control characters and bidirectional controls are made visible, piped or
    /// not: the same bytes are shown on terminals. JSON has every value as it is.
    /// A lone empty field is quoted, since an empty line is no record to many readers.
    static func csv(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (position, field) in fields.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            appendCSV(PrintableText.make(field, .lines), isAlone: fields.count == 1, to: &bytes)
        }
        return bytes + [0x0D, 0x0A]
    }

    private static func appendCSV(_ field: String, isAlone: Bool, to bytes: inout [UInt8]) {
        let mark = UInt8(ascii: "\"")
        guard needsQuotes(field.utf8, isAlone: isAlone) else { return bytes.append(contentsOf: field.utf8) }
        bytes.append(mark)
        for byte in field.utf8 {
            if byte == mark { bytes.append(mark) }
            bytes.append(byte)
        }
        bytes.append(mark)
    }

    private static func needsQuotes(_ field: String.UTF8View, isAlone: Bool) -> Bool {
        let space = UInt8(ascii: " ")
        if field.isEmpty { return isAlone }
        if field.first == space || field.last == space { return true }
        return field.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    }

    /// Returns one record with tabs between its fields and a line feed at the end.
    ///
    /// In a field a tab is written `\t`, a line feed `\n`, a carriage return `\r`, a backslash `\\`: a record is a line and a field lies
    /// between tabs whatever is in it, so `cut` and `awk` need no care, and the value can be had back. Other control characters and
    /// bidirectional controls are made visible, since this is what a pipe to a terminal shows.
    static func tsv(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (position, field) in fields.enumerated() {
            if position > 0 { bytes.append(0x09) }
            appendTSV(field, to: &bytes)
        }
        return bytes + [0x0A]
    }

    private static func needsEscapes(_ bytes: Span<UInt8>) -> Bool {
        for offset in bytes.indices where bytes[offset] < 0x20 || bytes[offset] == 0x5C { return true }
        return false
    }

    /// Appends one field, without anything around it.
    static func appendTSV(_ field: String, to bytes: inout [UInt8]) {
        guard needsEscapes(field.utf8.span) else {
            return bytes.append(contentsOf: PrintableText.make(field).utf8)
        }
        var escaped = String.UnicodeScalarView()
        for scalar in field.unicodeScalars {
            switch scalar {
            case "\t": escaped.append(contentsOf: "\\t".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\r": escaped.append(contentsOf: "\\r".unicodeScalars)
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        bytes.append(contentsOf: PrintableText.make(String(escaped)).utf8)
    }
}
