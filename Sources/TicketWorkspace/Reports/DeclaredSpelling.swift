import TicketModel

/// The declared spellings of a field's values, which are one in any case and with е for ё; other values are as written.
struct DeclaredSpelling: Sendable {
    private let exact: Set<String>
    private let places: [FoldedText: Int]
    private let choices: [Choice]

    /// - Parameter choices: Nil where anything goes.
    init(_ choices: [Choice]?) {
        self.choices = choices ?? []
        exact = Set(self.choices.map(\.name))
        places = Dictionary(
            self.choices.enumerated().map { (FoldedText($0.element.name), $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    subscript(_ text: String) -> String { exact.contains(text) ? text : choice(text)?.name ?? text }

    /// The choice that a value means; nil for what is not declared.
    func choice(_ text: String) -> Choice? { rank(text).map { choices[$0] } }

    /// The place among the choices; nil for what is not declared.
    func rank(_ text: String) -> Int? { places[FoldedText(text)] }
}
