/// Merges three versions of a plain file by lines, as git does.
package enum TextMerge {
    /// Returns the merge; nil where both sides changed the same lines, or a side is no text.
    ///
    /// - Parameter base: what both grew out of; empty where both sides added the file.
    package static func merge(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8]? {
        if ours == theirs || theirs == base { return ours }
        if ours == base { return theirs }
        guard ![base, ours, theirs].contains(where: { $0.contains(0) }) else { return nil }
        let merge = LineMerge(
            base: LineMerge.lines(base), ours: LineMerge.lines(ours), theirs: LineMerge.lines(theirs))
        guard !merge.hasConflict else { return nil }
        let lines = merge.chunks.flatMap { chunk -> [LineMerge.Line] in
            if case .lines(let lines) = chunk { lines } else { [] }
        }
        return Array(lines.joined(separator: [0x0A]))
    }
}
