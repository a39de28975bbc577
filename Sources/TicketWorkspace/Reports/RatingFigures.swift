import TicketModel

/// How requesters rated a period's work.
package struct RatingFigures: Hashable, Sendable {
    /// What is rated, from 1 to 5 each: the keys of the field `rating`.
    package enum Aspect: String, CaseIterable, Sendable {
        case usefulness, speed, politeness
    }

    /// Tickets that were rated in the period; each counts with its last rating of it.
    package let count: Int
    /// The mean of each aspect in thousandths, rounded to the nearest, halves up; an aspect that nobody rated is missing.
    package let meansPerMille: [Aspect: Int]
    /// Tickets of the period's outflow, each once.
    package let closedTickets: Int
    /// Of these, how many had a rating at the end of the period.
    package let ratedTickets: Int

    /// The share of closed tickets that were rated, in thousandths, rounded down; nil without any.
    package var ratedPerMille: Int? { closedTickets == 0 ? nil : ratedTickets * 1_000 / closedTickets }

    /// - Parameter given: The last rating of each ticket in the period.
    init(given: [[Aspect: Int]], closedTickets: Int, ratedTickets: Int) {
        count = given.count
        meansPerMille = Dictionary(
            uniqueKeysWithValues: Aspect.allCases.compactMap { aspect in
                let marks = given.compactMap { $0[aspect] }
                return perMille(marks.reduce(0, +), of: marks.count).map { (aspect, $0) }
            })
        self.closedTickets = closedTickets
        self.ratedTickets = ratedTickets
    }

    /// Reads the field `rating`; nil where no aspect has a whole number from 1 to 5.
    static func marks(_ value: FieldValue?) -> [Aspect: Int]? {
        guard case .mapping(let items)? = value else { return nil }
        var marks: [Aspect: Int] = [:]
        for item in items {
            guard let aspect = Aspect(rawValue: item.key), let mark = item.value.texts.first.flatMap({ Int($0) }),
                (1...5).contains(mark)
            else { continue }
            marks[aspect] = mark
        }
        return marks.isEmpty ? nil : marks
    }
}

extension TicketPast {
    /// The rating that the requester gave last at a moment that satisfies a condition, with the moment; nil where none was
    /// given or changed then.
    func lastRating(where isWanted: (Instant) -> Bool) -> (at: Instant, marks: [RatingFigures.Aspect: Int])? {
        states.indices.last { index in
            let rating = states[index].rating
            return isWanted(states[index].at) && rating != nil && (index == 0 || states[index - 1].rating != rating)
        }.flatMap { index in states[index].rating.map { (states[index].at, $0) } }
    }

    /// The moments at which the ticket's level rose. A ticket begins at the first level, and one without is there.
    var escalations: [Instant] {
        let present = states.filter { $0.phase != nil }
        return zip(present, present.dropFirst()).filter { ($0.level ?? 1) < ($1.level ?? 1) }.map(\.1.at)
    }
}
