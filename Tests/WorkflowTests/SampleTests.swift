import Foundation
import Testing
import TicketModel
import TicketText
import Workflow

/// The files of `samples/errors/`: each is wrong in one way, and its first comment has the offending text in backticks.
@Suite struct SampleTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "samples/errors")

    /// Findings that no single file can show: about several files, or about what lies around one.
    static let withoutSample: Set<String> = [
        "article", "article-title", "duplicate-id", "file-unreadable", "folder-role", "link-circle", "lint-duplicate",
        "symlink",
    ]

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".md") || $0.hasSuffix(".yml") }.sorted()
    }()

    static let ids = Set(names.map { String($0.prefix { $0 != "." }) })

    static func source(_ name: String, as path: String) throws -> SourceText {
        let data = try Data(contentsOf: folder.appending(path: name))
        return SourceText(path: RepositoryPath(path), bytes: Array(data))
    }

    static func desk() throws -> [SourceText] {
        try ["config.yml", "workflow.yml", "people.yml"].map { try source("desk/.tick/\($0)", as: ".tick/\($0)") }
    }

    @Test func `there is one sample for every kind of finding`() {
        #expect(Self.ids.union(Self.withoutSample) == Set(RuleCatalog.all.map(\.id)))
        #expect(Self.ids.isDisjoint(with: Self.withoutSample))
    }

    @Test func `the desk of the samples is in order`() throws {
        #expect(ConfigurationReader(zones: .utcOnly).read(try Self.desk()).diagnostics.isEmpty)
    }

    @Test(arguments: ids.sorted())
    func `a sample shows its finding, at the offending text, and no other`(id: String) throws {
        let found = try Self.names.contains("\(id).yml") ? configurationFindings(id) : ticketFindings(id)
        #expect(Set(found.map(\.rule)) == [id], "\(found)")
        let finding = try #require(found.first { $0.rule == id })
        let sample =
            Self.names.contains("\(id).yml")
            ? "\(id).yml" : Self.names.contains("\(id).md") ? "\(id).md" : "\(id).before.md"
        let text = String(decoding: try Self.source(sample, as: "").bytes, as: UTF8.self)
        let marked = try #require(text.split(separator: "`", maxSplits: 2).dropFirst().first.map(String.init))
        let place = try #require(finding.location)
        #expect(overlaps(place, marked, isMasked: id == "secret"), "\(place) does not lie at \(marked)")
        #expect(finding.hint?.isEmpty == false)
        #expect(!finding.message.hasSuffix(".") && finding.message.count <= 120)
    }

    private func overlaps(_ place: TicketModel.SourceLocation, _ text: String, isMasked: Bool) -> Bool {
        let line = Array(place.lineText)
        let wanted = isMasked ? Array(String(repeating: "•", count: text.count)) : Array(text)
        guard line.count >= wanted.count else { return false }
        let located = (place.columnNumber - 1)..<(place.columnNumber - 1 + max(1, place.length))
        let starts: ClosedRange<Int> = 0...(line.count - wanted.count)
        return starts.contains { start in
            let range: Range<Int> = start..<start + wanted.count
            return line[range].elementsEqual(wanted) && located.overlaps(range)
        }
    }

    private func configurationFindings(_ id: String) throws -> [Diagnostic] {
        let path = id == "workflow" ? ".tick/workflow.yml" : ".tick/config.yml"
        return ConfigurationReader(zones: .utcOnly).read([try Self.source("\(id).yml", as: path)]).diagnostics
    }

    private func ticketFindings(_ id: String) throws -> [Diagnostic] {
        let configuration = ConfigurationReader(zones: .utcOnly).read(try Self.desk()).configuration
        let reader = TicketReader(configuration: configuration)
        func read(_ name: String) throws -> TicketReader.Result? {
            guard Self.names.contains(name) else { return nil }
            return reader.read(try Self.source(name, as: "tickets/2026/11/\(name)"))
        }
        let after = try read("\(id).md")
        let before = try read("\(id).before.md")?.ticket
        var found = after?.diagnostics ?? []
        if let ticket = after?.ticket {
            let context = CheckContext(
                configuration: configuration, now: Desk.now, ticketExists: { $0 != TicketID("HD-9x2m4x") },
                attachmentExists: { _ in false }, base: before)
            found += RuleCatalog.findings(in: ticket, context)
            if id.hasPrefix("lint-") {
                found += RuleCatalog.lintFindings(in: ticket, configuration, now: Desk.now)
            }
        }
        if let before {
            let change = TicketChange(
                before: before, after: after?.ticket,
                actor: configuration.actor(name: "Ivan Petrov", email: "ivan@helpdesk.example"), at: Desk.now)
            found += ChangeJudge(configuration: configuration).judge(change)
        }
        return found
    }
}
