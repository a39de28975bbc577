import TicketModel
import Workflow

@testable import tick

/// `docs/errors.md`: every finding with a text that causes it, as `tick check` prints it into a pipe.
struct ErrorGallery {
    let samples: [ErrorSample]

    init() async throws {
        samples = try await ErrorSample.all() + ErrorSample.ofFolders() + ErrorSample.ofSeveralTickets()
    }

    var lines: [String] {
        var lines = Self.introduction
        for section in ErrorSample.Section.allCases {
            let samples = samples(in: section)
            let links = samples.map { Markdown.link(toHeading: $0.rule, Markdown.code($0.rule)) }
            lines += ["- \(section.rawValue): " + links.joined(separator: ", ")]
        }
        for section in ErrorSample.Section.allCases {
            lines += ["", "## \(section.rawValue)"] + samples(in: section).flatMap(Self.lines)
        }
        return lines
    }

    private func samples(in section: ErrorSample.Section) -> [ErrorSample] {
        samples.filter { $0.section == section }.sorted { $0.rule < $1.rule }
    }

    private static let introduction = [
        "# Messages", "",
        "Every kind of finding that `tick check` and [`tick lint`](lint.md) know, with a text that causes it. A finding says where it is "
            + "(`path:line:column`, both from 1, the column in characters), how much it weighs, what is wrong, and in "
            + "brackets the rule, which `tick check --explain RULE` and [rules.md](rules.md) explain. The line is "
            + "quoted with the place underlined. The hint is the next thing to do.", "",
        "The desk of these tickets lies in `samples/errors/desk/`, the texts beside it.", "",
    ]

    private static func lines(_ sample: ErrorSample) -> [String] {
        let summary = RuleCatalog.description(of: sample.rule)?.summary ?? ""
        let printed = sample.findings.flatMap { $0.excerpt.lines(width: nil, palette: .plain) }
        return ["", "### \(sample.rule)", "", "\(Markdown.text(summary)) [Why](rules.md#\(sample.rule))", ""]
            + Markdown.block(sample.shown, sample.language) + [""] + Markdown.block(printed, "text")
    }
}
