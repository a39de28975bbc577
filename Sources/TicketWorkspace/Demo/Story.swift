import TicketModel
import TicketText

/// One ticket's history as `samples/helpdesk/stories/*.yml` tells it, relative to the moment of the replay.
struct Story {
    struct Step {
        var at: Instant
        /// The handle of the author.
        var author: String
        /// The name under which other stories refer to the ticket; only in a first step.
        var name: String?
        /// The new ticket's title; nil for a step of a ticket that exists.
        var title: String?
        var text: String
        var assignments: [Assignment]
        var entry: TicketEdit.EntryDraft?
        /// What the requester thinks of the ticket, or of the last reply: a step of its own.
        var rating: TicketRating?
        var opinion: EntryOpinion?
        var location: SourceLocation
    }

    var steps: [Step]
}

/// Reads stories.
struct StoryReader {
    let zone: Zone
    let now: Instant

    func read(_ source: SourceText) throws(WorkspaceError) -> Story {
        do {
            let root = try YAMLReader.read(source, in: SourceRange(0, source.bytes.count), limits: .configuration)
            var steps: [Story.Step] = []
            for node in root?.items ?? [] { steps.append(try step(node, source)) }
            return Story(steps: steps)
        } catch {
            throw .refused([error.diagnostic(in: source, rule: "story")])
        }
    }

    private func step(_ node: YAMLNode, _ source: SourceText) throws(YAMLError) -> Story.Step {
        guard let at = node.pair("at")?.value.scalar.flatMap(instant) else {
            throw YAMLError("a step needs its time", hint: "write at: -3d 09:12, -95m or -2h", at: node.range)
        }
        guard let author = node.pair("by")?.value.scalar else {
            throw YAMLError("a step needs its author", hint: "write by: ivan", at: node.range)
        }
        var step = Story.Step(
            at: at, author: author, text: node.pair("text")?.value.scalar ?? "", assignments: [],
            location: source.location(of: node.range))
        for pair in node.pair("new")?.value.pairs ?? [] {
            switch pair.key {
            case "title": step.title = pair.value.scalar
            case "as": step.name = pair.value.scalar
            default: step.assignments.append(assignment(pair, .set))
            }
        }
        for (key, operation) in [("set", Assignment.Operator.set), ("add", .add), ("remove", .remove)] {
            step.assignments += (node.pair(key)?.value.pairs ?? []).map { assignment($0, operation) }
        }
        step.rating = node.pair("rate")?.value.pairs.map(rating)
        step.opinion = node.pair("says")?.value.scalar.flatMap(EntryOpinion.init)
        for verb in EntryVerb.allCases {
            guard let text = node.pair(verb.rawValue)?.value.scalar else { continue }
            step.entry = TicketEdit.EntryDraft(verb: verb, text: text, person: node.pair("from")?.value.scalar)
        }
        return step
    }

    private func rating(_ pairs: [YAMLPair]) -> TicketRating {
        var rating = TicketRating(marks: [:])
        for pair in pairs {
            if let mark = TicketRating.Mark(rawValue: pair.key) {
                rating.marks[mark] = pair.value.scalar.flatMap { Int($0) }
            } else {
                rating.comment = pair.value.scalar
            }
        }
        return rating
    }

    private func assignment(_ pair: YAMLPair, _ operation: Assignment.Operator) -> Assignment {
        let isTime = pair.key == "due" || pair.key == "wake"
        let texts = pair.value.items?.compactMap(\.scalar) ?? [pair.value.scalar ?? ""]
        let values = texts.map { text in isTime ? instant(text)?.formatted(in: zone) ?? text : text }
        return Assignment(name: pair.key, operation: operation, value: values.joined(separator: ","))
    }

    /// `-3d 09:12` and `+2d 18:00`: that many days from today, at a local time. `-95m`, `-2h`: from now.
    private func instant(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard let first = words.first else { return nil }
        let sign = first.hasPrefix("+") ? first.dropFirst() : first
        guard words.count == 2, sign.hasSuffix("d"), let days = Int(sign.dropLast()),
            let time = Instant.parse(words[1]), time.kind == .timeOnly
        else { return words.count == 1 ? RelativeDuration.parse(String(sign)).map { now + $0 } : nil }
        return zone.instant(of: zone.civil(at: now).date.adding(days: days), secondsOfDay: time.secondsOfDay)
    }
}
