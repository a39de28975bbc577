import TicketModel
import TicketText
import Workflow

/// Findings in the forms of code hosts and their tools.
enum FindingFormats {
    /// A report of GitLab's Code Quality, which shows findings in merge requests: an array of issues.
    ///
    /// Source: GitLab's documentation, "Code Quality report format": `description`, `check_name`, `fingerprint`, `severity`,
    /// `location.path` and `location.lines.begin` are required.
    static func gitLab(_ findings: [Diagnostic]) -> JSONValue {
        var seen: [String: Int] = [:]
        return .array(
            findings.map { finding in
                // What a line says stays the same when lines above it come and go; equal findings are counted.
                let key = [
                    finding.rule, finding.location?.path.description ?? "", finding.location?.lineText ?? "",
                    finding.message, finding.commit ?? "",
                ].joined(separator: "\0")
                seen[key, default: 0] += 1
                return [
                    "description": .string(text(finding)), "check_name": .string(finding.rule),
                    "fingerprint": .string(fingerprint("\(key)\0\(seen[key] ?? 1)")),
                    "severity": .string(gitLabSeverity(finding.severity)),
                    "location": [
                        "path": .string(path(finding)),
                        "lines": ["begin": .integer(Int64(finding.location?.lineNumber ?? 1))],
                    ],
                ]
            })
    }

    /// A log of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which GitHub and editors read.
    static func sarif(_ findings: [Diagnostic], version: String) -> JSONValue {
        let used = Swift.Set(findings.map(\.rule)).sorted()
        let rules: [JSONValue] = used.map { id in
            let known = RuleCatalog.description(of: id)
            return [
                "id": .string(id), "shortDescription": ["text": .string(known?.summary ?? id)],
                "fullDescription": ["text": .string(known?.explanation ?? id)],
                "defaultConfiguration": ["level": .string((known?.defaultSeverity ?? .error).rawValue)],
            ]
        }
        let results: [JSONValue] = findings.map { sarifResult($0, used) }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": ["name": "tick", "version": .string(version), "rules": .array(rules)]],
                    // Columns are counted in characters, not in UTF-16 units (SARIF § 3.14.17).
                    "columnKind": "unicodeCodePoints", "results": .array(results),
                ]
            ],
        ]
    }

    private static func sarifResult(_ finding: Diagnostic, _ rules: [String]) -> JSONValue {
        var members: [JSONValue.Member] = [
            ("ruleId", .string(finding.rule)),
            ("ruleIndex", .integer(Int64(rules.firstIndex(of: finding.rule) ?? 0))),
            ("level", .string(finding.severity.rawValue)), ("message", ["text": .string(text(finding))]),
        ]
        if let location = finding.location {
            let region: JSONValue = [
                "startLine": .integer(Int64(location.lineNumber)),
                "startColumn": .integer(Int64(startColumn(location))),
            ]
            let place: JSONValue = [
                "artifactLocation": ["uri": .string(uri(location.path))], "region": region,
            ]
            members.append(("locations", [["physicalLocation": place]]))
        }
        members.append(
            (
                "partialFingerprints",
                [
                    "finding/v1": .string(
                        fingerprint(finding.rule + "\0" + (finding.location?.lineText ?? "") + finding.message))
                ]
            ))
        return .object(members)
    }

    /// From 1, in code points: a character may have several.
    private static func startColumn(_ location: SourceLocation) -> Int {
        location.lineText.prefix(max(0, location.columnNumber - 1)).unicodeScalars.count + 1
    }

    /// A path as a relative reference (RFC 3986 § 4.2): everything but unreserved characters and `/` is percent-encoded.
    private static func uri(_ path: RepositoryPath) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in path.bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func text(_ finding: Diagnostic) -> String {
        let place = finding.commit.map { "\($0): " } ?? ""
        return PrintableText.make(place + finding.message + (finding.hint.map { ". Hint: " + $0 } ?? ""), .lines)
    }

    private static func path(_ finding: Diagnostic) -> String { finding.location?.path.description ?? "." }

    private static func gitLabSeverity(_ severity: Severity) -> String {
        switch severity {
        case .error: "major"
        case .warning: "minor"
        case .note: "info"
        }
    }

    private static func fingerprint(_ text: String) -> String {
        let digest = ByteDigest.digest(Array(text.utf8)[...])
        let digits = String(digest, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
