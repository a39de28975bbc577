import TicketModel
import TicketWorkspace

/// `report` in every format.
struct PeriodReportPage {
    let report: PeriodReport
    let past: DeskPast
    /// What the configuration calls the desk; may be empty.
    let deskName: String

    func write(_ format: ReportFormat, _ context: CommandContext) throws(OutputError) {
        switch format {
        case .json: try context.print(json: json.document)
        case .table: try context.output.writeLines(lines(width: context.width, context.palette))
        default: try context.output.write(bytes(format))
        }
    }

    /// The whole in one format, as a file has it.
    func bytes(_ format: ReportFormat) -> [UInt8] {
        switch format {
        case .json: JSONWriter.pretty(json.document) + [0x0A]
        case .ndjson: JSONWriter.lines([json.document])
        case .csv: ([PeriodReportJSON.columns] + json.records).flatMap(DelimitedText.csv)
        case .tsv: json.records.flatMap(DelimitedText.tsv)
        case .html: ReportHTML(report: report, zone: past.zone, deskName: deskName).bytes
        case .table: Array((lines(width: nil, .plain).joined(separator: "\n") + "\n").utf8)
        }
    }

    private var json: PeriodReportJSON { PeriodReportJSON(report: report, past: past) }

    private func lines(width: Int?, _ palette: Palette) -> [String] {
        PeriodReportTables(report: report, zone: past.zone, width: width, palette: palette).lines
    }
}
