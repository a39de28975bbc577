import TicketModel

/// Ids that a field may hold: exact ones, beginnings of random ones, patterns.
struct IDTest: QueryTest {
    let field: FieldName
    /// In lower case.
    var exact: [String] = []
    /// Beginnings, with or without the key, in lower case.
    var beginnings: [String] = []
    var globs: [Glob] = []
    var includesAbsent = false

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        if field == .id { return matches(ticket.id) }
        guard let value = ticket.value(field), !value.isEmpty else { return includesAbsent }
        return value.texts.contains { text in TicketID(text).map(matches) ?? false }
    }

    func matches(_ id: TicketID) -> Bool {
        for text in exact where id.key == text || id.keyWithoutPrefix == text { return true }
        for text in beginnings where id.key.hasPrefix(text) || id.keyWithoutPrefix.hasPrefix(text) { return true }
        return globs.contains { $0.matches(id.key) }
    }
}

/// Files by their path: `path:tickets/2026/**`, `path:backlog/completed`.
struct PathTest: QueryTest {
    let globs: [Glob]
    /// Files, or folders with all that lies in them.
    let places: [RepositoryPath]

    func matches(_ ticket: Ticket, _ context: QueryContext, _ facts: inout LazyFacts) -> Bool {
        for place in places where ticket.path == place || ticket.path.isInside(place) { return true }
        return globs.contains { $0.matches(ticket.path.bytes) }
    }
}

extension QueryTermBuilder {
    /// `id:HD-k7q` takes the beginning of a random id, `id:HD-10` the whole of a numbered one, `id=` always the whole.
    func idTest(_ field: FieldName, _ clause: QueryClause) throws(QueryError) -> IDTest {
        try requireEquality(clause)
        var test = IDTest(field: field)
        let isWhole = clause.comparison != .matches || configuration.idStyle == .sequence
        for value in clause.values {
            if try isNone(value, clause) {
                test.includesAbsent = true
            } else if let glob = try glob(value) {
                test.globs.append(glob)
            } else if let id = TicketID(value.text) {
                if isWhole { test.exact.append(id.key) } else { test.beginnings.append(id.key) }
            } else {
                throw error(
                    "\(value.text) is no id", in: value.range, hint: "ids look like \(configuration.key)-k7qf3m")
            }
        }
        return test
    }

    func pathTest(_ clause: QueryClause) throws(QueryError) -> any QueryTest {
        try requireEquality(clause)
        var globs: [Glob] = []
        var places: [RepositoryPath] = []
        for value in clause.values {
            if let glob = try glob(value, .path) {
                globs.append(glob)
            } else {
                places.append(RepositoryPath(value.text.hasSuffix("/") ? String(value.text.dropLast()) : value.text))
            }
        }
        return PathTest(globs: globs, places: places)
    }
}
