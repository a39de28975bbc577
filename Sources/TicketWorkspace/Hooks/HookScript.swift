/// The shell scripts that `tick hooks install` writes.
///
///     #!/bin/sh
///     # Written by tick hooks install; tick hooks remove takes it away.
///
/// A hook that was there before is called first, with the same arguments and the same input, and its refusal counts. The
/// binary is found where it was when the hook was written, else on the `PATH`.
package enum HookScript {
    /// The hooks of a clone.
    package static let clientNames = ["pre-commit", "prepare-commit-msg", "commit-msg", "pre-push"]
    /// The hooks of a bare repository.
    package static let serverNames = ["pre-receive", "post-receive"]

    /// What stands behind the name of a hook that was there before.
    static let suffix = ".before-tick"
    private static let mark = "# Written by tick hooks install; tick hooks remove takes it away.\n"

    static func isOurs(_ text: String) -> Bool { text.hasPrefix("#!/bin/sh\n" + mark) }

    /// The line for a hook that another tool keeps.
    package static func line(for hook: String) -> String {
        "tick hooks run \(hook) \"$@\"" + (hook == "pre-receive" ? " || exit 1" : "")
    }

    /// Returns the script of a hook.
    ///
    /// - Parameter tick: the absolute path of the binary.
    static func text(of hook: String, tick: String) -> String {
        let readsInput = ["pre-push", "pre-receive", "post-receive"].contains(hook)
        let before = "\"$0\(suffix)\" \"$@\""
        var lines = ["#!/bin/sh", String(mark.dropLast())]
        if readsInput {
            // Both read all of it, and a command substitution would drop an empty input's absence of lines.
            lines += ["input=$(cat)", "feed() { [ -z \"$input\" ] || printf '%s\\n' \"$input\"; }"]
        }
        lines.append("if [ -x \"$0\(suffix)\" ]; then \(readsInput ? "feed | " : "")\(before) || exit; fi")
        lines += ["tick=\(quoted(tick))", "[ -x \"$tick\" ] || tick=$(command -v tick) || {"]
        lines += absence(of: hook).map { "    " + $0 } + ["}"]
        lines.append("\(readsInput ? "feed | " : "exec ")\"$tick\" hooks run \(hook) \"$@\"")
        return lines.joined(separator: "\n") + "\n"
    }

    /// A clone without `tick` goes on without being checked; a server that cannot judge lets nothing in.
    private static func absence(of hook: String) -> [String] {
        if hook == "post-receive" { return ["exit 0"] }
        if hook == "pre-receive" {
            return [
                "echo 'tick is not found on the server: nothing can be judged, so the push is refused.' >&2", "exit 1",
            ]
        }
        return ["echo 'tick is not found: tickets are not checked (\(hook)).' >&2", "exit 0"]
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
