import TicketModel
import TicketText

/// Which files of a repository belong to a desk.
enum DeskFiles {
    static let configurationLimit = 1 << 20

    static func exists(in files: FolderFiles) -> Bool { files.listing(of: ".tick") != nil }

    /// The files of `.tick/` and the customers' cards, as they are on disk, and why some of them were not read.
    ///
    /// A file that is passed over would leave the desk with other rules than those that its people see.
    static func configuration(in files: FolderFiles) -> (sources: [SourceText], unread: [Diagnostic]) {
        var (sources, unread): ([SourceText], [Diagnostic]) = ([], [])
        let root = files.listing(of: RepositoryPath([]))?.symbolicLinks ?? []
        if root.contains(Array("customers".utf8)) { unread.append(linked("customers")) }
        for folder in [".tick", ".tick/calendars", ".tick/templates", "customers"] as [RepositoryPath] {
            guard let listing = files.listing(of: folder) else { continue }
            for path in listing.symbolicLinks.map({ folder.appending(bytes: $0) })
            where isConfiguration(path) || [".tick/calendars", ".tick/templates"].contains(path) {
                unread.append(linked(path))
            }
            for path in listing.folders.map({ folder.appending(bytes: $0) }) where isConfiguration(path) {
                unread.append(refused(path, "this is a folder", hint: "put the file itself there"))
            }
            for path in listing.files.map({ folder.appending(bytes: $0) }) where isConfiguration(path) {
                do throws(FolderFiles.Failure) {
                    let bytes = try files.bytes(of: path, limit: configurationLimit)
                    if bytes.count > configurationLimit {
                        unread.append(refused(path, "the file is larger than 1 MiB", hint: nil))
                    } else {
                        sources.append(SourceText(path: path, bytes: bytes))
                    }
                } catch {
                    unread.append(refused(path, "the file cannot be read: \(error.message)", hint: "ls -l \(path)"))
                }
            }
        }
        return (sources, unread)
    }

    static func isConfiguration(_ path: RepositoryPath) -> Bool {
        let name = String(decoding: path.name, as: UTF8.self)
        return path.isInside(".tick") && (name.hasSuffix(".yml") || name.hasSuffix(".md"))
            || path.isInside("customers") && name.hasSuffix(".md") && name != "README.md"
    }

    /// What is said of a symbolic link in the place of a file or folder: it is never followed.
    static func linked(_ path: RepositoryPath) -> Diagnostic {
        refused(path, "this is a symbolic link, which is not followed", hint: "put the file or folder itself there")
    }

    private static func refused(_ path: RepositoryPath, _ message: String, hint: String?) -> Diagnostic {
        Diagnostic(
            rule: "config-syntax", message: message, hint: hint,
            location: SourceText(path: path, bytes: []).location(of: SourceRange(0, 0)))
    }
}
