/// Who a desk knows, gathered once, so that asking about a name takes the same time whatever the number of customers.
package struct PersonReferences: Sendable {
    /// Handles and addresses of people and customers.
    private let names: Set<FoldedText>
    /// The digits of customers' telephones.
    private let phones: Set<String>

    package init(_ configuration: Configuration) {
        let clients = configuration.customers.flatMap(\.people)
        let people = (configuration.people?.people ?? []) + clients
        names = Set(
            (configuration.customers.map(\.handle) + people.flatMap { [$0.handle] + $0.emails }).map { FoldedText($0) })
        phones = Set(clients.flatMap(\.phones).map { PersonReference.digits($0) }.filter { !$0.isEmpty })
    }

    /// Whether `text` names a person, as ``Configuration/isPersonReference(_:)`` has it.
    package func contains(_ text: String) -> Bool {
        PersonReference.isAddress(text) || names.contains(FoldedText(text))
            || phones.contains(PersonReference.digits(text))
    }
}
