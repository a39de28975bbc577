import Testing

@testable import tick

@Suite struct ColorPolicyTests {
    @Test(arguments: [
        ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false), (["NO_COLOR": ""], true, true),
        (["CLICOLOR_FORCE": "1"], false, true), (["CLICOLOR_FORCE": "0"], false, false),
        (["CLICOLOR_FORCE": ""], false, false),
        (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false), (["TERM": "dumb"], true, false),
        (["TERM": "dumb", "CLICOLOR_FORCE": "1"], true, true), (["CLICOLOR": "0"], true, false),
        (["CLICOLOR": "1"], false, false),
        (["TERM": "xterm-256color"], true, true),
    ])
    func `the environment decides in its order`(environment: [String: String], isTerminal: Bool, hasColor: Bool) {
        #expect(ColorPolicy.decide(option: .auto, environment: environment, isTerminal: isTerminal) == hasColor)
        #expect(ColorPolicy.decide(option: .always, environment: environment, isTerminal: isTerminal))
        #expect(!ColorPolicy.decide(option: .never, environment: environment, isTerminal: isTerminal))
    }
}
