import ArgumentParser
import Testing

@testable import tick

/// The command line before the argument parser sees it, and what is said where the parser refuses it.
@Suite struct CommandLineTests {
    @Test(arguments: [
        (["--now", "2026-11-21", "-C", "x", "list"], ["list", "--now=2026-11-21", "--directory=x"]),
        (["list", "-tag:spam"], ["list", "not", "tag:spam"]),
        (["list", "--sort", "-priority"], ["list", "--sort=-priority"]),
        (["reply", "k7q", "-m", "- a list"], ["reply", "k7q", "--message=- a list"]),
        (["new", "-mtext"], ["new", "--message=text"]),
        (["new", "-m", ""], ["new", "--message", ""]),
        (["list", "--", "-tag:spam", "-m"], ["list", "--", "-tag:spam", "-m"]),
        (["-C", "x", "--version"], ["--version"]), (["-C", "x"], []),
    ])
    func `options of all commands and values with a dash reach the parser`(_ typed: [String], _ expected: [String]) {
        #expect(ArgumentNormalizer.normalize(typed) == expected)
    }

    @Test(arguments: [
        ("lsit", "did you mean list?"), ("дшые", "did you mean list?"), ("qqqqq", "tick --help lists them"),
    ])
    func `an unknown command is told with the nearest, in either keyboard layout`(_ word: String, _ hint: String) {
        #expect(CommandLineProblem.unknownCommand([word])?.hint == hint)
        #expect(CommandLineProblem.unknownCommand(["help", word])?.hint == hint)
    }

    @Test func `every declared command is known`() {
        for command in Tick.configuration.groupedSubcommands.flatMap(\.subcommands) {
            #expect(CommandLineProblem.unknownCommand([command._commandName]) == nil)
        }
    }

    private func problem(_ arguments: String...) -> UsageError? {
        do {
            _ = try Tick.parseAsRoot(arguments)
            return nil
        } catch {
            return CommandLineProblem.describe(error, arguments)
        }
    }

    @Test func `unknown options are told before what they were to give, all of them`() throws {
        let found = try #require(problem("calendar", "due", "--strat=x", "--calender=y", "--within=4h"))
        #expect(found.message == "there is no option --strat")
        #expect(found.hint == "did you mean --start?")
        #expect(found.others.map(\.hint) == ["did you mean --calendar?"])
    }

    @Test func `a value that an option does not take is told with the nearest`() {
        #expect(problem("list", "--format=jsn")?.hint == "did you mean json?")
        #expect(problem("list", "--limit=many")?.message == "--limit takes a number, not many")
    }

    @Test func `a command's own command is looked for among its own`() {
        #expect(problem("calendar", "deu")?.hint == "did you mean due?")
        #expect(problem("show", "a", "b")?.message == "b is one argument too many")
        #expect(problem("show")?.message == "<id> is missing")
    }

    @Test func `a wish for help is no problem`() {
        #expect(problem("list", "--help") == nil)
    }
}
