import Foundation
import Testing
import TicketModel

@testable import TicketText

/// What must hold for every merge, tried on random tickets that two people change at random.
///
/// `MERGE_CASES` says how many are tried; 10,000 take some minutes in a debug build, which is why `swift test` tries fewer.
@Suite struct MergePropertyTests {
    private static let caseCount = ProcessInfo.processInfo.environment["MERGE_CASES"].flatMap { Int($0) } ?? 400
    private static let shards = 8

    private static let merger: TicketMerge = {
        var configuration = Configuration()
        configuration.people = PeopleDirectory(people: [Person(handle: "ivan"), Person(handle: "olga")])
        return TicketMerge(configuration: configuration)
    }()

    private struct Case {
        let base: MergeDraft
        let ours: MergeDraft
        let theirs: MergeDraft
        let hasBase: Bool

        init(seed: UInt64) {
            var generator = MergeGenerator(seed: seed)
            base = generator.base()
            ours = generator.edited(base, by: "ivan")
            theirs = generator.random.chance(5) ? ours : generator.edited(base, by: "olga")
            hasBase = !generator.random.chance(5)
        }

        var baseBytes: [UInt8]? { hasBase ? base.bytes : nil }

        func merged(swapped: Bool = false, _ answer: MergeConflict.Answer = .markers) -> MergeResult {
            MergePropertyTests.merger.merge(
                base: baseBytes, ours: (swapped ? theirs : ours).bytes, theirs: (swapped ? ours : theirs).bytes,
                path: "tickets/HD-1.md"
            ) { _ in answer }
        }
    }

    private func forEachCase(_ shard: Int, _ body: (Case, UInt64) throws -> Void) rethrows {
        for seed in stride(from: shard, to: Self.caseCount, by: Self.shards) {
            try body(Case(seed: UInt64(seed)), UInt64(seed))
        }
    }

    @Test(arguments: 0..<shards) func `fields come to what the sides say, or to a conflict`(_ shard: Int) throws {
        try forEachCase(shard) { sample, seed in
            let (marked, ours, theirs) = (sample.merged(), sample.merged(.ours), sample.merged(.theirs))
            #expect(!marked.notes.contains { if case .mergedAsText = $0 { true } else { false } }, "seed \(seed)")
            let documents = (try Self.document(ours.bytes), try Self.document(theirs.bytes))
            let keys = [sample.base, sample.ours, sample.theirs].flatMap { $0.fields.map(\.key) }
            for key in Set(keys) {
                let conflicts = marked.conflicts.filter {
                    if case .field(let path) = $0.place { path[0] == key } else { false }
                }
                let expected = Self.expected(
                    sample.hasBase ? sample.base.value(key) : nil, sample.ours.value(key), sample.theirs.value(key))
                #expect(Self.value(documents.0, key) == expected.ours, "seed \(seed) \(key)")
                #expect(Self.value(documents.1, key) == expected.theirs, "seed \(seed) \(key)")
                #expect(conflicts.isEmpty == (expected.ours == expected.theirs), "seed \(seed) \(key)")
            }
            for comment in sample.ours.comments.union(sample.theirs.comments).subtracting(sample.base.comments) {
                #expect(Self.text(marked).contains(comment), "seed \(seed) \(comment)")
            }
        }
    }

    @Test(arguments: 0..<shards) func `no entry and no line is lost`(_ shard: Int) {
        forEachCase(shard) { sample, seed in
            let marked = sample.merged()
            let text = Self.text(marked)
            let (base, ours, theirs) = (sample.base, sample.ours, sample.theirs)
            let old = Dictionary(uniqueKeysWithValues: (sample.hasBase ? base.entries : []).map { ($0.number, $0) })
            for (mine, others) in [(ours, theirs), (theirs, ours)] {
                for entry in mine.entries {
                    let isRemoved =
                        old[entry.number] == entry && !others.entries.contains { $0.number == entry.number }
                    let count = text.components(separatedBy: "Said \(entry.number).0.").count - 1
                    #expect(isRemoved ? count == 0 : count >= 1, "seed \(seed) entry \(entry.number)")
                    for line in entry.lines where old[entry.number]?.lines.contains(line) != true {
                        #expect(text.contains(line), "seed \(seed) \(line)")
                    }
                }
                let oldLines = sample.hasBase ? Set(base.description) : []
                for line in mine.description where !oldLines.contains(line) {
                    #expect(text.contains(line), "seed \(seed) \(line)")
                }
            }
        }
    }

    @Test(arguments: 0..<shards) func `the sides may be swapped`(_ shard: Int) throws {
        try forEachCase(shard) { sample, seed in
            let (one, other) = (sample.merged(), sample.merged(swapped: true))
            #expect(Self.places(one) == Self.places(other), "seed \(seed)")
            let (left, right) = (sample.merged(.ours).bytes, sample.merged(swapped: true, .theirs).bytes)
            let documents = (try Self.document(left), try Self.document(right))
            for key in Set(documents.0.pairs.map(\.key) + documents.1.pairs.map(\.key)) {
                #expect(
                    Self.value(documents.0, key)?.inAnyOrder == Self.value(documents.1, key)?.inAnyOrder,
                    "seed \(seed) \(key)")
            }
            #expect(Self.entries(documents.0) == Self.entries(documents.1), "seed \(seed)")
        }
    }

    @Test(arguments: 0..<shards) func `merging again changes nothing`(_ shard: Int) {
        forEachCase(shard) { sample, seed in
            let (base, ours, theirs) = (sample.baseBytes, sample.ours.bytes, sample.theirs.bytes)
            func merge(_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) -> MergeResult {
                Self.merger.merge(base: base, ours: ours, theirs: theirs, path: "tickets/HD-1.md")
            }
            #expect(merge(ours, ours, ours).bytes == ours)
            #expect(merge(base, ours, base ?? ours).bytes == ours)
            #expect(merge(base, base ?? theirs, theirs).bytes == theirs)
            let merged = merge(base, ours, theirs)
            guard merged.conflicts.isEmpty else { return }
            #expect(merge(base, merged.bytes, theirs).bytes == merged.bytes, "seed \(seed)")
            #expect(merge(base, merged.bytes, ours).bytes == merged.bytes, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<shards) func `a file with a conflict in its fields is no ticket`(_ shard: Int) {
        forEachCase(shard) { sample, seed in
            let marked = sample.merged()
            #expect(marked.conflicts.count >= ConflictBlock.all(in: marked.bytes).count, "seed \(seed)")
            #expect(marked.conflicts.isEmpty == ConflictBlock.all(in: marked.bytes).isEmpty, "seed \(seed)")
            let isInFields = marked.conflicts.contains { if case .field = $0.place { true } else { false } }
            #expect(((try? Self.document(marked.bytes)) == nil) == isInFields, "seed \(seed)")
        }
    }
}

// MARK: - The test's own reckoning

extension MergePropertyTests {
    /// What a field must come to, with conflicts settled for ours and for theirs.
    private static func expected(
        _ base: MergeDraft.Value?, _ ours: MergeDraft.Value?, _ theirs: MergeDraft.Value?
    ) -> (ours: MergeDraft.Value?, theirs: MergeDraft.Value?) {
        if theirs == base || ours == theirs { return (ours, ours) }
        if ours == base { return (theirs, theirs) }
        let all = [base, ours, theirs].compactMap { $0 }
        if all.allSatisfy(\.isList) {
            let (old, mine, its) = (base?.items ?? [], ours?.items ?? [], theirs?.items ?? [])
            let kept = mine.filter { !old.contains($0) || its.contains($0) }
            let items = kept + its.filter { !old.contains($0) && !mine.contains($0) }
            return items.isEmpty ? (nil, nil) : (.list(items), .list(items))
        }
        // One side took the mapping away, the other some of its pairs: both wanted less.
        if case .mapping(let old)? = base, (ours == nil) != (theirs == nil), case .mapping(let left)? = ours ?? theirs,
            left.allSatisfy({ old[$0.key] == $0.value })
        {
            return (nil, nil)
        }
        guard case .mapping(let mine)? = ours, case .mapping(let its)? = theirs else { return (ours, theirs) }
        let old: [String: String] = if case .mapping(let pairs)? = base { pairs } else { [:] }
        var (left, right): ([String: String], [String: String]) = ([:], [:])
        for key in Set(mine.keys).union(its.keys) {
            let values = expected(old[key].map { .text($0) }, mine[key].map { .text($0) }, its[key].map { .text($0) })
            left[key] = values.ours?.items.first
            right[key] = values.theirs?.items.first
        }
        return (left.isEmpty ? nil : .mapping(left), right.isEmpty ? nil : .mapping(right))
    }

    private static func value(_ document: TicketDocument, _ key: String) -> MergeDraft.Value? {
        guard let node = document.pair(key)?.value else { return nil }
        if let items = node.items { return items.isEmpty ? nil : .list(items.compactMap(\.scalar)) }
        if let pairs = node.pairs {
            return pairs.isEmpty
                ? nil : .mapping(Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value.scalar ?? "") }))
        }
        return node.isNull ? nil : node.scalar.map { .text($0) }
    }

    private static func document(_ bytes: [UInt8]) throws -> TicketDocument {
        try TicketDocument(SourceText(path: "tickets/HD-1.md", bytes: bytes))
    }

    private static func text(_ result: MergeResult) -> String { String(decoding: result.bytes, as: UTF8.self) }

    private static func places(_ result: MergeResult) -> [String] {
        result.conflicts.map { conflict in
            if case .entry(let heading) = conflict.place { "entry \(heading)" } else { "\(conflict.place)" }
        }.sorted()
    }

    /// Headings and texts, in an order of their own.
    private static func entries(_ document: TicketDocument) -> [String] {
        BodyBlocks(document, reader: ConversationReader(configuration: merger.configuration)).entries.map {
            String(decoding: $0.heading + $0.text.filter { $0 != 0x0D }, as: UTF8.self)
        }.sorted()
    }
}

extension MergeDraft.Value {
    fileprivate var isList: Bool { if case .list = self { true } else { false } }

    fileprivate var inAnyOrder: MergeDraft.Value {
        if case .list(let items) = self { .list(items.sorted()) } else { self }
    }

    fileprivate var items: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let items): items
        case .mapping: []
        }
    }
}
