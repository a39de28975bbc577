import TicketModel

/// Merges the text of a ticket: the description by lines, the conversation entry by entry.
struct BodyMerge {
    private let sides: MergeSides
    private let markers: MergeMarkers
    private let reader: ConversationReader
    private(set) var journal: MergeJournal

    init(_ sides: MergeSides, configuration: Configuration, markers: MergeMarkers, journal: MergeJournal) {
        self.sides = sides
        self.markers = markers
        self.journal = journal
        reader = ConversationReader(configuration: configuration)
    }

    /// A merged block: what will be written, and what white space it brings along.
    private struct Merged {
        var heading: [UInt8]
        var lead: [UInt8]
        var text: MergeOutput
        /// White space that may follow, the best first, each with whether it ended its file.
        var trails: [(bytes: [UInt8], isLast: Bool)]
        var instant: Instant?
    }

    /// Returns the whole file, `head` being everything in front of the text.
    ///
    /// - Throws: where the text would not read as these blocks, an open code fence having swallowed one.
    mutating func merge(behind head: MergeOutput) throws(MergeMismatch) -> MergeOutput {
        let base = sides.base.map { BodyBlocks($0, reader: reader) } ?? .none
        let (ours, theirs) = (BodyBlocks(sides.ours, reader: reader), BodyBlocks(sides.theirs, reader: reader))
        var blocks = [mergedBlock(sides.base == nil ? nil : base.description, ours.description, theirs.description)]
        blocks += mergedEntries(base.entries, ours.entries, theirs.entries)
        var output = head
        let fileEnd = (ours.entries.last ?? ours.description).trail
        write(blocks, fileEnd: fileEnd, to: &output)
        try check(output, blocks, .ours)
        try check(output, blocks, .theirs)
        return output
    }

    /// Merges the three versions of one block.
    private mutating func mergedBlock(_ base: BodyBlock?, _ ours: BodyBlock, _ theirs: BodyBlock) -> Merged {
        func pick(_ part: (BodyBlock) -> [UInt8]) -> [UInt8] {
            let mine = part(ours)
            return mine == base.map(part) ? part(theirs) : mine
        }
        let chunks = LineMerge(
            base: LineMerge.lines(base?.text ?? []), ours: LineMerge.lines(ours.text),
            theirs: LineMerge.lines(theirs.text)
        ).chunks
        let heading = pick(\.heading)
        let title = heading == ours.heading ? ours.title : theirs.title
        let place = ours.entry == nil ? MergeConflict.Place.description : .entry(title)
        let text = markers.output(journal.settling(chunks, in: place))
        var lead = pick(\.lead)
        if lead.isEmpty || ours.text.isEmpty, !text.marked.isEmpty {
            lead = ours.text.isEmpty ? theirs.lead : ours.lead
        }
        let first = ours.trail == base?.trail ? theirs : ours
        return Merged(
            heading: heading, lead: lead, text: text,
            trails: [first, ours, theirs].map { ($0.trail, $0.isLast) },
            instant: heading == ours.heading ? ours.entry?.instant : theirs.entry?.instant)
    }

    private func unchanged(_ block: BodyBlock) -> Merged {
        var text = MergeOutput()
        text.append(block.text)
        return Merged(
            heading: block.heading, lead: block.lead, text: text, trails: [(block.trail, block.isLast)],
            instant: block.entry?.instant)
    }
}

// MARK: - Entries

extension BodyMerge {
    /// An entry of the base with what became of it on both sides.
    private struct Fate {
        var ours: Int?
        var theirs: Int?
    }

    private mutating func mergedEntries(
        _ base: [BodyBlock], _ ours: [BodyBlock], _ theirs: [BodyBlock]
    ) -> [Merged] {
        let (ourPairs, theirPairs) = (EntryPairs(base, ours), EntryPairs(base, theirs))
        var fates = Array(repeating: Fate(), count: base.count)
        for (index, old) in ourPairs.oldIndex.enumerated() { if let old { fates[old].ours = index } }
        for (index, old) in theirPairs.oldIndex.enumerated() { if let old { fates[old].theirs = index } }
        // Headings that both sides completed differently make two entries.
        for (old, fate) in fates.enumerated() {
            guard let mine = fate.ours, let its = fate.theirs else { continue }
            let headings = [base[old], ours[mine], theirs[its]].map(\.heading)
            if Set(headings).count == 3 { fates[old] = Fate() }
        }
        var sequence = EntrySequence(ours: ours.count, theirs: theirs.count)
        for (old, fate) in fates.enumerated() {
            if let mine = fate.ours, let its = fate.theirs {
                sequence.pair(mine, its, mergedBlock(base[old], ours[mine], theirs[its]))
            } else if let mine = fate.ours {
                removed(base[old], ours[mine]).map { sequence.keep(ours: mine, $0) } ?? sequence.drop(ours: mine)
            } else if let its = fate.theirs {
                removed(base[old], theirs[its]).map { sequence.keep(theirs: its, $0) } ?? sequence.drop(theirs: its)
            }
        }
        addNew(ours, theirs, to: &sequence)
        return sequence.ordered(ours, theirs)
    }

    /// An entry that one side removed: nil where the other left it alone, else it stays as mended.
    private mutating func removed(_ base: BodyBlock, _ left: BodyBlock) -> Merged? {
        guard !base.hasSameContent(as: left) else {
            journal.notes.append(.removedEntry(base.title))
            return nil
        }
        journal.notes.append(.keptMended(left.title))
        return unchanged(left)
    }

    /// Entries that either side added; those that both added alike are one.
    private mutating func addNew(_ ours: [BodyBlock], _ theirs: [BodyBlock], to sequence: inout EntrySequence) {
        let mine = ours.indices.filter { sequence.isUndecided(ours: $0) }
        let its = theirs.indices.filter { sequence.isUndecided(theirs: $0) }
        let pairs = EntryPairs.identical(mine.map { ours[$0] }, its.map { theirs[$0] })
        for (index, match) in zip(its, pairs.oldIndex) {
            guard let match else {
                let block = theirs[index]
                let isTwin = mine.contains { EntryPairs.hasSameHeading(ours[$0], block) }
                journal.notes.append(isTwin ? .keptBoth(block.title) : .addedEntry(block.title))
                sequence.keep(theirs: index, unchanged(block))
                continue
            }
            sequence.pair(mine[match], index, mergedBlock(nil, ours[mine[match]], theirs[index]))
        }
        for index in mine where sequence.isUndecided(ours: index) { sequence.keep(ours: index, unchanged(ours[index])) }
    }

    /// What becomes of each entry of both sides, and in which order they stand.
    private struct EntrySequence {
        private enum Decision { case open, dropped, kept(Merged) }

        private var ours: [Decision]
        private var theirs: [Decision]
        /// For entries that both sides have: theirs to ours.
        private var partner: [Int: Int] = [:]

        init(ours: Int, theirs: Int) {
            self.ours = Array(repeating: .open, count: ours)
            self.theirs = Array(repeating: .open, count: theirs)
        }

        func isUndecided(ours index: Int) -> Bool { if case .open = ours[index] { true } else { false } }
        func isUndecided(theirs index: Int) -> Bool { if case .open = theirs[index] { true } else { false } }
        mutating func keep(ours index: Int, _ block: Merged) { ours[index] = .kept(block) }
        mutating func keep(theirs index: Int, _ block: Merged) { theirs[index] = .kept(block) }
        mutating func drop(ours index: Int) { ours[index] = .dropped }
        mutating func drop(theirs index: Int) { theirs[index] = .dropped }

        mutating func pair(_ mine: Int, _ its: Int, _ block: Merged) {
            ours[mine] = .kept(block)
            theirs[its] = .dropped
            partner[its] = mine
        }

        /// Ours in their order, those of theirs between them by time; where they have none, behind what precedes them.
        func ordered(_ ourBlocks: [BodyBlock], _ theirBlocks: [BodyBlock]) -> [Merged] {
            enum Origin: Hashable { case ours(Int), theirs(Int) }
            var result: [(origin: Origin, block: Merged)] = []
            for (index, decision) in ours.enumerated() {
                if case .kept(let block) = decision { result.append((.ours(index), block)) }
            }
            for (index, decision) in theirs.enumerated() {
                guard case .kept(let block) = decision else { continue }
                var place: Int?
                if let instant = block.instant {
                    place = result.firstIndex { $0.block.instant.map { $0 > instant } ?? false } ?? result.count
                } else {
                    let before = (0..<index).reversed().lazy.compactMap { other -> Int? in
                        let origin = partner[other].map { Origin.ours($0) } ?? .theirs(other)
                        return result.firstIndex { $0.origin == origin }
                    }.first
                    place = before.map { $0 + 1 } ?? 0
                }
                result.insert((.theirs(index), block), at: place ?? result.count)
            }
            return result.map(\.block)
        }
    }
}

// MARK: - Writing

extension BodyMerge {
    private func write(_ blocks: [Merged], fileEnd: [UInt8], to output: inout MergeOutput) {
        let lineEnding = markers.lineEnding
        let hasText = blocks.count > 1 || !blocks[0].text.marked.isEmpty
        if hasText, output.marked.last != 0x0A { output.append(lineEnding) }
        for (index, block) in blocks.enumerated() {
            let isLast = index == blocks.count - 1
            let isEmptyDescription = block.heading.isEmpty && block.text.marked.isEmpty
            if !block.heading.isEmpty || !block.text.marked.isEmpty, output.marked.last != 0x0A {
                output.append(lineEnding)
            }
            output.append(block.heading)
            var lead = block.lead
            if !block.heading.isEmpty, !block.text.marked.isEmpty, !lead.contains(0x0A) {
                lead = lineEnding + lineEnding
            }
            output.append(lead)
            output.append(block.text)
            let trail = block.trails.first { $0.isLast == isLast && (isLast || $0.bytes.last == 0x0A) }
            if isEmptyDescription {
                output.append(trail?.bytes ?? (isLast ? fileEnd : lineEnding))
            } else {
                output.append(trail?.bytes ?? (isLast ? fileEnd : lineEnding + lineEnding))
            }
        }
    }

    /// Reads what was written, and holds it against the blocks.
    private func check(
        _ output: MergeOutput, _ blocks: [Merged], _ side: MergeConflict.Answer
    ) throws(MergeMismatch) {
        let source = SourceText(path: sides.ours.source.path, bytes: output.settled(for: side))
        guard let document = try? TicketDocument(source) else { throw MergeMismatch() }
        let found = BodyBlocks(document, reader: reader)
        let all = [found.description] + found.entries
        guard all.count == blocks.count else { throw MergeMismatch() }
        for (block, wanted) in zip(all, blocks) {
            guard block.heading == wanted.heading, block.text.trimmed == wanted.text.settled(for: side).trimmed else {
                throw MergeMismatch()
            }
        }
    }
}

extension [UInt8] {
    /// Without white space at the end and blank lines at the beginning.
    fileprivate var trimmed: [UInt8] {
        let source = SourceText(path: RepositoryPath([]), bytes: self)
        return Array(self[source.trimmed(SourceRange(0, count)).indices])
    }
}
