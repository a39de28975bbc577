package import TicketModel
import TicketText

/// What a requester thinks of a ticket: marks from 1 to 5, and words.
package struct TicketRating: Sendable {
    package enum Mark: String, CaseIterable, Sendable {
        case usefulness, speed, politeness
    }

    package var marks: [Mark: Int]
    package var comment: String?

    package init(marks: [Mark: Int], comment: String? = nil) {
        self.marks = marks
        self.comment = comment
    }
}

/// What a requester thinks of an entry.
package enum EntryOpinion: String, Sendable {
    case liked, disliked
    /// As if nothing had been said.
    case none
}

extension Workspace {
    /// Writes down a rating; marks and words that were given before stay where no new ones are.
    ///
    /// - Parameter person: Whose it is; nil for the acting person where the ticket is theirs, else for the requester.
    package func rate(
        _ ticket: Ticket, _ rating: TicketRating, by person: String?, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        try changeOne(ticket, options) { draft, now, session throws(WorkspaceError) in
            let rater = try rater(of: now, person, session)
            var items = TicketRating.Mark.allCases.compactMap { mark in
                (rating.marks[mark].map(String.init) ?? now.ratingText(mark.rawValue)).map {
                    MappingText(mark.rawValue, $0, .typed)
                }
            }
            if let comment = rating.comment ?? now.ratingText("comment") {
                items.append(MappingText("comment", comment))
            }
            // Whoever commits it themselves needs no other word for it.
            if !configuration.isSamePerson(rater, session.actor.reference) { items.append(MappingText("by", rater)) }
            try draft.apply(.setMapping(.rating, items))
        }
    }

    /// Writes down what somebody thinks of an entry.
    ///
    /// - Parameters:
    ///   - number: Of the entry, from 1; nil for the last reply.
    ///   - person: As for `rate`.
    package func vote(
        _ opinion: EntryOpinion, on ticket: Ticket, entry number: Int?, by person: String?, options: WriteOptions
    ) throws(WorkspaceError) -> ChangeResult {
        try changeOne(ticket, options) { draft, now, session throws(WorkspaceError) in
            let vote = EntryVote(entry: try votable(now, number), person: try rater(of: now, person, session))
            for field in [FieldName.liked, .disliked] {
                let given = now.list(field).filter { text in
                    EntryVote(text).map {
                        $0.entry == vote.entry && configuration.isSamePerson($0.person, vote.person)
                    } ?? false
                }
                if field.rawValue != opinion.rawValue {
                    if !given.isEmpty { try draft.apply(.remove(field, given)) }
                } else if given.isEmpty {
                    try draft.apply(.add(field, [vote.text(in: configuration.zone)]))
                }
            }
        }
    }

    /// Changes one ticket as it is now.
    private func changeOne(
        _ ticket: Ticket, _ options: WriteOptions,
        _ body: (inout TicketDraft, Ticket, WriteSession) throws(WorkspaceError) -> Void
    ) throws(WorkspaceError) -> ChangeResult {
        try change(options) { session throws(WorkspaceError) in
            var draft = try session.open(ticket)
            try body(&draft, draft.ticket ?? ticket, session)
            var plan = ChangePlan()
            if draft.hasChanged {
                plan.files = [draft.plannedFile]
                plan.tickets = [draft.step]
            }
            plan.message = CommitMessage.describe(plan.tickets)
            return plan
        }
    }

    private func rater(
        of ticket: Ticket, _ person: String?, _ session: WriteSession
    ) throws(WorkspaceError) -> String {
        if let word = person {
            let person = FoldedText(word) == FoldedText("me") ? session.actor.reference : word
            guard configuration.isRequester(person, of: ticket) else {
                throw WorkspaceError(
                    .refused, "rating.stranger",
                    "what \(person) thinks is not asked: \(ticket.id) is no ticket of theirs, as requester or participant",
                    hint: ticket.requesters.isEmpty
                        ? "it has no requester: tick set \(ticket.id) requester=PERSON"
                        : "--by \(ticket.requesters.joined(separator: " or --by "))")
            }
            return configuration.people?.person(person)?.handle ?? person
        }
        if configuration.isRequester(session.actor.reference, of: ticket) { return session.actor.reference }
        guard let requester = ticket.requester ?? ticket.requesters.first else {
            throw WorkspaceError(
                .refused, "ticket.no-requester", "\(ticket.id) has no requester who could have said so",
                hint: "tick set \(ticket.id) requester=PERSON")
        }
        return requester
    }

    /// The instant of the entry that is meant.
    private func votable(_ ticket: Ticket, _ number: Int?) throws(WorkspaceError) -> Instant {
        guard let number else {
            guard let reply = ticket.entries.last(where: { $0.verb == .replied && $0.instant != nil }) else {
                throw WorkspaceError(
                    .refused, "vote.no-reply", "nobody has replied in \(ticket.id) yet",
                    hint: "for another entry give its number: the first is 1")
            }
            return reply.instant ?? now
        }
        guard ticket.entries.indices.contains(number - 1) else {
            let count = ticket.entries.count
            throw WorkspaceError(
                .usage, "vote.no-entry",
                "\(ticket.id) has \(count) \(count == 1 ? "entry" : "entries"), and no \(number)",
                hint: "tick show \(ticket.id) shows them; the first is 1")
        }
        guard let instant = ticket.entries[number - 1].instant else {
            throw WorkspaceError(
                .refused, "vote.unfinished", "entry \(number) of \(ticket.id) has no time yet",
                hint: "tick commit writes it in")
        }
        return instant
    }
}

extension Ticket {
    /// A part of the rating as written; nil where it is not there.
    package func ratingText(_ key: String) -> String? {
        guard case .mapping(let items)? = value(.rating) else { return nil }
        return items.first { $0.key == key }?.value.texts.first
    }
}
