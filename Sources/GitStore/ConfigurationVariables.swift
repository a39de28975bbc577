internal import CLibgit2

/// What the environment says about git's configuration; libgit2 reads none of these variables.
///
/// `GIT_CONFIG_NOSYSTEM`, `GIT_CONFIG_SYSTEM` and `GIT_CONFIG_GLOBAL` say which files count. `GIT_CONFIG_COUNT` with
/// `GIT_CONFIG_KEY_<n>` and `GIT_CONFIG_VALUE_<n>`, and `GIT_CONFIG_PARAMETERS`, which `git -c` sets for what it starts,
/// hold settings themselves. Source: git(1), git-config(1) "ENVIRONMENT".
package struct ConfigurationVariables: Sendable, Equatable {
    /// One setting; a value of nil is a key alone, which means true.
    struct Setting: Sendable, Equatable {
        var key: String
        var value: String?
    }

    private(set) var ignoresSystem = false
    private(set) var systemPath: String?
    /// Stands for both files of a user; an empty path for none.
    private(set) var globalPath: String?
    /// In the order in which they count, the last one most.
    private(set) var settings: [Setting] = []

    /// No variable is set.
    package init() {}

    /// Reads an environment.
    ///
    /// - Throws: `git.configuration` where git itself would refuse to start.
    package init(environment: [String: String]) throws(GitError) {
        ignoresSystem = Self.isTrue(environment["GIT_CONFIG_NOSYSTEM"])
        systemPath = environment["GIT_CONFIG_SYSTEM"]
        globalPath = environment["GIT_CONFIG_GLOBAL"]
        if let count = environment["GIT_CONFIG_COUNT"], !count.isEmpty {
            guard let count = Int(count), (0...10_000).contains(count) else {
                throw Self.malformed("GIT_CONFIG_COUNT is no number: \(count)")
            }
            for number in 0..<count {
                guard let key = environment["GIT_CONFIG_KEY_\(number)"],
                    let value = environment["GIT_CONFIG_VALUE_\(number)"]
                else { throw Self.malformed("GIT_CONFIG_KEY_\(number) or GIT_CONFIG_VALUE_\(number) is missing") }
                settings.append(Setting(key: key, value: value))
            }
        }
        if let parameters = environment["GIT_CONFIG_PARAMETERS"] { settings += try Self.settings(in: parameters) }
    }

    var isEmpty: Bool { self == ConfigurationVariables() }

    /// Git's booleans; an empty variable is false.
    private static func isTrue(_ text: String?) -> Bool {
        guard let text = text?.lowercased() else { return false }
        return ["true", "yes", "on"].contains(text) || (Int(text) ?? 0) != 0
    }

    private static func malformed(_ message: String) -> GitError {
        GitError("git.configuration", message, hint: "git --version says the same; unset the variable")
    }
}

// MARK: - `GIT_CONFIG_PARAMETERS`

extension ConfigurationVariables {
    /// Parses `'core.autocrlf'='input' 'key'` and the older `'core.autocrlf=input'`, quoted for a shell.
    private static func settings(in text: String) throws(GitError) -> [Setting] {
        var settings: [Setting] = []
        var rest = Array(text.utf8)[...]
        while true {
            rest = rest.drop { $0 == UInt8(ascii: " ") }
            if rest.isEmpty { return settings }
            guard let first = unquoted(&rest) else { throw malformed("GIT_CONFIG_PARAMETERS cannot be read") }
            if rest.first == UInt8(ascii: "=") {
                rest.removeFirst()
                let isAlone = rest.isEmpty || rest.first == UInt8(ascii: " ")
                let value = isAlone ? nil : unquoted(&rest)
                guard isAlone || value != nil else { throw malformed("GIT_CONFIG_PARAMETERS cannot be read") }
                settings.append(Setting(key: first, value: value))
            } else if let equals = first.firstIndex(of: "=") {
                let value = String(first[first.index(after: equals)...])
                settings.append(Setting(key: String(first[..<equals]), value: value))
            } else {
                settings.append(Setting(key: first, value: nil))
            }
        }
    }

    /// Takes one word in quotes off the front: `'it'\''s'` is `it's`. Source: git, quote.c, `sq_dequote_step`.
    private static func unquoted(_ rest: inout ArraySlice<UInt8>) -> String? {
        let quote = UInt8(ascii: "'")
        guard rest.popFirst() == quote else { return nil }
        var word: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == quote else {
                word.append(byte)
                continue
            }
            let escaped = Array(rest.prefix(3))
            guard escaped.count == 3, escaped[0] == UInt8(ascii: "\\"), escaped[2] == quote,
                escaped[1] == quote || escaped[1] == UInt8(ascii: "!")
            else { return String(decoding: word, as: UTF8.self) }
            word.append(escaped[1])
            rest.removeFirst(3)
        }
        return nil
    }
}

// MARK: - As a file

extension ConfigurationVariables {
    /// The settings as a configuration file; keys that no file can hold are left out, git refuses them itself.
    var fileText: String {
        settings.compactMap { setting in
            guard let first = setting.key.firstIndex(of: "."), let last = setting.key.lastIndex(of: ".") else {
                return nil
            }
            let (section, name) = (setting.key[..<first], setting.key[setting.key.index(after: last)...])
            guard Self.isName(section), Self.isName(name) else { return nil }
            let subsection = first == last ? nil : setting.key[setting.key.index(after: first)..<last]
            if subsection?.unicodeScalars.contains("\n") == true { return nil }
            let head = subsection.map { "[\(section) \(Self.quoted(String($0)))]" } ?? "[\(section)]"
            return "\(head)\n\t\(name)" + (setting.value.map { " = \(Self.quoted($0))" } ?? "") + "\n"
        }.joined()
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
            }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "\"": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
