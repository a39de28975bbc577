package import TicketModel

/// Merges two versions of a ticket that grew out of one: by field, by entry, and the texts by lines.
///
///     base      tags: [vpn]          ours  tags: [vpn, dns]     theirs  tags: [vpn, urgent]
///     merged    tags: [vpn, dns, urgent]
///
/// What one side changed is taken, with its comments and its way of writing; what both changed alike is taken once; lists
/// are merged as sets, mappings by key, entries by person, verb and moment. Only what both changed differently is a
/// conflict, of that field or those lines alone. The result begins as ours, so that ours' formatting stays.
///
/// Pure: bytes and a configuration in, bytes and conflicts out. The result is read again before it is given out; where it
/// would not say what it should, and where a side is no ticket, the files are merged by lines, as git would.
package struct TicketMerge: Sendable {
    package struct Labels: Sendable {
        package var ours: String
        package var theirs: String

        package init(ours: String = "ours", theirs: String = "theirs") {
            self.ours = ours
            self.theirs = theirs
        }
    }

    package typealias Resolve = (MergeConflict) -> MergeConflict.Answer

    package var configuration: Configuration
    /// What stands behind the conflict markers.
    package var labels: Labels
    /// How many signs a conflict marker has; git's `%L`.
    package var markerSize: Int

    package init(configuration: Configuration, labels: Labels = Labels(), markerSize: Int = ConflictBlock.markerSize) {
        self.configuration = configuration
        self.labels = labels
        self.markerSize = max(markerSize, ConflictBlock.markerSize)
    }

    /// Returns the merge of `ours` and `theirs`.
    ///
    /// - Parameters:
    ///   - base: what both grew out of; nil, or nothing, where both sides added the file.
    ///   - path: where the ticket lies, for reasons given in notes.
    ///   - resolve: says what becomes of a conflict; without it, it stays in the file between markers.
    package func merge(
        base: [UInt8]?, ours: [UInt8], theirs: [UInt8], path: RepositoryPath,
        resolve: @escaping Resolve = { _ in .markers }
    ) -> MergeResult {
        if ours == theirs || theirs == base { return MergeResult(bytes: ours) }
        if ours == base { return MergeResult(bytes: theirs) }
        let endings = [base ?? [], ours, theirs].map { LineEndings($0) }
        guard !endings.contains(.mixed), endings.contains(.carriageReturn) else {
            return merged(base, ours, theirs, path, resolve)
        }
        let plain = LineEndings.withoutCarriageReturns
        var result = merge(
            base: base.map(plain), ours: plain(ours), theirs: plain(theirs), path: path, resolve: resolve)
        if endings[1] == .carriageReturn { result.bytes = LineEndings.withCarriageReturns(result.bytes) }
        return result
    }

    private func merged(
        _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], _ path: RepositoryPath, _ resolve: @escaping Resolve
    ) -> MergeResult {
        let old = base.map { ConflictBlock.removingAll(from: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        let markers = MergeMarkers(labels: labels, size: markerSize, lineEnding: Self.lineEnding(of: ours))
        var journal = MergeJournal(resolve: resolve)
        do throws(DocumentError) {
            let source = { SourceText(path: path, bytes: $0) }
            let documents = MergeSides(
                base: try old.map { bytes throws(DocumentError) in try TicketDocument(source(bytes)) },
                ours: try TicketDocument(source(ours)), theirs: try TicketDocument(source(theirs)))
            let fields = MergeFields(configuration: configuration)
            do throws(MergeMismatch) {
                var frontMatter = FrontMatterMerge(documents, fields: fields, markers: markers, journal: journal)
                let head = try frontMatter.merge()
                var body = BodyMerge(
                    documents, configuration: configuration, markers: markers, journal: frontMatter.journal)
                let output = try body.merge(behind: head)
                return body.journal.result(output.marked)
            } catch {
                journal.notes.append(.mergedAsText("the fields of both versions do not fit into one file"))
            }
        } catch {
            let line = error.diagnostic.location.map { " in line \($0.lineNumber)" } ?? ""
            journal.notes.append(.mergedAsText("a version of it is no ticket\(line): \(error.diagnostic.message)"))
        }
        return mergedAsText(old ?? [], ours, theirs, markers, journal)
    }

    private func mergedAsText(
        _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8], _ markers: MergeMarkers, _ journal: MergeJournal
    ) -> MergeResult {
        var journal = journal
        guard ![ours, theirs].contains(where: { $0.contains(0) }) else {
            journal.conflicts.append(MergeConflict(place: .lines, base: nil, ours: nil, theirs: nil))
            return journal.result(ours)
        }
        let merge = LineMerge(
            base: LineMerge.lines(base), ours: LineMerge.lines(ours), theirs: LineMerge.lines(theirs))
        let chunks = journal.settling(merge.chunks, in: .lines)
        return journal.result(markers.output(chunks).marked)
    }

    private static func lineEnding(of bytes: [UInt8]) -> [UInt8] {
        guard let newline = bytes.firstIndex(of: 0x0A), newline > 0, bytes[newline - 1] == 0x0D else { return [0x0A] }
        return [0x0D, 0x0A]
    }
}

/// The three versions, taken apart.
struct MergeSides {
    let base: TicketDocument?
    let ours: TicketDocument
    let theirs: TicketDocument
}

/// What a merge has to say beside its bytes, collected on the way.
struct MergeJournal {
    let resolve: TicketMerge.Resolve
    var conflicts: [MergeConflict] = []
    var settled: [MergeResult.Settled] = []
    var notes: [MergeNote] = []

    init(resolve: @escaping TicketMerge.Resolve) {
        self.resolve = resolve
    }

    /// Asks what becomes of a conflict, and writes it down.
    mutating func answer(_ conflict: MergeConflict) -> MergeConflict.Answer {
        let answer = resolve(conflict)
        if answer == .markers {
            conflicts.append(conflict)
        } else {
            settled.append(MergeResult.Settled(conflict: conflict, answer: answer))
        }
        return answer
    }

    /// Returns the chunks with those conflicts turned into lines that need no markers.
    mutating func settling(_ chunks: [LineMerge.Chunk], in place: MergeConflict.Place) -> [LineMerge.Chunk] {
        func text(_ lines: [LineMerge.Line]) -> String? {
            lines.isEmpty ? nil : String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self)
        }
        return chunks.map { chunk in
            guard case .conflict(let base, let ours, let theirs) = chunk else { return chunk }
            let conflict = MergeConflict(place: place, base: text(base), ours: text(ours), theirs: text(theirs))
            switch answer(conflict) {
            case .markers: return chunk
            case .ours: return .lines(ours)
            case .theirs: return .lines(theirs)
            }
        }
    }

    func result(_ bytes: [UInt8]) -> MergeResult {
        var result = MergeResult(bytes: bytes)
        (result.conflicts, result.settled, result.notes) = (conflicts, settled, notes)
        return result
    }
}

/// What the merge needs to know of the desk's fields.
struct MergeFields {
    let configuration: Configuration
    private let names: [String: FieldName]

    init(configuration: Configuration) {
        self.configuration = configuration
        names = Dictionary(
            configuration.knownFields.map { (configuration.fileName(of: $0), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    func isList(_ key: String) -> Bool { configuration.type(of: names[key] ?? FieldName(key))?.isList ?? false }

    /// How the desk writes a field, whatever the file calls it.
    func style(_ key: String) -> FieldStyle {
        var style = FieldStyle(names[key] ?? FieldName(key), configuration: configuration)
        style.key = key
        return style
    }
}
