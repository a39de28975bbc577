import Testing
import TicketModel

@testable import TicketText

@Suite struct ArticleFileTests {
    private func read(_ text: String, at path: String = "kb/vpn.md") -> (article: Article?, diagnostics: [Diagnostic]) {
        read(Array(text.utf8), at: path)
    }

    private func read(_ bytes: [UInt8], at path: String = "kb/vpn.md") -> (article: Article?, diagnostics: [Diagnostic])
    {
        ArticleFile.read(SourceText(path: RepositoryPath(path), bytes: bytes), in: "kb", Configuration())
    }

    @Test func `front matter says what an article is about`() throws {
        let text = "---\ntitle: The  VPN\ntags: vpn\nauthor: ivan\nupdated: 2026-11-02\n---\n\nText.\n\n"
        let (article, diagnostics) = read(text, at: "kb/net/vpn.md")
        let read = try #require(article)
        #expect(diagnostics.isEmpty)
        #expect((read.name, read.title, read.author) == ("net/vpn", "The VPN", "ivan"))
        #expect(read.tags == ["vpn"] && read.updated == CivilDate(year: 2026, month: 11, day: 2))
        #expect((read.text, read.audience) == ("Text.", .everybody))
    }

    @Test(arguments: [
        ("Text alone.", "vpn"), ("# The VPN\n\nText.", "The VPN"), ("", "vpn"), ("---\n---\n## Net ##\n", "Net ##"),
        ("---\ntags: [a]\n---\nText.", "vpn"), ("---\r\ntitle: A\r\n---\r\nText.\r\n", "A"),
        ("\u{FEFF}---\ntitle: A\n---\n", "A"),
    ])
    func `a title is the front matter's, else the first heading, else the name`(text: String, title: String) {
        #expect(read(text).article?.title == title)
    }

    @Test(arguments: [
        ("internal: true", Article.Audience.agents), ("draft: yes", .nobody), ("internal: false", .everybody),
        ("internal: maybe", .agents), ("draft: soon", .nobody), ("internl: true", .agents), ("darft: true", .agents),
        ("Internal: true", .agents), ("internal: [a]", .agents), ("color: red", .everybody),
        ("draft: true\ninternal: true", .nobody), ("internal:", .everybody),
    ])
    func `a slip hides an article and never shows it`(line: String, audience: Article.Audience) {
        #expect(read("---\ntitle: A\n\(line)\n---\nText.\n").article?.audience == audience)
    }

    @Test(arguments: [
        ("title: ''", "article"), ("tag: [a]", "article"), ("updated: soon", "article"), ("title: [a]", "article"),
        ("title: @a", "front-matter"), ("tags: {a: b}", "article"), ("title: a\ntitle: b", "front-matter"),
    ])
    func `what is wrong with front matter has a place and a hint`(line: String, rule: String) {
        let found = read("---\n\(line)\n---\n").diagnostics
        #expect(found.map(\.rule) == [rule])
        #expect(found.allSatisfy { ($0.location?.lineNumber ?? 0) > 1 && $0.hint != nil })
    }

    @Test func `bytes that are no text are one diagnostic`() {
        #expect(read([0x2D, 0x2D, 0xFF]).diagnostics.map(\.rule) == ["file-text"])
        #expect(read("a\0b").diagnostics.map(\.rule) == ["file-text"])
        #expect(read("---\ntitle: A\n").diagnostics.map(\.rule) == ["front-matter"])
    }

    // MARK: Parts

    private func parts(_ text: String) throws -> ArticleParts {
        ArticleParts(try #require(read("---\n---\n" + text).article))
    }

    @Test(arguments: [
        ("a\n<!-- internal -->\nb\n<!-- public -->\nc", "a\nc"), ("a\n<!-- internal -->\nb", "a"),
        ("a\n  <!--  INTERNAL-->  \nb", "a"), ("a\n```\n<!-- internal -->\nb\n```\nc", "a\n```"),
        ("<!-- public -->\na", "a"), ("a <!-- b --> c\nd", "a  c\nd"), ("<!-- b\nc -->\nd", "d"),
        ("`<!-- a -->`", "`<!-- a -->`"), ("```\n<!-- a -->\n```", "```\n<!-- a -->\n```"),
        ("a <!-- never ended\nb", "a "),
        ("<!-- internal -->\nall", ""), ("\n\na\n\n", "a"),
        ("a\r\n<!-- internal -->\r\nb\r\n<!-- public -->\r\nc", "a\nc"),
    ])
    func `requesters get neither internal parts nor comments`(text: String, expected: String) throws {
        let parts = try parts(text)
        #expect(parts.publicText == expected)
        #expect(parts.diagnostics.isEmpty)
    }

    @Test(arguments: ["<!-- internal --> a secret", "a <!-- internal -->", "<!-- internal", "<!-- interal"])
    func `a mark that does not stand alone is an error`(line: String) throws {
        #expect(try parts("a\n\(line)\nb").diagnostics.map(\.severity) == [.error])
    }

    @Test(arguments: ["interal", "internal part", "publc", "Internel", "pubic"])
    func `a mark with a slip is an error`(word: String) throws {
        let found = try parts("a\n<!-- \(word) -->\nb").diagnostics
        #expect(found.map(\.severity) == [.error])
        #expect(found.first?.location?.lineNumber == 4)
    }

    @Test func `nothing between the marks comes out, whatever stands around them`() throws {
        let lines = [
            "text", "```", "<!-- a", "-->", "`<!--`", "~~~", "<!-- internal -->", "<!-- public -->", "> quote",
            "    code",
        ]
        var random = SplitMix64(seed: 29)
        for _ in 0..<2_000 {
            let chosen = (0..<10).map { _ in lines.randomElement(using: &random) ?? "" }
            var (isInternal, marked): (Bool, [String]) = (false, [])
            for line in chosen {
                if line == "<!-- internal -->" { isInternal = true }
                if line == "<!-- public -->" { isInternal = false }
                marked.append(isInternal && !line.hasPrefix("<!--") ? line + " SECRET" : line)
            }
            let text = try parts(marked.joined(separator: "\n")).publicText
            #expect(!text.contains("SECRET"))
        }
    }

    // MARK: Mentions

    @Test(arguments: [
        ("See kb/vpn.md.", ["kb/vpn.md"]), ("[a](../../kb/a/b.md#c)", ["../../kb/a/b.md"]),
        ("(/kb/vpn.md)", ["/kb/vpn.md"]),
        ("kb/", ["kb/"]), ("`kb/a.md`, kb/b.md; kb/c.md", ["kb/a.md", "kb/b.md", "kb/c.md"]), ("akb/x kb", ["akb/x"]),
        ("", []),
        ("https://example.org/kb/a.md", ["https://example.org/kb/a.md"]),
    ])
    func `a path that may be an article's is found with all that belongs to it`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        let found = ArticleMentions.ranges(in: bytes, SourceRange(0, bytes.count), folder: "kb")
        #expect(found.map { String(decoding: bytes[$0.indices], as: UTF8.self) } == expected)
    }
}
