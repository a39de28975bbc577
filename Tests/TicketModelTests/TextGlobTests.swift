import Testing

@testable import TicketModel

@Suite struct TextGlobTests {
    @Test(arguments: [
        ("*@acme.example", "Maria@ACME.example", true), ("*@acme.example", "maria@acme.example.org", false),
        ("AB-*", "ab-12", true),
        ("ёж*", "ЕЖИК", true), ("?", "ё", true), ("?", "日", true), ("?", "ab", false), ("[a-c]x", "Bx", true),
        ("[!a-c]x", "bx", false),
        ("[]a]", "]", true), ("a{b,c}", "a{b,c}", true), ("\\*", "*", true), ("\\*", "a", false), ("", "", true),
        ("", "a", false),
        ("*", "", true), ("a-[0-9]", "a-5", true), ("[а-я]*", "Ёлка", true), ("[a-]", "-", true),
        ("и\u{306}*", "Йод", true),
    ])
    func `a value matches without regard to case`(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try Glob(pattern, .foldedName).matches(text) == isMatch)
    }

    @Test(arguments: [
        ("tickets/**/*.md", "tickets/a.md", true), ("tickets/**/*.md", "tickets/2026/11/a.md", true),
        ("*.md", "a/b.md", false),
        ("**/*.md", "b.md", true), ("**", "a/b/c", true), ("a/**", "a", false), ("a/**", "a/", false),
        ("a/**", "a/b/c", true),
        ("a/{b,c/d}/*.md", "a/c/d/x.md", true), ("a/{b,c/d}/*.md", "a/c/x.md", false), ("{a,{b,c}d}x", "cdx", true),
        ("a?b", "a/b", false),
        ("a[/]b", "a/b", false), ("a[!x]b", "a/b", false), ("A", "a", false), ("a**b", "a/b", false),
        ("a**b", "axyb", true),
        ("a/**/b", "a/b", true), ("a/**/b", "ab", false), ("a/**/b", "a/xb", false), ("{,x}a", "a", true),
        ("\\{a}", "{a}", true),
    ])
    func `a path matches folder by folder`(pattern: String, path: String, isMatch: Bool) throws {
        #expect(try Glob(pattern, .path).matches(path) == isMatch)
    }

    @Test func `path bytes that are no UTF-8 are characters of their own`() throws {
        #expect(try Glob("a?c", .path).matches([0x61, 0xFF, 0x63]))
        #expect(try Glob("a?c", .path).matches([0x61, 0xFF, 0xFE, 0x63]) == false)
        #expect(try Glob("a\u{FFFD}c", .path).matches([0x61, 0xFF, 0x63]) == false)
        #expect(try Glob("é", .path).matches("e\u{301}") == false)
    }

    @Test(arguments: [
        ("tickets/2026/**/*.md", "tickets/2026"), ("tickets/2026-*/a", "tickets"), ("*.md", ""), ("a/b.md", "a"),
        ("a/{b,c}/d", "a"),
        ("a\\*b/c/*", "a*b/c"), ("", ""),
    ])
    func `the folder that every match lies in is known`(pattern: String, folder: String) throws {
        #expect(try Glob(pattern, .path).literalPrefix == Array(folder.utf8))
    }

    @Test(arguments: [
        ("ab[c", GlobError.Reason.unclosedClass, 2), ("a{b,c", .unclosedBrace, 1), ("a\\", .nothingToEscape, 1),
        ("[z-a]", .backwardRange, 1),
        ("[a\\", .unclosedClass, 0), ("{{{{{{{{{", .nestedTooDeep, 8), ("[", .unclosedClass, 0),
        ("[!", .unclosedClass, 0), ("[]", .unclosedClass, 0),
    ])
    func `a broken pattern says what and where`(pattern: String, reason: GlobError.Reason, offset: Int) {
        #expect(throws: GlobError(reason: reason, characterOffset: offset)) { try Glob(pattern, .path) }
    }

    @Test func `stars agree with a matcher that simply tries everything`() throws {
        var random = TextRandom(seed: 8)
        for _ in 0..<20_000 {
            let pattern = random.text(of: "ab/*?*", maximumCount: 8)
            let path = random.text(of: "ab/", maximumCount: 7)
            let expected = Naive(isPath: true).matches(Array(pattern)[...], Array(path)[...], isFolderStart: true)
            #expect(try Glob(pattern, .path).matches(path) == expected, "\(pattern) on \(path)")
            let name = Naive(isPath: false).matches(Array(pattern)[...], Array(path)[...], isFolderStart: true)
            #expect(try Glob(pattern, .name).matches(path) == name, "\(pattern) on \(path)")
        }
    }

    @Test func `any pattern is either refused or matched, never a crash`() {
        var random = TextRandom(seed: 9)
        for _ in 0..<20_000 {
            let pattern = random.text(of: "a-z[]{},*?!^\\/ё", maximumCount: 10)
            guard let glob = try? Glob(pattern, .path) else { continue }
            let path = random.text(of: "az-/ё[]{}", maximumCount: 8)
            if glob.matches(path), !glob.literalPrefix.isEmpty {
                #expect(Array(path.utf8).starts(with: glob.literalPrefix + [0x2F]), "\(pattern) on \(path)")
            }
        }
    }

    @Test func `patterns short and long are matched alike`() throws {
        var random = TextRandom(seed: 10)
        for _ in 0..<10_000 {
            var parser = GlobParser(random.text(of: "ab/*?*{,}[]!", maximumCount: 9), isPath: true)
            guard let steps = try? parser.parse(), let bits = GlobBits(steps) else { continue }
            let units = GlobUnits.decode(Array(random.text(of: "ab/", maximumCount: 7).utf8))
            #expect(bits.matches(units) == GlobRun.matches(steps, units), "\(steps) on \(units)")
        }
    }

    @Test func `what a folder and a name's end say of a path is what the pattern says`() throws {
        var random = TextRandom(seed: 41)
        let parts = ["a", "b", "**", "*", "?", "[ab]", "a*"]
        let ends = [".md", "", "b", "-a.md"]
        var count = 0
        for _ in 0..<4_000 {
            let folders = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }
            let glob = try Glob(
                (folders + ["*" + (ends.randomElement(using: &random) ?? "")]).joined(separator: "/"), .path)
            let end = try #require(glob.nameEnd)
            let place = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                ["a", "b", "ab"].randomElement(using: &random) ?? ""
            }
            let folder = Array((place.joined(separator: "/") + "/").utf8)
            let name = Array(
                ["x.md", "", ".md", "ab", "b", "x-a.md", "md"].randomElement(using: &random)?.utf8 ?? "".utf8)
            let expected = glob.matches(folder + name)
            #expect(
                (glob.matches(folder + end) && name.suffix(end.count).elementsEqual(end)) == expected, "\(glob.pattern)"
            )
            if expected { count += 1 }
        }
        #expect(count > 100)
        for pattern in ["*.md", "a/**", "a/{b,c/*}.md", "a/*b*", "a/*[b]", "a/b.md"] {
            #expect(try Glob(pattern, .path).nameEnd == nil)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a pattern made to be slow is not`() throws {
        let stars = String(repeating: "*a", count: 200) + "*b"
        #expect(try Glob(stars, .name).matches(String(repeating: "a", count: 2_000)) == false)
        let folders = String(repeating: "**/", count: 300) + "b"
        #expect(try Glob(folders, .path).matches(String(repeating: "a/", count: 1_000)) == false)
        let braces = String(repeating: "{a,a}", count: 200)
        #expect(try Glob(braces, .path).matches(String(repeating: "a", count: 200)))
        #expect(throws: GlobError(reason: .tooLong, characterOffset: 0)) {
            try Glob(String(repeating: "a", count: 1_025), .name)
        }
    }
}

/// Tries every way to match `*`, `?` and `**`, as slow as it is plain.
private struct Naive {
    let isPath: Bool

    func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>, isFolderStart: Bool) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            let stars = pattern.prefix { $0 == "*" }.count
            return star(pattern.dropFirst(stars), text, isDouble: isPath && stars == 2 && isFolderStart)
        }
        guard let character = text.first, first == "?" ? !(isPath && character == "/") : first == character else {
            return false
        }
        return matches(pattern.dropFirst(), text.dropFirst(), isFolderStart: first == "/")
    }

    private func star(_ rest: ArraySlice<Character>, _ text: ArraySlice<Character>, isDouble: Bool) -> Bool {
        if isDouble, rest.isEmpty { return !text.isEmpty }
        if isDouble, rest.first == "/" {
            let below = rest.dropFirst()
            return matches(below, text, isFolderStart: true)
                || text.indices.contains { text[$0] == "/" && matches(below, text[($0 + 1)...], isFolderStart: true) }
        }
        let reach = isPath ? text.prefix { $0 != "/" }.count : text.count
        return (0...reach).contains { matches(rest, text.dropFirst($0), isFolderStart: false) }
    }
}
