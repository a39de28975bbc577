import Foundation
import Testing

@testable import TicketModel

@Suite struct TextSlugTests {
    @Test(arguments: [
        ("Принтер не печатает!", "printer-ne-pechataet"), ("Größe ändern", "grosse-andern"), ("打印机", ""), ("", ""),
        ("don't -- do / that", "dont-do-that"), ("Щука, ёж и подъезд", "shchuka-yozh-i-podezd"),
        ("Її ґанок є", "yiyi-ganok-ye"),
        ("Æsir Øre Łódź Þór ı İ", "aesir-ore-lodz-thor-i-i"), ("Ήλιος θάλασσα", "ilios-thalassa"),
        ("../../etc/passwd", "etc-passwd"),
        ("VPN: 10.0.0.1 \u{202E}txt", "vpn-10-0-0-1-txt"), ("Café\u{301} no\u{308}el", "cafe-noel"),
        ("Ўладзімір", "uladzimir"),
        ("И\u{306}од", "yod"), ("п'ять п’ять", "pyat-pyat"), ("👍 ok 👍🏽", "ok"), ("Việt Nam Đà Nẵng", "viet-nam-da-nang"),
    ])
    func `a title is spelled in ASCII`(title: String, slug: String) {
        #expect(Slug.make(from: title) == slug)
    }

    @Test func `only letters, digits and single inner dashes come out, 60 at most`() {
        var random = TextRandom(seed: 5)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        for _ in 0..<5_000 {
            let slug = Slug.make(from: random.text(of: awkwardScalars, maximumCount: 90))
            #expect(slug.allSatisfy(allowed.contains))
            #expect(slug.utf8.count <= 60 && !slug.hasPrefix("-") && !slug.hasSuffix("-") && !slug.contains("--"))
            #expect(Slug.make(from: slug) == slug)
        }
    }

    @Test func `every scalar of Unicode gives an allowed slug`() {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
        for value in UInt32(0)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let slug = Slug.make(from: String(scalar))
            if !slug.utf8.allSatisfy(allowed.contains) || slug.hasPrefix("-") {
                Issue.record("U+\(String(value, radix: 16)) gives \(slug)")
            }
        }
    }

    @Test func `a long title is cut after a word`() {
        let title = String(repeating: "abcdefghi ", count: 9)
        #expect(Slug.make(from: title) == "abcdefghi-abcdefghi-abcdefghi-abcdefghi-abcdefghi-abcdefghi")
        #expect(Slug.make(from: String(repeating: "a", count: 60) + " b") == String(repeating: "a", count: 60))
        #expect(Slug.make(from: String(repeating: "щ", count: 60)).utf8.count == 60)
    }

    @Test func `composed and decomposed titles have one slug`() {
        var random = TextRandom(seed: 6)
        for _ in 0..<1_000 {
            let title = random.text(of: awkwardScalars, maximumCount: 20)
            #expect(Slug.make(from: title.decomposedStringWithCanonicalMapping) == Slug.make(from: title))
        }
    }
}
