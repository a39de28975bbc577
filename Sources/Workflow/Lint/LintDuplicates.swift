package import TicketIndex
package import TicketModel

/// Finds earlier tickets about the same thing.
///
/// Two tickets are compared by the angle between their words, each weighted by how few tickets have it (idf; Spärck Jones 1972).
/// What they share must be rare by itself: three words at least that not more than one ticket in twenty has. The same requester, queue and day
/// add a little to what is near already. Only tickets that share one of the rarest words are compared at all, found through an inverted
/// index, so that the time grows with the tickets, not with their pairs.
package struct LintDuplicates: Sendable {
    package static let id = "lint-duplicate"

    /// The id that stands for a request that is no ticket yet.
    package static let draftID = TicketID("new")

    private let configuration: Configuration
    private let now: Instant
    private let candidates: [Candidate]
    /// In how many candidates a word occurs.
    private var frequencies: [UInt64: Int32] = [:]
    /// The candidates that have a word, for words that are not in too many.
    private var postings: [UInt64: [Int32]] = [:]

    /// In how many titles of all tickets, old ones included, a word occurs.
    private let titleFrequencies: [UInt64: Int32]
    private let ticketCount: Int

    private struct Candidate: Sendable {
        var ticket: Ticket
        var tokens: LintTokens
        var isDone: Bool
    }

    /// A ticket near to another one.
    package struct Match: Sendable {
        package var ticket: Ticket
        /// From 0 to 1, the bonus for circumstances included.
        package var score: Double
        /// Whether it is solved, so that the answer may be in it.
        package var isDone: Bool
    }

    /// How near a ticket must be to be named; chosen on `samples/helpdesk`, see docs/lint.md.
    private static let threshold = 0.40
    private static let leastRareWords = 3
    private static let doneDays: Int64 = 30
    private static let (candidateBudget, comparedCount, shownCount) = (4_000, 24, 3)

    /// - Parameter snapshot: the desk's tickets, with their texts.
    package init(_ snapshot: IndexSnapshot, now: Instant) async {
        (configuration, self.now) = (snapshot.configuration, now)
        let workflow = configuration.workflow
        let oldest = now.secondsSinceEpoch - Self.doneDays * 86_400
        let parts = await ParallelBatches.map(snapshot.tickets) { tickets in
            tickets.compactMap { ticket -> Candidate? in
                let isDone = WorkflowDefinition.isDone(workflow.phase(of: ticket.status))
                if isDone, (Self.lastWord(ticket)?.secondsSinceEpoch ?? oldest) < oldest { return nil }
                return Candidate(ticket: ticket, tokens: LintTokens(ticket), isDone: isDone)
            }
        }
        candidates = parts.flatMap(\.self)
        titleFrequencies = await Self.titleFrequencies(snapshot.tickets)
        ticketCount = snapshot.tickets.count
        for candidate in candidates {
            for token in candidate.tokens.tokens { frequencies[token.hash, default: 0] += 1 }
        }
        for (position, candidate) in candidates.enumerated() {
            for token in candidate.tokens.tokens where isRare(token.hash) {
                postings[token.hash, default: []].append(Int32(position))
            }
        }
    }

    /// When somebody last said something in a ticket.
    private static func lastWord(_ ticket: Ticket) -> Instant? {
        [ticket.created, ticket.entries.compactMap(\.instant).max()].compactMap(\.self).max()
    }

    /// Whether so few tickets have a word that it says something.
    private func isRare(_ hash: UInt64) -> Bool {
        frequencies[hash, default: 0] <= Int32(max(6, candidates.count / 20))
            && titleFrequencies[hash, default: 0] <= Int32(max(6, ticketCount / 20))
    }

    private static func titleFrequencies(_ tickets: [Ticket]) async -> [UInt64: Int32] {
        let parts = await ParallelBatches.map(tickets, size: 8_192) { tickets in
            var counts: [UInt64: Int32] = [:]
            for ticket in tickets {
                for hash in Set(LintTokens.hashes(ticket.title)) { counts[hash, default: 0] += 1 }
            }
            return counts
        }
        return parts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }

    /// Returns the finding for a ticket that looks like earlier ones, with the desk's severity; empty where none does.
    package func findings(for ticket: Ticket) -> [Diagnostic] {
        let matches = matches(of: ticket)
        guard let first = matches.first else { return [] }
        let names = matches.map { "\($0.ticket.id) \"\($0.ticket.title)\"" + ($0.isDone ? " (solved)" : "") }
        let message =
            (first.isDone ? "this may have been answered before: " : "this may be the same as ")
            + names.joined(separator: ", ")
        let hint =
            ticket.id == Self.draftID
            ? (first.isDone
                ? "tick show \(first.ticket.id) has the answer" : "write it there: tick wrote \(first.ticket.id)")
            : first.isDone
                ? "tick show \(first.ticket.id) has the answer; link it: tick set \(ticket.id) related+=\(first.ticket.id)"
                : "tick set \(ticket.id) duplicates=\(first.ticket.id), or related+=\(first.ticket.id) where only the cause is the same"
        let found = Diagnostic(
            rule: Self.id, severity: .warning, message: message, hint: hint, location: ticket.location(of: .title),
            ticket: ticket.id)
        return RuleCatalog.applyingLint(configuration.ruleSeverities, to: [found])
    }

    /// The earlier tickets nearest to one, the nearest first.
    package func matches(of ticket: Ticket) -> [Match] {
        let tokens = LintTokens(ticket)
        let linked = links(of: ticket)
        let length = length(of: tokens)
        guard length > 0 else { return [] }
        var matches: [Match] = []
        for position in nearCandidates(tokens) {
            let other = candidates[Int(position)]
            guard isEarlier(other.ticket, than: ticket), !hasOtherNumbers(other.ticket.title, ticket.title),
                !linked.contains(other.ticket.id),
                !links(of: other.ticket).contains(ticket.id)
            else { continue }
            let (dot, rareCount) = shared(tokens, other.tokens)
            guard rareCount >= Self.leastRareWords else { continue }
            let cosine = dot / (length * self.length(of: other.tokens))
            let score = min(1, cosine + bonus(ticket, other.ticket))
            if score >= Self.threshold, cosine >= Self.threshold - 0.1 {
                matches.append(Match(ticket: other.ticket, score: score, isDone: other.isDone))
            }
        }
        matches.sort { ($0.isDone ? 1 : 0, -$0.score, $0.ticket.id) < ($1.isDone ? 1 : 0, -$1.score, $1.ticket.id) }
        return Array(matches.prefix(Self.shownCount))
    }

    private func isEarlier(_ other: Ticket, than ticket: Ticket) -> Bool {
        let (theirs, own) = (other.created ?? now, ticket.created ?? now)
        return other.id != ticket.id && (theirs, other.id) < (own, ticket.id)
    }

    /// Whether both titles have numbers, and none in common: the invoices 57 and 58 are two matters.
    private func hasOtherNumbers(_ left: String, _ right: String) -> Bool {
        func numbers(_ text: String) -> Set<Substring> { Set(text.split { !$0.isNumber }) }
        let (one, other) = (numbers(left), numbers(right))
        return !one.isEmpty && !other.isEmpty && one.isDisjoint(with: other)
    }

    /// The tickets that share its rarest words, those that share most first.
    private func nearCandidates(_ tokens: LintTokens) -> [Int32] {
        let rare = tokens.tokens.compactMap { token in postings[token.hash].map { (token, $0) } }
            .sorted { ($0.1.count, $0.0.hash) < ($1.1.count, $1.0.hash) }
        var (scores, budget): ([Int32: Float], Int) = ([:], Self.candidateBudget)
        for (token, positions) in rare where budget > 0 {
            let value = token.weight * Float(idf(token.hash))
            for position in positions { scores[position, default: 0] += value }
            budget -= positions.count
        }
        return scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.comparedCount).map(\.key)
    }

    private func links(of ticket: Ticket) -> Set<TicketID> {
        Set(FieldName.links.flatMap { ticket.list($0) }.compactMap { TicketID($0) })
    }

    // MARK: Weights

    /// How much a word says: 0 where every ticket has it.
    private func idf(_ hash: UInt64) -> Double {
        logarithm(Double(candidates.count + 1) / Double(frequencies[hash, default: 0] + 1))
    }

    private func length(of tokens: LintTokens) -> Double {
        tokens.tokens.reduce(0) { sum, token in
            let value = Double(token.weight) * idf(token.hash)
            return sum + value * value
        }.squareRoot()
    }

    /// The product of two tickets' weights, and how many of the words that they share are rare.
    private func shared(_ left: LintTokens, _ right: LintTokens) -> (dot: Double, rareCount: Int) {
        var (dot, rareCount, position) = (0.0, 0, 0)
        for token in left.tokens {
            while position < right.tokens.count, right.tokens[position].hash < token.hash { position += 1 }
            guard position < right.tokens.count, right.tokens[position].hash == token.hash else { continue }
            let value = idf(token.hash)
            dot += Double(token.weight * right.tokens[position].weight) * value * value
            if postings[token.hash] != nil { rareCount += 1 }
        }
        return (dot, rareCount)
    }

    /// What speaks for the same matter beside the words.
    private func bonus(_ ticket: Ticket, _ other: Ticket) -> Double {
        var bonus = 0.0
        if let one = ticket.requester, let two = other.requester, configuration.isSamePerson(one, two) { bonus += 0.05 }
        if let queue = ticket.queue, queue == other.queue { bonus += 0.02 }
        let seconds = (ticket.created ?? now).secondsSinceEpoch - (other.created ?? now).secondsSinceEpoch
        return seconds < 2 * 86_400 ? bonus + 0.03 : bonus
    }

    /// The natural logarithm to four digits, from the number's exponent and a fraction (atanh series).
    private func logarithm(_ value: Double) -> Double {
        let ratio = (value.significand - 1) / (value.significand + 1)
        let square = ratio * ratio
        let series = 2 * ratio * (1 + square * (1.0 / 3 + square * (0.2 + square * (1.0 / 7 + square / 9))))
        return Double(value.exponent) * 0.693_147_180_559_945 + series
    }
}
