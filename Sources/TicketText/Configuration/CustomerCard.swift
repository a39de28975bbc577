import TicketModel

/// One `customers/*.md`: a card in front matter, notes below it.
///
///     ---
///     name: ACME Ltd
///     tier: vip
///     domains: [acme.example]
///     people:
///       maria: {name: Maria Ivanova, email: [maria@acme.example], phone: ['+7 495 000-00-00'], address: ['tg:maria']}
///     ---
///     Calls before ten only.
struct CustomerCard {
    let customer: Customer
    let context: DiagnosticContext
    /// Every name and address on the card, with whose it is.
    private(set) var claims: [Claim]

    /// A name or an address that must be on one card only.
    struct Claim {
        var text: String
        /// The person's handle; nil for the customer's own.
        var person: String?
        var range: SourceRange
    }

    static let keys = ["name", "tier", "email", "phone", "domains", "people"]

    /// Returns nil, with diagnostics, for a file that is no card.
    static func read(
        _ file: SourceText, _ configuration: Configuration
    ) -> (card: CustomerCard?, diagnostics: [Diagnostic]) {
        do {
            let document = try TicketDocument(file)
            guard let handle = TicketReader.id(fromName: file.path.name)?.text else { return (nil, []) }
            return (CustomerCard(handle: handle, document, configuration), [])
        } catch {
            return (nil, [error.diagnostic])
        }
    }

    private init(handle: String, _ document: TicketDocument, _ configuration: Configuration) {
        let context = DiagnosticContext(source: document.source)
        self.context = context
        var reader = MappingReader(
            YAMLNode(.mapping(document.pairs, isFlow: false), range: document.mappingRange), what: "the card",
            context: context)
        var customer = Customer(handle: handle, name: reader.text("name") ?? handle, path: document.source.path)
        customer.tier = Self.tier(&reader, configuration)
        let (emails, phones) = (reader.items("email"), reader.items("phone"))
        Self.checkEmails(emails, context)
        Self.checkPhones(phones, context)
        let domains = reader.items("domains").filter { Self.isDomain($0, context) }
        (customer.emails, customer.phones) = (emails.map(\.text), phones.map(\.text))
        customer.domains = domains.map(\.text)
        claims = [Claim(text: handle, range: SourceRange(0, min(3, document.bytes.count)))]
        claims += (emails + phones).map { Claim(text: $0.text, range: $0.range) }
        claims += domains.map { Claim(text: "@" + $0.text, range: $0.range) }
        for pair in reader.mapping("people") {
            customer.people.append(PeopleSection.person(pair, isAgent: false, context))
            claims += Self.claims(of: pair)
        }
        for pair in document.pairs where !Self.keys.contains(pair.key) {
            if let text = pair.value.scalar { customer.facts[pair.key] = text }
            guard let nearest = context.nearest(to: pair.key, among: Self.keys) else { continue }
            context.report(
                rule: "config-key", .warning, "the key \(pair.key) is only a fact of the desk's own", hint: nearest,
                at: pair.keyRange)
        }
        self.customer = customer
    }

    private static func tier(_ reader: inout MappingReader, _ configuration: Configuration) -> String? {
        guard let node = reader.node("tier"), let text = reader.text("tier") else { return nil }
        guard let tiers = configuration.customerTiers?.map(\.name), !tiers.contains(text) else { return text }
        let nearest = reader.context.nearest(to: text, among: tiers)
        reader.context.error(
            "\(text) is no tier of this desk", hint: nearest ?? "one of \(tiers.joined(separator: ", "))",
            at: node.range)
        return text
    }

    private static func claims(of pair: YAMLPair) -> [Claim] {
        var claims = [Claim(text: pair.key, person: pair.key, range: pair.keyRange)]
        for key in ["email", "phone", "address"] {
            guard let node = pair.value.pair(key)?.value else { continue }
            for item in node.items ?? [node] {
                guard let text = item.scalar, !text.isEmpty else { continue }
                claims.append(Claim(text: text, person: pair.key, range: item.range))
            }
        }
        return claims
    }
}

// MARK: - Addresses

extension CustomerCard {
    private static func checkEmails(_ items: [(text: String, range: SourceRange)], _ context: DiagnosticContext) {
        for (text, range) in items where !text.contains("@") || !PersonReference.isAddress(text) {
            context.error("\(text) is no e-mail address", hint: "write one such as info@example.org", at: range)
        }
    }

    /// A number without its country can be dialled, but no `tel:+…` of a ticket is known to be it.
    static func checkPhones(_ items: [(text: String, range: SourceRange)], _ context: DiagnosticContext) {
        for (text, range) in items where PersonReference.digits(text).count < 5 {
            context.report(
                rule: "config-value", .warning, "\(text) is no international number: tel:+… will not be known by it",
                hint: "write it with + and the country, such as '+7 495 000-00-00'", at: range)
        }
    }

    /// `address:` of a person: whatever is no mail and no telephone.
    static func addresses(_ reader: inout MappingReader) -> [String] {
        let items = reader.items("address")
        for (text, range) in items where !PersonReference.isAddress(text) {
            reader.context.error(
                "\(text) is no address", hint: "write one such as 'tg:maria', 'tel:+74950000000' or an e-mail address",
                at: range)
        }
        return items.map(\.text)
    }

    private static func isDomain(_ item: (text: String, range: SourceRange), _ context: DiagnosticContext) -> Bool {
        let parts = item.text.split(separator: ".", omittingEmptySubsequences: false)
        let isDomain =
            parts.count > 1
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }
        if !isDomain {
            context.error("\(item.text) is no domain", hint: "write one such as example.org", at: item.range)
        }
        return isDomain
    }
}
