import ArgumentParser
import TicketModel
import TicketText
import TicketWorkspace

/// `-m TEXT`, `-F FILE` or `-F -`: where a command takes its text from.
struct TextOptions: ParsableArguments {
    @Option(name: [.customShort("m"), .long], help: "The text. Given again, paragraphs.")
    var message: [String] = []

    @Option(name: [.customShort("F"), .long], help: "A file with the text; - reads standard input.")
    var file: String?

    /// Returns the text, nil where none was given.
    ///
    /// - Parameter folder: The folder that `file` is seen from.
    func text(in folder: String) throws -> String? {
        guard let file else { return message.isEmpty ? nil : message.joined(separator: "\n\n") }
        guard message.isEmpty else { throw UsageError("-m and -F cannot be given together") }
        let path = file == "-" ? "/dev/stdin" : file.hasPrefix("/") ? file : folder + "/" + file
        let name = file == "-" ? "standard input" : file
        guard let bytes = TextFile.bytes(path, limit: 1 << 20) else {
            throw WorkspaceError.unreadable(name, hint: "name a file that exists, or - for standard input")
        }
        guard UTF8Check.firstInvalidOffset(in: bytes[...]) == nil, !bytes.contains(0) else {
            throw WorkspaceError(
                .refused, "file.binary", "\(PrintableText.make(name)) is no UTF-8 text",
                hint: "attach binary files with tick attach")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
