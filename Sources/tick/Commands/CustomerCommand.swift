import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct CustomerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer",
        abstract: "Customers' cards: who asks, how to reach them, what they asked before.",
        discussion: "  tick customer show maria@acme.example",
        subcommands: [
            CustomerShowCommand.self, CustomerListCommand.self, CustomerNewCommand.self, CustomerAddCommand.self,
        ])
}

struct CustomerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "A customer's card, people, notes and tickets: open ones, then old ones.",
        discussion: """
            By the customer's handle, a person's handle, any address, or a ticket.

              tick customer show acme
              tick customer show 'tel:+7 495 000-00-00'
              tick customer show HD-k7qf3m
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @Option(name: .long, help: "Show at most this many tickets that are done.")
    var limit = 10

    @Flag(name: .long, help: "Show every ticket.")
    var all = false

    @Argument(help: "A customer, a person, an address or a ticket.")
    var name: String

    func run() async throws {
        guard limit >= 0 else { throw UsageError("--limit takes a number from 0 on", hint: "--all shows all") }
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let view = try await desk.view(
            needs: json ? [.conversation, .serviceLevels, .workingTreeState] : .conversation)
        let subject = try desk.customer(named: name, in: view.snapshot)
        let page = CustomerPage(desk: desk, view: view, subject: subject, limit: all ? nil : limit)
        if subject.customer == nil, page.tickets.isEmpty {
            throw WorkspaceError(
                .absent, "customer.unknown",
                "nobody knows \(PrintableText.make(subject.reference)): no card, no ticket",
                hint: "tick customer add HANDLE \(PrintableText.make(subject.reference)) puts it on a card")
        }
        if json {
            await view.prepareClocks(of: page.tickets)
            try context.print(json: page.json)
        } else {
            for line in page.lines(palette: context.palette, width: context.width) { try context.print(line) }
            if let hint = page.hint { context.report.note(hint) }
        }
        try context.finish()
        await desk.keepCaches()
    }
}

struct CustomerNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a customer's card.",
        discussion: """
            Writes customers/HANDLE.md and commits it. Addresses are those of one person; tick customer add adds others.

              tick customer new acme --name 'ACME Ltd' --tier vip --domain acme.example
              tick customer new zerno --name 'Zerno' --from HD-k7qf3m --person 'Alina S.'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: .long, help: "What the customer is called.")
    var name: String?

    @Option(name: .long, help: "The tier that policies and queries know.")
    var tier: String?

    @Option(name: .long, help: "Whoever writes from this domain is of the customer.")
    var domain: [String] = []

    @Option(name: .long, help: "An e-mail address of the person.")
    var email: [String] = []

    @Option(name: .long, help: "A telephone number of the person, with + and the country.")
    var phone: [String] = []

    @Option(name: .long, help: "A ticket, whose requester is the person.")
    var from: String?

    @Option(name: .long, help: "The person's name or handle; made from the address otherwise.")
    var person: String?

    @Flag(name: .long, help: "The person may ask for what only authorised people may.")
    var authorised = false

    @Option(name: .shortAndLong, help: "Notes for the card.")
    var message: [String] = []

    @Argument(help: "The customer's handle, such as acme.")
    var handle: String

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        var addresses = email + phone
        if let from {
            let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: from)
            guard let requester = ticket.requester else {
                throw WorkspaceError(.absent, "ticket.no-requester", "\(ticket.id) has no requester")
            }
            addresses.append(requester)
        }
        let maker = CardPerson(desk: desk, name: person, isAuthorised: authorised)
        guard !addresses.isEmpty || person != nil || !authorised else {
            throw UsageError("--authorised needs a person", hint: "--person NAME, --email ADDRESS or --from TICKET")
        }
        let people = addresses.isEmpty && person == nil ? [] : [try maker.person(with: addresses)]
        let new = NewCustomer(
            handle: handle, name: name, tier: tier, domains: domain, people: people,
            notes: message.joined(separator: "\n\n"))
        let result = try desk.create(new, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }
}

struct CustomerAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put an address on a customer's card.",
        discussion: """
            The address, or the requester of a ticket, goes to the person who is named: to one whom the card has already, \
            else to a new one.

              tick customer add acme nikita@acme.example --person 'Nikita Sokolov'
              tick customer add acme HD-k7qf3m
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions

    @Option(name: .long, help: "The person's name or handle; made from the address otherwise.")
    var person: String?

    @Flag(name: .long, help: "A new person may ask for what only authorised people may.")
    var authorised = false

    @Argument(help: "The customer's handle.")
    var handle: String

    @Argument(help: "Addresses of the person, or a ticket whose requester it is.")
    var addresses: [String]

    func run() async throws {
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        let customer = try desk.customer(withHandle: handle)
        var found: [String] = []
        for address in addresses { found.append(try await reference(address, context, desk)) }
        let taken = found.compactMap { address in
            desk.configuration.customerPerson(address).flatMap { $0.isByDomain ? nil : ($0, address) }
        }
        if let (match, address) = taken.first {
            throw WorkspaceError(
                .refused, "customer.taken",
                "\(PrintableText.make(address)) is on the card of \(match.customer.handle) already",
                hint: "tick customer show \(PrintableText.make(address))")
        }
        let maker = CardPerson(desk: desk, name: person, isAuthorised: authorised)
        let (edits, who) = try maker.edits(of: customer, adding: found)
        let message = "\(customer.handle): \(who) +\(found.joined(separator: " +"))"
        let result = try desk.edit(customer, edits, message: message, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }

    private func reference(_ word: String, _ context: CommandContext, _ desk: Workspace) async throws -> String {
        if PersonReference.isAddress(word) || !PersonReference.digits(word).isEmpty { return word }
        let (ticket, _) = try await TicketSelection(context: context, desk: desk).ticket(named: word)
        guard let requester = ticket.requester else {
            throw WorkspaceError(.absent, "ticket.no-requester", "\(ticket.id) has no requester")
        }
        return requester
    }
}
