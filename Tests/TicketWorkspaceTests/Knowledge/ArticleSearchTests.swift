import Foundation
import Testing
import TicketModel
import TicketText

@testable import TicketWorkspace

@Suite struct ArticleSearchTests {
    private static func article(_ title: String, tags: String = "", _ text: String) -> String {
        "---\ntitle: \(title)\ntags: [\(tags)]\n---\n\n\(text)\n"
    }

    private static let filler = String(repeating: "lorem ipsum dolor sit amet. ", count: 12)

    @Test func `a word weighs most in a title, then in a tag, a heading, the text`() throws {
        let folder = try ArticleFolder([
            "a-text": Self.article("Other", Self.filler + "printer"),
            "b-heading": Self.article("Other things", "## Printer\n\n" + Self.filler),
            "c-tag": Self.article("Different", tags: "printer", Self.filler),
            "d-title": Self.article("Printer", Self.filler), "e-none": Self.article("None", Self.filler),
        ])
        #expect(folder.found("printers") == ["d-title", "c-tag", "b-heading", "a-text"])
    }

    @Test func `more of a word counts more, in a longer text less`() throws {
        let folder = try ArticleFolder([
            "once": Self.article("A", "jam " + Self.filler), "twice": Self.article("B", "jam jam " + Self.filler),
            "long": Self.article("C", "jam " + String(repeating: Self.filler, count: 4)),
        ])
        #expect(folder.found("jam") == ["twice", "once", "long"])
    }

    @Test func `an article with both words stands before those with one, and the rare word before the frequent one`()
        throws
    {
        var articles = [
            "both": Self.article("X", "vpn certificate " + Self.filler),
            "rare": Self.article("Y", "certificate " + Self.filler),
        ]
        for number in 0..<8 { articles["vpn\(number)"] = Self.article("Z\(number)", "vpn vpn vpn " + Self.filler) }
        let folder = try ArticleFolder(articles)
        #expect(folder.found("vpn certificate").prefix(2) == ["both", "rare"])
        #expect(folder.found("vpn certificate").count == 10)
    }

    @Test func `ties stand in the order of names, whatever the folders`() throws {
        let text = Self.article("Same", "word")
        let folder = try ArticleFolder(["b": text, "a/z": text, "c/a": text, "a": text])
        #expect(folder.found("word") == ["a", "a/z", "b", "c/a"])
        #expect(folder.found("word") == folder.found("WORDS"))
    }

    @Test(arguments: ["кассы", "КАССОЙ", "касс", "Еще кассу", "ЁЩЕ"])
    func `any form and case of a word finds it`(words: String) throws {
        let folder = try ArticleFolder(["till": Self.article("Касса", "Ещё один чек.")])
        #expect(folder.found(words) == ["till"])
    }

    @Test func `a word that no article has is the beginning of others`() throws {
        let folder = try ArticleFolder([
            "a": Self.article("A", "настройка принтера"), "b": Self.article("B", "настроение"),
            "c": Self.article("C", "принтер"),
        ])
        #expect(Set(folder.found("настр")) == ["a", "b"])
        #expect(folder.found("принтеры настр").first == "a")
        #expect(folder.found("н").isEmpty)
        #expect(folder.found("принтер") == ["c", "a"])
    }

    @Test func `a key of the front matter is no word of the article`() throws {
        let folder = try ArticleFolder(["a": Self.article("A", "text")])
        #expect(folder.found("title tags").isEmpty)
        #expect(folder.search("title").articleCount == 1)
    }

    @Test func `a search finds what comparing all stems finds`() throws {
        let words = ["vpn", "till", "касса", "кассы", "printers", "printer", "код", "коды", "mail"]
        var random = SeededNumbers(seed: 41)
        var texts: [String: String] = [:]
        for number in 0..<60 {
            texts["a\(number)"] = (0..<6).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        }
        let folder = try ArticleFolder(texts.mapValues { Self.article("T", $0) })
        let stemmer = Stemmer()
        for word in words {
            let stem = stemmer.stem(Array(word.utf8))
            let expected = texts.filter { text in
                text.value.split(separator: " ").contains { stemmer.stem(Array($0.utf8)) == stem }
            }.keys
            #expect(Set(folder.found(word)) == Set(expected))
        }
    }

    // MARK: Hostile files

    @Test func `what cannot be read is passed over and the rest is found`() throws {
        let folder = try ArticleFolder(["good": Self.article("Good", "needle")])
        try folder.write("nul", Array("---\ntitle: needle\u{0}\n---\n".utf8))
        try folder.write("latin", [0x6E, 0x65, 0x65, 0x64, 0x6C, 0x65, 0x20, 0xFF])
        try folder.write("open", Array("---\ntitle: needle\n".utf8))
        try folder.write("large", [UInt8](repeating: 0x61, count: 1 << 20) + Array(" needle".utf8))
        try FileManager.default.createSymbolicLink(
            atPath: folder.root + "/kb/link.md", withDestinationPath: folder.root + "/kb/good.md")
        #expect(folder.found("needle") == ["good"])
        let read = folder.base.read()
        #expect(read.articles.map(\.name) == ["good"])
        #expect(Set(read.diagnostics.map(\.rule)) == ["file-text", "front-matter", "article", "symlink"])
    }

    @Test func `an article of a megabyte and a line of 100 kB are searched and shown`() throws {
        let line = String(repeating: "слово ", count: 9_000)
        let folder = try ArticleFolder([
            "line": Self.article("Line", line + "иголка " + line),
            "word": Self.article("Word", String(repeating: "х", count: 50_000) + " иголка"),
            "lines": Self.article("Lines", String(repeating: "строка\n", count: 80_000) + "иголка"),
        ])
        #expect(Set(folder.found("иголки")) == ["line", "lines", "word"])
        for name in ["line", "lines", "word"] {
            let found = folder.search("иголки")
            let match = try #require(found.matches.first { $0.article.name == name })
            let snippet = ArticleSnippet(of: match.article, found.words)
            #expect(snippet.pieces.filter(\.isFound).map(\.text) == ["иголка"])
            #expect(snippet.text.utf8.count < 600)
        }
    }

    // MARK: Snippets

    @Test func `a snippet shows the place where most of the words stand together`() throws {
        let text = "A printer here.\n\n" + Self.filler + "\n\nThe *printer* jams in `tray` 2 each day.\n\nA tray."
        let folder = try ArticleFolder(["a": Self.article("T", text)])
        let snippet = try #require(try folder.snippet("trays printers jam"))
        #expect(snippet.text == "The printer jams in tray 2 each day.")
        #expect(snippet.pieces.filter(\.isFound).map(\.text) == ["printer", "jams", "tray"])
    }

    @Test func `a snippet is cut at words, and is the text's beginning where only the title has them`() throws {
        let folder = try ArticleFolder(["a": Self.article("Title", Self.filler + "needle " + Self.filler)])
        let snippet = try #require(try folder.snippet("needles"))
        #expect(snippet.text.hasPrefix("… ") && snippet.text.hasSuffix(" …"))
        let words = snippet.text.split(separator: " ").filter { $0 != "…" && $0 != "needle" }
        #expect(words.allSatisfy { ["lorem", "ipsum", "dolor", "sit", "amet."].contains($0) })
        let inTitle = try folder.snippet("titles")
        #expect(inTitle?.text.hasPrefix("lorem ipsum") == true && inTitle?.text.hasSuffix(" …") == true)
        #expect(inTitle?.pieces.contains(where: \.isFound) == false)
    }

    @Test func `every snippet is a part of the text with what was looked for marked in it`() throws {
        var random = SeededNumbers(seed: 43)
        let words = ["needle", "иголка", "сено", "hay", "商品", "x"]
        for _ in 0..<60 {
            let text = (0..<Int.random(in: 1...120, using: &random)).map { _ in
                words.randomElement(using: &random) ?? ""
            }
            .joined(separator: " ")
            let folder = try ArticleFolder(["a": Self.article("T", text)])
            guard let snippet = try folder.snippet("needles иголки") else {
                #expect(!text.contains("needle") && !text.contains("иголка"))
                continue
            }
            let plain = snippet.text.replacing("… ", with: "").replacing(" …", with: "")
            #expect(text.contains(plain))
            #expect(snippet.pieces.allSatisfy { $0.isFound == ["needle", "иголка"].contains($0.text) })
            #expect(snippet.pieces.contains { $0.isFound })
        }
    }
}
