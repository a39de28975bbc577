/// How a ticket stands at a moment: its clocks, and the limit of the status that it is in.
package struct TicketStanding: Hashable, Sendable {
    package var clocks: TicketClocks
    /// Nil where the status has none.
    package var limit: StatusLimit?

    package init(clocks: TicketClocks, limit: StatusLimit?) {
        self.clocks = clocks
        self.limit = limit
    }

    /// The state of the clock or status limit that needs attention first.
    package var state: ClockState? {
        guard let limit, limit.state.isActive else { return clocks.state }
        guard let next = clocks.next, next.urgency < limit.urgency else { return limit.state }
        return next.state
    }

    /// The working time until the next clock or status limit runs out, negative past it; nil where nothing runs.
    package var secondsToNextBreak: Int64? {
        let next = clocks.next.flatMap { $0.state == .paused ? nil : $0.remainingSeconds }
        return [next, limit?.remainingSeconds].compactMap(\.self).min()
    }
}
