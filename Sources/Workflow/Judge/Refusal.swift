import TicketModel

/// The words in which a move is refused.
struct Refusal {
    let judge: ChangeJudge
    let change: TicketChange
    let ticket: Ticket
    let from: String
    let to: String

    func noSuchMove() -> Diagnostic {
        let message =
            change.before == nil
            ? "a new ticket cannot be \(Wording.status(to))"
            : "\(Wording.status(from)) cannot become \(Wording.status(to))"
        return diagnostic("transition", message, hint: moves())
    }

    func lacking(_ missing: [String]) -> Diagnostic {
        let fields = missing.map { $0 == "entry" ? $0 : judge.configuration.fileName(of: FieldName($0)) }
        let move = AllowedMove(to: to, needs: missing, roles: [], isAllowed: true)
        let hint =
            change.before == nil
            ? "write \(Wording.list(fields, "and")) into the ticket, or begin with \(from)"
            : "in the same change: \(move.command(for: ticket))"
        return diagnostic("transition-requires", "\(sentence) needs \(Wording.newThings(fields))", hint: hint)
    }

    func notTheirs(_ roles: [String]) -> Diagnostic {
        let message = "\(judge.plea(change.actor)): \(sentence) needs the role \(Wording.list(roles, "or"))"
        let others = roles.filter { FoldedText($0) != FoldedText("requester") }
        var hints = others.isEmpty ? [] : [judge.holders(of: others)]
        if others.count < roles.count {
            hints.append("\(hints.isEmpty ? "" : "or ")record the requester's own word: \(requestersCommand)")
        }
        return diagnostic("role", message, hint: hints.joined(separator: "; "))
    }

    private var requestersCommand: String {
        change.before == nil ? "an entry `wrote`" : "tick wrote \(ticket.id) -m … status=\(Wording.argument(to))"
    }

    private var sentence: String { "the move from \(Wording.status(from)) to \(Wording.status(to))" }

    private func diagnostic(_ rule: String, _ message: String, hint: String) -> Diagnostic {
        Diagnostic(
            rule: rule, message: message, hint: hint, location: ticket.location(of: .status), ticket: ticket.id)
    }

    /// `from closed: open (tick move HD-k7qf3m open reason=…)`.
    private func moves() -> String {
        guard let before = change.before else { return startingStatuses() }
        let all = judge.allowedMoves(from: before, actor: change.actor)
        let allowed = all.filter(\.isAllowed)
        guard !all.isEmpty else { return "no transition of .tick/workflow.yml leads out of \(Wording.status(from))" }
        guard !allowed.isEmpty else {
            let moves = all.map { "\(Wording.status($0.to)) by \(Wording.list($0.roles, "or"))" }
            return "from \(Wording.status(from)): \(moves.joined(separator: ", "))"
        }
        if allowed.count <= 3 {
            let moves = allowed.map { "\(Wording.status($0.to)) (\($0.command(for: before)))" }
            return "from \(Wording.status(from)): \(moves.joined(separator: ", "))"
        }
        let moves = allowed.map { move in
            let needs = Wording.arguments(for: move.needs).joined(separator: " ")
            return Wording.status(move.to) + (needs.isEmpty ? "" : " (\(needs))")
        }
        return "from \(Wording.status(from)): \(moves.joined(separator: ", ")); tick move \(before.id) STATUS"
    }

    /// The statuses with which a ticket may begin.
    private func startingStatuses() -> String {
        let reached = judge.workflow.statuses.map(\.name).filter { name in
            judge.workflow.transitions.contains { $0.leads(from: from, to: name) }
        }
        let names = [from] + reached.filter { $0 != from }
        return "a new ticket is \(Wording.choices(names.map(Wording.status)))"
    }
}
