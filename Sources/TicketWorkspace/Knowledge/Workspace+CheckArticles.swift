internal import GitStore
internal import TicketModel
internal import TicketText
internal import Workflow

extension Workspace {
    /// Returns what is wrong with the knowledge base as it lies on disk, in the order of the files.
    func articleDiagnostics() -> [Diagnostic] {
        let read = articles()
        let parts = ParallelWork.map(read.all) { articles in articles.flatMap { ArticleParts($0).diagnostics } }
        let files = files
        let checks = ArticleChecks(read.all, unread: read.diagnostics.compactMap(\.location?.path)) { path in
            files.exists(path) || files.folder(path) != nil
        }
        return read.diagnostics + parts.flatMap(\.self) + checks.findings()
    }

    /// The same, for a check of what was changed: nothing where no article was, all of them where one is gone or has another name, else
    /// the findings in those that were changed.
    ///
    /// - Parameter paths: files and folders that are named; empty for all that is changed.
    func articleDiagnostics(changedIn paths: [RepositoryPath]) throws(WorkspaceError) -> [Diagnostic] {
        let folder = configuration.articleFolder
        let named = paths.filter { $0 == folder || $0.isInside(folder) || folder.isInside($0) }
        guard paths.isEmpty || !named.isEmpty, files.folder(folder) != nil else { return [] }
        if !paths.isEmpty {
            return articleDiagnostics().filter { finding in
                finding.location.map { at in named.contains { at.path == $0 || at.path.isInside($0) } } ?? true
            }
        }
        let changed = try asking { () throws(GitError) in try repository.status(in: [folder.bytes]) }
            .map { RepositoryPath($0.path) }.filter { Article.isArticle($0, in: folder) }
        guard !changed.isEmpty else { return [] }
        let found = articleDiagnostics()
        guard changed.allSatisfy(files.exists) else { return found }
        let wanted = Set(changed)
        return found.filter { $0.location.map { wanted.contains($0.path) } ?? true }
    }

    /// What is wrong with the front matter and the links of articles that are staged.
    func articleDiagnostics(staged sources: [SourceText]) -> [Diagnostic] {
        guard !sources.isEmpty else { return [] }
        let read = sources.map { ArticleFile.read($0, in: configuration.articleFolder, configuration) }
        let staged = read.compactMap(\.article)
        let paths = Set(sources.map(\.path))
        let others = articles().all.filter { !paths.contains($0.path) }
        let files = files
        let checks = ArticleChecks(others + staged, unread: Array(paths)) {
            files.exists($0) || files.folder($0) != nil
        }
        let found = read.flatMap(\.diagnostics) + staged.flatMap { ArticleParts($0).diagnostics } + checks.findings()
        return found.filter { $0.location.map { paths.contains($0.path) } ?? true }
    }
}
