import Testing
import TicketModel

@testable import tick

@Suite struct DelimitedTextTests {
    @Test func `csv quotes what needs quotes and leaves the rest`() {
        let record = DelimitedText.csv(["a", "b,c", "say \"hi\"", "two\nlines", "", " x", "=1+1", "Ёж"])
        #expect(
            String(decoding: record, as: UTF8.self) == "a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",,\" x\",=1+1,Ёж\r\n"
        )
        #expect(DelimitedText.csv([""]) == Array("\"\"\r\n".utf8))
    }

    @Test func `csv sends no control character to a terminal`() {
        let record = DelimitedText.csv(["a\u{1B}[31mred", "b\u{202E}evil", "c\u{9B}d"])
        let text = String(decoding: record, as: UTF8.self)
        #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{202E}", "\u{9B}"].contains($0) })
        #expect(text.hasSuffix("\r\n"))
    }

    @Test func `csv reads back as it is shown`() {
        var random = RenderingRandom(seed: 8)
        for _ in 0..<500 {
            let records = (0..<4).map { _ in (0..<3).map { _ in random.text() } }
            let read = readCSV(records.flatMap(DelimitedText.csv))
            #expect(
                read.map { $0.map { Array($0.utf8) } }
                    == records.map { $0.map { Array(PrintableText.make($0, .lines).utf8) } })
        }
    }

    @Test func `tsv is one line with a tab between fields, whatever is in them`() {
        var random = RenderingRandom(seed: 9)
        for _ in 0..<1_000 {
            let fields = (0..<3).map { _ in random.text() }
            let line = DelimitedText.tsv(fields)
            #expect(line.count { $0 == 0x09 } == 2)
            #expect(line.count { $0 == 0x0A } == 1 && line.last == 0x0A)
            #expect(line.dropLast().allSatisfy { $0 >= 0x20 || $0 == 0x09 })
        }
    }

    @Test func `tsv escapes can be undone`() {
        #expect(
            String(decoding: DelimitedText.tsv(["a\tb", "c\r\nd", "e\\n", "日本"]), as: UTF8.self)
                == "a\\tb\tc\\r\\nd\te\\\\n\t日本\n")
    }

    /// Reads RFC 4180 byte by byte.
    private func readCSV(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if isQuoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if offset < bytes.count, bytes[offset] == 0x22 {
                    field.append(0x22)
                    offset += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 0x22 {
                isQuoted = true
            } else if byte == 0x2C || byte == 0x0D {
                record.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == 0x0D {
                    records.append(record)
                    record = []
                    offset += 1
                }
            } else {
                field.append(byte)
            }
        }
        return records
    }
}
