import Glibc

/// What the process knows about the terminal it writes to.
enum Terminal {
    /// Returns whether the descriptor is a terminal.
    static func isTerminal(_ fileDescriptor: Int32) -> Bool { isatty(fileDescriptor) == 1 }

    /// Returns the path of a terminal, such as `/dev/pts/3`; nil for what is none.
    static func name(_ fileDescriptor: Int32) -> String? {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe ttyname_r(fileDescriptor, &name, name.count - 1) == 0 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

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
