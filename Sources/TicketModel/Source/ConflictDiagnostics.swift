/// Says of a file which conflicts a merge left in it, in the same words wherever it is read.
package enum ConflictDiagnostics {
    package static let rule = "conflict-markers"

    /// Returns a diagnostic for each first marker in the file, at its line.
    package static func all(in source: SourceText, ticket: TicketID? = nil) -> [Diagnostic] {
        let blocks = ConflictBlock.all(in: source.bytes)
        let frontMatterEnd = frontMatterEnd(of: source.bytes)
        let id = ticket?.text ?? writtenID(in: source)
        var found: [Diagnostic] = []
        var position = 0
        while position < source.bytes.count {
            let end = source.bytes[position...].firstIndex(of: 0x0A) ?? source.bytes.count
            let line = SourceRange(position, end)
            position = end + 1
            guard ConflictBlock.isStart(source.bytes[line.indices]) else { continue }
            let block = blocks.first { $0.range.start == line.start }
            // Longer markers count only in a conflict that is closed: they may as well be drawn by hand.
            let isUsual =
                source.bytes[line.indices].prefix { $0 == UInt8(ascii: "<") }.count == ConflictBlock.markerSize
            let isNested = blocks.contains { $0.range.start < line.start && line.start < $0.range.end }
            if isNested || block == nil && !isUsual { continue }
            let keys = block.map { $0.range.start < frontMatterEnd ? $0.keys(in: source.bytes) : [] } ?? []
            found.append(
                Diagnostic(
                    rule: rule, message: message(block, keys, source), hint: hint(block, keys, id),
                    location: source.location(of: line.trimmingCarriageReturn(in: source.bytes)), ticket: ticket))
        }
        return found
    }

    private static func message(_ block: ConflictBlock?, _ keys: [String], _ source: SourceText) -> String {
        guard block != nil, !keys.isEmpty else { return "a merge conflict is left here" }
        return "both sides of a merge changed \(keys.joined(separator: ", "))"
    }

    private static func hint(_ block: ConflictBlock?, _ keys: [String], _ id: String?) -> String {
        guard block != nil, let id else {
            return "keep what is right, remove the lines <<<<<<<, ======= and >>>>>>>, then git add the file"
        }
        let value = keys.count == 1 ? ", or \(keys[0])=VALUE" : ""
        return "tick resolve \(id) --ours or --theirs\(value)"
    }

    /// Where the front matter ends: at the second line `---`, or nowhere.
    private static func frontMatterEnd(of bytes: [UInt8]) -> Int {
        var fences = 0
        var position = 0
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            if bytes[position..<end].filter({ $0 != 0x0D }).elementsEqual("---".utf8) { fences += 1 }
            if fences == 2 { return position }
            position = end + 1
        }
        return bytes.count
    }

    /// The id as a line of the file says it, be the file a ticket or not.
    private static func writtenID(in source: SourceText) -> String? {
        let lines = source.bytes.split(separator: 0x0A, maxSplits: 40)
        guard let line = lines.first(where: { $0.starts(with: "id: ".utf8) }) else { return nil }
        let word = line.dropFirst(4).prefix { $0 != 0x20 && $0 != 0x0D }
        return TicketID(String(decoding: word, as: UTF8.self))?.text
    }
}

extension ConflictBlock {
    /// The keys that begin lines of either side, each once.
    package func keys(in bytes: [UInt8]) -> [String] {
        var keys: [String] = []
        for side in [ours, theirs] {
            for line in bytes[side.indices].split(separator: 0x0A) {
                guard let first = line.first, !"#- <>=|{}[]\"'\r\t".utf8.contains(first),
                    let colon = line.firstIndex(of: UInt8(ascii: ":")),
                    colon + 1 == line.endIndex || [0x20, 0x0D].contains(line[colon + 1])
                else { continue }
                let key = String(decoding: line[..<colon], as: UTF8.self)
                if !keys.contains(key) { keys.append(key) }
            }
        }
        return keys
    }
}

extension SourceRange {
    fileprivate func trimmingCarriageReturn(in bytes: [UInt8]) -> SourceRange {
        count > 0 && bytes[end - 1] == 0x0D ? SourceRange(start, end - 1) : self
    }
}
