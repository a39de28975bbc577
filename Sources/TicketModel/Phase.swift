/// What a status means to the clocks and reports, from a ticket's beginning to its end.
package enum Phase: String, CaseIterable, Hashable, Comparable, Sendable {
    /// We work on it.
    case open
    /// We wait for them.
    case waiting
    /// Solved, unless they object.
    case resolved
    /// Done.
    case closed

    /// Whether the ticket needs nobody's work any more.
    package var isDone: Bool { self >= .resolved }

    package static func < (left: Phase, right: Phase) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .open: 0
        case .waiting: 1
        case .resolved: 2
        case .closed: 3
        }
    }
}
