import TicketModel

/// When a clock started and how it ended, before any target is looked at.
struct ClockSpan {
    enum Ending {
        /// What it measures happened.
        case stopped
        /// The ticket was resolved or closed before.
        case cancelled
    }

    let target: TargetKind
    var cycle = 1
    let start: Instant
    let startSource: TimelineSource
    /// Nil while it runs.
    var end: (at: Instant, ending: Ending, source: TimelineSource)?
    /// The first resolution of a clock that went on after a reopening.
    var firstStop: Instant?
    /// Stretches in which the ticket was done, between a resolution and a reopening.
    var doneStretches: [Range<Instant>] = []
}

extension TicketLife {
    /// The spans of the clocks of every target, target by target, those of one target in order of time.
    ///
    /// - Parameter startsNewCycle: Whether a reopening at a moment starts another `resolve` clock.
    func spans(startsNewCycle: (Instant) -> Bool) -> [ClockSpan] {
        TargetKind.allCases.flatMap { target in
            switch target {
            case .firstReply:
                [fromCreation(.firstReply, to: replies.first(where: \.byAgent).map { ($0.at, $0.source) })]
            case .nextReply: nextReplies()
            case .update: updates()
            case .resolve: resolutions(startsNewCycle)
            case .take: [fromCreation(.take, to: states.first(where: \.hasAssignee).map { ($0.from, $0.source) })]
            }
        }
    }

    private func fromCreation(_ target: TargetKind, to stop: (Instant, TimelineSource)?) -> ClockSpan {
        span(target, from: created, states[0].source, to: stop)
    }

    /// A span that ends at its stop, or at the resolution after its start if that comes first.
    private func span(
        _ target: TargetKind, from start: Instant, _ source: TimelineSource,
        to stop: (at: Instant, source: TimelineSource)?
    ) -> ClockSpan {
        var span = ClockSpan(target: target, start: start, startSource: source)
        let done = firstDone(notBefore: start)
        if let stop, done.map({ stop.at <= $0.from }) ?? true {
            span.end = (max(start, stop.at), .stopped, stop.source)
        } else if let done {
            span.end = (done.from, .cancelled, done.source)
        }
        return span
    }

    /// From the oldest word that no reply followed to the next reply; resolving answers it as well.
    ///
    /// In one second words come before the change of status, so that words of the version that closes belong to it.
    private func nextReplies() -> [ClockSpan] {
        var spans: [ClockSpan] = []
        var pending: TimelineEntry?
        func finish(_ reply: TimelineEntry?) {
            guard let word = pending else { return }
            spans.append(span(.nextReply, from: word.at, word.source, to: reply.map { ($0.at, $0.source) }))
            pending = nil
        }
        for entry in entries {
            if entry.isReply {
                finish(entry)
            } else if entry.isWord {
                if let word = pending, let done = firstDone(notBefore: word.at), done.from < entry.at { finish(nil) }
                pending = pending ?? entry
            }
        }
        finish(nil)
        return spans
    }

    /// From each reply in the phase `open` to the next one.
    private func updates() -> [ClockSpan] {
        zip(replies.indices, replies).compactMap { index, reply in
            guard state(at: reply.at).phase == .open else { return nil }
            let next = replies.indices.contains(index + 1) ? replies[index + 1] : nil
            return span(.update, from: reply.at, reply.source, to: next.map { ($0.at, $0.source) })
        }
    }

    /// From the creation until it is done; a reopening goes on with the clock, or starts another.
    private func resolutions(_ startsNewCycle: (Instant) -> Bool) -> [ClockSpan] {
        var spans = [ClockSpan(target: .resolve, start: created, startSource: states[0].source)]
        for state in states {
            let index = spans.count - 1
            if state.phase.isDone, spans[index].end == nil {
                spans[index].end = (state.from, .stopped, state.source)
            } else if !state.phase.isDone, let end = spans[index].end {
                if startsNewCycle(state.from) {
                    let cycle = spans[index].cycle + 1
                    spans.append(
                        ClockSpan(target: .resolve, cycle: cycle, start: state.from, startSource: state.source))
                } else {
                    spans[index].firstStop = spans[index].firstStop ?? end.at
                    spans[index].doneStretches.append(end.at..<state.from)
                    spans[index].end = nil
                }
            }
        }
        return spans
    }
}
