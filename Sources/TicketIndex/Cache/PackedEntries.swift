import TicketModel
import TicketText

/// A ticket's conversation as bytes: about 20 an entry, because people are numbers and places are distances.
enum PackedEntries {
    private static let hasPerson: UInt8 = 4
    private static let hasInstant: UInt8 = 8
    private static let hasTimeOfDay: UInt8 = 16
    private static let hasOwnWord: UInt8 = 32

    /// - Parameter number: Returns the number of a text among the cache's values.
    static func write(_ entries: [Entry], to writer: inout PackedWriter, number: (String) -> Int) {
        writer.append(number: entries.count)
        var instant: Int64 = 0
        var end = 0
        for entry in entries {
            var head = UInt8(EntryVerb.allCases.firstIndex(of: entry.verb) ?? 0)
            if entry.person != nil { head |= hasPerson }
            if entry.instant != nil { head |= hasInstant }
            if entry.secondsOfDay != nil { head |= hasTimeOfDay }
            if entry.verbText != entry.verb.rawValue { head |= hasOwnWord }
            writer.append(head)
            if let person = entry.person { writer.append(number: number(person)) }
            if let own = entry.instant {
                writer.append(signed: own.secondsSinceEpoch &- instant)
                instant = own.secondsSinceEpoch
            }
            if let seconds = entry.secondsOfDay { writer.append(number: seconds) }
            if head & hasOwnWord != 0 { writer.append(number: number(entry.verbText)) }
            for place in [
                entry.headingRange.start, entry.headingRange.end, entry.textRange.start, entry.textRange.end,
            ] {
                writer.append(signed: Int64(place - end))
                end = place
            }
            writer.append(fixed: entry.textDigest)
        }
    }

    static func read(_ cache: IndexCache, at offset: Int) -> [Entry] {
        var reader = PackedReader(cache.bytes, from: offset)
        let count = reader.itemCount()
        guard count > 0 else { return [] }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var instant: Int64 = 0
        var end = 0
        for index in 0..<count {
            let head = reader.byte()
            let verb = EntryVerb.allCases[Int(head & 3) % EntryVerb.allCases.count]
            let person = head & hasPerson == 0 ? nil : cache.text(reader.number())
            if head & hasInstant != 0 { instant = instant &+ reader.signed() }
            let seconds = head & hasTimeOfDay == 0 ? nil : reader.number()
            let word = head & hasOwnWord == 0 ? verb.rawValue : cache.text(reader.number())
            func place() -> Int {
                end = end &+ Int(truncatingIfNeeded: reader.signed())
                return end
            }
            let (headingStart, headingEnd, textStart, textEnd) = (place(), place(), place(), place())
            entries.append(
                Entry(
                    index: index, verb: verb, verbText: word, person: person,
                    instant: head & hasInstant == 0 ? nil : Instant(secondsSinceEpoch: instant), secondsOfDay: seconds,
                    headingRange: SourceRange(headingStart, headingEnd), textRange: SourceRange(textStart, textEnd),
                    textDigest: reader.fixed64()))
            guard reader.isSound else { return [] }
        }
        return entries
    }
}
