import ArgumentParser
import TicketModel
import TicketWorkspace

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the desk and its surroundings, and say what to do.",
        discussion: "Exit code 1 if there is a problem.")

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "As JSON.")
    var json = false

    func run() async throws {
        let context = try CommandContext(global)
        let findings = await (try context.openDeskToCheck()).health()
        if json {
            let rows = findings.map { finding -> JSONValue in
                [
                    "name": .string(finding.name), "state": .string(finding.state.rawValue),
                    "message": .string(finding.message),
                    "hint": .optional(finding.hint),
                ]
            }
            try context.print(json: ["schemaVersion": 1, "kind": "doctor", "findings": .array(rows)])
        } else {
            for finding in findings { try print(finding, context) }
        }
        try context.finish()
        if findings.contains(where: { $0.state == .problem }) { throw Exit.findings }
    }

    private func print(_ finding: HealthFinding, _ context: CommandContext) throws(OutputError) {
        let (mark, style): (String, Style) =
            switch finding.state {
            case .good: ("ok", .green)
            case .warning: ("warning", .yellow)
            case .problem: ("problem", .bold.and(.red))
            }
        try context.print(
            "\(context.palette.apply(style, to: mark.padded(9)))\(finding.name.padded(15))\(PrintableText.make(finding.message))"
        )
        if let hint = finding.hint { try context.print("         Hint: \(PrintableText.make(hint))") }
    }
}
