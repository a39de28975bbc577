/// What a desk's `.tick/` says, read and checked. A value: a new one replaces the old when the files change.
package struct Configuration: Sendable {
    package var name = ""
    /// The prefix of new ids: `HD` in `HD-k7qf3m`.
    package var key = "T"
    package var zone = Zone.utc
    package var idStyle = IDStyle.random
    /// The globs that say which files are tickets.
    package var ticketGlobs = ["tickets/**/*.md"]
    /// Where a new ticket's file goes: `{yyyy}`, `{mm}`, `{dd}`, `{id}`, `{slug}`.
    package var placePattern = "tickets/{yyyy}/{mm}/{id}-{slug}.md"
    /// For adopted desks: what the files call the fields, by Tickdown's names.
    package var fileNames: [FieldName: String] = [:]
    package var choices: [FieldName: [Choice]] = [:]
    package var priorityTable: PriorityTable?
    package var types: [TypeDefinition] = []
    package var customFields: [CustomField] = []
    package var attachments = AttachmentRules()
    /// How much earlier than its commit an entry or a commit may be dated before it is flagged, in seconds.
    package var backdateSeconds: Int64 = 15 * 60
    /// The desk's own words for the verbs of entries.
    package var verbNames: [String: EntryVerb] = [:]
    /// Severities that the desk sets for `check`'s rules; nil switches a rule off.
    package var ruleSeverities: [String: Severity?] = [:]
    /// The largest ticket file that is read, in bytes.
    package var fileSizeLimit = 1 << 20
    /// The folder of the knowledge base.
    package var articleFolder: RepositoryPath = "kb"

    /// What `Closes: HD-…` in a commit's message does.
    package var closing = ClosingRule.automatic

    /// Who may change a field: roles, or `team:NAME`. Fields that are not here are everybody's.
    package var fieldRoles: [FieldName: [String]] = [:]
    /// Who may change the files of a folder.
    package var folderRights: [FolderRight] = []
    /// The roles that `config.yml` names, with the places, to be held against `people.yml`.
    package var roleReferences: [RoleReference] = []

    package var workflow = WorkflowDefinition.anything
    package var people: PeopleDirectory?
    package var namedQueries: [NamedQuery] = []
    package var serviceLevels = ServiceLevelDefinition()
    package var calendars: [String: CalendarDefinition] = [:]
    package var customers: [Customer] {
        get { customerDirectory.customers }
        set { customerDirectory = CustomerDirectory(newValue) }
    }
    private var customerDirectory = CustomerDirectory([])
    /// Finds customers by the names and addresses of their people.
    package var customerIndex: CustomerIndex { customerDirectory.index }
    /// What `tier` of a card may say; nil where anything goes.
    package var customerTiers: [Choice]?
    /// In the order of their files' names.
    package var templates: [ReplyTemplate] = []
    /// In the order of `rules.yml`, which is the order in which they act.
    package var rules: [RuleDefinition] = []
    package var distribution = DistributionDefinition()
    /// Where the `match` of each policy of `sla.yml` stands, by the policy's name.
    package var matchLocations: [String: SourceLocation] = [:]
    /// A checksum of the files that all of this was read from; nil where it comes from nowhere else.
    package var sourceDigest: UInt64?

    package init() {}

    package enum IDStyle: String, Sendable, CaseIterable {
        case random
        case sequence
    }
}

extension Configuration {
    package func customField(_ name: FieldName) -> CustomField? { customFields.first { $0.name == name } }

    /// The type of a field: the standard one, else the declared one; nil for an unknown name.
    package func type(of field: FieldName) -> FieldType? {
        FieldType.standard(field) ?? customField(field)?.type
    }

    /// Every field that the desk knows, standard ones first.
    package var knownFields: [FieldName] { FieldName.standard + customFields.map(\.name) }

    /// What the files call `field`.
    package func fileName(of field: FieldName) -> String { fileNames[field] ?? field.rawValue }

    package func typeDefinition(_ name: String?) -> TypeDefinition? {
        guard let name else { return nil }
        return types.first { $0.name == name } ?? types.first { FoldedText($0.name) == FoldedText(name) }
    }

    /// The declared choices of a field; nil where anything goes.
    package func declaredChoices(of field: FieldName) -> [Choice]? {
        if field == .status {
            return workflow.isOpenEnded ? nil : workflow.statuses.map { Choice($0.name, title: $0.title) }
        }
        if field == .type { return types.isEmpty ? nil : types.map { Choice($0.name, title: $0.title) } }
        if let declared = choices[field] { return declared }
        return customField(field)?.choices
    }

    /// The place of `value` among the declared choices of `field`, which is its order; nil where it is none of them.
    package func rank(of value: String, in field: FieldName) -> Int? {
        let key = FoldedText(value)
        return declaredChoices(of: field)?.firstIndex { FoldedText($0.name) == key }
    }
}

/// One allowed value of a choice, with what tables and forms show.
package struct Choice: Hashable, Sendable {
    package var name: String
    package var title: String?
    /// Of a category: whether only authorised people may ask for it.
    package var asksForAuthorised: Bool

    package init(_ name: String, title: String? = nil, asksForAuthorised: Bool = false) {
        self.name = name
        self.title = title
        self.asksForAuthorised = asksForAuthorised
    }
}

/// `priority-from`: the priority that follows from impact and urgency.
package struct PriorityTable: Hashable, Sendable {
    package var impacts: [String]
    package var urgencies: [String]
    /// One row an impact, one column an urgency.
    package var rows: [[String]]

    package init(impacts: [String], urgencies: [String], rows: [[String]]) {
        self.impacts = impacts
        self.urgencies = urgencies
        self.rows = rows
    }

    package func priority(impact: String, urgency: String) -> String? {
        guard let row = impacts.firstIndex(where: { FoldedText($0) == FoldedText(impact) }),
            let column = urgencies.firstIndex(where: { FoldedText($0) == FoldedText(urgency) })
        else { return nil }
        return rows[row][column]
    }
}

/// A type of tickets and the facts that it asks for.
package struct TypeDefinition: Hashable, Sendable {
    package var name: String
    package var title: String?
    /// Fields that must be there when a ticket leaves the initial status.
    package var requires: [FieldName]
    /// Whether only authorised people may ask for it.
    package var asksForAuthorised: Bool

    package init(
        name: String, title: String? = nil, requires: [FieldName] = [], asksForAuthorised: Bool = false
    ) {
        self.name = name
        self.title = title
        self.requires = requires
        self.asksForAuthorised = asksForAuthorised
    }
}

/// A field that the desk declares beside the standard ones.
package struct CustomField: Hashable, Sendable {
    package var name: FieldName
    package var type: FieldType
    package var title: String?
    package var defaultValue: String?
    /// For `choice`: what may be said.
    package var choices: [Choice]?
    /// For `text`: a glob that values must match.
    package var like: String?
    /// What forms say about it, below its title.
    package var help: String?

    package init(
        name: FieldName, type: FieldType, title: String? = nil, defaultValue: String? = nil, choices: [Choice]? = nil,
        like: String? = nil, help: String? = nil
    ) {
        self.help = help
        self.name = name
        self.type = type
        self.title = title
        self.defaultValue = defaultValue
        self.choices = choices
        self.like = like
    }
}

/// What may be attached.
package struct AttachmentRules: Hashable, Sendable {
    package var limitBytes = 10_000_000
    /// Lower-case file name extensions; empty allows all.
    package var types: [String] = []

    package init() {}
}

/// A named query of `queues.yml`.
package struct NamedQuery: Hashable, Sendable {
    package var name: String
    package var query: String
    package var sort: String?
    package var columns: [String]
    package var title: String?
    /// Where the query's text stands, so that an error in it can be shown there.
    package var location: SourceLocation?

    package init(name: String, query: String, sort: String? = nil, columns: [String] = [], title: String? = nil) {
        self.name = name
        self.query = query
        self.sort = sort
        self.columns = columns
        self.title = title
    }
}

/// `folders: {kb/: {by: [editor]}}`.
package struct FolderRight: Hashable, Sendable {
    /// Without a slash at its end.
    package var folder: RepositoryPath
    /// Roles, or `team:NAME`.
    package var roles: [String]

    package init(folder: RepositoryPath, roles: [String]) {
        self.folder = folder
        self.roles = roles
    }
}

/// A role, or `team:NAME`, where a configuration file names it.
package struct RoleReference: Hashable, Sendable {
    package var role: String
    package var location: SourceLocation

    package init(role: String, location: SourceLocation) {
        self.role = role
        self.location = location
    }
}
