import GitStore
import ServiceLevels
import TicketModel

/// What one ticket went through, with what reports count by and clocks do not look at: queues, authors, removal.
struct TicketPast: Sendable {
    /// What the file said from a moment on.
    struct State: Sendable {
        var at: Instant
        /// Nil where the ticket's file was removed.
        var phase: Phase?
        /// The handle, where `people.yml` knows the person.
        var assignee: String?
        var queue: String?
        var priority: String?
        /// The level of escalation, from 1; nil where the ticket says none.
        var level: Int?
        /// What the requester said of the work; nil where nothing that counts.
        var rating: [RatingFigures.Aspect: Int]?
        /// Whether the desk itself made the change.
        var isByDesk: Bool
    }

    /// An entry as first committed.
    struct Word: Sendable {
        var at: Instant
        /// A reply of a person: not by the desk, nor the opening word of a ticket made on someone's behalf.
        var isReply: Bool
        /// A word of whoever writes to the desk: not by the desk.
        var isWritten: Bool
        /// The handle, where `people.yml` knows the author.
        var person: String?
        /// What `ServiceClock.stopSource` says of it.
        var source: TimelineSource
        var flag: EntryFlag?
        /// Nil while it is not committed.
        var event: TicketEvent?
    }

    let ticket: Ticket
    let timeline: Timeline
    /// The timeline under each set of policies that clocks are judged by.
    let judged: [TimelineEdition]
    let events: [TicketEvent]
    /// Ascending, never empty: the first holds from the creation.
    let states: [State]
    let words: [Word]

    var created: Instant { states[0].at }

    /// The state that what happened before a moment left behind; nil before the creation.
    func state(before moment: Instant) -> State? {
        let index = states.partitioningIndex { $0.at >= moment }
        return index == 0 ? nil : states[index - 1]
    }

    /// The state in force at a moment; the first one before the creation.
    func state(at moment: Instant) -> State { state(before: moment + 1) ?? states[0] }

    /// What the file said at a moment; of a removed one what it said last, before the creation what it said first.
    func presentState(at moment: Instant) -> State {
        let end = states.partitioningIndex { $0.at > moment }
        return states[..<end].last { $0.phase != nil } ?? states[0]
    }

    /// What the file said last by what happened before a moment, whether it was removed since or not.
    func presentState(before moment: Instant) -> State { presentState(at: moment - 1) }

    /// The phase, if it was `open` or `waiting` by what happened before a moment.
    func loadPhase(before moment: Instant) -> Phase? {
        state(before: moment)?.phase.flatMap { $0.isDone ? nil : $0 }
    }

    /// Whether it was in the phase `open` or `waiting`, by what happened before a moment.
    func isLoad(before moment: Instant) -> Bool { loadPhase(before: moment) != nil }

    /// The changes by which the ticket went from `open` or `waiting`, or from nowhere, to `resolved` or `closed`.
    ///
    /// From `resolved` to `closed` is none: what is solved is solved once.
    var solutions: [State] {
        states.indices.filter { index in
            states[index].phase?.isDone == true && (index == 0 || states[index - 1].phase?.isDone == false)
        }.map { states[$0] }
    }

    /// The moments at which the ticket left `resolved` and `closed` for `open` or `waiting`.
    var reopenings: [Instant] {
        states.indices.dropFirst().filter { states[$0].phase?.isDone == false && states[$0 - 1].phase?.isDone == true }
            .map { states[$0].at }
    }

    /// From which queue to which the ticket went, by what happened before a moment.
    ///
    /// The first queue is no change, and a time without one lies between two.
    func queueChanges(before moment: Instant) -> [QueueChange] {
        let queues = states.prefix { $0.at < moment }.compactMap(\.queue)
        return zip(queues, queues.dropFirst()).filter { $0 != $1 }.map { QueueChange(from: $0, to: $1) }
    }

    /// The timeline by what happened before a moment.
    func timeline(before moment: Instant) -> Timeline { timeline.before(moment) }

    func timelines(before moment: Instant) -> [TimelineEdition] {
        judged.map { edition in
            TimelineEdition(
                from: edition.from, timeline: edition.timeline.before(moment), policies: edition.policies)
        }
    }

    /// Where this ticket is seen from: a removed one from its removal, where its clocks were left.
    func vantage(_ vantage: Vantage) -> Vantage {
        guard let last = state(before: vantage.end), last.phase == nil else { return vantage }
        return Vantage(end: last.at + 1, now: last.at)
    }

    /// The word behind a clock's start or stop.
    func word(_ source: TimelineSource?) -> Word? {
        guard let source, case .entry = source else { return nil }
        return words.first { $0.source == source }
    }
}

extension Timeline {
    /// What happened before a moment; the creation always did.
    fileprivate func before(_ moment: Instant) -> Timeline {
        Timeline(
            states: states.enumerated().filter { $0.offset == 0 || $0.element.from < moment }.map(\.element),
            entries: entries.filter { $0.at < moment }, missingBefore: missingBefore)
    }
}

/// A ticket's way from one queue to another.
package struct QueueChange: Hashable, Sendable {
    package let from: String
    package let to: String
}
