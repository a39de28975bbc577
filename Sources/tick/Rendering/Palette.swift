/// Puts styles around text, or leaves it plain where there are no colours.
///
/// A style underlines what the words say already; every meaning must be readable without it.
struct Palette: Hashable, Sendable {
    let hasColor: Bool

    static let plain = Palette(hasColor: false)
    static let colored = Palette(hasColor: true)

    /// Returns `text` between the style's sequence and a reset; unchanged without colours, for plain or empty text.
    func apply(_ style: Style, to text: String) -> String {
        guard hasColor, !style.parameters.isEmpty, !text.isEmpty else { return text }
        return "\u{1B}[\(style.parameters)m\(text)\u{1B}[0m"
    }
}
