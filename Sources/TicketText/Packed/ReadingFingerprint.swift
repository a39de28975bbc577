package import TicketModel

/// A checksum of those parts of a desk's configuration by which tickets are read.
package enum ReadingFingerprint {
    /// Stands for what the reading of tickets does with the same bytes and configuration: to be raised when that changes.
    private static let readingVersion = 2

    package static func make(_ configuration: Configuration, with more: [String] = []) -> (UInt64, UInt64) {
        var parts: [String] = ["\(readingVersion)", "\(configuration.fileSizeLimit)", configuration.zone.name]
        // The zone's rules may change under its name: its offsets at moments of some years stand for them.
        for year in 0..<140 {
            let moment = Instant(secondsSinceEpoch: Int64(year) * 15_778_800)
            parts.append(moment.formatted(in: configuration.zone))
        }
        parts += configuration.ticketGlobs
        parts += configuration.fileNames.map { "\($0.key)=\($0.value)" }.sorted()
        parts += configuration.customFields.map { "\($0.name):\($0.type)" }
        parts += configuration.verbNames.map { "\($0.key)=\($0.value)" }.sorted()
        for person in configuration.people?.people ?? [] { parts += [person.handle] + person.emails }
        for customer in configuration.customers {
            parts += [customer.handle] + customer.emails + customer.phones + customer.domains
            for person in customer.people { parts += person.names }
        }
        parts += more
        let bytes: [UInt8] = Array(parts.map { Array($0.utf8) }.joined(separator: [0]))
        return (ByteDigest.digest(bytes[...], seed: 1), ByteDigest.digest(bytes[...], seed: 2))
    }
}
