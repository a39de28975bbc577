import Glibc

/// What the process knows about the terminal it writes to.
enum Terminal {
    /// Returns whether the descriptor is a terminal.
    static func isTerminal(_ fileDescriptor: Int32) -> Bool { isatty(fileDescriptor) == 1 }

    /// Returns the width in columns: `COLUMNS` where it is set to a number above 0, as git and POSIX have it, otherwise what the
    /// terminal says; nil for none, a pipe or a file.
    static func width(_ fileDescriptor: Int32, environment: [String: String]) -> Int? {
        guard isTerminal(fileDescriptor) else { return nil }
        if let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 { return columns }
        var size = winsize()
        let code = unsafe ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size)
        return code == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}
