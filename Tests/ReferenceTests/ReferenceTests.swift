import ArgumentParser
import Testing
import TicketModel
import Workflow

@testable import tick

/// The pages of `docs/` that are generated. Where one is out of date, the failure says how to renew it.
@Suite struct ReferenceTests {
    @Test func `the reference of commands is current`() throws {
        try ReferenceFile(path: "docs/cli.md", lines: CommandReference().lines).expectCurrent()
    }

    @Test func `the reference of rules is current`() async throws {
        let shown = try await Set(ErrorGallery().samples.map(\.rule))
        try ReferenceFile(path: "docs/rules.md", lines: RuleReference(shown: shown).lines).expectCurrent()
    }

    @Test func `the gallery of messages is current`() async throws {
        try await ReferenceFile(path: "docs/errors.md", lines: ErrorGallery().lines).expectCurrent()
    }

    @Test func `every command has a place under one heading of the help`() throws {
        let reference = try CommandReference()
        let grouped = reference.groups.flatMap(\.commands).map(\.path)
        #expect(grouped.sorted() == reference.root.leaves.map(\.path).sorted())
        #expect(Set(grouped).count == grouped.count)
    }

    @Test func `every command and option is described`() throws {
        for command in try CommandReference().root.leaves {
            #expect(command.abstract?.hasSuffix(".") == true, "\(command.path)")
            for argument in command.shownArguments {
                #expect(argument.abstract?.isEmpty == false, "\(command.path) \(argument.key)")
            }
        }
    }

    @Test func `every command takes the options of all commands`() throws {
        let global = try CommandHelp.parse(GlobalOptions._dumpHelp()).options.map(\.key)
        for command in try CommandReference().root.leaves {
            #expect(Set(command.options.map(\.key)).isSuperset(of: global), "\(command.path)")
        }
    }

    @Test func `whatever takes a value takes one that begins with a dash, and no flag takes any`() throws {
        let options = try CommandReference().root.leaves.flatMap(\.options)
        func names(_ kind: CommandHelp.Argument.Kind) -> Set<String> {
            Set(
                options.filter { $0.kind == kind }.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map {
                    "--\($0.name)"
                })
        }
        #expect(ArgumentNormalizer.valueOptions.intersection(names(.flag)) == [])
        #expect(names(.option).subtracting(names(.flag)).subtracting(ArgumentNormalizer.valueOptions) == [])
        #expect(ArgumentNormalizer.valueOptions.subtracting(names(.option)) == [])
    }

    @Test func `a note about exit codes names a command that exists`() throws {
        let paths = try CommandReference().root.leaves.map(\.path)
        #expect(CommandReference.findings.keys.allSatisfy(paths.contains))
    }

    @Test func `every finding of the gallery has a hint and is of its rule`() async throws {
        for sample in try await ErrorGallery().samples {
            #expect(sample.findings.map(\.rule) == [sample.rule])
            for finding in sample.findings {
                #expect(finding.hint?.isEmpty == false, "\(finding.rule)")
                #expect(finding.hint?.hasSuffix(".") == false, "\(finding.rule)")
                #expect(finding.location != nil, "\(finding.rule)")
            }
        }
    }

    @Test func `the gallery shows every rule but that of files nobody may read`() async throws {
        let shown = try await Set(ErrorGallery().samples.map(\.rule))
        #expect(Set(RuleCatalog.all.map(\.id)).subtracting(shown).subtracting(["file-unreadable"]).isEmpty)
    }
}
