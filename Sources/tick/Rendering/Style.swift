/// How a piece of text looks on a terminal that has colours: a set of SGR parameters (ECMA-48 §8.3.117).
struct Style: Hashable, Sendable {
    /// Parameters without the brackets, `1;31`; empty for plain text.
    let parameters: String

    static let plain = Style(parameters: "")
    static let bold = Style(parameters: "1")
    static let dim = Style(parameters: "2")
    static let italic = Style(parameters: "3")
    static let underlined = Style(parameters: "4")
    static let struck = Style(parameters: "9")
    static let red = Style(parameters: "31")
    static let green = Style(parameters: "32")
    static let yellow = Style(parameters: "33")
    static let blue = Style(parameters: "34")
    static let magenta = Style(parameters: "35")
    static let cyan = Style(parameters: "36")

    /// Returns both styles together.
    func and(_ other: Style) -> Style {
        let parts = [parameters, other.parameters].filter { !$0.isEmpty }
        return Style(parameters: parts.joined(separator: ";"))
    }
}
