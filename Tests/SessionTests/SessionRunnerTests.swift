import Foundation
import Testing

/// The runner itself: a session that should fail must fail, and say how.
@Suite struct SessionRunnerTests {
    private func report(_ text: String) async throws -> SessionReport {
        let script = try SessionScript(text)
        return SessionReport(script: script, outcomes: try await SessionRunner.run(script))
    }

    @Test func `a wrong line of output, of errors and a wrong exit code are each found`() async throws {
        let report = try await report("# why\n$ echo one; echo two; echo three >&2; false\none\n2\n2> 3\n")
        #expect(report.mismatches.map(\.lineNumber) == [2])
        #expect(
            report.mismatches.first?.text == """
                $ echo one; echo two; echo three >&2; false
                  output
                    one
                  - 2
                  + two
                  errors
                  - 3
                  + three
                  exit code
                  - 0
                  + 1
                """)
    }

    @Test func `silence where words were expected is found, and the other way round`() async throws {
        #expect(try await report("$ true\nword\n").mismatches.count == 1)
        #expect(try await report("$ echo word\n").mismatches.count == 1)
        #expect(try await report("$ echo word >&2\nword\n").mismatches.count == 1)
    }

    @Test func `recording keeps comments, files, input and what still fits`() async throws {
        let text =
            "# why\n@ file a/b\nx\n@ end\n\n$ cat a/b -\n< in\nold\n$ echo '#'; echo; echo /tmp/1; exit_with() { return 3; }; exit_with\n/…/1\n\n"
        let recorded = try await report(text).recorded.text
        #expect(
            recorded
                == "# why\n@ file a/b\nx\n@ end\n\n$ cat a/b -\n< in\nx\nin\n$ echo '#'; echo; echo /tmp/1; exit_with() { return 3; }; exit_with\n1> #\n1>\n/…/1\n? 3\n\n"
        )
        #expect(try await report(recorded).mismatches.isEmpty)
    }

    @Test func `a command that ends the shell is reported, and those behind it`() async throws {
        let report = try await report("$ echo a\na\n$ exit 0\n$ echo b\nb\n")
        #expect(report.mismatches.map(\.lineNumber) == [3, 4])
    }

    @Test func `the environment is fixed`() async throws {
        let report = try await report("$ env | cut -d= -f1 | sort | tr '\\n' ' '\n")
        #expect(
            report.outcomes[0].output.first?.split(separator: " ").filter { $0 != "_" && $0 != "\\c" } == [
                "EDITOR", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_NAME", "GIT_CEILING_DIRECTORIES", "GIT_COMMITTER_EMAIL",
                "GIT_COMMITTER_NAME",
                "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_TERMINAL_PROMPT", "HOME", "LC_ALL", "PAGER", "PATH",
                "PWD", "SHLVL",
                "TERM", "TICK_ID_SEED", "TICK_NOW", "TZ",
            ])
    }

    @Test func `the tick under test is the first on the path`() async throws {
        let report = try await report("$ readlink \"$(command -v tick)\"; readlink \"$(command -v git-tick)\"\n")
        #expect(report.outcomes[0].output == [SessionRunner.binary.path(), SessionRunner.binary.path()])
        #expect(FileManager.default.isExecutableFile(atPath: SessionRunner.binary.path()))
    }

    @Test(arguments: ["word\n", "@ file x\n", "$ a\n? x\n", "$ a\n? 1\nmore\n"])
    func `what is no session is refused`(text: String) {
        #expect(throws: SessionScript.ParseError.self) { try SessionScript(text) }
    }

    @Test(arguments: [
        ("a/b/c", "a/…/c", true), ("ac", "a…c", true), ("a", "a…a", false), ("abcabd", "a…b…d", true),
        ("abc", "abc", true), ("abc", "…", true),
        ("abc", "ab", false), ("", "…", true), ("é", "e\u{301}", false), ("xay", "…a…", true), ("xby", "…a…", false),
    ])
    func `an ellipsis stands for any characters`(line: String, pattern: String, isMatch: Bool) {
        #expect(SessionMatch.matches(line, pattern: pattern) == isMatch)
    }

    @Test(arguments: [
        (["a", "b", "c"], ["a", "...", "c"], true), (["a", "c"], ["a", "...", "c"], true), (["a"], ["..."], true),
        ([], ["..."], true),
        (["a", "b"], ["...", "a"], false), (["a", "b", "a"], ["...", "a", "..."], true), ([], [], true),
        ([], ["a"], false), (["a"], [], false),
    ])
    func `three dots stand for any lines`(lines: [String], expected: [String], isMatch: Bool) {
        #expect(SessionMatch.matches(lines, expected: expected) == isMatch)
    }
}
