/// Charts of block elements (Unicode, U+2581 to U+258F), which take one column each.
enum BlockChart {
    private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let widths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// Returns one character a value, as high as its share of the largest; a dot for nothing.
    ///
    /// - Parameter largest: What the highest stands for; the largest value without it.
    static func spark(_ values: [Int], largest: Int? = nil) -> String {
        let top = max(largest ?? values.max() ?? 0, 1)
        return String(
            values.map { value in
                value <= 0 ? "·" : heights[min(7, (value * 8 + top - 1) / top - 1)]
            })
    }

    /// Returns a bar as long as the value's share of the largest, to an eighth of a column; what is not nothing shows.
    static func bar(_ value: Int, of largest: Int, columns: Int) -> String {
        guard value > 0, largest > 0, columns > 0 else { return "" }
        let eighths = max(1, min(value, largest) * columns * 8 / largest)
        let part = eighths % 8
        return String(repeating: "█", count: eighths / 8) + (part == 0 ? "" : String(widths[part - 1]))
    }
}
