import Testing
import TicketModel

@testable import TicketText

@Suite struct FieldEditTests {
    private static let order = ["id", "title", "status", "assignee", "tags", "created", "due"]

    private func edited(_ yaml: String, _ edit: FieldEdit, typed: Bool = false) throws -> String {
        let style = FieldStyle(key: edit.field.rawValue, meaning: typed ? .typed : .text, keyOrder: Self.order)
        let document = try Reading.frontMatter(yaml).applying(edit, style: style)
        return document.source.string(document.frontMatterRange)
    }

    @Test(arguments: [
        ("id: a\nassignee:\nx: y", "id: a\nassignee: ivan\nx: y\n"),
        ("id: a\nassignee: # nobody yet", "id: a\nassignee: ivan # nobody yet\n"),
        ("id: a\nassignee: olga # she", "id: a\nassignee: ivan # she\n"),
        ("id: a\nassignee: 'olga'", "id: a\nassignee: 'ivan'\n"),
        ("id: a\nassignee: \"olga\"", "id: a\nassignee: \"ivan\"\n"),
        ("id: a\ndue: b", "id: a\nassignee: ivan\ndue: b\n"), ("due: b", "assignee: ivan\ndue: b\n"),
        ("id: a\nother: b", "id: a\nassignee: ivan\nother: b\n"), ("# c", "assignee: ivan\n# c\n"),
        ("{id: a, due: b}", "{id: a, assignee: ivan, due: b}\n"), ("{}", "{assignee: ivan}\n"),
        ("  id: a", "  id: a\n  assignee: ivan\n"),
        ("title: |\n  x\n\nother: y", "title: |\n  x\nassignee: ivan\n\nother: y\n"),
        ("title: |+\n  x\n\nother: y", "title: |+\n  x\n\nassignee: ivan\nother: y\n"),
        ("assignee:\n- a # c\n# d\n- b", "assignee: ivan\n# d\n"),
        ("assignee: >-\n  olga\nx: y", "assignee: ivan\nx: y\n"),
        ("assignee: ~", "assignee: ivan\n"), ("assignee:\n  olga", "assignee:\n  ivan\n"),
        ("assignee: ivan # c", "assignee: ivan # c\n"),
    ])
    func setWritesTheValueInItsPlace(_ yaml: String, _ expected: String) throws {
        #expect(try edited(yaml, .set(.assignee, "ivan")) == expected)
    }

    @Test(arguments: [
        ("tags: vpn", "tags: [vpn, new]\n"), ("tags: [a, b,]", "tags: [a, b, new,]\n"), ("tags: []", "tags: [new]\n"),
        ("tags: [ # c\n  ]", "tags: [new # c\n  ]\n"), ("tags: [# c\n  ]", "tags: [new # c\n  ]\n"),
        ("tags:\n- a\nx: y", "tags:\n- a\n- new\nx: y\n"),
        ("tags:\n  -   a # c\n\nx: y", "tags:\n  -   a # c\n  - new\n\nx: y\n"),
        ("tags: # none", "tags: [new] # none\n"), ("x: y", "tags: [new]\nx: y\n"),
        ("tags: [a, new]", "tags: [a, new]\n"),
        ("tags: new", "tags: new\n"), ("tags: [a, # one\n  b # two\n  ]", "tags: [a, # one\n  b, new # two\n  ]\n"),
    ])
    func addKeepsTheListsStyle(_ yaml: String, _ expected: String) throws {
        #expect(try edited(yaml, .add(.tags, ["new"])) == expected)
    }

    @Test(arguments: [
        ("tags: [a, b, c]", "tags: [b, c]\n"), ("tags: [b, a]", "tags: [b]\n"), ("tags: [a]", "tags: []\n"),
        ("tags: [a,]", "tags: []\n"), ("tags: [b, a,]", "tags: [b,]\n"),
        ("tags: [\n  b,\n  a,\n]", "tags: [\n  b,\n]\n"),
        ("tags: [a # x, y\n  , b]", "tags: [ b]\n"), ("tags: [a, # x\n  b]", "tags: [ # x\n  b]\n"),
        ("tags: [b, # x\n  a]", "tags: [b, # x\n  ]\n"), ("tags: a\nx: y", "x: y\n"), ("tags: a # c", "tags: # c\n"),
        ("tags:\n- a\n- b", "tags:\n- b\n"), ("tags: # c\n  # d\n  - a # e\nx: y", "tags: [] # c\n  # d\nx: y\n"),
        ("tags: [a, b, a]", "tags: [b]\n"), ("tags: [b]", "tags: [b]\n"), ("tags:", "tags:\n"),
    ])
    func removeTakesTheItemWithItsComma(_ yaml: String, _ expected: String) throws {
        #expect(try edited(yaml, .remove(.tags, ["a"])) == expected)
    }

    @Test(arguments: [
        ("id: a\nassignee: b\nx: y", "id: a\nx: y\n"), ("assignee: b # c", "assignee: # c\n"),
        ("assignee: # c", "assignee: # c\n"),
        ("assignee:\n- b # c\n- d\nx: y", "x: y\n"), ("assignee: # c\n- b", "assignee: # c\n"),
        ("assignee: |\n  b\n\nx: y", "\nx: y\n"),
        ("{assignee: b, x: y}", "{x: y}\n"), ("{x: y, assignee: b}", "{x: y}\n"), ("{assignee: b,}", "{}\n"),
        ("log: |\n  x\nassignee: b\n  # c\nx: y", "log: |\n  x\nassignee:\n  # c\nx: y\n"), ("x: y", "x: y\n"),
    ])
    func clearTakesTheLineButNoStandingComment(_ yaml: String, _ expected: String) throws {
        #expect(try edited(yaml, .clear(.assignee)) == expected)
    }

    @Test func aListIsSetWithoutRewritingWhatStays() throws {
        #expect(try edited("tags:\n- a # c\n- b", .setList(.tags, ["a", "d"])) == "tags:\n- a # c\n- d\n")
        #expect(try edited("tags: [a, b]", .setList(.tags, ["b", "a"])) == "tags: [b, a]\n")
        #expect(try edited("tags: vpn", .setList(.tags, ["vpn"])) == "tags: vpn\n")
        #expect(try edited("id: a", .setList(.tags, [])) == "id: a\n")
        #expect(try edited("tags: [a, b]", .setList(.tags, [])) == "tags: []\n")
    }

    @Test func aDateOfATypedFieldStandsWithoutQuotesAndTextThatLooksLikeOneWithThem() throws {
        #expect(
            try edited("id: a", .set(.due, "2026-11-21T10:03:00+03:00"), typed: true)
                == "id: a\ndue: 2026-11-21T10:03:00+03:00\n")
        #expect(try edited("id: a", .set(.title, "2026-11-21")) == "id: a\ntitle: '2026-11-21'\n")
        #expect(try edited("id: a", .set(.due, "null"), typed: true) == "id: a\ndue: 'null'\n")
    }

    @Test func filesKeepTheirLineEndingsAndTheirMissingLastOne() throws {
        let document = try Reading.document("---\r\nid: a\r\n---\r\nText")
        let style = FieldStyle(key: "tags", meaning: .text, keyOrder: Self.order)
        #expect(
            try document.applying(.add(.tags, ["x"]), style: style).text.utf8.elementsEqual(
                "---\r\nid: a\r\ntags: [x]\r\n---\r\nText".utf8))
    }

    @Test func whatWouldChangeAnotherFieldIsRefused() throws {
        let document = try Reading.frontMatter("rating:\n  speed: 1\nid: a")
        let style = FieldStyle(key: "rating", meaning: .text, keyOrder: [])
        #expect(throws: DocumentError.self) { try document.applying(.add(.rating, ["x"]), style: style) }
    }
}
