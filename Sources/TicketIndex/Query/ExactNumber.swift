/// A decimal number of any length, compared digit by digit: no value is rounded on its way.
struct ExactNumber: Hashable, Comparable, Sendable {
    /// False for zero.
    private let isNegative: Bool
    /// Digits before the point without leading zeros.
    private let whole: [UInt8]
    /// Digits after the point without trailing zeros.
    private let fraction: [UInt8]

    /// Parses `42`, `-1.50`, `+.5`; nil for anything else.
    init?(_ text: some StringProtocol) {
        var digits = text.utf8[...]
        let sign = digits.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits = digits.dropFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.contains(where: { !$0.isEmpty }), parts.allSatisfy({ $0.allSatisfy(Self.isDigit) }) else {
            return nil
        }
        whole = Array(parts[0].drop { $0 == UInt8(ascii: "0") })
        var fraction = parts.count > 1 ? Array(parts[1]) : []
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        self.fraction = fraction
        isNegative = sign == UInt8(ascii: "-") && !(whole.isEmpty && fraction.isEmpty)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isSmallerInSize(than: left) : left.isSmallerInSize(than: right)
    }

    private func isSmallerInSize(than other: ExactNumber) -> Bool {
        if whole.count != other.whole.count { return whole.count < other.whole.count }
        if whole != other.whole { return whole.lexicographicallyPrecedes(other.whole) }
        return fraction.lexicographicallyPrecedes(other.fraction)
    }
}
