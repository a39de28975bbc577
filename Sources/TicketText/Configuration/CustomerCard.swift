import TicketModel

/// `customers/*.md`: a card in front matter, notes below it.
enum CustomerCard {
    static func read(_ file: SourceText, into configuration: inout Configuration) -> [Diagnostic] {
        let document: TicketDocument
        do {
            document = try TicketDocument(file)
        } catch {
            return [error.diagnostic]
        }
        guard let handle = TicketReader.id(fromName: file.path.name)?.text else { return [] }
        let context = DiagnosticContext(source: file)
        var reader = MappingReader(
            YAMLNode(.mapping(document.pairs, isFlow: false), range: document.mappingRange), what: "the card",
            context: context)
        var customer = Customer(handle: handle, name: reader.text("name") ?? handle, tier: reader.text("tier"))
        for pair in reader.mapping("people") {
            customer.people.append(PeopleSection.person(pair, isAgent: false, context))
        }
        for pair in document.pairs where !["name", "tier", "people"].contains(pair.key) {
            if let text = pair.value.scalar { customer.facts[pair.key] = text }
        }
        configuration.customers.append(customer)
        return context.diagnostics
    }
}
