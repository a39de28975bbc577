import Testing
import TicketModel
import Workflow

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Random workflows, tickets and people.
@Suite struct WorkflowPropertyTests {
    static let names = ["new", "open", "waiting", "In Progress", "proposed", "closed", "решён"]
    static let fields: [FieldName] = [.assignee, .due, .category, FieldName("reason")]

    struct World {
        var configuration: Configuration
        var before: Ticket
        var actor: Actor
    }

    static func world(_ seed: UInt64) -> World {
        var random = SeededGenerator(state: seed)
        func some<Element>(_ items: [Element], atLeast count: Int = 0) -> [Element] {
            Array(items.shuffled(using: &random).prefix(max(count, Int.random(in: 0...items.count, using: &random))))
        }
        var configuration = Configuration()
        let statuses = some(names, atLeast: 2).map { name in
            StatusDefinition(
                name: name, phase: Phase.allCases.randomElement(using: &random) ?? .open,
                requires: Bool.random(using: &random) ? [] : Array(some(fields).prefix(2)))
        }
        let transitions = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            TransitionDefinition(
                from: Bool.random(using: &random) ? some(statuses.map(\.name), atLeast: 1) : ["*"],
                to: some(statuses.map(\.name), atLeast: 1), by: Array(some(["agent", "lead", "requester"]).prefix(2)),
                requires: Array(some(["entry", "reason", "due"]).prefix(Int.random(in: 0...2, using: &random))))
        }
        configuration.workflow = WorkflowDefinition(
            initial: statuses[0].name, statuses: statuses, transitions: transitions)
        configuration.types = [TypeDefinition(name: "incident", requires: Array(some(fields).prefix(1)))]
        let person = Person(handle: "ivan", emails: ["ivan@helpdesk.example"], roles: some(["agent", "lead"]))
        if Int.random(in: 0..<4, using: &random) > 0 { configuration.people = PeopleDirectory(people: [person]) }
        var values: [FieldName: FieldValue] = [.status: .text(statuses.randomElement(using: &random)?.name ?? "")]
        for field in some(fields) { values[field] = .text("x") }
        if Bool.random(using: &random) { values[.type] = .text("incident") }
        if Bool.random(using: &random) { values[.requester] = .text("ivan@helpdesk.example") }
        let ticket = Ticket(
            id: TicketID("HD-1")!, path: "tickets/1.md", values: values, entries: [],
            descriptionRange: SourceRange(0, 0))
        return World(
            configuration: configuration, before: ticket,
            actor: configuration.actor(name: "Ivan", email: "ivan@helpdesk.example"))
    }

    static func judge(_ world: World, _ after: Ticket) -> [Diagnostic] {
        ChangeJudge(configuration: world.configuration).judge(
            TicketChange(before: world.before, after: after, actor: world.actor, at: Desk.now)
        ).filter { $0.severity == .error }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a kept status is never refused`(seed: UInt64) {
        for seed in (seed * 50)..<(seed * 50 + 50) {
            let world = Self.world(seed)
            var after = world.before
            after.values[.title] = .text("another")
            #expect(Self.judge(world, after).isEmpty)
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a bare move is allowed if and only if it is listed as allowed and needs nothing`(seed: UInt64) {
        for seed in (seed * 50)..<(seed * 50 + 50) {
            let world = Self.world(seed)
            let moves = ChangeJudge(configuration: world.configuration).allowedMoves(
                from: world.before, actor: world.actor)
            for status in world.configuration.workflow.statuses where status.name != world.before.status {
                var after = world.before
                after.values[.status] = .text(status.name)
                let isListed = moves.contains { $0.to == status.name && $0.isAllowed && $0.needs.isEmpty }
                #expect(Self.judge(world, after).isEmpty == isListed, "seed \(seed) to \(status.name)")
            }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a move that brings what it needs is allowed`(seed: UInt64) {
        for seed in (seed * 50)..<(seed * 50 + 50) {
            let world = Self.world(seed)
            let moves = ChangeJudge(configuration: world.configuration).allowedMoves(
                from: world.before, actor: world.actor)
            for move in moves where move.isAllowed {
                var after = world.before
                after.values[.status] = .text(move.to)
                for need in move.needs where need != "entry" { after.values[FieldName(need)] = .text("something new") }
                if move.needs.contains("entry") {
                    let range = SourceRange(0, 0)
                    let entry = Entry(
                        index: 0, verb: .noted, verbText: "noted", person: "ivan", instant: Desk.now,
                        headingRange: range, textRange: range)
                    after = Ticket(
                        id: after.id, path: after.path, values: after.values, entries: after.entries + [entry],
                        descriptionRange: after.descriptionRange)
                }
                #expect(Self.judge(world, after).isEmpty, "seed \(seed) to \(move.to)")
            }
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `the random workflows have moves of every kind`(seed: UInt64) {
        let moves = ((seed * 200)..<(seed * 200 + 200)).flatMap { seed in
            let world = Self.world(seed)
            return ChangeJudge(configuration: world.configuration).allowedMoves(from: world.before, actor: world.actor)
        }
        #expect(moves.contains { $0.isAllowed && $0.needs.isEmpty })
        #expect(moves.contains { $0.isAllowed && !$0.needs.isEmpty })
        #expect(moves.contains { !$0.isAllowed })
    }
}
