/// Who a desk knows, gathered once, so that asking about a name takes the same time whatever the number of customers.
package struct PersonReferences: Sendable {
    /// Handles and addresses of agents.
    private let names: Set<FoldedText>
    private let customers: CustomerIndex

    package init(_ configuration: Configuration) {
        names = Set((configuration.people?.people ?? []).flatMap { [$0.handle] + $0.emails }.map { FoldedText($0) })
        customers = configuration.customerIndex
    }

    /// Whether `text` names a person, as ``Configuration/isPersonReference(_:)`` has it.
    package func contains(_ text: String) -> Bool {
        PersonReference.isAddress(text) || names.contains(FoldedText(text))
            || customers.customerPosition(of: text) != nil
    }
}
