import TicketModel
import TicketText

/// A ticket as `git diff` compares it (gitattributes(5), "Performing text diffs of binary files"): the file itself with
/// lists one item a line, times where the desk is, and titles beside names.
///
///     status: waiting  · Waiting for the customer
///     tags:
///       - printer
///     ## 2026-11-21 10:15 Ivan Petrov replied
package struct TextConversion: Sendable {
    private let configuration: Configuration

    package init(surroundings: Surroundings) {
        configuration = DeskFiles.configuration(at: surroundings.folder, zones: surroundings.zones)
    }

    /// Returns what to show of a file; the file itself where it is no ticket.
    package func convert(_ bytes: [UInt8]) -> [UInt8] {
        let source = SourceText(path: RepositoryPath([]), bytes: bytes)
        guard let document = try? TicketDocument(source), !document.isFlowMapping else { return bytes }
        let entries = ConversationReader(configuration: configuration).read(document).entries
        let edits = document.pairs.compactMap(edit) + entries.compactMap(edit)
        return TextEdit.apply(edits, to: bytes)
    }

    private func edit(_ pair: YAMLPair) -> TextEdit? {
        let field = configuration.knownFields.first { configuration.fileName(of: $0) == pair.key }
        switch pair.value.content {
        case .sequence(let items, isFlow: true):
            let texts = items.compactMap(\.scalar)
            guard !items.isEmpty, texts.count == items.count else { return nil }
            let lines = texts.map { "\n  - " + PrintableText.make($0) }.joined()
            return TextEdit(SourceRange(pair.colonEnd, pair.value.range.end), lines)
        case .scalar(let text, let style) where !style.isBlock && !pair.value.range.isEmpty:
            guard let field, let title = title(text, field), title != text else { return nil }
            return TextEdit(SourceRange(pair.value.range.end, pair.value.range.end), " · " + PrintableText.make(title))
        default: return nil
        }
    }

    /// What a value means where its name does not say it.
    private func title(_ text: String, _ field: FieldName) -> String? {
        switch configuration.type(of: field)?.kind {
        case .instant: instant(text)
        case .person: configuration.people?.person(text)?.name
        case .choice where field == .status: configuration.workflow.status(text)?.title
        case .choice: configuration.declaredChoices(of: field)?.first { $0.name == text }?.title
        default: nil
        }
    }

    /// An instant of another zone as the desk's own clocks show it.
    private func instant(_ text: String) -> String? {
        guard let parsed = Instant.parse(text), parsed.kind == .dateTime else { return nil }
        let instant = parsed.resolved(in: configuration.zone)
        return instant.formatted(in: configuration.zone) == text ? nil : local(instant)
    }

    private func edit(_ entry: Entry) -> TextEdit? {
        guard let instant = entry.instant, let person = entry.person else { return nil }
        let name = configuration.people?.person(person)?.name ?? person
        return TextEdit(entry.headingRange, "## \(local(instant)) \(PrintableText.make(name)) \(entry.verbText)")
    }

    private func local(_ instant: Instant) -> String {
        let text = instant.formatted(in: configuration.zone)
        return String(text.prefix(10)) + " " + String(text.dropFirst(11).prefix(5))
    }
}
