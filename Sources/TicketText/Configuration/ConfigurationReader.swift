package import TicketModel

/// Reads a desk's `.tick/` folder and `customers/`.
///
/// Broken files do not stop it: what can be read counts, the rest is diagnostics with line and column.
package struct ConfigurationReader: Sendable {
    private let zones: ZoneSource

    package init(zones: ZoneSource) {
        self.zones = zones
    }

    package struct Result: Sendable {
        package var configuration: Configuration
        package var diagnostics: [Diagnostic]
    }

    /// Reads `files`: those of `.tick/` and the customers' cards, in any order. Others are ignored.
    package func read(_ files: [SourceText]) -> Result {
        var configuration = Configuration()
        var diagnostics: [Diagnostic] = []
        let ordered = files.sorted { $0.path < $1.path }
        func each(_ name: String, _ body: (YAMLNode, DiagnosticContext) -> Void) {
            guard let file = ordered.first(where: { $0.path == RepositoryPath(".tick/" + name) }) else { return }
            diagnostics += Self.reading(file, body)
        }
        each("config.yml") { GeneralSection(zones: zones).read($0, into: &configuration, $1) }
        each("workflow.yml") { WorkflowSection().read($0, into: &configuration, $1) }
        if case .status = configuration.closing {
            var found: [Diagnostic] = []
            if let file = ordered.first(where: { $0.path == ".tick/config.yml" }) {
                found = Self.reading(file) { GeneralSection.checkCommits($0, configuration, $1) }
            }
            diagnostics += found
            if !found.isEmpty { configuration.closing = .unusable }
        }
        each("people.yml") { PeopleSection().read($0, into: &configuration, $1) }
        each("queues.yml") { QueuesSection().read($0, into: &configuration, $1) }
        for file in ordered {
            guard let name = Self.calendarName(file.path) else { continue }
            diagnostics += Self.reading(file) { node, context in
                CalendarSection(zones: zones).read(node, name: name, into: &configuration, context)
            }
        }
        each("sla.yml") { ServiceLevelSection().read($0, into: &configuration, $1) }
        diagnostics += CustomerCards.read(ordered, into: &configuration)
        for file in ordered
        where file.path.isInside(TemplateFile.folder) && file.path.bytes.suffix(3).elementsEqual(".md".utf8) {
            diagnostics += TemplateFile.read(file, into: &configuration)
        }
        each("rules.yml") { RulesSection().read($0, into: &configuration, $1) }
        each("distribution.yml") { DistributionSection().read($0, into: &configuration, $1) }
        configuration.sourceDigest = ordered.reduce(0) { digest, file in
            ByteDigest.digest(file.bytes[...], seed: ByteDigest.digest(file.path.bytes[...], seed: digest))
        }
        return Result(configuration: configuration, diagnostics: diagnostics)
    }

    private static func reading(_ file: SourceText, _ body: (YAMLNode, DiagnosticContext) -> Void) -> [Diagnostic] {
        let context = DiagnosticContext(source: file)
        let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        do {
            let whole = SourceRange(start, file.bytes.count)
            if let node = try YAMLReader.read(file, in: whole, limits: .configuration) { body(node, context) }
        } catch {
            context.report(error.diagnostic(in: file, rule: "config-syntax"))
        }
        return context.diagnostics
    }

    /// `office` for `.tick/calendars/office.yml`.
    private static func calendarName(_ path: RepositoryPath) -> String? {
        let text = path.description
        guard text.hasPrefix(".tick/calendars/"), text.hasSuffix(".yml") else { return nil }
        return String(text.dropFirst(16).dropLast(4))
    }

    /// Reads one calendar file on its own, for `tick calendar --calendar FILE`.
    package func calendar(_ file: SourceText, name: String) -> (CalendarDefinition?, [Diagnostic]) {
        var configuration = Configuration()
        let diagnostics = Self.reading(file) { node, context in
            CalendarSection(zones: zones).read(node, name: name, into: &configuration, context)
        }
        return (configuration.calendars[name], diagnostics)
    }

    /// Reads one `sla.yml` on its own, for `tick sla whatif`.
    package func serviceLevels(
        _ file: SourceText, calendars: [String: CalendarDefinition]
    ) -> (ServiceLevelDefinition, [Diagnostic]) {
        var configuration = Configuration()
        configuration.calendars = calendars
        let diagnostics = Self.reading(file) { ServiceLevelSection().read($0, into: &configuration, $1) }
        return (configuration.serviceLevels, diagnostics)
    }
}
