import Foundation
import Testing
import TicketModel

@testable import TicketWorkspace

@Suite("Headers of messages")
struct MailTextTests {
    @Test("What is encoded is decoded again, for texts of any length and script")
    func roundTrip() {
        let alphabet = Array("abc éЖ漢👍🏽e\u{301}=?_\" ,<>") + ["\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"]
        var seed: UInt64 = 7
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        for _ in 0..<500 {
            let text = String((0..<next(120)).map { _ in alphabet[next(alphabet.count)] })
            let header = MailText.encoded(text)
            for line in header.split(separator: "\n") where !text.utf8.allSatisfy({ $0 < 0x80 }) {
                #expect(line.utf8.count <= 130, "\(line)")
            }
            #expect(header.utf8.allSatisfy { $0 < 0x80 })
            #expect(MailText.decoded(header.replacingOccurrences(of: "\n", with: "")) == text)
        }
    }

    @Test("A line break in a subject or a name begins no header of its own")
    func injection() {
        let message = OutboxMessage(
            rule: "r", ticket: TicketID(known: "HD-1"), occasion: "commit 1",
            recipient: .init(name: "A\nBcc: all@example.org", email: "a@example.org\r\nBcc: b@example.org"),
            subject: "x\r\nBcc: c@example.org", text: "text", at: Instant(secondsSinceEpoch: 0), from: nil)
        let head = String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\n\n")[0]
        #expect(!head.components(separatedBy: "\n").contains { $0.hasPrefix("Bcc") })
    }

    @Test("A message has one name for its rule, ticket, occasion and address, and another for any other")
    func key() {
        func message(_ rule: String, _ id: String, _ occasion: String, _ email: String, _ text: String) -> OutboxMessage
        {
            OutboxMessage(
                rule: rule, ticket: TicketID(known: id), occasion: occasion, recipient: .init(name: nil, email: email),
                subject: text, text: text, at: Instant(secondsSinceEpoch: 0), from: nil)
        }
        let one = message("r", "HD-1", "commit 1", "a@b.c", "x")
        #expect(one.key == message("r", "hd-1", "commit 1", "A@b.c", "y").key)
        #expect(one.messageID == message("r", "HD-1", "commit 1", "a@b.c", "y").messageID)
        let others = [
            message("s", "HD-1", "commit 1", "a@b.c", "x"), message("r", "HD-2", "commit 1", "a@b.c", "x"),
            message("r", "HD-1", "commit 2", "a@b.c", "x"), message("r", "HD-1", "commit 1", "b@b.c", "x"),
        ]
        #expect(Set(others.map(\.key) + [one.key]).count == 5)
    }

    @Test("Dates are those of RFC 5322")
    func date() {
        #expect(MailText.date(Instant(secondsSinceEpoch: 1_795_244_580)) == "Sat, 21 Nov 2026 07:03:00 +0000")
    }
}
