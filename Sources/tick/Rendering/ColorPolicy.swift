/// Decides whether output has colours.
enum ColorPolicy {
    /// The values of `--color`.
    enum Option: String, CaseIterable, Sendable {
        case auto, always, never
    }

    /// Returns whether to use colours, asking in this order: the option, `NO_COLOR` (no-color.org), `CLICOLOR_FORCE`, `TERM=dumb`,
    /// `CLICOLOR` (bixense.com/clicolors), the terminal.
    ///
    /// - `NO_COLOR` forbids when it is not empty, `CLICOLOR_FORCE` forces when it is neither empty nor `0`.
    /// - `CLICOLOR=0` forbids; another value leaves it to the terminal.
    static func decide(option: Option, environment: [String: String], isTerminal: Bool) -> Bool {
        switch option {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let value = environment["NO_COLOR"], !value.isEmpty { return false }
        if let value = environment["CLICOLOR_FORCE"], !value.isEmpty, value != "0" { return true }
        if environment["TERM"] == "dumb" || environment["CLICOLOR"] == "0" { return false }
        return isTerminal
    }
}
