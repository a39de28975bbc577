import Foundation
import Testing
import TicketModel

@testable import TicketText

/// Front matters in odd styles with the values that PyYAML gives. `Tests/Scripts/front_matter_differential.py --fixture`
/// writes the file anew.
@Suite struct FrontMatterDifferentialTests {
    struct Case: Decodable {
        var text: String
        var values: Plain
    }

    static let cases: [Case] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/front-matter.json")
        return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))) ?? []
    }()

    @Test func everyValueIsTheOneThatPyYAMLReads() throws {
        #expect(Self.cases.count >= 300)
        for item in Self.cases {
            let document = try Reading.document(item.text)
            #expect(Plain.mapping(of: document.pairs) == item.values, "\(item.text)")
        }
    }

    @Test func theBytesOfEveryScalarReadAloneGiveTheSameValue() throws {
        var count = 0
        for item in Self.cases {
            let document = try Reading.document(item.text)
            for pair in document.pairs {
                try expectKey(pair, in: document)
                count += try expectScalars(pair.value, in: document.source)
            }
        }
        #expect(count > 2_000)
    }

    @Test func aFieldSetToItsOwnValueKeepsEveryByte() throws {
        for item in Self.cases {
            let document = try Reading.document(item.text)
            for pair in document.pairs {
                guard let text = pair.value.scalar, !pair.value.isNull else { continue }
                let style = FieldStyle(key: pair.key, meaning: .text, keyOrder: [])
                let same = try document.applying(.set(FieldName(pair.key), text), style: style)
                #expect(same.bytes == document.bytes)
            }
        }
    }

    @Test func everyFieldCanBeSetAndCleared() throws {
        for item in Self.cases {
            let document = try Reading.document(item.text)
            for pair in document.pairs {
                let style = FieldStyle(key: pair.key, meaning: .text, keyOrder: [])
                let set = try document.applying(.set(FieldName(pair.key), "ёлка: 1"), style: style)
                #expect(set.pair(pair.key)?.value.scalar == "ёлка: 1")
                let cleared = try set.applying(.clear(FieldName(pair.key)), style: style)
                #expect(cleared.pair(pair.key)?.value.isNull ?? true)
                let direct = try document.applying(.clear(FieldName(pair.key)), style: style)
                #expect(direct.pair(pair.key)?.value.isNull ?? true)
            }
        }
    }

    private func expectKey(_ pair: YAMLPair, in document: TicketDocument) throws {
        let colon = document.bytes[pair.colonEnd - 1]
        #expect(colon == UInt8(ascii: ":"))
        #expect(try YAMLReader.read(document.source, in: pair.keyRange)?.scalar == pair.key)
    }

    /// Expects it of all scalars below `node` and returns how many they are. Block scalars depend on what stands around.
    private func expectScalars(_ node: YAMLNode, in source: SourceText) throws -> Int {
        switch node.content {
        case .scalar(_, let style) where style.isBlock:
            let first = source.bytes[node.range.start]
            #expect(first == UInt8(ascii: "|") || first == UInt8(ascii: ">"))
            #expect(source.bytes[node.range.end] == 0x0A || source.bytes[node.range.end] == 0x0D)
            return 1
        case .scalar(let text, _):
            let bytes = source.string(node.range)
            // `[a, -]` has a dash that alone would be a list.
            let alone = try? Reading.yaml(bytes)?.scalar ?? ""
            #expect(try alone == text || Reading.yaml("[\(bytes)]")?.items?.first?.scalar == text, "\(bytes)")
            return 1
        case .sequence(let items, _): return try items.reduce(0) { try $0 + expectScalars($1, in: source) }
        case .mapping(let pairs, _): return try pairs.reduce(0) { try $0 + expectScalars($1.value, in: source) }
        }
    }
}
