/// A place in a file as people name it, with the line it lies on, so that an excerpt needs no second read.
package struct SourceLocation: Hashable, Sendable {
    package var path: RepositoryPath
    /// From 1.
    package var lineNumber: Int
    /// From 1, in characters.
    package var columnNumber: Int
    /// Characters that are meant, cut at the end of the line; 0 where a place between two characters is meant.
    package var length: Int
    package var lineText: String

    package init(path: RepositoryPath, lineNumber: Int, columnNumber: Int, length: Int, lineText: String) {
        self.path = path
        self.lineNumber = lineNumber
        self.columnNumber = columnNumber
        self.length = length
        self.lineText = lineText
    }
}
