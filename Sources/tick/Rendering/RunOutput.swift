import GitStore
import TicketModel
import TicketWorkspace

/// Shows what `run` did, or would do.
struct RunOutput {
    let context: CommandContext

    /// - Parameter explains: Whether what was looked at and is not due is told, too.
    func print(_ report: RunReport, explains: Bool = false) throws {
        for step in report.steps {
            if let reason = step.skipped { context.report.note("\(step.rule): \(PrintableText.make(reason))") }
            for work in step.done { try print(work, step.rule, isDryRun: report.isDryRun) }
            try context.output.flush()
            for refusal in step.refused { say(refusal, step.rule) }
            if explains { explain(step) }
        }
        let count = report.steps.map { $0.done.count + $0.refused.count }.reduce(0, +)
        if count == 0, report.failure == nil { context.report.note("nothing is due") }
        if report.isDryRun, count > 0 {
            context.report.note("dry run: nothing was changed, and each rule was tried on the desk as it is")
        }
    }

    /// So many of a rule's decisions are told.
    private static let explainedCount = 20

    private func explain(_ step: RunStepReport) {
        for decision in step.passed.prefix(Self.explainedCount) {
            context.report.note(
                "\(step.rule): not \(decision.ticket) (\(PrintableText.make(decision.reason))): \(PrintableText.make(decision.verdict))"
            )
        }
        let more = step.passed.count - Self.explainedCount
        if more > 0 { context.report.note("\(step.rule): and \(more) more; --json has all") }
    }

    /// Says in a hook what was done on the server; nothing where nothing was due.
    func tellPusher(_ report: RunReport) {
        for step in report.steps {
            for work in step.done {
                context.report.note("\(work.subject) (\(step.rule): \(PrintableText.make(work.reason)))")
            }
            for refusal in step.refused { say(refusal, step.rule) }
            if let reason = step.skipped, !reason.isEmpty { context.report.note("\(step.rule): \(reason)") }
            if !step.done.isEmpty { context.report.note("git pull, or tick sync, brings it.") }
        }
    }

    private func print(_ work: RunWork, _ rule: String, isDryRun: Bool) throws {
        let subject = PrintableText.make(work.subject)
        let commit = work.commit.map { "  " + context.palette.apply(.dim, to: "[\($0.prefix(7))]") } ?? ""
        let words = PrintableText.make("\(rule): \(work.reason)")
        if work.before != nil || work.after != nil || work.messages.isEmpty && work.warnings.isEmpty {
            try context.print("\(isDryRun ? "would do " : "")\(subject) (\(words))\(commit)")
        }
        for message in work.messages {
            let line = "\(work.ticket): \(isDryRun ? "would tell" : "message to") \(message.recipient.email)"
            try context.print("\(PrintableText.make(line)) (\(words))")
        }
        for reason in work.left {
            context.report.note("warning: \(work.ticket): not all is done: \(PrintableText.make(reason)) (\(words))")
        }
        for warning in work.warnings {
            context.report.note("warning: \(work.ticket): \(PrintableText.make(warning)) (\(words))")
        }
        context.report.diagnostics(work.diagnostics)
    }

    private func say(_ refusal: RunRefusal, _ rule: String) {
        let error = refusal.error
        let first = error.diagnostics.first { $0.severity == .error }
        let id = first.map { " [\($0.rule)]" } ?? ""
        var message = first?.message ?? error.message
        if !message.hasPrefix("\(refusal.ticket)") { message = "\(refusal.ticket): \(message)" }
        context.report.note(
            "warning: \(PrintableText.make(message))\(id) (\(PrintableText.make("\(rule): \(refusal.reason)")))")
        if let hint = first?.hint ?? error.hint { context.report.note("Hint: \(PrintableText.make(hint))") }
    }

    func json(_ report: RunReport, now: Instant) -> JSONValue {
        [
            "schemaVersion": 1, "kind": "run", "now": .string(now.formatted()), "isDryRun": .bool(report.isDryRun),
            "steps": .array(
                report.steps.map { step in
                    [
                        "rule": .string(step.rule), "skipped": .optional(step.skipped),
                        "done": .array(step.done.map(json)), "refused": .array(step.refused.map(json)),
                        "passed": .array(step.passed.map(json)),
                    ]
                }),
            "error": .optional(report.failure?.message),
        ]
    }

    private func json(_ work: RunWork) -> JSONValue {
        [
            "ticket": .string(work.ticket.text), "commit": .optional(work.commit),
            "subject": .string(work.subject), "from": .optional(work.before?.status),
            "to": .optional(work.after?.status), "reason": .string(work.reason),
            "messages": .array(
                work.messages.map { message in
                    ["id": .string(message.messageID), "to": .string(message.recipient.email)]
                }), "warnings": .strings(work.warnings), "causes": .array(work.causes.map(json)),
        ]
    }

    private func json(_ refusal: RunRefusal) -> JSONValue {
        let first = refusal.error.diagnostics.first { $0.severity == .error }
        return [
            "ticket": .string(refusal.ticket.text), "rule": .string(first?.rule ?? refusal.error.identifier),
            "message": .string(first?.message ?? refusal.error.message), "reason": .string(refusal.reason),
            "hint": .optional(first?.hint ?? refusal.error.hint), "causes": .array(refusal.causes.map(json)),
        ]
    }

    private func json(_ decision: RunDecision) -> JSONValue {
        [
            "ticket": .string(decision.ticket.text), "reason": .string(decision.reason),
            "verdict": .string(decision.verdict),
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
