import Foundation
import GitStore
import Testing

@Suite("Variables of the environment that change git's configuration")
struct ConfigurationVariableTests {
    private static let keys = [
        "core.autocrlf", "core.eol", "commit.gpgsign", "user.name", "user.email", "core.hookspath", "x.a.b.c", "x.it's",
        "x.q",
    ]

    @Test(
        "every key reads as git says",
        arguments: [
            [:],
            ["GIT_CONFIG_GLOBAL": "FOLDER/global"],
            ["GIT_CONFIG_GLOBAL": ""],
            ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "FOLDER/system"],
            [
                "GIT_CONFIG_GLOBAL": "FOLDER/missing", "GIT_CONFIG_SYSTEM": "FOLDER/system",
                "GIT_CONFIG_NOSYSTEM": "yes",
            ],
            ["GIT_CONFIG_GLOBAL": "FOLDER/global", "GIT_CONFIG_SYSTEM": "FOLDER/system", "GIT_CONFIG_NOSYSTEM": "0"],
            ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "input"],
            [
                "GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "x.a.b.c",
                "GIT_CONFIG_VALUE_0": "tab\t\"q\" \\ # ; end\nline ",
                "GIT_CONFIG_KEY_1": "core.eol", "GIT_CONFIG_VALUE_1": "crlf", "GIT_CONFIG_KEY_2": "core.eol",
                "GIT_CONFIG_VALUE_2": "lf",
            ],
            ["GIT_CONFIG_COUNT": ""],
            [
                "GIT_CONFIG_COUNT": "0",
                "GIT_CONFIG_PARAMETERS": "'user.name'='it'\\''s =me'  'commit.gpgsign' 'x.q=1=2'",
            ],
            [
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "count",
                "GIT_CONFIG_PARAMETERS": "'user.name'='Para!meter' 'commit.gpgsign'=",
            ],
        ] as [[String: String]])
    func agreesWithGit(_ given: [String: String]) throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "core.eol", "native")
        try desk.write("../global", "[user]\n\tname = Global\n[core]\n\tautocrlf = true\n[include]\n\tpath = more\n")
        try desk.write("../more", "[core]\n\thooksPath = hooks\n")
        try desk.write("../system", "[user]\n\temail = system@example.org\n[x]\n\tq = system\n")
        let environment = given.mapValues { $0.replacing("FOLDER", with: desk.sibling("")) }
        let repository = try GitRepository.discover(
            from: desk.root, variables: ConfigurationVariables(environment: environment))
        for key in Self.keys.filter({ !$0.contains("'") }) {
            let isBoolean = key == "commit.gpgsign"
            let expected = try desk.config(key, isBoolean: isBoolean, environment)
            let found = try isBoolean ? repository.configBool(key).map(String.init) : repository.configString(key)
            #expect(found == expected, "\(key) under \(given)")
        }
    }

    @Test(
        "what git refuses to start with is refused",
        arguments: [
            ["GIT_CONFIG_COUNT": "x"], ["GIT_CONFIG_COUNT": "-1"], ["GIT_CONFIG_COUNT": "1"],
            ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b"], ["GIT_CONFIG_PARAMETERS": "a.b=1"],
            ["GIT_CONFIG_PARAMETERS": "'a.b"],
        ])
    func malformed(_ environment: [String: String]) {
        let error = #expect(throws: GitError.self) { try ConfigurationVariables(environment: environment) }
        #expect(error?.identifier == "git.configuration")
    }

    @Test("line ends follow core.autocrlf of the environment, as git hash-object does")
    func filters() throws {
        let desk = try TemporaryRepository()
        let environment = ["GIT_CONFIG_PARAMETERS": "'core.autocrlf'='true'"]
        let repository = try GitRepository.discover(
            from: desk.root, variables: ConfigurationVariables(environment: environment))
        #expect(
            try repository.storedBytes(of: Array("a\r\nb\r\n".utf8), at: Array("x.md".utf8)) == Array("a\nb\n".utf8))
        let plain = try desk.open()
        #expect(try plain.storedBytes(of: Array("a\r\n".utf8), at: Array("x.md".utf8)) == Array("a\r\n".utf8))
    }

    @Test("user.name serves both roles, and author.name and committer.name their own")
    func identities() throws {
        let desk = try TemporaryRepository()
        try desk.git("config", "author.name", "Ann Author")
        try desk.git("config", "committer.email", "robot@example.org")
        let repository = try desk.open()
        #expect(try repository.identity() == Identity(name: "Ann Author", email: "ada@example.org"))
        #expect(
            try repository.identity(of: "committer")
                == Identity(name: "Ada Lovelace", email: "robot@example.org"))
    }
}

extension TemporaryRepository {
    /// What git says about a key under an environment; nil if it is not set.
    fileprivate func config(_ key: String, isBoolean: Bool, _ environment: [String: String]) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "config", "-z"] + (isBoolean ? ["--type=bool"] : []) + ["--get", key]
        process.currentDirectoryURL = URL(fileURLWithPath: root)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
            "GIT_CONFIG_SYSTEM": "/dev/null",
        ].merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: bytes.dropLast(), as: UTF8.self) : nil
    }
}
