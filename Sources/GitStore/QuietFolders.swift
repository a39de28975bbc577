internal import CLibgit2
internal import Glibc

/// Folders in which no attribute can change what is stored: none of the files that gitattributes(5) lists for them mentions one.
///
/// libgit2 resolves the path of the working tree and looks for each of those files anew at every question about a path, which takes
/// longer than storing a ticket. Files are looked at once; one that mentions such an attribute anywhere is left to libgit2.
/// To be made anew for each commit.
final class QuietFolders {
    /// Attributes and macros that change content, and whatever may name one of them.
    private static let words = ["filter", "encoding", "ident", "text", "eol", "crlf", "binary", "[attr]"].map {
        Array($0.utf8)
    }

    private let workdir: [UInt8]?
    private let isQuietEverywhere: Bool
    /// The staged `.gitattributes`, by path: they count where the working tree has none.
    private let staged: [[UInt8]: ObjectID]
    private var known: [[UInt8]: Bool] = [:]

    /// - Parameter isConverting: whether settings alone change content already.
    init(workdir: [UInt8]?, commonDirectory: [UInt8], staged: [[UInt8]: ObjectID], isConverting: Bool) {
        self.workdir = workdir
        self.staged = staged
        let files =
            [commonDirectory + Array("/info/attributes".utf8)]
            + Self.files(GIT_CONFIG_LEVEL_XDG, "/attributes") + Self.files(GIT_CONFIG_LEVEL_SYSTEM, "/gitattributes")
        isQuietEverywhere = !isConverting && files.allSatisfy { Self.isQuiet(file: $0) }
    }

    /// Whether paths in a folder, from the root of the repository, need not be asked about.
    @inline(never)
    func contains(_ folder: [UInt8], _ repository: borrowing GitRepository) throws(GitError) -> Bool {
        guard isQuietEverywhere, let workdir else { return false }
        if let known = known[folder] { return known }
        let name = (folder.isEmpty ? [] : folder + [UInt8(ascii: "/")]) + Array(".gitattributes".utf8)
        var answer = folder.isEmpty
        if !answer { answer = try contains(RepositoryPath.split(folder).folder, repository) }
        if answer { answer = try isQuiet(staged: name, repository) }
        answer = answer && Self.isQuiet(file: workdir + [UInt8(ascii: "/")] + name)
        known[folder] = answer
        return answer
    }

    @inline(never)
    private func isQuiet(staged path: [UInt8], _ repository: borrowing GitRepository) throws(GitError) -> Bool {
        guard let id = staged[path] else { return true }
        return Self.isQuiet(content: try repository.blob(id))
    }

    private static func isQuiet(file path: [UInt8]) -> Bool {
        do throws(GitError) {
            let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
            guard try file.status().st_mode & S_IFMT == S_IFREG else { return false }
            return isQuiet(content: try file.readAll())
        } catch {
            return error.code == ENOENT || error.code == ENOTDIR
        }
    }

    private static func isQuiet(content: [UInt8]) -> Bool {
        !words.contains { word in
            content.indices.contains { content[$0] == word[0] && content[$0...].starts(with: word) }
        }
    }

    private static func files(_ level: git_config_level_t, _ name: String) -> [[UInt8]] {
        var buffer = unsafe git_buf()
        defer { unsafe git_buf_dispose(&buffer) }
        guard unsafe tick_git_search_path(level.rawValue, &buffer) == 0 else { return [] }
        let folders = unsafe Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
        return folders.split(separator: UInt8(ascii: ":")).map { Array($0) + Array(name.utf8) }
    }
}

extension GitRepository {
    /// Looks at the files of attributes once, for a commit of many files.
    @inline(never)
    func lookForQuietFolders() throws(GitError) {
        let staged = try stagedAttributeFiles()
        let conversion = try configString("core.autocrlf")?.lowercased() ?? "false"
        let ownFile = try configString("core.attributesfile")
        let isConverting = !["false", "no", "off", "0"].contains(conversion) || ownFile != nil
        state.quietFolders = QuietFolders(
            workdir: workdir, commonDirectory: commonDirectory,
            staged: staged, isConverting: isConverting)
    }

    @inline(never)
    private func stagedAttributeFiles() throws(GitError) -> [[UInt8]: ObjectID] {
        guard let index = try IndexFile.open(gitDirectory + Array("/index".utf8)) else { return [:] }
        return try index.entries(named: Array(".gitattributes".utf8))
    }
}
