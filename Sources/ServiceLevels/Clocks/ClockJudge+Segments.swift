import TicketModel

extension ClockJudge {
    /// Stretches beyond these many are told as one: a ticket dated in the year 1 has a million.
    private static let mostPieces = 10_000

    /// Every stretch from the start to the end, and why it counted or not.
    func segments() -> [ClockSegment] {
        var segments: [ClockSegment] = []
        var running: Int64 = 0
        for (cut, next) in zip(cuts, cuts.dropFirst()) {
            let source = source(at: cut)
            for piece in pieces(from: cut, to: next, atMost: Self.mostPieces - segments.count) {
                running += workingSeconds(in: piece)
                segments.append(
                    ClockSegment(
                        from: piece.range.lowerBound, to: piece.range.upperBound, reason: piece.reason,
                        runningSeconds: running, source: source))
            }
        }
        return segments
    }

    /// The start, every change of state and rest after it, and the end.
    private var cuts: [Instant] {
        let inner = life.states.map(\.from) + pauses.flatMap { [$0.lowerBound, $0.upperBound] }
        return Set(inner.filter { span.start < $0 && $0 < end } + [span.start, end]).sorted()
    }

    private func source(at moment: Instant) -> TimelineSource {
        let state = life.state(at: moment)
        let isInsideWaiting = state.phase == .waiting && !pauses.contains { $0.contains(moment) }
        if isInsideWaiting, span.target.isResumedByWords,
            let word = life.entries.last(where: { $0.isWord && $0.at <= moment && $0.at >= state.from })
        {
            return word.source
        }
        return state.from > span.start ? state.source : span.startSource
    }

    private typealias Piece = (range: Range<Instant>, reason: ClockSegment.Reason)

    private func workingSeconds(in piece: Piece) -> Int64 {
        switch piece.reason {
        case .working: piece.range.upperBound - piece.range.lowerBound
        case .summary:
            calendar(at: piece.range.lowerBound)?
                .elapsedSeconds(from: piece.range.lowerBound, to: piece.range.upperBound) ?? 0
        default: 0
        }
    }

    private func calendar(at moment: Instant) -> WorkingCalendar? { terms.last { $0.from <= moment }?.calendar }

    private func pieces(from start: Instant, to end: Instant, atMost limit: Int) -> [Piece] {
        if pauses.contains(where: { $0.contains(start) }) {
            let isDone = span.doneStretches.contains { $0.contains(start) }
            return [(start..<end, isDone ? .resolved : .waiting)]
        }
        guard let calendar = calendar(at: start) else { return [] }
        var pieces: [Piece] = []
        var position = start
        for interval in calendar.workingIntervals(from: start, to: end) {
            guard pieces.count < limit else { return pieces + [(position..<end, .summary)] }
            pieces += idlePieces(calendar, from: position, to: interval.lowerBound)
            pieces.append((interval, .working))
            position = interval.upperBound
        }
        return pieces + idlePieces(calendar, from: position, to: end)
    }

    private func idlePieces(_ calendar: WorkingCalendar, from start: Instant, to end: Instant) -> [Piece] {
        var pieces: [Piece] = []
        var position = start
        for holiday in calendar.closedStretches(from: start, to: end) {
            if position < holiday.lowerBound { pieces.append((position..<holiday.lowerBound, .outsideHours)) }
            pieces.append((holiday, .holiday))
            position = holiday.upperBound
        }
        return position < end ? pieces + [(position..<end, .outsideHours)] : pieces
    }
}
