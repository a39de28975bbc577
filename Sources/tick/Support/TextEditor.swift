import TicketModel
import TicketText
import TicketWorkspace

/// Starts the person's editor.
struct TextEditor {
    let context: CommandContext
    let root: String
    /// Where texts lie while they are written: git's own folder of this worktree.
    let folder: String

    init(context: CommandContext, desk: Workspace) {
        self.context = context
        root = desk.root
        folder = desk.privateFolder
    }

    /// Opens `path` in the editor and waits: `TICK_EDITOR`, else what `git var GIT_EDITOR` says.
    func edit(_ path: String) throws {
        let command = try command()
        let environment = context.surroundings.environment
        switch Program.runOnTerminal(
            "sh", ["-c", "\(command) \"$@\"", command, path], in: root, environment: environment)
        {
        case .failure(let failure):
            throw WorkspaceError(.refused, "editor", failure.message, hint: Self.hint)
        case .success(let code) where code != 0:
            throw WorkspaceError(
                .refused, "editor",
                "the editor \(PrintableText.make(command)) ended with \(code); nothing was committed", hint: Self.hint)
        case .success: return
        }
    }

    /// Lets the person write a text, and returns it without the lines that begin with `//`.
    func compose(_ template: String) throws -> String { Self.withoutComments(try edited(template)) }

    /// Lets the person write a text, and returns all of it.
    func edited(_ template: String) throws -> String {
        let path = folder + "/TICK_EDITMSG.md"
        do {
            try TextFile.write(template, to: path)
        } catch {
            throw WorkspaceError(.refused, "editor", "\(path) cannot be written: \(error.message)")
        }
        try edit(path)
        return TextFile.read(path) ?? ""
    }

    static func withoutComments(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.filter { !$0.hasPrefix("//") }.joined(separator: "\n")
    }

    /// Whether an editor may be started: on a terminal, and where `TICK_EDITOR` names one on purpose.
    var isAllowed: Bool {
        (Terminal.isTerminal(0) && context.isTerminal)
            || !(context.surroundings.environment["TICK_EDITOR"] ?? "").isEmpty
    }

    private func command() throws -> String {
        let environment = context.surroundings.environment
        if let own = environment["TICK_EDITOR"], !own.isEmpty { return own }
        if case .success(let output) = Program.run("git", ["var", "GIT_EDITOR"], in: root, environment: environment),
            output.code == 0, let line = output.standardOutput.split(separator: "\n").first
        {
            return String(line)
        }
        throw WorkspaceError(.refused, "editor", "no editor is known", hint: Self.hint)
    }

    private static let hint = "set TICK_EDITOR, or git config core.editor"
}
