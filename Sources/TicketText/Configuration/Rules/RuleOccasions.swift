package import TicketModel

/// What a version of `rules.yml` says about when its rules act.
package enum RuleOccasions {
    /// Returns `on` and `if` of each rule as text, by its name; empty where the file cannot be read.
    package static func texts(in source: SourceText) -> [String: String] {
        let whole = SourceRange(0, source.bytes.count)
        guard let node = try? YAMLReader.read(source, in: whole, limits: .configuration) else { return [:] }
        var texts: [String: String] = [:]
        for item in node.items ?? [] {
            guard let name = item.pair("name")?.value.scalar else { continue }
            texts[name] = RulesSection.occasionText(of: item)
        }
        return texts
    }
}
