import Glibc
import TicketModel
import TicketText
import TicketWorkspace

/// Files that teach an editor about tickets: headings of entries with the instant, a task that runs `tick check`, where
/// pasted pictures go, and the values that fields take.
///
/// They lie in the repository, so they name nobody and no machine. A file that is there already is never touched.
struct EditorSetup {
    enum Editor: String, CaseIterable {
        case vscode, neovim, helix
    }

    struct Outcome {
        var path: String
        /// `added`, `present` or `kept`.
        var state: String
        /// What to add by hand where the file was there already.
        var toAdd: String?
    }

    let configuration: Configuration

    /// Writes the files of `editor` that are not there yet.
    func write(_ editor: Editor, into desk: Workspace) throws(WorkspaceError) -> [Outcome] {
        let files = FolderFiles(root: desk.root)
        return try self.files(of: editor).map { path, text throws(WorkspaceError) in
            let place = RepositoryPath(path)
            if files.exists(place) {
                let isSame = (try? files.bytes(of: place, limit: 1 << 20)) == Array(text.utf8)
                return Outcome(path: path, state: isSame ? "present" : "kept", toAdd: isSame ? nil : text)
            }
            if let slash = path.lastIndex(of: "/") { _ = unsafe mkdir("\(desk.root)/\(path[..<slash])", 0o777) }
            do throws(TextFile.Failure) {
                try TextFile.write(text, to: "\(desk.root)/\(path)")
            } catch {
                throw WorkspaceError(.refused, "file.unwritable", "\(path) cannot be written: \(error.message)")
            }
            return Outcome(path: path, state: "added", toAdd: nil)
        }
    }

    /// The files of an editor with their texts.
    func files(of editor: Editor) -> [(path: String, text: String)] {
        switch editor {
        case .vscode:
            [
                (".vscode/settings.json", Self.codeSettings), (".vscode/tasks.json", Self.codeTasks),
                (".vscode/tickets.code-snippets", pretty(codeSnippets)),
            ]
        case .neovim: [(".nvim.lua", neovim)]
        case .helix: [(".helix/config.toml", helix)]
        }
    }

    private var handles: [String] { configuration.people?.people.map(\.handle) ?? [] }

    private func pretty(_ value: JSONValue) -> String {
        String(decoding: JSONWriter.pretty(value), as: UTF8.self) + "\n"
    }
}

// MARK: - Visual Studio Code

extension EditorSetup {
    /// Pasted pictures go below attachments/, in a folder named as the ticket's file.
    private static let codeSettings = """
        {
          "markdown.copyFiles.destination": {
            "/tickets/**/*.md": "/attachments/${documentBaseName}/"
          },
          "[markdown]": {"files.trimTrailingWhitespace": false, "editor.quickSuggestions": {"other": true}}
        }

        """

    private static let codeTasks = #"""
        {
          "version": "2.0.0",
          "tasks": [
            {
              "label": "tick check",
              "type": "process",
              "command": "tick",
              "args": ["check"],
              "group": {"kind": "test", "isDefault": true},
              "presentation": {"reveal": "silent"},
              "problemMatcher": {
                "owner": "tick",
                "fileLocation": ["relative", "${workspaceFolder}"],
                "pattern": {
                  "regexp": "^(.+?):(\\d+):(\\d+): (error|warning|note): (.*)$",
                  "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5
                }
              }
            }
          ]
        }

        """#

    private var codeSnippets: JSONValue {
        let instant =
            "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}T${CURRENT_HOUR}:${CURRENT_MINUTE}:${CURRENT_SECOND}${CURRENT_TIMEZONE_OFFSET}"
        let person = handles.isEmpty ? "${1:person}" : "${1|\(handles.joined(separator: ","))|}"
        let entries = EntryVerb.allCases.map { verb -> JSONValue.Member in
            let who = verb == .wrote ? "${1:requester}" : person
            return (
                "tick: \(verb.rawValue)",
                [
                    "scope": "markdown", "prefix": .string(verb.rawValue),
                    "description": .string("An entry: \(verb.rawValue)"),
                    "body": .strings(["## \(instant) \(who) \(verb.rawValue)", "", "$0"]),
                ]
            )
        }
        let fields = [FieldName.status, .type, .priority, .queue].compactMap { field -> JSONValue.Member? in
            guard let choices = configuration.declaredChoices(of: field), !choices.isEmpty else { return nil }
            let key = configuration.fileName(of: field)
            return (
                "tick: \(key)",
                [
                    "scope": "markdown", "prefix": .string(key), "description": .string("The field \(key)"),
                    "body": .strings(["\(key): ${1|\(choices.map(\.name).joined(separator: ","))|}"]),
                ]
            )
        }
        return .object(entries + fields)
    }
}

// MARK: - Neovim, Helix

extension EditorSetup {
    /// Read where `exrc` is set, once trusted (`:trust`).
    private var neovim: String {
        """
        -- Tickets: :TickReplied PERSON and its like add an entry with the time; :make runs tick check.
        -- Neovim reads this file where 'exrc' is set, and asks first.
        local function heading(verb, person)
          local offset = os.date("%z"):gsub("(%d%d)$", ":%1")
          local who = person ~= "" and person or (vim.env.USER or "")
          local lines = { "", "## " .. os.date("%Y-%m-%dT%H:%M:%S") .. offset .. " " .. who .. " " .. verb, "", "" }
          vim.api.nvim_buf_set_lines(0, -1, -1, false, lines)
          vim.cmd("normal! G")
          vim.cmd("startinsert")
        end
        local people = { \(handles.map { "\"\($0)\"" }.joined(separator: ", ")) }
        for _, verb in ipairs({ "replied", "noted", "wrote", "called" }) do
          vim.api.nvim_create_user_command("Tick" .. verb:sub(1, 1):upper() .. verb:sub(2), function(arguments)
            heading(verb, arguments.args)
          end, { nargs = "?", complete = function() return people end })
        end
        vim.opt.makeprg = "tick check"
        vim.opt.errorformat = "%f:%l:%c: %trror: %m,%f:%l:%c: %tarning: %m,%-G%.%#"

        """
    }

    /// Helix takes no snippets without a server of its own; keys insert the headings.
    private var helix: String {
        let date = "\"$(date +%Y-%m-%dT%H:%M:%S%:z)\" \"$USER\""
        return """
            # Tickets: space t r, n or c adds an entry at the cursor; space t k checks.
            # Your name in .tick/people.yml is taken from $USER: mend it where the two differ.
            [keys.normal.space.t]
            r = ''':append-output printf '\\n## %s %s replied\\n\\n' \(date)'''
            n = ''':append-output printf '\\n## %s %s noted\\n\\n' \(date)'''
            c = ''':append-output printf '\\n## %s %s called\\n\\n' \(date)'''
            k = ":sh tick check"

            """
    }
}
