import Foundation
import Testing
import TicketModel

@testable import TicketText

/// What must hold for every edit of every ticket, tried on random sequences of edits.
@Suite struct FieldEditPropertyTests {
    private static let fields = [
        "id", "title", "status", "assignee", "tags", "participants", "due", "version", "rating", "log", "два слова",
    ]
    private static let values = [
        "no", "1.10", "@x", "a: b", "- x", "-x", "#x", "x #y", "'", "\"", "\\", "🙂", "Принтер", "a\u{85}b", " lead",
        "trail ", "~", "null", "Null", "2026-11-21", "1:30", "0x1F", "1e3", "", String(repeating: "x", count: 1_000),
        "a\nb", "\r\n", "\t", "a,b", "[a]", "{a}", "a]", "x:", ":x", "a:b", "?", "? a", "!", "&a", "*a", "%", "|", ">",
        "---", "...", "... a", "a # b", "=", "<<", "e\u{301}", "\u{FEFF}", "\u{0}", "\u{7}", "it's", "a", "b", "vpn",
        "printer", "\u{2028}", "\u{202E}", "\u{1F469}\u{200D}\u{1F4BB}", "`", "x\u{A0}#y", "#", "true", "+7", ".5",
    ]

    private static func style(_ key: String, typed: Bool = false) -> FieldStyle {
        FieldStyle(
            key: key, meaning: typed ? .typed : .text,
            keyOrder: ["id", "title", "type", "status", "assignee", "participants", "tags", "created", "due"])
    }

    private static func randomEdit(_ random: inout SplitMix64) -> FieldEdit {
        let field = FieldName(random.pick(fields))
        let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.pick(values) }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .set(field, random.pick(values))
        case 5: return .setMapping(field, zip(["speed", "два слова", "by: x"], items).map { MappingText($0, $1) })
        case 1: return .setList(field, items)
        case 2: return .clear(field)
        case 3: return .add(field, items)
        default: return .remove(field, items + ["a", "printer"])
        }
    }

    /// The list that a field holds, as `TicketReader` reads a list field.
    private static func list(_ document: TicketDocument, _ key: String) -> [String] {
        guard let value = document.pair(key)?.value else { return [] }
        if let text = value.scalar { return value.isNull || text.isEmpty ? [] : [text] }
        return (value.items ?? []).compactMap { $0.isNull ? nil : $0.scalar }
    }

    @Test(arguments: 0..<4) func anEditDoesWhatItSaysAndNothingElse(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var refused = 0
        for _ in 0..<1_300 {
            var document = try Reading.document(random.pick(Samples.all))
            for _ in 0..<4 {
                let edit = Self.randomEdit(&random)
                let style = Self.style(edit.field.rawValue, typed: random.chance(20))
                guard let changed = try? document.applying(edit, style: style) else {
                    refused += 1
                    #expect(Self.mayBeRefused(edit, in: document), "\(edit)\n\(document.text)")
                    continue
                }
                expect(edit, made: changed, of: document)
                #expect(try changed.applying(edit, style: style).bytes == changed.bytes, "\(edit)\n\(document.text)")
                document = changed
            }
        }
        #expect(refused < 200)
    }

    /// A list cannot be added to a mapping, and where a field's line ends with what only YAML takes for a line's end,
    /// the line behind it may be the front matter's last. Nothing else may be refused.
    private static func mayBeRefused(_ edit: FieldEdit, in document: TicketDocument) -> Bool {
        let yaml = document.source.string(document.frontMatterRange).unicodeScalars
        if yaml.contains("\u{2028}") || yaml.contains("\u{85}") || (yaml.contains("\r") && document.lineEnding == "\n")
        {
            return true
        }
        if case .add = edit { return document.pair(edit.field.rawValue)?.value.pairs != nil }
        return false
    }

    private func expect(_ edit: FieldEdit, made changed: TicketDocument, of document: TicketDocument) {
        let key = edit.field.rawValue
        let note: Comment = "\(edit)\n\(document.text)\n=>\n\(changed.text)"
        switch edit {
        case .set(_, let text):
            let value = changed.pair(key)?.value
            let read = value?.items?.first ?? value
            #expect(read?.isNull == true ? text.isEmpty : read?.scalar == text, note)
        case .setList(_, let items):
            #expect(Self.list(changed, key) == items.filter { !$0.isEmpty }, note)
        case .setMapping(_, let items):
            let pairs = changed.pair(key)?.value.pairs ?? []
            #expect(pairs.map(\.key) == items.map(\.key) && pairs.map(\.value.scalar) == items.map(\.text), note)
        case .clear: #expect(changed.pair(key)?.value.isNull ?? true, note)
        case .add(_, let items):
            let (old, new) = (Self.list(document, key), Self.list(changed, key))
            #expect(new.starts(with: old) && Set(items).subtracting([""]).isSubset(of: new), note)
            #expect(Set(new).subtracting(old).isSubset(of: items), note)
        case .remove(_, let items):
            #expect(Self.list(changed, key) == Self.list(document, key).filter { !items.contains($0) }, note)
        }
        expectNothingElse(changed, document, key, note)
    }

    private func expectNothingElse(_ changed: TicketDocument, _ old: TicketDocument, _ key: String, _ note: Comment) {
        let (new, before) = (changed.pairs.filter { $0.key != key }, old.pairs.filter { $0.key != key })
        #expect(new.map(\.key) == before.map(\.key), note)
        #expect(new.map { Plain($0.value) } == before.map { Plain($0.value) }, note)
        #expect(changed.bytes[changed.bodyStart...].elementsEqual(old.bytes[old.bodyStart...]), note)
        // What is between the same beginning and the same end belongs to the field or is a comment of its own.
        for (pair, was) in zip(new, before) {
            let (a, b) = (changed.source.string(pair.value.range), old.source.string(was.value.range))
            #expect(a.utf8.elementsEqual(b.utf8), note)
        }
        #expect(Self.comments(old, but: key).isSubset(of: Self.comments(changed, but: nil)), note)
        let crlf = old.bytes.starts(with: "---\r\n".utf8)
        if crlf { #expect(!Self.hasBareNewline(changed.bytes), note) }
    }

    /// The comments on lines of their own above the first field and below others, and behind other fields' values.
    private static func comments(_ document: TicketDocument, but key: String?) -> Set<String> {
        var found: Set<String> = []
        for pair in document.pairs where pair.key != key && !document.isFlowMapping {
            let end = document.lineEnd(behind: pair.value.range.end)
            let rest = document.source.string(SourceRange(pair.value.range.end, end))
            if let hash = rest.firstIndex(of: "#") {
                found.insert(rest[hash...].trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        return found
    }

    private static func hasBareNewline(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0] == 0x0A && (bytes[max(0, $0 - 1)] != 0x0D) }
    }
}
