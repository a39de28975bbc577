import TicketModel

/// `queues.yml`. The queries themselves are read by the index, which knows their language.
struct QueuesSection {
    func read(_ node: YAMLNode, into configuration: inout Configuration, _ context: DiagnosticContext) {
        guard let pairs = node.pairs else {
            context.error(
                "queues.yml must be a mapping", hint: "mine: {query: 'assignee:me phase:open'}", at: node.range)
            return
        }
        for pair in pairs {
            // Each has its line looked up, which takes a pass over the file.
            guard configuration.namedQueries.count < 1_000 else {
                context.error("more than 1000 queues", hint: "keep those that are used", at: pair.keyRange)
                break
            }
            var reader = MappingReader(pair.value, what: pair.key, context: context)
            let items = reader.items("query")
            var queue = NamedQuery(name: pair.key, query: items.first?.text ?? "", sort: reader.text("sort"))
            queue.columns = reader.texts("columns")
            queue.title = reader.text("title")
            queue.location = context.source.location(of: items.first?.range ?? pair.keyRange)
            if items.isEmpty {
                context.error(
                    "the queue \(pair.key) has no query", hint: "write query: 'assignee:me phase:open'",
                    at: pair.keyRange)
            }
            reader.finish()
            configuration.namedQueries.append(queue)
        }
    }
}
