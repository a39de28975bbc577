import GitStore
import TicketModel
import TicketWorkspace

/// Shows what `run` did, or would do.
struct RunOutput {
    let context: CommandContext

    func print(_ report: RunReport) throws {
        for step in report.steps {
            if let reason = step.skipped { context.report.note("\(step.rule): \(reason)") }
            for work in step.done { try print(work, step.rule, isDryRun: report.isDryRun) }
            try context.output.flush()
            for refusal in step.refused { say(refusal, step.rule) }
        }
        let count = report.steps.map { $0.done.count + $0.refused.count }.reduce(0, +)
        if count == 0, report.failure == nil { context.report.note("nothing is due") }
        if report.isDryRun, count > 0 { context.report.note("dry run: nothing was changed") }
    }

    /// Says in a hook what was done on the server; nothing where nothing was due.
    func tellPusher(_ report: RunReport) {
        for step in report.steps {
            for work in step.done {
                context.report.note("\(Self.subject(work)) (\(step.rule): \(Self.words(work.causes)))")
            }
            for refusal in step.refused { say(refusal, step.rule) }
            if let reason = step.skipped, !reason.isEmpty { context.report.note("\(step.rule): \(reason)") }
            if !step.done.isEmpty { context.report.note("git pull, or tick sync, brings it.") }
        }
    }

    private func print(_ work: RunWork, _ rule: String, isDryRun: Bool) throws {
        let subject = PrintableText.make(Self.subject(work))
        let commit = work.result.commit.map { "  " + context.palette.apply(.dim, to: "[\($0.prefix(7))]") } ?? ""
        try context.print("\(isDryRun ? "would do " : "")\(subject) (\(rule): \(Self.words(work.causes)))\(commit)")
        context.report.diagnostics(work.result.diagnostics)
    }

    private func say(_ refusal: RunRefusal, _ rule: String) {
        let error = refusal.error
        let first = error.diagnostics.first { $0.severity == .error }
        let id = first.map { " [\($0.rule)]" } ?? ""
        var message = first?.message ?? error.message
        if !message.hasPrefix("\(refusal.ticket) ") { message = "\(refusal.ticket): \(message)" }
        context.report.note(
            "warning: \(message)\(id) (\(rule): \(Self.words(refusal.causes)))")
        if let hint = first?.hint ?? error.hint { context.report.note("Hint: \(hint)") }
    }

    private static func subject(_ work: RunWork) -> String {
        work.result.plan.message.split(separator: "\n").first.map(String.init) ?? ""
    }

    /// `15535b3 Calibrate the sensor`, up to three of them.
    private static func words(_ causes: [RunCause]) -> String {
        let first = causes.prefix(3).map { "\($0.commit.shortHex) \(PrintableText.make($0.subject))" }
        let more = causes.count > 3 ? ", …" : ""
        return first.joined(separator: ", ") + more
    }

    func json(_ report: RunReport, now: Instant) -> JSONValue {
        [
            "schemaVersion": 1, "kind": "run", "now": .string(now.formatted()), "isDryRun": .bool(report.isDryRun),
            "steps": .array(
                report.steps.map { step in
                    [
                        "rule": .string(step.rule), "skipped": .optional(step.skipped),
                        "done": .array(step.done.map(json)), "refused": .array(step.refused.map(json)),
                    ]
                }),
            "error": .optional(report.failure?.message),
        ]
    }

    private func json(_ work: RunWork) -> JSONValue {
        let step = work.result.plan.tickets.first
        return [
            "ticket": .string(work.ticket.text), "commit": .optional(work.result.commit),
            "subject": .string(Self.subject(work)), "from": .optional(step?.before?.status),
            "to": .optional(step?.after?.status), "causes": .array(work.causes.map(json)),
        ]
    }

    private func json(_ refusal: RunRefusal) -> JSONValue {
        let first = refusal.error.diagnostics.first { $0.severity == .error }
        return [
            "ticket": .string(refusal.ticket.text), "rule": .string(first?.rule ?? refusal.error.identifier),
            "message": .string(first?.message ?? refusal.error.message),
            "hint": .optional(first?.hint ?? refusal.error.hint), "causes": .array(refusal.causes.map(json)),
        ]
    }

    private func json(_ cause: RunCause) -> JSONValue {
        [
            "commit": .string(cause.commit.hex), "shortCommit": .string(cause.commit.shortHex),
            "at": .string(cause.at.formatted()), "author": .string("\(cause.authorName) <\(cause.authorEmail)>"),
            "subject": .string(cause.subject),
        ]
    }
}
