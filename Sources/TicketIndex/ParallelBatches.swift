/// Work on many values, in batches on every core.
package enum ParallelBatches {
    /// Returns what `body` makes of each batch, in the order of the batches.
    ///
    /// - Parameter size: How many values a batch has; fewer than two batches are worked on at once.
    package static func map<Element: Sendable, Value: Sendable>(
        _ elements: [Element], size: Int = 512, _ body: @escaping @Sendable (ArraySlice<Element>) -> Value
    ) async -> [Value] {
        let batches = stride(from: 0, to: elements.count, by: size).map {
            elements[$0..<min($0 + size, elements.count)]
        }
        guard batches.count > 1 else { return batches.map(body) }
        return await withTaskGroup(of: (Int, Value).self) { group in
            for (number, batch) in batches.enumerated() { group.addTask { (number, body(batch)) } }
            let values = await group.reduce(into: [Value?](repeating: nil, count: batches.count)) { $0[$1.0] = $1.1 }
            return values.compactMap(\.self)
        }
    }
}
