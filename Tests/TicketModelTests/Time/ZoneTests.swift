import Foundation
import Testing
import TicketModel

struct ZoneTests {
    private func zone(_ name: String) throws -> Zone {
        try Zone(name: name, tzif: [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/" + name))))
    }

    private func instant(_ text: String) throws -> Instant {
        try #require(Instant.parse(text)).resolved(in: .utc)
    }

    /// A version 2 file with one time type and a rule.
    private func file(rule: String, offset: Int32 = 0, version: Character = "2") -> [UInt8] {
        func block(_ mark: Character) -> [UInt8] {
            var bytes = Array("TZif\(mark)".utf8) + Array(repeating: 0, count: 15)
            for count in [0, 0, 0, 0, 1, 4] as [UInt8] { bytes += [0, 0, 0, count] }
            bytes += withBigEndian(offset) + [0, 0] + Array("LMT\0".utf8)
            return bytes
        }
        return block(version) + block(version) + Array("\n\(rule)\n".utf8)
    }

    private func withBigEndian(_ value: Int32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    @Test(
        "Zones of the system know their past and their future",
        arguments: [
            ("Europe/Moscow", "2010-07-01T00:00:00Z", "2010-07-01T04:00:00+04:00"),
            ("Europe/Moscow", "2012-01-01T00:00:00Z", "2012-01-01T04:00:00+04:00"),
            ("Europe/Moscow", "2026-11-21T07:03:00Z", "2026-11-21T10:03:00+03:00"),
            ("America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00"),
            ("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00"),
            ("America/New_York", "2400-07-01T00:00:00Z", "2400-06-30T20:00:00-04:00"),
            ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00+05:45"),
            ("Australia/Lord_Howe", "2100-01-01T00:00:00Z", "2100-01-01T11:00:00+11:00"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00"),
            ("Europe/Dublin", "2099-01-01T00:00:00Z", "2099-01-01T00:00:00+00:00"),
        ])
    func offsets(name: String, utc: String, local: String) throws {
        #expect(try instant(utc).formatted(in: zone(name)) == local)
    }

    @Test("A time in the spring gap is the moment of the change, a repeated one its first occurrence")
    func gapAndFold() throws {
        let berlin = try zone("Europe/Berlin")
        let spring = try #require(CivilDate.parse("2026-03-29"))
        #expect(try berlin.instant(of: spring, secondsOfDay: 9_000) == instant("2026-03-29T01:00:00Z"))
        let autumn = try #require(CivilDate.parse("2026-10-25"))
        #expect(try berlin.instant(of: autumn, secondsOfDay: 9_000) == instant("2026-10-25T00:30:00Z"))
        #expect(try berlin.instant(of: autumn, secondsOfDay: 86_400) == instant("2026-10-25T23:00:00Z"))
        let apia = try zone("Pacific/Apia")
        let skipped = try #require(CivilDate.parse("2011-12-30"))
        #expect(try apia.instant(of: skipped, secondsOfDay: 36_000) == instant("2011-12-30T10:00:00Z"))
    }

    @Test(
        "Before a local time's moment the clock shows less, from it on not",
        arguments: ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu"])
    func momentsOfLocalTimes(name: String) throws {
        let zone = try zone(name)
        var local: Int64 = 0
        while local < 5_000_000_000 {
            let moment = zone.instant(localSeconds: local)
            #expect((moment + Int64(zone.offsetSeconds(at: moment))).secondsSinceEpoch >= local)
            let before = moment - 1
            #expect((before + Int64(zone.offsetSeconds(at: before))).secondsSinceEpoch < local)
            local += 1_800 * 397
        }
    }

    @Test(
        "Rules for the future are read in all their forms",
        arguments: [
            ("<+03>-3", "2026-07-01T00:00:00Z", 10_800), ("<+0545>-5:45", "2026-07-01T00:00:00Z", 20_700),
            ("EST5EDT,M3.2.0,M11.1.0", "2026-07-01T00:00:00Z", -14_400),
            ("EST5EDT,0/0,J365/25", "2026-01-01T05:00:00Z", -14_400),
            ("EST5EDT,0/0,J365/25", "2028-12-31T23:30:00Z", -14_400),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7_200),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3_600),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z", 7_200),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", 10_800),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0),
            ("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00Z", 3_600),
            ("AAA0BBB,J60/0,J300/0", "2028-02-29T23:59:59Z", 0),
        ])
    func rules(rule: String, utc: String, offset: Int) throws {
        let zone = try Zone(name: "sample", tzif: file(rule: rule))
        #expect(try zone.offsetSeconds(at: instant(utc)) == offset)
    }

    @Test("Every version is read, the first without a rule")
    func versions() throws {
        for version in "234" {
            #expect(
                try Zone(name: "a", tzif: file(rule: "<+03>-3", version: version)).offsetSeconds(at: .latest) == 10_800)
        }
        let first = try Zone(name: "a", tzif: file(rule: "<+03>-3", offset: 600, version: "\0"))
        #expect(first.offsetSeconds(at: .latest) == 600)
    }

    @Test(
        "Malformed rules are errors",
        arguments: [
            "A3", "<+03-3", "MSK", "MSK-25", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
            "EST5EDT,M3.6.0,M11.1.0",
            "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,366,1", "EST5EDT,M3.2.0/168,M11.1.0", "MSK-3 ",
        ])
    func malformedRules(rule: String) {
        #expect(throws: ZoneError.self) { try Zone(name: "sample", tzif: self.file(rule: rule)) }
    }

    @Test("Any cut and any changed byte of a zone file is an error or a zone that answers")
    func hostileBytes() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/America/New_York")))
        for length in stride(from: 0, to: bytes.count - 1, by: 7) {
            #expect(throws: ZoneError.self) { try Zone(name: "cut", tzif: Array(bytes[..<length])) }
        }
        let moments = try ["0001-01-01T00:00:00Z", "2026-03-08T06:59:59Z", "9999-12-31T23:59:59Z"].map {
            try instant($0)
        }
        // Both headers and the rule byte by byte, of the tables a sample.
        let header = try #require(bytes.indices.dropFirst(44).first { bytes[$0...].starts(with: Array("TZif".utf8)) })
        let indices = Set(0..<44).union(header..<header + 44).union(bytes.count - 24..<bytes.count)
        for index in indices.union(stride(from: 44, to: bytes.count, by: 29)).sorted() {
            for value in [0x80, bytes[index] ^ 1] as [UInt8] {
                var changed = bytes
                changed[index] = value
                guard let zone = try? Zone(name: "changed", tzif: changed) else { continue }
                for moment in moments {
                    let (date, second) = zone.civil(at: moment)
                    #expect(zone.instant(of: date, secondsOfDay: second) <= moment)
                }
            }
        }
    }

    @Test("Names that could leave the folder of zones are not looked for")
    func names() {
        for name in ["UTC", "Europe/Moscow", "Etc/GMT+3", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"] {
            #expect(Zone.isPlausibleName(name))
        }
        for name in [
            "", "/etc/passwd", "../x", "Europe/../x", "Europe//Moscow", "Europe/", "zone.tab", "Европа", "a\0b",
        ] {
            #expect(!Zone.isPlausibleName(name))
        }
    }
}
