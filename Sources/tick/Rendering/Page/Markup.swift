import TicketModel

/// A piece of an HTML or SVG document. Whatever comes from files is text, and text is escaped when it is made.
struct Markup: Sendable {
    let source: String

    static let nothing = Markup(source: "")

    private init(source: String) { self.source = source }

    /// Text, with `&`, `<`, `>` and quotation marks escaped, and control characters made visible.
    static func text(_ text: String) -> Markup { Markup(source: escaped(text)) }

    /// An element with its content; no content and no end tag for those that have none (HTML § 13.1.2).
    static func element(
        _ name: String, _ attributes: [(String, String)] = [], _ content: [Markup] = []
    ) -> Markup {
        let written = attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
        let isVoid = ["meta", "br"].contains(name)
        return Markup(
            source: "<\(name)\(written)>" + content.map(\.source).joined() + (isVoid ? "" : "</\(name)>"))
    }

    static func element(
        _ name: String, _ attributes: [(String, String)] = [], _ text: String
    ) -> Markup {
        element(name, attributes, [.text(text)])
    }

    /// What tick itself writes: style sheets, and the document type.
    static func verbatim(_ source: StaticString) -> Markup { Markup(source: "\(source)") }

    static func joined(_ parts: [Markup], by separator: StaticString = "") -> Markup {
        Markup(source: parts.map(\.source).joined(separator: "\(separator)"))
    }

    private static func escaped(_ text: String) -> String {
        let printable = PrintableText.make(text)
        guard printable.utf8.contains(where: { special($0) != nil }) else { return printable }
        var bytes: [UInt8] = []
        for byte in printable.utf8 {
            if let entity = special(byte) { bytes += entity.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func special(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
