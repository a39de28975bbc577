import TicketModel
import TicketText

/// The values of fields as bytes: what kind it is, then its texts with their lengths before them.
enum PackedValue {
    private static let text: UInt8 = 1
    private static let list: UInt8 = 2
    private static let instant: UInt8 = 3
    private static let mapping: UInt8 = 4

    /// Returns a value's bytes: equal ones for equal values. A text is its bytes behind the first.
    static func bytes(of value: FieldValue) -> [UInt8] {
        var writer = PackedWriter()
        write(value, to: &writer)
        return writer.bytes
    }

    /// Appends a value's bytes.
    static func write(_ value: FieldValue, to writer: inout PackedWriter) {
        guard case .text(let text) = value else { return writeInner(value, to: &writer) }
        writer.append(Self.text)
        writer.append(contentsOf: text.utf8)
    }

    static func read(_ bytes: PackedBytes, _ range: Range<Int>) -> FieldValue? {
        guard !range.isEmpty else { return nil }
        if bytes.byte(at: range.lowerBound) == text {
            return .text(bytes.string(range.lowerBound + 1..<range.upperBound))
        }
        var reader = PackedReader(bytes, range)
        return read(&reader, depth: 0)
    }

    /// Returns the instant of a value that is one.
    static func instant(_ bytes: PackedBytes, _ range: Range<Int>) -> Instant? {
        guard !range.isEmpty, bytes.byte(at: range.lowerBound) == instant else { return nil }
        var reader = PackedReader(bytes, range.lowerBound + 1..<range.upperBound)
        return Instant(secondsSinceEpoch: reader.signed())
    }

    /// Appends a text of printable ASCII; returns false for any other value.
    static func appendPlain(_ bytes: PackedBytes, _ range: Range<Int>, to result: inout [UInt8]) -> Bool {
        guard !range.isEmpty, bytes.byte(at: range.lowerBound) == text else { return false }
        return bytes.appendPrintable(range.lowerBound + 1..<range.upperBound, to: &result)
    }

    private static func writeInner(_ value: FieldValue, to writer: inout PackedWriter) {
        switch value {
        case .text(let text):
            writer.append(Self.text)
            writer.append(text: text)
        case .list(let items):
            writer.append(list)
            writer.append(number: items.count)
            for item in items { writer.append(text: item) }
        case .instant(let instant, let text):
            writer.append(Self.instant)
            writer.append(signed: instant.secondsSinceEpoch)
            writer.append(text: text)
        case .mapping(let items):
            writer.append(mapping)
            writer.append(number: items.count)
            for item in items {
                writer.append(text: item.key)
                writeInner(item.value, to: &writer)
            }
        }
    }

    private static func read(_ reader: inout PackedReader, depth: Int) -> FieldValue? {
        switch reader.byte() {
        case text: return .text(reader.text())
        case list: return .list((0..<reader.itemCount()).map { _ in reader.text() })
        case instant:
            let instant = Instant(secondsSinceEpoch: reader.signed())
            return .instant(instant, text: reader.text())
        case mapping where depth < 64:
            return .mapping(
                (0..<reader.itemCount()).map { _ in
                    let key = reader.text()
                    return FieldValue.MappingItem(key: key, value: read(&reader, depth: depth + 1) ?? .text(""))
                })
        default: return nil
        }
    }
}
