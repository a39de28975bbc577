import ServiceLevels
import TicketModel
import TicketText

/// How a ticket stands, as bytes: what a list shows, without what started and stopped the clocks.
///
/// Instants are written as their distance from a moment, policies as their place among those of the desk.
struct PackedStanding {
    private let moment: Instant
    private let policies: [ResolvedPolicy]
    private let policyIndexes: [String: Int]

    /// - Parameter moment: when the standings were computed.
    init(at moment: Instant, policies: [ResolvedPolicy]) {
        self.moment = moment
        self.policies = policies
        let names = policies.enumerated().map { ($1.policy.name, $0) }
        policyIndexes = Dictionary(names, uniquingKeysWith: { first, _ in first })
    }

    /// What of a clock follows the first byte, which is its target and state.
    private struct Members: OptionSet {
        let rawValue: UInt8
        static let stopped = Members(rawValue: 1)
        static let firstStopped = Members(rawValue: 2)
        static let due = Members(rawValue: 4)
        static let elapsed = Members(rawValue: 8)
        static let remaining = Members(rawValue: 16)
        static let breached = Members(rawValue: 32)
        static let pace = Members(rawValue: 64)
        static let isPaused = Members(rawValue: 128)
    }

    // MARK: Writing

    /// Nil for a standing that does not come out of its bytes as it is: of other policies, or with numbers beyond all calendars.
    func bytes(of standing: TicketStanding) -> [UInt8]? {
        guard let bytes = written(standing) else { return nil }
        let packed = PackedBytes(bytes)
        var reader = PackedReader(packed, from: 0)
        return self.standing(&reader) == standing ? bytes : nil
    }

    private func written(_ standing: TicketStanding) -> [UInt8]? {
        var writer = PackedWriter()
        guard write(policyNamed: standing.clocks.policyName, to: &writer) else { return nil }
        writer.append(number: standing.clocks.clocks.count << 1 | (standing.limit == nil ? 0 : 1))
        for clock in standing.clocks.clocks {
            guard write(clock, to: &writer) else { return nil }
        }
        if let limit = standing.limit { write(limit, to: &writer) }
        return writer.bytes
    }

    private func write(policyNamed name: String?, to writer: inout PackedWriter) -> Bool {
        guard let name else {
            writer.append(number: 0)
            return true
        }
        guard let index = policyIndexes[name] else { return false }
        writer.append(number: index + 1)
        return true
    }

    private func write(_ clock: ServiceClock, to writer: inout PackedWriter) -> Bool {
        var members: Members = []
        if clock.stoppedAt != nil { members.insert(.stopped) }
        if clock.firstStoppedAt != nil { members.insert(.firstStopped) }
        if clock.due != nil { members.insert(.due) }
        if clock.elapsedSeconds != nil { members.insert(.elapsed) }
        if clock.remainingSeconds != nil { members.insert(.remaining) }
        if clock.breachedAt != nil { members.insert(.breached) }
        if let pace = clock.pace { members.formUnion(pace.isPaused ? [.pace, .isPaused] : .pace) }
        writer.append(Self.number(of: clock.target) | Self.number(of: clock.state) << 4)
        writer.append(members.rawValue)
        guard write(policyNamed: clock.policyName, to: &writer) else { return false }
        if let pace = clock.pace { writer.append(number: pace.policyIndex) }
        writer.append(number: clock.cycle)
        write(clock.goal, to: &writer)
        for instant in [clock.startedAt, clock.stoppedAt, clock.firstStoppedAt, clock.due, clock.breachedAt] {
            if let instant { write(instant, to: &writer) }
        }
        for seconds in [clock.elapsedSeconds, clock.remainingSeconds] {
            if let seconds { writer.append(signed: seconds) }
        }
        return true
    }

    private func write(_ limit: StatusLimit, to writer: inout PackedWriter) {
        var members: Members = []
        if limit.due != nil { members.insert(.due) }
        if limit.remainingSeconds != nil { members.insert(.remaining) }
        if limit.brokenAt != nil { members.insert(.breached) }
        writer.append(Self.number(of: limit.state) << 4 | (limit.assignee == nil ? 0 : 1))
        writer.append(members.rawValue)
        writer.append(text: limit.status)
        if let assignee = limit.assignee { writer.append(text: assignee) }
        writer.append(number: limit.policyIndex.map { $0 + 1 } ?? 0)
        write(limit.limit, to: &writer)
        for instant in [limit.enteredAt, limit.due, limit.brokenAt] {
            if let instant { write(instant, to: &writer) }
        }
        writer.append(signed: limit.elapsedSeconds)
        if let seconds = limit.remainingSeconds { writer.append(signed: seconds) }
    }

    private func write(_ instant: Instant, to writer: inout PackedWriter) {
        writer.append(signed: instant.secondsSinceEpoch &- moment.secondsSinceEpoch)
    }

    private func write(_ duration: WorkDuration, to writer: inout PackedWriter) {
        let (kind, value): (UInt8, Int64) =
            switch duration {
            case .seconds(let seconds): (0, seconds)
            case .workingDays(let days): (1, Int64(days))
            case .endOfDay(let days): (2, Int64(days))
            }
        writer.append(kind)
        writer.append(signed: value)
    }

    private static func number<Case: CaseIterable & Equatable>(of value: Case) -> UInt8 {
        UInt8(Array(Case.allCases).firstIndex(of: value) ?? 0)
    }

    // MARK: Reading

    /// Nil where the bytes are none of these policies' standing.
    func standing(_ reader: inout PackedReader) -> TicketStanding? {
        let policyName = readPolicyName(&reader)
        let count = reader.itemCount()
        var clocks: [ServiceClock] = []
        clocks.reserveCapacity(count >> 1)
        for _ in 0..<count >> 1 {
            guard reader.isSound, let clock = readClock(&reader) else { return nil }
            clocks.append(clock)
        }
        let limit = count & 1 == 0 ? nil : readLimit(&reader)
        guard reader.isSound, count & 1 == 0 || limit != nil else { return nil }
        return TicketStanding(clocks: TicketClocks(policyName: policyName, clocks: clocks), limit: limit)
    }

    private func readPolicyName(_ reader: inout PackedReader) -> String? {
        let index = reader.number() &- 1
        return policies.indices.contains(index) ? policies[index].policy.name : nil
    }

    private static let targets = TargetKind.allCases
    private static let states = ClockState.allCases

    private func readClock(_ reader: inout PackedReader) -> ServiceClock? {
        let (kinds, members) = (reader.byte(), Members(rawValue: reader.byte()))
        let (target, state) = (Int(kinds & 15), Int(kinds >> 4))
        guard Self.targets.indices.contains(target), Self.states.indices.contains(state),
            let policyName = readPolicyName(&reader)
        else { return nil }
        var pace: ClockPace?
        if members.contains(.pace) {
            let index = reader.number()
            guard policies.indices.contains(index) else { return nil }
            pace = ClockPace(policyIndex: index, isPaused: members.contains(.isPaused))
        }
        let cycle = reader.number()
        guard let goal = readDuration(&reader) else { return nil }
        var clock = ServiceClock(
            target: Self.targets[target], state: Self.states[state], cycle: cycle, policyName: policyName,
            startedAt: readInstant(&reader), goal: goal)
        if members.contains(.stopped) { clock.stoppedAt = readInstant(&reader) }
        if members.contains(.firstStopped) { clock.firstStoppedAt = readInstant(&reader) }
        if members.contains(.due) { clock.due = readInstant(&reader) }
        if members.contains(.breached) { clock.breachedAt = readInstant(&reader) }
        if members.contains(.elapsed) { clock.elapsedSeconds = readSeconds(&reader) }
        if members.contains(.remaining) { clock.remainingSeconds = readSeconds(&reader) }
        clock.pace = pace
        return clock
    }

    private func readLimit(_ reader: inout PackedReader) -> StatusLimit? {
        let (kinds, members) = (reader.byte(), Members(rawValue: reader.byte()))
        let state = Int(kinds >> 4)
        guard Self.states.indices.contains(state) else { return nil }
        let status = reader.text()
        let assignee = kinds & 1 == 0 ? nil : reader.text()
        let policyIndex = reader.number() &- 1
        guard let duration = readDuration(&reader) else { return nil }
        let enteredAt = readInstant(&reader)
        let due = members.contains(.due) ? readInstant(&reader) : nil
        let brokenAt = members.contains(.breached) ? readInstant(&reader) : nil
        let elapsed = readSeconds(&reader)
        return StatusLimit(
            status: status, limit: duration, enteredAt: enteredAt, due: due, state: Self.states[state],
            elapsedSeconds: elapsed, remainingSeconds: members.contains(.remaining) ? readSeconds(&reader) : nil,
            brokenAt: brokenAt, assignee: assignee, policyIndex: policyIndex < 0 ? nil : policyIndex)
    }

    private func readInstant(_ reader: inout PackedReader) -> Instant {
        Instant(secondsSinceEpoch: moment.secondsSinceEpoch &+ readSeconds(&reader))
    }

    /// Held to 30,000 years, so that whatever stands there can be counted with.
    private func readSeconds(_ reader: inout PackedReader) -> Int64 {
        let limit: Int64 = 1 << 40
        return min(max(reader.signed(), -limit), limit)
    }

    private func readDuration(_ reader: inout PackedReader) -> WorkDuration? {
        let (kind, value) = (reader.byte(), readSeconds(&reader))
        switch kind {
        case 0: return .seconds(value)
        case 1: return .workingDays(Int(value))
        case 2: return .endOfDay(Int(value))
        default: return nil
        }
    }
}
