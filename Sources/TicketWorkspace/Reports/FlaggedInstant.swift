import GitStore
import ServiceLevels
package import TicketModel

/// An entry or a commit whose instant was moved, or is not what one would expect: what a lead looks at before believing
/// the clocks.
package struct FlaggedInstant: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case entry, commit
    }

    package enum Reason: String, Sendable {
        /// An entry dated after the commit that added it.
        case future
        /// An entry or a commit dated earlier than it was recorded, by more than `backdate` of `config.yml`.
        case backdated
        /// An entry whose heading says another instant than when it was first committed, which is the one that counts.
        case changed
        /// A commit's author date lies after its committer date, from which it counts.
        case afterRecorded = "after-recorded"
        /// A commit's author date lies before the change of the ticket that it follows, from which it counts.
        case beforePrevious = "before-previous"
    }

    package let kind: Kind
    package let reason: Reason
    package let ticket: TicketID
    /// In hexadecimal digits; nil for what is not committed.
    package let commit: String?
    /// Who wrote the entry, or the commit's author: the handle, where `people.yml` has one.
    package let person: String?
    /// What the heading or the author date says.
    package let writtenAt: Instant
    /// What it counts as.
    package let countedAt: Instant
    /// The committer date; nil for what is not committed.
    package let recordedAt: Instant?

    fileprivate func concerns(_ period: ReportPeriod) -> Bool {
        [writtenAt, countedAt, recordedAt].compactMap(\.self).contains(where: period.contains)
    }
}

extension DeskPast {
    /// The flagged instants that lie in a period, or were recorded in it, oldest first.
    func flaggedInstants(in period: ReportPeriod) -> [FlaggedInstant] {
        tickets.flatMap { past in
            past.words.compactMap { flagged($0, past) } + past.events.compactMap { flagged($0, past) }
        }
        .filter { $0.concerns(period) }
        .sorted { ($0.recordedAt ?? now, $0.ticket, $0.writtenAt) < ($1.recordedAt ?? now, $1.ticket, $1.writtenAt) }
    }

    private func flagged(_ word: TicketPast.Word, _ past: TicketPast) -> FlaggedInstant? {
        guard let flag = word.flag else { return nil }
        let reason: FlaggedInstant.Reason =
            switch flag {
            case .future: .future
            case .backdated: .backdated
            case .changed: .changed
            }
        return FlaggedInstant(
            kind: .entry, reason: reason, ticket: past.ticket.id, commit: word.event?.commit.hex, person: word.person,
            writtenAt: word.at, countedAt: word.at, recordedAt: word.event?.recordedAt)
    }

    private func flagged(_ event: TicketEvent, _ past: TicketPast) -> FlaggedInstant? {
        let isBackdated = event.recordedAt - event.authoredAt > configuration.backdateSeconds
        guard let reason = reason(event.moved) ?? (isBackdated ? .backdated : nil) else { return nil }
        return FlaggedInstant(
            kind: .commit, reason: reason, ticket: past.ticket.id, commit: event.commit.hex,
            person: builder.handle(
                configuration.people?.person(event.authorEmail) == nil ? event.authorName : event.authorEmail),
            writtenAt: event.authoredAt, countedAt: event.at, recordedAt: event.recordedAt)
    }

    private func reason(_ moved: MovedInstant?) -> FlaggedInstant.Reason? {
        switch moved {
        case .afterRecorded: .afterRecorded
        case .beforePrevious: .beforePrevious
        case nil: nil
        }
    }
}
