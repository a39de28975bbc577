@testable import TicketText

/// A ticket as the test's own model: what it says and how it is written, to be changed at random and printed.
struct MergeDraft {
    enum Value: Hashable {
        case text(String)
        case list([String])
        case mapping([String: String])
    }

    struct Field: Hashable {
        var key: String
        var value: Value
        /// Behind the value or the key.
        var comment: String?
        /// Lines of comments above.
        var above: [String] = []
        /// Lists and mappings on lines of their own instead of in brackets.
        var isBlock = false
    }

    struct Entry: Hashable {
        /// Known to the test only; the same in all versions.
        var number: Int
        var heading: String
        var lines: [String]
    }

    var fields: [Field] = []
    var description: [String] = []
    var entries: [Entry] = []
    var lineEnding = "\n"
    var endsWithNewline = true
    var isInBraces = false

    func field(_ key: String) -> Field? { fields.first { $0.key == key } }

    func value(_ key: String) -> Value? { field(key)?.value }

    var bytes: [UInt8] {
        var lines = ["---"]
        lines += isInBraces ? braces : fields.flatMap { Self.lines($0) }
        lines.append("---")
        if !description.isEmpty { lines += [""] + description }
        for entry in entries { lines += ["", "## " + entry.heading, ""] + entry.lines }
        return Array((lines.joined(separator: lineEnding) + (endsWithNewline ? lineEnding : "")).utf8)
    }

    private var braces: [String] {
        let last = fields.indices.last
        return fields.enumerated().flatMap { index, field -> [String] in
            let comma = index == last ? "" : ","
            return field.above
                + ["\(index == 0 ? "{" : " ")\(field.key): \(Self.flow(field.value))\(comma)\(Self.behind(field))"]
        } + [fields.isEmpty ? "{}" : "}"]
    }

    private static func behind(_ field: Field) -> String { field.comment.map { " " + $0 } ?? "" }

    private static func flow(_ value: Value) -> String {
        switch value {
        case .text(let text): text
        case .list(let items): "[" + items.joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{" + pairs.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }

    private static func lines(_ field: Field) -> [String] {
        guard field.isBlock else { return field.above + ["\(field.key): \(flow(field.value))\(behind(field))"] }
        var children: [String] = []
        switch field.value {
        case .text: return field.above + ["\(field.key): \(flow(field.value))\(behind(field))"]
        case .list(let items): children = items.map { "  - " + $0 }
        case .mapping(let pairs): children = pairs.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        }
        return children.isEmpty ? [] : field.above + ["\(field.key):\(behind(field))"] + children
    }

    var comments: Set<String> {
        Set(fields.flatMap { field in field.above + (field.comment.map { [$0] } ?? []) })
    }
}

/// Makes tickets and changes them at random. Whatever is added carries a number of its own, so that it is found again.
struct MergeGenerator {
    var random: SplitMix64
    private var counter = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func number() -> Int {
        counter += 1
        return counter
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private static let scalars = ["title", "status", "priority", "assignee", "queue", "version", "custom key"]
    private static let lists = ["tags", "participants", "refs", "free-list"]
    private static let mappings = ["rating", "where"]

    mutating func base() -> MergeDraft {
        var draft = MergeDraft()
        draft.fields = [MergeDraft.Field(key: "id", value: .text("HD-1"))]
        for key in Self.scalars + Self.lists + Self.mappings where random.chance(60) { draft.fields.append(field(key)) }
        draft.description = (0..<below(6)).map { _ in "Line \(number())." }
        for index in 0..<below(5) { draft.entries.append(entry(minute: index * 10, by: "ivan")) }
        if random.chance(15) { draft.lineEnding = "\r\n" }
        draft.endsWithNewline = !random.chance(10)
        draft.isInBraces = random.chance(8)
        return draft
    }

    private mutating func field(_ key: String) -> MergeDraft.Field {
        var field = MergeDraft.Field(key: key, value: value(key))
        if random.chance(20) { field.comment = "# c\(number())" }
        if random.chance(15) { field.above = ["# above \(number())"] }
        field.isBlock = random.chance(50)
        return field
    }

    private mutating func value(_ key: String) -> MergeDraft.Value {
        if Self.lists.contains(key) { return .list(Set((0...below(3)).map { _ in item() }).sorted()) }
        if Self.mappings.contains(key) {
            return .mapping(
                Dictionary((0...below(3)).map { _ in (pick("abcd"), item()) }, uniquingKeysWith: { a, _ in a }))
        }
        return .text(item())
    }

    private mutating func pick(_ letters: String) -> String { String(random.pick(Array(letters))) }

    /// Now and then something that the other side may come to as well.
    private mutating func item() -> String { random.chance(20) ? "same\(below(3))" : "v\(number())" }

    private mutating func entry(minute: Int, by person: String) -> MergeDraft.Entry {
        let number = number()
        let minute = String(100 + minute % 60).suffix(2)
        let verb = random.pick(["replied", "noted", "called"])
        let isShort = random.chance(10)
        return MergeDraft.Entry(
            number: number, heading: isShort ? verb : "2026-11-21T1\(below(3)):\(minute):00+03:00 \(person) \(verb)",
            lines: (0...below(4)).map { "Said \(number).\($0)." })
    }

    /// Returns a version that somebody made of `base` by a few changes.
    mutating func edited(_ base: MergeDraft, by person: String) -> MergeDraft {
        var draft = base
        for _ in 0...below(5) {
            switch below(14) {
            case 0...2: changeScalar(&draft)
            case 3...5: changeList(&draft)
            case 6: changeMapping(&draft)
            case 7: removeField(&draft)
            case 8: comment(&draft)
            case 9: changeDescription(&draft)
            case 10, 11: draft.entries.append(entry(minute: below(60), by: person))
            case 12: mendEntry(&draft)
            default: removeOrCompleteEntry(&draft, person)
            }
        }
        if random.chance(3) { draft.lineEnding = draft.lineEnding == "\n" ? "\r\n" : "\n" }
        if random.chance(5) { draft.endsWithNewline.toggle() }
        return draft
    }

    private mutating func changeScalar(_ draft: inout MergeDraft) {
        let key = random.pick(Self.scalars)
        if let index = draft.fields.firstIndex(where: { $0.key == key }) {
            draft.fields[index].value = value(key)
        } else {
            draft.fields.insert(field(key), at: 1 + below(draft.fields.count))
        }
    }

    private mutating func changeList(_ draft: inout MergeDraft) {
        let key = random.pick(Self.lists)
        guard let index = draft.fields.firstIndex(where: { $0.key == key }),
            case .list(var items) = draft.fields[index].value
        else { return draft.fields.append(field(key)) }
        if random.chance(40), !items.isEmpty {
            items.remove(at: below(items.count))
        } else {
            let new = item()
            if !items.contains(new) { items.insert(new, at: below(items.count + 1)) }
        }
        draft.fields[index].value = .list(items)
        if items.isEmpty { draft.fields.remove(at: index) }
    }

    private mutating func changeMapping(_ draft: inout MergeDraft) {
        let key = random.pick(Self.mappings)
        guard let index = draft.fields.firstIndex(where: { $0.key == key }),
            case .mapping(var pairs) = draft.fields[index].value
        else { return draft.fields.append(field(key)) }
        let inner = pick("abcd")
        pairs[inner] = random.chance(30) ? nil : item()
        draft.fields[index].value = .mapping(pairs)
        if pairs.isEmpty { draft.fields.remove(at: index) }
    }

    private mutating func removeField(_ draft: inout MergeDraft) {
        guard draft.fields.count > 1 else { return }
        draft.fields.remove(at: 1 + below(draft.fields.count - 1))
    }

    private mutating func comment(_ draft: inout MergeDraft) {
        let index = below(draft.fields.count)
        if random.chance(50) {
            draft.fields[index].comment = random.chance(20) ? nil : "# c\(number())"
        } else {
            draft.fields[index].above.append("# above \(number())")
        }
    }

    private mutating func changeDescription(_ draft: inout MergeDraft) {
        let place = below(draft.description.count + 1)
        if place < draft.description.count, random.chance(60) {
            if random.chance(30) {
                draft.description.remove(at: place)
            } else {
                draft.description[place] = "Line \(number())."
            }
        } else {
            draft.description.insert("Line \(number()).", at: place)
        }
    }

    private mutating func mendEntry(_ draft: inout MergeDraft) {
        guard !draft.entries.isEmpty else { return }
        let index = below(draft.entries.count)
        let line = below(draft.entries[index].lines.count)
        draft.entries[index].lines[line] += " Mended \(number())."
    }

    private mutating func removeOrCompleteEntry(_ draft: inout MergeDraft, _ person: String) {
        guard !draft.entries.isEmpty else { return }
        let index = below(draft.entries.count)
        let heading = draft.entries[index].heading
        if heading.contains(" ") {
            draft.entries.remove(at: index)
        } else {
            draft.entries[index].heading = "2026-11-21T13:00:00+03:00 \(person) \(heading)"
        }
    }
}
