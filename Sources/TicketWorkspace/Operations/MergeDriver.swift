package import TicketModel
package import TicketText

/// What git's merge driver does: three files in, the merge written over one of them (gitattributes(5), "Defining a custom
/// merge driver").
///
/// It needs no desk: where `.tick/` cannot be read, as in the middle of a rebase, fields count as Tickdown's own and the
/// rest as text.
package struct MergeDriver: Sendable {
    /// The names of the files that git gives, seen from `folder`.
    package struct Files: Sendable {
        package var base: String
        package var ours: String
        package var theirs: String

        package init(base: String, ours: String, theirs: String) {
            self.base = base
            self.ours = ours
            self.theirs = theirs
        }
    }

    private let surroundings: Surroundings
    private let markerSize: Int

    package init(surroundings: Surroundings, markerSize: Int) {
        self.surroundings = surroundings
        self.markerSize = markerSize
    }

    /// Merges, and writes the result over `files.ours`.
    ///
    /// - Parameter path: where the ticket lies, for messages.
    /// - Throws: where a file cannot be read or written; `files.ours` may then hold anything, which git throws away.
    package func run(_ files: Files, path: RepositoryPath) throws(WorkspaceError) -> MergeResult {
        let base = try bytes(files.base)
        let merge = TicketMerge(
            configuration: DeskFiles.configuration(at: surroundings.folder, zones: surroundings.zones),
            markerSize: markerSize)
        let result = merge.merge(
            base: base.isEmpty ? nil : base, ours: try bytes(files.ours), theirs: try bytes(files.theirs), path: path)
        do {
            try TextFile.write(result.bytes, to: absolute(files.ours))
        } catch {
            throw WorkspaceError(.refused, "file.unwritable", "\(files.ours) cannot be written: \(error.message)")
        }
        return result
    }

    private func absolute(_ name: String) -> String { name.hasPrefix("/") ? name : surroundings.folder + "/" + name }

    private func bytes(_ name: String) throws(WorkspaceError) -> [UInt8] {
        guard let bytes = TextFile.bytes(absolute(name)) else {
            throw WorkspaceError(
                .refused, "file.unreadable", "\(PrintableText.make(name)) cannot be read",
                hint: "git runs this command with the names of three files; tick setup registers it")
        }
        return bytes
    }
}

extension DeskFiles {
    /// The configuration of the desk whose top folder is `folder`, as far as it can be read.
    static func configuration(at folder: String, zones: ZoneSource) -> Configuration {
        ConfigurationReader(zones: zones).read(configuration(in: FolderFiles(root: folder)).sources).configuration
    }
}

extension MergeConflict {
    /// What the sides disagree about, in words: `status: ours open, theirs waiting`.
    package var words: String {
        switch place {
        case .field(let path):
            "\(path.joined(separator: ".")): ours \(Self.shown(ours)), theirs \(Self.shown(theirs))"
        case .description: "the description: both sides changed the same lines"
        case .entry(let heading): "the entry \(heading): both sides changed the same lines"
        case .lines: "both sides changed the same lines"
        }
    }

    private static func shown(_ value: String?) -> String {
        guard let value, !value.isEmpty else { return "none" }
        let line = value.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        return line.count > 60 || line.count < value.count ? line.prefix(60) + "…" : line
    }
}

extension MergeNote {
    /// What somebody should hear about even where nothing conflicts; nil for what merging is for.
    package var warning: String? {
        switch self {
        case .took, .combined, .addedEntry, .removedEntry: nil
        case .keptMended(let heading): "the entry \(heading) was removed on one side and mended on the other: it stays"
        case .keptBoth(let heading): "both sides added an entry \(heading), with different texts: both stay"
        case .mergedAsText(let reason): "merged line by line, as git would: \(reason)"
        }
    }
}
