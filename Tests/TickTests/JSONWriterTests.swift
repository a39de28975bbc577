import Foundation
import Testing

@testable import tick

@Suite struct JSONWriterTests {
    @Test func `members keep their order, absent values are null`() {
        let value: JSONValue = [
            "schemaVersion": 1, "kind": "ticket-list", "due": nil, "tags": ["a", "б"], "empty": [], "none": [:],
            "late": false,
        ]
        #expect(
            String(decoding: JSONWriter.compact(value), as: UTF8.self)
                == #"{"schemaVersion":1,"kind":"ticket-list","due":null,"tags":["a","б"],"empty":[],"none":{},"late":false}"#
        )
        #expect(
            String(decoding: JSONWriter.pretty(["a": [1, [:]], "b": ["c": nil]]), as: UTF8.self)
                == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}\n")
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{1B}\u{7F}\u{9B}", #""\u0000\u001b\u007f\u009b""#),
        ("\u{2028}\u{2029}\u{202E}", #""\u2028\u2029\u202e""#), ("\r\n", #""\r\n""#), ("👍/é", "\"👍/é\""), ("", #""""#),
    ])
    func `strings are escaped`(text: String, written: String) {
        #expect(String(decoding: JSONWriter.compact(.string(text)), as: UTF8.self) == written)
    }

    @Test func `Foundation reads back what was written, in either form`() throws {
        var random = RenderingRandom(seed: 5)
        for _ in 0..<1_500 {
            let value = randomValue(&random, depth: 3)
            for bytes in [JSONWriter.compact(value), JSONWriter.pretty(value)] {
                let object = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                #expect(matches(object, value), "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func `each value of ndjson is a line, whatever is in it`() {
        var random = RenderingRandom(seed: 6)
        let values = (0..<200).map { _ in randomValue(&random, depth: 2) }
        let lines = JSONWriter.lines(values).split(separator: 0x0A)
        #expect(lines.map { Array($0) } == values.map(JSONWriter.compact))
    }

    @Test func `no byte below a space and no direction reaches the output`() {
        var random = RenderingRandom(seed: 7)
        for _ in 0..<1_000 {
            let written = String(decoding: JSONWriter.compact(.string(random.text())), as: UTF8.self)
            #expect(
                !written.unicodeScalars.contains {
                    $0.properties.generalCategory == .control || $0.properties.isBidiControl
                })
        }
    }

    @Test func `the largest and smallest numbers are written whole`() {
        #expect(
            String(decoding: JSONWriter.compact([.integer(.max), .integer(.min)]), as: UTF8.self)
                == "[9223372036854775807,-9223372036854775808]")
    }

    private func randomValue(_ random: inout RenderingRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -1_000_000...1_000_000, using: &random))
        case 3: return .string(random.text())
        case 4: return .array((0..<3).map { _ in randomValue(&random, depth: depth - 1) })
        default:
            return .object(
                (0..<3).map { (name: "\($0)" + random.text(), value: randomValue(&random, depth: depth - 1)) })
        }
    }

    private func matches(_ object: Any, _ value: JSONValue) -> Bool {
        switch value {
        case .null: object is NSNull
        case .bool(let expected): object as? Bool == expected
        case .integer(let expected): (object as? NSNumber)?.int64Value == expected
        case .string(let expected): (object as? String).map { $0.utf8.elementsEqual(expected.utf8) } == true
        case .array(let expected):
            (object as? [Any]).map { $0.count == expected.count && zip($0, expected).allSatisfy(matches) } == true
        case .object(let expected):
            (object as? [String: Any]).map { read in
                read.count == expected.count
                    && expected.allSatisfy { member in read[member.name].map { matches($0, member.value) } == true }
            } == true
        }
    }
}
