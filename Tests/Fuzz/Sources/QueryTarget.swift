import TicketIndex
import TicketModel

/// A query, NUL, and an order: `Query`, `SortOrder`.
///
/// What parses prints a text that parses to the same: it prints the same and finds the same tickets. Ordering loses none.
enum QueryTarget {
    private static let configuration = QueryFixture.configuration

    static func run(_ input: [UInt8]) {
        let (query, order) = FuzzInput.halves(input)
        check(query: FuzzInput.text(query))
        check(order: FuzzInput.text(order))
    }

    private static func check(query text: String) {
        let query: Query
        do {
            query = try Query.parse(text, configuration: configuration)
        } catch {
            check(error, in: text)
            return
        }
        let printed = query.description
        // A field's own name may be longer than the one that was written.
        guard printed.unicodeScalars.count <= 20_000 else { return }
        guard let again = try? Query.parse(printed, configuration: configuration) else {
            fatalError("cannot be parsed any more: \(printed)")
        }
        require(again.description.utf8.elementsEqual(printed.utf8), "\(printed) is printed as \(again)")
        require(again.needs == query.needs, "\(printed) needs something else")
        require(found(query) == found(again), "\(printed) finds other tickets")
    }

    private static func found(_ query: Query) -> [String] {
        query.filter(QueryFixture.tickets, in: QueryFixture.context).map(\.id.text)
    }

    private static func check(_ error: QueryError, in text: String) {
        require(error.characterRange.upperBound <= text.count, "\(error.message) stands behind the text")
    }

    private static func check(order text: String) {
        let order: SortOrder
        do {
            order = try SortOrder.parse(text, configuration)
        } catch {
            check(error, in: text)
            return
        }
        let sorted = order.sorted(QueryFixture.tickets, in: QueryFixture.context).map(\.id.text)
        require(sorted.sorted() == QueryFixture.tickets.map(\.id.text).sorted(), "ordering loses tickets")
        let again = try? SortOrder.parse(order.description, configuration)
        guard let again else { fatalError("cannot be parsed any more: \(order)") }
        require(
            again.sorted(QueryFixture.tickets, in: QueryFixture.context).map(\.id.text) == sorted,
            "\(order) orders otherwise")
    }
}
