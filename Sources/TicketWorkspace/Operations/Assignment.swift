/// An argument that changes a field: `status=open`, `tags+=vpn`, `tags-=vpn`, `due=`.
package struct Assignment: Hashable, Sendable {
    package enum Operator: String, Sendable {
        case set = "="
        case add = "+="
        case remove = "-="
    }

    package var name: String
    package var operation: Operator
    package var value: String

    package init(name: String, operation: Operator, value: String) {
        self.name = name
        self.operation = operation
        self.value = value
    }

    /// Returns the assignment that an argument reads as; nil where it is an id or a query, as `priority>=high` is.
    package init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
        var nameEnd = equals
        var operation = Operator.set
        let before = argument[argument.index(before: equals)]
        if before == "+" || before == "-" {
            nameEnd = argument.index(before: equals)
            operation = before == "+" ? .add : .remove
        }
        let name = argument[..<nameEnd]
        guard let first = name.first, first.isLetter || first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." })
        else { return nil }
        self.init(name: String(name), operation: operation, value: String(argument[argument.index(after: equals)...]))
    }
}
