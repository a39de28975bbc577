import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct CustomerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The customers, with how many tickets each has.",
        discussion: """
            Words match beginnings of words on the card; KEY:VALUE matches one of its keys, with * and ?.

              tick customer list tier:vip
              tick customer list maria
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "Words, or KEY:VALUE.")
    var words: [String] = []

    private static let names = ["handle", "name", "tier", "people", "open", "total", "lastContact"]

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let filter = try CustomerFilter(words.flatMap { $0.split(separator: " ").map(String.init) }, desk.configuration)
        let view = try await desk.view(needs: .conversation)
        let workflow = desk.configuration.workflow
        let found = CustomerTickets(view.snapshot).all.filter { filter.matches($0.customer) }
            .map { ($0.customer, CustomerFigures($0.tickets, workflow)) }
        try write(found, context, desk.configuration.zone)
        if found.isEmpty {
            context.report.note(words.isEmpty ? "no customers yet: tick customer new HANDLE" : "no customer matches")
        }
        try context.finish()
        await desk.keepCaches()
    }

    private func write(
        _ found: [(Customer, CustomerFigures)], _ context: CommandContext, _ zone: Zone
    ) throws {
        switch formatting.format(isTerminal: context.isTerminal) {
        case .json:
            try context.print(json: [
                "schemaVersion": 1, "kind": "customer-list", "customers": .array(found.map(Self.json)),
            ])
        case .ndjson: try context.output.write(JSONWriter.lines(found.map(Self.json)))
        case .tsv: for row in found { try context.output.write(DelimitedText.tsv(Self.row(row) { $0.formatted() })) }
        case .csv:
            try context.output.write(DelimitedText.csv(Self.names))
            for row in found { try context.output.write(DelimitedText.csv(Self.row(row) { $0.formatted() })) }
        case .table:
            var table = Table([
                .init(title: "CUSTOMER"), .init(title: "NAME", isFlexible: true), .init(title: "TIER"),
                .init(title: "PEOPLE", alignment: .right), .init(title: "OPEN", alignment: .right),
                .init(title: "ALL", alignment: .right), .init(title: "LAST CONTACT"),
            ])
            for row in found {
                table.append(Self.row(row) { TimeText.local($0, in: zone) }.map { StyledText($0) })
            }
            for line in table.lines(width: context.width, palette: context.palette) { try context.print(line) }
        }
    }

    private static func row(_ found: (Customer, CustomerFigures), _ time: (Instant) -> String) -> [String] {
        let (customer, figures) = found
        return [
            customer.handle, customer.name, customer.tier ?? "", String(customer.people.count),
            String(figures.notDone), String(figures.total), figures.lastContact.map(time) ?? "",
        ]
    }

    private static func json(_ found: (Customer, CustomerFigures)) -> JSONValue {
        let (customer, figures) = found
        return [
            "handle": .string(customer.handle), "name": .string(customer.name), "tier": .optional(customer.tier),
            "path": .optional(customer.path?.description),
            "people": .strings(customer.people.map(\.handle)), "counts": CustomerPage.json(figures),
            "lastContact": TicketJSON.instant(figures.lastContact),
        ]
    }
}

/// Which cards are meant: all of the words.
struct CustomerFilter {
    private enum Term {
        case word(FoldedText)
        case key(String, Glob)
    }

    private let terms: [Term]

    init(_ words: [String], _ configuration: Configuration) throws(UsageError) {
        let facts = Set(configuration.customers.flatMap(\.facts.keys)).sorted()
        let keys = ["handle", "name", "tier", "person", "domain"] + facts
        var (terms, problems): ([Term], [UsageError]) = ([], [])
        for word in words {
            let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, !PersonReference.hasScheme(word) {
                guard keys.contains(parts[0]), let glob = try? Glob(parts[1], .foldedName) else {
                    let nearest = NearMatch.closest(to: parts[0], among: keys, limit: 1).first
                    problems.append(
                        UsageError(
                            "no card is asked for by \(PrintableText.argument(word))",
                            hint: nearest.map { "did you mean \($0):?" }
                                ?? "the keys are \(keys.joined(separator: ", "))"))
                    continue
                }
                terms.append(.key(parts[0], glob))
            } else {
                terms.append(.word(FoldedText(word)))
            }
        }
        if let error = UsageError(all: problems) { throw error }
        self.terms = terms
    }

    func matches(_ customer: Customer) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .word(let word): Self.texts(of: customer).contains { Self.begins($0, with: word) }
            case .key(let key, let glob): Self.values(key, of: customer).contains { glob.matches($0) }
            }
        }
    }

    private static func values(_ key: String, of customer: Customer) -> [String] {
        switch key {
        case "handle": [customer.handle]
        case "name": [customer.name]
        case "tier": [customer.tier ?? "none"]
        case "person": customer.people.flatMap { $0.names + [$0.name].compactMap(\.self) }
        case "domain": customer.domains
        default: [customer.facts[key]].compactMap(\.self)
        }
    }

    private static func texts(of customer: Customer) -> [String] {
        [customer.handle, customer.name] + customer.emails + customer.phones + customer.domains
            + customer.people.flatMap { $0.names + [$0.name].compactMap(\.self) } + customer.facts.values
    }

    /// Whether a word of the text begins so.
    private static func begins(_ text: String, with word: FoldedText) -> Bool {
        let text = FoldedText(text)
        if text.utf8.starts(with: word.utf8) { return true }
        return text.string.split { !$0.isLetter && !$0.isNumber }.contains { $0.utf8.starts(with: word.utf8) }
    }
}
