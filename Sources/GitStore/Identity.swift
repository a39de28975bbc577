/// A person's name and e-mail address as a commit can hold them.
package struct Identity: Sendable, Hashable {
    package let name: String
    package let email: String

    /// Checks both parts.
    ///
    /// - Throws: `git.bad-identity` for an empty part, a control character, `<` or `>`: libgit2 would write a
    ///   malformed commit from some of them, and drop others without a word.
    package init(name: String, email: String) throws(GitError) {
        try Self.check(name, "name")
        try Self.check(email, "e-mail address")
        self.name = name
        self.email = email
    }

    private static let hint = "GIT_AUTHOR_NAME and its like say so, or git config user.name and user.email"

    private static func check(_ text: String, _ what: String) throws(GitError) {
        // git strips these from both ends, and a name of nothing else becomes empty (git's ident.c, `crud`).
        let crud: Set<Unicode.Scalar> = [".", ",", ":", ";", "<", ">", "\"", "\\", "'", " "]
        guard text.unicodeScalars.contains(where: { !crud.contains($0) }) else {
            throw GitError("git.bad-identity", "the \(what) is empty", hint: hint)
        }
        for scalar in text.unicodeScalars where scalar.properties.generalCategory == .control {
            throw GitError("git.bad-identity", "the \(what) holds the control character U+\(hex(scalar))", hint: hint)
        }
        if text.unicodeScalars.contains(where: { $0 == "<" || $0 == ">" }) {
            throw GitError("git.bad-identity", "the \(what) holds < or >, which separates them in a commit", hint: hint)
        }
    }
}

/// Returns the number of a character as four digits or more.
func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// Who did something and when, as a commit says it.
package struct Signature: Sendable, Hashable {
    package var name: String
    package var email: String
    package var secondsSinceEpoch: Int64
    /// The distance of the writer's zone from UTC, positive to the east.
    package var offsetMinutes: Int32

    package init(name: String, email: String, secondsSinceEpoch: Int64, offsetMinutes: Int32) {
        self.name = name
        self.email = email
        self.secondsSinceEpoch = secondsSinceEpoch
        self.offsetMinutes = offsetMinutes
    }

    package init(_ identity: Identity, secondsSinceEpoch: Int64, offsetMinutes: Int32) {
        self.init(
            name: identity.name, email: identity.email, secondsSinceEpoch: secondsSinceEpoch,
            offsetMinutes: offsetMinutes)
    }
}
