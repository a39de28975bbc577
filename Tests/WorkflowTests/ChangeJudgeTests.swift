import Testing
import TicketModel
import Workflow

@Suite struct ChangeJudgeTests {
    let desk = Desk()

    @Test func `the refusal of a move names the allowed ones with their commands`() {
        let found = desk.judge(
            desk.ticket("status: closed\nassignee: ivan"), desk.ticket("status: proposed\nassignee: ivan"))
        #expect(found.rules == ["transition"])
        #expect(found.first?.message == "closed cannot become proposed")
        #expect(found.first?.hint == "from closed: open (tick move HD-k7qf3m open -m … reason=…)")
        #expect(found.first?.location?.lineNumber == 5)
        #expect(found.first?.location?.columnNumber == 9)
    }

    @Test func `a status that requires a field refuses a move without it`() {
        #expect(desk.judge(desk.ticket("status: new"), desk.ticket("status: open")).rules == ["required"])
        #expect(desk.judge(desk.ticket("status: new"), desk.ticket("status: open\nassignee: ivan")).isEmpty)
    }

    @Test func `a field that the status requires cannot be taken away`() {
        let found = desk.judge(desk.ticket("status: open\nassignee: ivan"), desk.ticket("status: open\nassignee:"))
        #expect(found.rules == ["required"])
    }

    @Test func `a ticket that lacked a required field before can still be answered`() {
        #expect(desk.judge(desk.ticket("status: open"), desk.ticket("status: open", "It jams.\n" + reply)).isEmpty)
    }

    @Test func `an old reason does not do for a new reopening`() {
        let before = desk.ticket("status: closed\nassignee: ivan\nreason: came back")
        let same = desk.ticket("status: open\nassignee: ivan\nreason: came back", "It jams.\n" + reply)
        let other = desk.ticket("status: open\nassignee: ivan\nreason: again", "It jams.\n" + reply)
        #expect(desk.judge(before, same).first?.message == "the move from closed to open needs a new reason")
        #expect(desk.judge(before, other).isEmpty)
        let silent = desk.ticket("status: open\nassignee: ivan\nreason: again")
        #expect(desk.judge(before, silent).first?.hint == "in the same change: tick move HD-k7qf3m open -m …")
    }

    @Test func `a role is missing, and the message says who has it`() {
        let before = desk.ticket("status: proposed\nrequester: maria@acme.example")
        let after = desk.ticket("status: closed\nrequester: maria@acme.example")
        let found = desk.judge(before, after)
        #expect(found.rules == ["role"])
        #expect(
            found.first?.message
                == "ivan may not do this: the move from proposed to closed needs the role requester or lead")
        #expect(found.first?.hint?.hasPrefix("ask olga; or record the requester's own word: ") == true)
        #expect(desk.judge(before, after, by: "olga").isEmpty)
        #expect(desk.judge(before, after, by: "maria@acme.example").isEmpty)
        #expect(
            desk.judge(before, after, by: "eve@acme.example").first?.message.hasPrefix("eve@acme.example is not in")
                == true)
    }

    @Test func `nobody becomes the requester by the same change`() {
        let before = desk.ticket("status: proposed\nrequester: maria@acme.example")
        let after = desk.ticket("status: closed\nrequester: ivan@helpdesk.example")
        #expect(desk.judge(before, after).rules == ["role"])
    }

    @Test func `the requester's word makes a move theirs`() {
        let before = desk.ticket("status: proposed\nrequester: maria@acme.example", "It jams.\n" + reply)
        let after = desk.ticket("status: closed\nrequester: maria@acme.example", "It jams.\n" + reply + answer)
        #expect(desk.judge(before, after).isEmpty)
        let old = desk.ticket("status: proposed\nrequester: maria@acme.example", "It jams.\n" + reply + answer)
        #expect(desk.judge(old, after).rules == ["role"])
    }

    @Test func `the requester's word ends a waiting, whatever the roles`() {
        let before = desk.ticket("status: waiting\nassignee: ivan", "It jams.\n" + reply)
        let after = desk.ticket("status: open\nassignee: ivan", "It jams.\n" + reply + answer)
        #expect(ChangeJudge(configuration: desk.configuration).statusAfterRequesterWrote(before) == "open")
        #expect(desk.judge(before, after, by: "robot@helpdesk.example").isEmpty)
        let silent = desk.ticket("status: open\nassignee: ivan", "It jams.\n" + reply)
        #expect(desk.judge(before, silent, by: "robot@helpdesk.example").rules == ["role"])
    }

    @Test func `a ticket that does not wait stays as it is when the requester writes`() {
        let judge = ChangeJudge(configuration: desk.configuration)
        #expect(judge.statusAfterRequesterWrote(desk.ticket("status: proposed")) == nil)
        #expect(judge.statusAfterRequesterWrote(desk.ticket("status: open")) == nil)
    }

    @Test func `a status that asks for what the ticket lacks gives way when the requester writes`() {
        let desk = Desk(
            workflow: """
                statuses:
                  new: {phase: open}
                  taken: {phase: open, requires: [assignee]}
                  back: {phase: open}
                  waiting: {phase: waiting}
                  closed: {phase: closed}
                transitions: [{from: '*', to: [new, taken, back, waiting, closed], by: [agent]}]
                """)
        let judge = ChangeJudge(configuration: desk.configuration)
        #expect(judge.statusAfterRequesterWrote(desk.ticket("status: waiting")) == "back")
        #expect(judge.statusAfterRequesterWrote(desk.ticket("status: waiting\nassignee: ivan")) == "taken")
    }

    @Test func `the desk follows a status's own end, people do not`() {
        let (before, after) = (desk.ticket("status: waiting"), desk.ticket("status: closed"))
        #expect(desk.judge(before, after, by: "robot@helpdesk.example", isByDesk: true).isEmpty)
        #expect(desk.judge(before, after).rules == ["transition"])
    }

    @Test func `a new ticket is new, or one allowed move from it`() {
        #expect(desk.judge(nil, desk.ticket("status: new")).isEmpty)
        #expect(desk.judge(nil, desk.ticket("status: open\nassignee: ivan")).isEmpty)
        #expect(desk.judge(nil, desk.ticket("status: open\nassignee: ivan"), by: "root").rules == ["role"])
        let found = desk.judge(nil, desk.ticket("status: closed"))
        #expect(found.first?.message == "a new ticket cannot be closed")
        #expect(found.first?.hint == "a new ticket is new, open, waiting or proposed")
    }

    @Test func `an unknown status is refused with the nearest, and can be left`() {
        let found = desk.judge(desk.ticket("status: new"), desk.ticket("status: wating"))
        #expect(found.rules == ["status"])
        #expect(found.first?.hint == "did you mean waiting?")
        #expect(desk.judge(desk.ticket("status: wating"), desk.ticket("status: waiting")).isEmpty)
        #expect(desk.judge(desk.ticket("status: wating"), desk.ticket("status: wating\npriority: low")).isEmpty)
    }

    @Test func `the case of a status is no move`() {
        #expect(desk.judge(desk.ticket("status: closed"), desk.ticket("status: Closed")).isEmpty)
    }

    @Test(arguments: [("ivan", false), ("olga", true), ("root", true), ("eve@acme.example", false)])
    func `removing takes the role admin or lead`(handle: String, isAllowed: Bool) {
        #expect(desk.judge(desk.ticket("status: new"), nil, by: handle).isEmpty == isAllowed)
    }

    @Test func `without people.yml everybody may`() {
        let desk = Desk(people: nil)
        #expect(desk.judge(desk.ticket("status: new"), nil, by: "eve@acme.example").isEmpty)
        #expect(
            desk.judge(desk.ticket("status: proposed"), desk.ticket("status: closed"), by: "eve@acme.example").isEmpty)
    }

    @Test func `without workflow.yml every status may follow any other`() {
        let desk = Desk(workflow: nil)
        #expect(desk.judge(desk.ticket("status: Done"), desk.ticket("status: whatever")).isEmpty)
        #expect(desk.judge(nil, desk.ticket("status: Done")).isEmpty)
    }

    @Test func `a type's facts are a warning while the ticket is new, an error when it leaves`() {
        let desk = Desk(config: "types: {incident: {requires: [due]}}\n")
        let new = desk.judge(nil, desk.ticket("status: new\ntype: incident"))
        #expect(new.map(\.severity) == [.warning])
        let left = desk.judge(
            desk.ticket("status: new\ntype: incident"), desk.ticket("status: waiting\ntype: incident"))
        #expect(left.map(\.severity) == [.error])
        #expect(left.rules == ["type-requires"])
    }

    @Test func `of several lines for a move one is enough`() {
        let desk = Desk(
            workflow: """
                statuses: {a: {phase: open}, b: {phase: closed}}
                transitions:
                  - {from: a, to: b, by: [lead]}
                  - {from: a, to: b, by: [agent], requires: [reason]}
                """)
        #expect(desk.judge(desk.ticket("status: a"), desk.ticket("status: b"), by: "olga").isEmpty)
        #expect(desk.judge(desk.ticket("status: a"), desk.ticket("status: b\nreason: x")).isEmpty)
        #expect(desk.judge(desk.ticket("status: a"), desk.ticket("status: b")).rules == ["transition-requires"])
        #expect(desk.judge(desk.ticket("status: a"), desk.ticket("status: b"), by: "root").rules == ["role"])
    }

    @Test func `a status with spaces is quoted in a command`() {
        let desk = Desk(
            workflow: """
                statuses: {a: {phase: open}, In Progress: {phase: open}, c: {phase: closed}}
                transitions: [{from: a, to: In Progress}, {from: In Progress, to: c}]
                """)
        let found = desk.judge(desk.ticket("status: a"), desk.ticket("status: c"))
        #expect(found.first?.hint == "from a: 'In Progress' (tick move HD-k7qf3m 'In Progress')")
    }
}
