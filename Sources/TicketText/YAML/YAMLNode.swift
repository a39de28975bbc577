package import TicketModel

/// A node of a YAML tree that knows exactly which bytes of the file it came from.
///
/// The tree is for reading and for finding places; nothing is ever printed from it. Edits are splices of bytes at the
/// ranges (`TextEdit`), so that whatever is not meant stays as it was.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        case scalar(String, ScalarStyle)
        case sequence([YAMLNode], isFlow: Bool)
        case mapping([YAMLPair], isFlow: Bool)
    }

    /// How a scalar is written (YAML 1.2 §7.3, §8.1).
    package enum ScalarStyle: Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded

        package var isBlock: Bool { self == .literal || self == .folded }
    }

    package var content: Content
    /// The bytes of the node in the file, quotes and brackets included. Empty for an absent value (`key:`), where it
    /// stands right behind the colon.
    package var range: SourceRange

    package init(_ content: Content, range: SourceRange) {
        self.content = content
        self.range = range
    }
}

/// A key and its value. Keys are scalars; anything else was refused.
package struct YAMLPair: Sendable {
    package var key: String
    package var keyRange: SourceRange
    /// Behind the colon.
    package var colonEnd: Int
    package var value: YAMLNode
}

extension YAMLNode {
    /// The text of a scalar, nil for a collection.
    package var scalar: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// The children of a sequence, nil for anything else.
    package var items: [YAMLNode]? {
        if case .sequence(let items, _) = content { items } else { nil }
    }

    /// The pairs of a mapping in the file's order, nil for anything else.
    package var pairs: [YAMLPair]? {
        if case .mapping(let pairs, _) = content { pairs } else { nil }
    }

    package var isFlow: Bool {
        switch content {
        case .scalar: false
        case .sequence(_, let isFlow), .mapping(_, let isFlow): isFlow
        }
    }

    /// Whether nothing is written: `key:` without a value, or YAML's words for null.
    package var isNull: Bool {
        if case .scalar(let text, .plain) = content { text.isEmpty || text == "~" || text == "null" } else { false }
    }

    package func pair(_ key: String) -> YAMLPair? { pairs?.first { $0.key == key } }
}
