import ServiceLevels
import TicketModel

/// Puts a ticket's past together from its events and the timeline that its clocks run on.
struct TicketPastBuilder {
    let configuration: Configuration
    let now: Instant
    private let queues: DeclaredSpelling
    private let priorities: DeclaredSpelling

    init(configuration: Configuration, now: Instant) {
        self.configuration = configuration
        self.now = now
        queues = DeclaredSpelling(configuration.declaredChoices(of: .queue))
        priorities = DeclaredSpelling(configuration.declaredChoices(of: .priority))
    }

    func past(
        of ticket: Ticket, events: [TicketEvent], timeline: Timeline, judged: [TimelineEdition]
    ) -> TicketPast {
        TicketPast(
            ticket: ticket, timeline: timeline, judged: judged, events: events,
            states: states(ticket, events, timeline),
            words: words(ticket, events, timeline))
    }

    /// A ticket as its last version was, for one whose file is gone.
    func lastVersion(of id: TicketID, _ events: [TicketEvent]) -> Ticket {
        var fold = TimelineFold()
        for (number, event) in events.enumerated() { fold.apply(event, number: number) }
        return Ticket(
            id: id, path: events.last?.path ?? "", values: fold.values, entries: [], descriptionRange: SourceRange(0, 0)
        )
    }

    /// What reports call a person: the handle, where `people.yml` knows the name or address.
    func handle(_ name: String?) -> String? {
        name.map { configuration.people?.person($0)?.handle ?? $0 }
    }

    func isByDesk(_ event: TicketEvent) -> Bool {
        FieldChecks.isDesk(event.authorName, configuration.people?.person(event.authorEmail))
    }

    // MARK: States

    private func states(_ ticket: Ticket, _ events: [TicketEvent], _ timeline: Timeline) -> [TicketPast.State] {
        let start = timeline.states.first?.from ?? ticket.created ?? now
        var fold = TimelineFold()
        var states: [TicketPast.State] = []
        for (number, event) in events.enumerated() {
            fold.apply(event, number: number)
            let at = states.isEmpty ? start : max(start, event.at)
            let phase = fold.isGone ? nil : phase(fold.values)
            states.append(state(fold.isGone ? [:] : fold.values, phase, at: at, isByDesk: isByDesk(event)))
        }
        let isGone = events.last?.kind == .removed
        if let uncommitted = uncommitted(ticket, fold.values), !isGone || timeline.states.last?.source == .uncommitted {
            states.append(state(uncommitted, phase(uncommitted), at: max(now, start), isByDesk: false))
            states.sort { $0.at < $1.at }
        }
        if states.isEmpty { states.append(state(ticket.values, phase(ticket.values), at: start, isByDesk: false)) }
        return states
    }

    /// The file's values, where they differ from the last commit's in what is counted by.
    private func uncommitted(_ ticket: Ticket, _ committed: [FieldName: FieldValue]) -> [FieldName: FieldValue]? {
        let isSame = [FieldName.status, .assignee, .queue, .priority, .rating, Self.level].allSatisfy {
            (ticket.values[$0]?.said ?? []) == (committed[$0]?.said ?? [])
        }
        return isSame || committed.isEmpty ? nil : ticket.values
    }

    private func phase(_ values: [FieldName: FieldValue]) -> Phase {
        configuration.workflow.phase(of: values[.status]?.texts.first ?? "")
    }

    private func state(
        _ values: [FieldName: FieldValue], _ phase: Phase?, at instant: Instant, isByDesk: Bool
    ) -> TicketPast.State {
        TicketPast.State(
            at: instant, phase: phase, assignee: handle(values[.assignee]?.texts.first),
            queue: values[.queue]?.texts.first.map { queues[$0] },
            priority: values[.priority]?.texts.first.map { priorities[$0] },
            level: level(values[Self.level]?.texts.first), rating: RatingFigures.marks(values[.rating]),
            isByDesk: isByDesk)
    }

    private static let level = FieldName("level")

    /// A number, or the place among the levels that the desk declares.
    private func level(_ text: String?) -> Int? {
        text.flatMap { Int($0) ?? configuration.rank(of: $0, in: Self.level).map { $0 + 1 } }
    }

    // MARK: Entries

    /// An entry with the commit that added it.
    private typealias Candidate = (entry: RecordedEntry, at: Instant, event: TicketEvent?)

    private func words(_ ticket: Ticket, _ events: [TicketEvent], _ timeline: Timeline) -> [TicketPast.Word] {
        var candidates: [Candidate?] = events.flatMap { event in
            event.addedEntries.map { ($0, $0.instant ?? event.at, event) }
        }
        let file = ticket.entries.map { RecordedEntry($0) }
        return timeline.entries.enumerated().map { position, entry in
            func isBehind(_ candidate: Candidate?) -> Bool {
                candidate?.at == entry.at && candidate?.entry.verb == entry.verb
            }
            let hasPlace = candidates.indices.contains(position) && isBehind(candidates[position])
            let index = hasPlace ? position : candidates.firstIndex(where: isBehind)
            // What no commit has stands in the file at the same place.
            let written = file.indices.contains(position) ? Candidate(file[position], entry.at, nil) : nil
            let found = index.flatMap { candidates[$0] } ?? written
            if let index { candidates[index] = nil }
            return word(entry, found)
        }
    }

    private func word(_ entry: TimelineEntry, _ found: Candidate?) -> TicketPast.Word {
        let isByDesk = entry.byDesk || found?.entry.person == nil && found?.event.map(isByDesk) == true
        var flag: EntryFlag?
        if case .entry(_, let raised) = entry.source { flag = raised }
        return TicketPast.Word(
            at: entry.at, isReply: entry.verb == .replied && !isByDesk && !entry.isOpening,
            isWritten: entry.verb == .wrote && !isByDesk,
            person: handle(found?.entry.person ?? found?.event?.authorEmail), source: entry.source, flag: flag,
            event: found?.event)
    }
}
