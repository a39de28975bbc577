package import TicketModel
import TicketText

extension Workspace {
    /// Returns the desk's configuration with some of its files replaced, and what is wrong with those.
    package func configuration(replacing replacements: [SourceText]) -> (Configuration, [Diagnostic]) {
        let replaced = Set(replacements.map(\.path))
        let others = DeskFiles.configuration(in: files).sources.filter { !replaced.contains($0.path) }
        let read = ConfigurationReader(zones: surroundings.zones).read(others + replacements)
        let diagnostics = (read.diagnostics + QueryDiagnostics.find(in: read.configuration))
            .filter { $0.location.map { replaced.contains($0.path) } ?? true }
        return (read.configuration, diagnostics)
    }

    /// Returns the clocks of all tickets as another configuration would have them.
    package func clocks(judgedBy other: Configuration) throws(WorkspaceError) -> DeskClocks {
        DeskClocks(history: try history(), configuration: other, now: now, zones: surroundings.zones)
    }
}
