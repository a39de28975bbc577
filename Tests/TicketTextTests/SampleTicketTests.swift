import Foundation
import Testing
import TicketModel

@testable import TicketText

/// The tickets of `samples/tickets`, each odd in one way.
@Suite struct SampleTicketTests {
    static let files: [SourceText] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "samples/tickets")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted().compactMap { name in
            (try? Data(contentsOf: folder.appending(path: name))).map {
                SourceText(path: RepositoryPath("tickets/" + name), bytes: Array($0))
            }
        }
    }()

    @Test func everySampleIsATicket() {
        #expect(Self.files.count >= 40)
        let reader = TicketReader(configuration: Reading.configuration)
        for file in Self.files {
            let result = reader.read(file)
            #expect(result.ticket != nil, "\(file.path): \(result.diagnostics)")
            #expect(result.diagnostics.allSatisfy { $0.severity < .error }, "\(file.path): \(result.diagnostics)")
        }
    }

    @Test func everyFieldOfEverySampleCanBeSetAndClearedAloneAndKeepsItsOwnValue() throws {
        for file in Self.files {
            let document = try TicketDocument(file)
            for pair in document.pairs {
                let (field, style) = (FieldName(pair.key), FieldStyle(key: pair.key, meaning: .text, keyOrder: []))
                let set = try document.applying(.set(field, "x: y"), style: style)
                #expect(set.pair(pair.key)?.value.scalar == "x: y")
                let cleared = try document.applying(.clear(field), style: style)
                #expect(cleared.pair(pair.key)?.value.isNull ?? true)
                guard let text = pair.value.scalar, !pair.value.isNull else { continue }
                #expect(try document.applying(.set(field, text), style: style).bytes == file.bytes)
            }
        }
    }
}
