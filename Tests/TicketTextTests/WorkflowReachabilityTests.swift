import Testing
import TicketModel

@testable import TicketText

@Suite struct WorkflowReachabilityTests {
    private func warnings(_ transitions: String) -> [String] {
        let yaml = """
            initial: a
            statuses: {a: {phase: open}, b: {phase: open}, c: {phase: closed}}
            transitions: [\(transitions)]

            """
        return ConfigurationTests.read([".tick/workflow.yml": yaml]).diagnostics.map(\.message)
    }

    @Test(arguments: [
        ("{from: a, to: b}, {from: b, to: c}", []),
        ("{from: A, to: B}, {from: B, to: C}", []),
        ("{from: '*', to: '*'}", []),
        ("{from: '*', to: c}, {from: a, to: b}", []),
        ("{from: a, to: '*'}, {from: b, to: b}", ["nothing leads out of the status b"]),
        ("{from: a, to: c}", ["nothing leads to the status b", "nothing leads out of the status b"]),
        (
            "{from: b, to: c}, {from: b, to: a}",
            ["nothing leads out of the status a", "nothing leads to the status b", "nothing leads to the status c"]
        ),
    ])
    func statusesThatNothingReachesOrLeavesAreWarnings(_ transitions: String, _ expected: [String]) {
        #expect(warnings(transitions) == expected)
    }

    @Test func thenLeadsOnAndClosedMayEnd() {
        let yaml = "statuses: {a: {phase: open, then: b}, b: {phase: waiting, then: c}, c: {phase: closed}}\n"
        #expect(ConfigurationTests.read([".tick/workflow.yml": yaml]).diagnostics == [])
    }
}
