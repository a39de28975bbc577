import GitStore
import ServiceLevels
import TicketModel

@testable import TicketWorkspace

/// Pasts of tickets written by hand, a day for each state.
enum ReportSamples {
    /// What a ticket was from a day on, counted from 2026-11-01 in UTC.
    struct Step {
        var day: Int
        /// Nil for a removal.
        var phase: Phase?
        var assignee: String?
        var queue: String?
        var isByDesk = false
        var values: [FieldName: FieldValue] = [:]
        var level: Int?
        var rating: [RatingFigures.Aspect: Int]?
        /// In the day.
        var seconds: Int64 = 43_200
    }

    /// 2026-11-01T00:00:00Z is day 1.
    static func moment(_ day: Int, _ seconds: Int64 = 0) -> Instant {
        Instant(secondsSinceEpoch: 1_793_491_200 + Int64(day - 1) * 86_400 + seconds)
    }

    static func period(_ from: Int, _ to: Int) -> ReportPeriod {
        ReportPeriod(from: moment(from), to: moment(to), else: .everything)
    }

    static func past(_ number: Int, _ steps: [Step], words: [TicketPast.Word] = []) -> TicketPast {
        guard let id = TicketID("HD-\(number)") else { preconditionFailure("an id of digits is one") }
        let ticket = Ticket(
            id: id, path: "tickets/1.md", values: steps.last?.values ?? [:], entries: [],
            descriptionRange: SourceRange(0, 0))
        var before: [FieldName: FieldValue] = [:]
        var events: [TicketEvent] = []
        for (index, step) in steps.enumerated() {
            events.append(event(id, step, isFirst: index == 0, before: before))
            before = step.values
        }
        let states = steps.map { step in
            TicketPast.State(
                at: moment(step.day, step.seconds), phase: step.phase, assignee: step.assignee, queue: step.queue,
                priority: nil, level: step.level, rating: step.rating, isByDesk: step.isByDesk)
        }
        return TicketPast(
            ticket: ticket, timeline: Timeline(states: [], entries: []), judged: [], events: events, states: states,
            words: words)
    }

    private static func event(
        _ id: TicketID, _ step: Step, isFirst: Bool, before: [FieldName: FieldValue]
    ) -> TicketEvent {
        let at = moment(step.day, step.seconds)
        let fields = Set(step.values.keys).union(before.keys)
        let changes = fields.filter { step.values[$0] != before[$0] }.map { field in
            TicketEvent.FieldChange(field: field, from: before[field], to: step.values[field])
        }
        return TicketEvent(
            kind: step.phase == nil ? .removed : isFirst ? .created : .changed, ticket: id, path: "tickets/1.md",
            at: at,
            authoredAt: at, recordedAt: at, moved: nil, commit: ObjectID(bigEndian: 0, 0, 0), authorName: "Ivan",
            authorEmail: "ivan@desk.example", changes: step.phase == nil ? [] : changes, addedEntries: [],
            removedEntries: [])
    }

    static func reply(_ day: Int, by person: String, hour: Int = 10) -> TicketPast.Word {
        TicketPast.Word(
            at: moment(day, Int64(hour) * 3_600), isReply: true, isWritten: false, person: person,
            source: .entry(index: 0))
    }

    static func desk(_ tickets: [TicketPast], _ change: (inout Configuration) -> Void = { _ in }) -> DeskPast {
        var configuration = Configuration()
        configuration.people = PeopleDirectory(people: [
            Person(handle: "ivan", name: "Иван", emails: [], roles: ["agent"], teams: ["it", "support"], capacity: 1),
            Person(handle: "kate", emails: [], roles: ["agent"], teams: ["it"], capacity: 0),
            Person(handle: "olga", emails: [], roles: ["lead"]), Person(handle: "robot", emails: [], roles: ["desk"]),
        ])
        change(&configuration)
        let now = moment(30)
        return DeskPast(
            configuration: configuration, now: now, missingBefore: nil, tickets: tickets, policies: [],
            deskCalendar: .always(zone: configuration.zone),
            builder: TicketPastBuilder(configuration: configuration, now: now))
    }

    static func report(
        _ past: DeskPast, _ period: ReportPeriod, by field: ReportField? = nil, at: Instant? = nil, query: String? = nil
    ) async -> PeriodReport {
        await PeriodReport(past, .init(period: period, at: at ?? past.now, field: field, query: query))
    }
}
