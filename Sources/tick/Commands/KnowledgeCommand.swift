import ArgumentParser
import TicketIndex
import TicketModel
import TicketWorkspace

struct KnowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kb",
        abstract: "The knowledge base: articles in kb/ that answer what is asked again and again.",
        discussion: """
              tick kb search принтер зажёвывает
              tick kb suggest k7q
              tick reply k7q --kb printer-jams
            """,
        subcommands: [
            KnowledgeListCommand.self, KnowledgeSearchCommand.self, KnowledgeShowCommand.self,
            KnowledgeNewCommand.self, KnowledgeSuggestCommand.self,
        ])
}

struct KnowledgeListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "All articles, with how many tickets each answered and when it last did.",
        discussion: "An article answered a ticket in which a reply links to it; nothing is counted anywhere else.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let read = desk.articles()
        let uses = await ArticleUses(desk.cachedSnapshot(keepsText: true, readsConversation: true))
        let articles = read.all.sorted { $0.name < $1.name }
        let json = ArticleJSON(desk: desk)
        try RowListing(
            member: "articles", kind: "article-list",
            names: ["article", "title", "tags", "for", "answered", "last", "path"], flexible: ["title", "tags"],
            hidden: ["path"], rows: articles.map { row($0, uses.use(of: $0), context, desk) },
            values: articles.map { .object(json.members($0, uses.use(of: $0))) }
        ).print(formatting.format(isTerminal: context.isTerminal), in: context)
        if articles.isEmpty { context.report.note("no articles yet: tick kb new TITLE writes one") }
        let broken = Set(read.diagnostics.filter { $0.severity == .error }.compactMap(\.location?.path)).count
        if broken > 0 {
            context.report.note(
                "\(broken == 1 ? "an article has" : "\(broken) articles have") errors: tick check --all")
        }
        try context.finish()
        await desk.keepCaches()
    }

    private func row(
        _ article: Article, _ use: ArticleUses.Use, _ context: CommandContext, _ desk: Workspace
    ) -> [String] {
        let isTable = formatting.format(isTerminal: context.isTerminal) == .table
        let last = use.last.map { isTable ? TimeText.local($0, in: desk.configuration.zone) : $0.formatted() }
        return [
            article.name, article.title, article.tags.joined(separator: isTable ? ", " : ","),
            article.audience.rawValue, "\(use.tickets.count)", last ?? "", article.path.description,
        ]
    }
}

struct KnowledgeSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search titles, tags and texts, the best article first.",
        discussion: """
            In Russian and English any form of a word finds all of its forms. A word that no article has is looked for at the \
            beginning of words.

              tick kb search vpn certificate
              tick kb search сбросить пароль
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Option(name: .long, help: "Show at most this many articles.")
    var limit = 10

    @Argument(help: "Words.")
    var words: [String]

    func run() async throws {
        guard limit > 0 else { throw UsageError("--limit takes a number from 1 on") }
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let found = desk.searchArticles(words, limit: limit)
        let page = ArticleMatchPage(desk: desk, found: found)
        try page.print(formatting.format(isTerminal: context.isTerminal), in: context)
        if found.matches.isEmpty { report(found, context) }
        if found.matchCount > limit, context.isTerminal {
            context.report.note("… and \(found.matchCount - limit) more: --limit \(found.matchCount) shows all")
        }
        try context.finish()
    }

    private func report(_ found: ArticleMatches, _ context: CommandContext) {
        if found.articleCount == 0 { return context.report.note("no articles yet: tick kb new TITLE writes one") }
        context.report.note("no article has any of these words")
        guard !found.nearTitles.isEmpty else { return }
        let titles = found.nearTitles.map { "\"\(PrintableText.make($0))\"" }.joined(separator: ", ")
        context.report.note("Hint: did you mean \(titles)?")
    }
}

struct KnowledgeShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "An article: what it says, for whom, which tickets it answered.",
        discussion: "By its name, its path, the last part of its name, or its title.")

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "As JSON, with the text.")
    var json = false

    @Flag(help: "The text's Markdown rendered, or as it is written; by itself rendered on a terminal only.")
    var markdown: MarkdownForm?

    @Argument(help: "The article.")
    var name: String

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        context.usePager()
        let article = try desk.article(named: name)
        let uses = await ArticleUses(desk.cachedSnapshot(keepsText: true, readsConversation: true))
        let use = uses.use(of: article)
        if json {
            try context.print(json: ArticleJSON(desk: desk).document(article, use))
        } else {
            let isRendered = (markdown ?? (context.isTerminal ? .rendered : .raw)) == .rendered
            let page = ArticlePage(
                desk: desk, article: article, use: use, palette: context.palette, width: context.width ?? 100)
            for line in isRendered ? page.lines() : page.rawLines() { try context.print(line) }
        }
        try context.finish()
        await desk.keepCaches()
    }
}

struct KnowledgeNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write an article and commit it.",
        discussion: """
            Without a text, on a terminal, the editor opens. The file is named after the title.

              tick kb new 'The VPN does not connect' --tag vpn --tag network
              tick kb new 'Касса не в сети' -F till.md
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var text: TextOptions

    @Option(name: .long, help: "A tag; may be given again.")
    var tag: [String] = []

    @Option(name: .long, help: "The article's name, such as vpn or network/vpn; made from the title otherwise.")
    var name: String?

    @Flag(name: .long, help: "For the desk's people alone: it goes into no reply.")
    var `internal` = false

    @Flag(name: .long, help: "Not ready yet: it goes into no reply.")
    var draft = false

    @Argument(help: "The title.")
    var title: String

    func run() async throws {
        guard !(draft && self.internal) else {
            throw UsageError("--draft and --internal cannot be given together", hint: "a draft is for nobody yet")
        }
        let context = try CommandContext(global, date: writing.date)
        let desk = try context.openDesk(toWrite: true)
        var new = NewArticle(
            title: title, name: name, tags: tag, audience: draft ? .nobody : self.internal ? .agents : .everybody)
        if let given = try text.text(in: context.surroundings.folder) {
            guard given.contains(where: { !$0.isWhitespace }) else { throw UsageError("the text is empty") }
            new.text = given
        } else {
            // What cannot be written is refused before the person has.
            _ = try desk.create(new, options: WriteOptions(isDryRun: true))
            new.text = try written(context, desk)
        }
        let result = try desk.create(new, options: writing.options)
        try ChangeOutput(context: context, desk: desk, isJSON: writing.json, isFull: writing.full).print(result)
        try context.finish()
    }

    private func written(_ context: CommandContext, _ desk: Workspace) throws -> String {
        let editor = TextEditor(context: context, desk: desk)
        guard editor.isAllowed else { throw UsageError("no text", hint: "tick kb new TITLE -m TEXT, or -F FILE") }
        let text = try editor.compose(
            """

            // \(PrintableText.make(title))
            //
            // The article's text, in Markdown. Lines that begin with // are left out.
            // Between <!-- internal --> and <!-- public --> stands what requesters never get.

            """)
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw UsageError("the text is empty: nothing was made")
        }
        return text
    }
}

struct KnowledgeSuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "The articles that may answer a ticket, and why.",
        discussion: "None where nothing is near enough. tick reply ID --kb ARTICLE answers with one.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var formatting: FormatOptions

    @Argument(help: "The ticket.")
    var id: String

    func run() async throws {
        let context = try CommandContext(global)
        let desk = try context.openDesk()
        let (ticket, snapshot) = try await TicketSelection(context: context, desk: desk).ticket(named: id)
        let found = await desk.suggestedArticles(for: ticket, in: snapshot)
        try print(found, ticket, context, desk)
        if found.isEmpty {
            context.report.note("no article is near to \(ticket.id)")
            context.report.note("Hint: tick kb search WORDS looks for yours")
        }
        try context.finish()
    }

    private func print(
        _ found: [ArticleSuggestion], _ ticket: Ticket, _ context: CommandContext, _ desk: Workspace
    ) throws {
        let json = ArticleJSON(desk: desk)
        let values = found.map { suggestion -> JSONValue in
            .object(
                json.members(suggestion.article, nil, score: suggestion.score) + [
                    (name: "words", value: .strings(suggestion.words))
                ])
        }
        let format = formatting.format(isTerminal: context.isTerminal)
        if format == .json {
            return try context.print(
                json: [
                    "schemaVersion": 1, "kind": "article-suggestions", "ticket": .string(ticket.id.text),
                    "articles": .array(values),
                ])
        }
        let rows = found.map { suggestion in
            [
                suggestion.article.name, suggestion.article.title, suggestion.article.audience.rawValue,
                suggestion.words.joined(separator: format == .table ? ", " : ","),
            ]
        }
        try RowListing(
            member: "articles", kind: "article-suggestions", names: ["article", "title", "for", "words"],
            flexible: ["title", "words"], rows: rows, values: values
        ).print(format, in: context)
    }
}
