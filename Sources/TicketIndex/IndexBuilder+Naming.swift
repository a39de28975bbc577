import TicketModel
import TicketText

/// Finds tickets by names without looking at every file.
///
/// A file that was put into a folder, taken out of it or replaced changed the folder's stamp: in such a folder each file is
/// looked at. Where a folder's stamp is the same, another ticket's file can only have been written over in place. If its id was
/// changed so, it is not seen here. That must not lead to another ticket: so a name has to be an id as a whole, with or without the
/// desk's key, of a ticket whose file was looked at. What only begins like one needs all files.
extension IndexBuilder {
    /// Returns a snapshot in which all tickets are found that `names` name in full, as their files are now; others may be as
    /// they were when the cache was written. And what makes the bytes of a new cache, where it is worth writing.
    ///
    /// - Returns: nil where there is no cache, or a name is not all of one ticket's id.
    package func build(
        naming names: [String], fingerprint: (UInt64, UInt64), stampNanoseconds: @escaping @Sendable () -> Int64?
    ) async -> (snapshot: IndexSnapshot, encoding: Task<[UInt8]?, Never>?)? {
        guard let cache, !names.isEmpty else { return nil }
        var files: Set<Int> = []
        for name in names {
            let ids = [name, configuration.key + "-" + name].compactMap { TicketID($0) }
            let named = ids.flatMap { cache.files(ofTicketsNamed: $0) }
            guard !named.isEmpty || !ids.contains(where: cache.hasTickets(beginning:)) else { return nil }
            files.formUnion(named)
        }
        var builder = self
        builder.asked = files
        let moment = ReadingMoment(stampNanoseconds)
        let found = await builder.read(builder.walk(moment), moment)
        let snapshot = builder.snapshot(of: found)
        var seen = Set(files.compactMap { cache.ticket(ofFile: $0) }.map { cache.id($0) })
        for case .read(let file) in found.files.joined() { if let ticket = file.ticket { seen.insert(ticket.id) } }
        guard names.allSatisfy({ snapshot.isNamed($0, among: seen) }) else { return nil }
        return (snapshot, builder.encoding(of: found, moment, fingerprint))
    }
}

extension IndexSnapshot {
    /// Whether a name is all of the id of one ticket, which is one of these.
    fileprivate func isNamed(_ name: String, among ids: Set<TicketID>) -> Bool {
        guard let id = TicketID(name), case .found(let ticket) = lookup(name), ids.contains(ticket.id) else {
            return false
        }
        return ticket.id == id || ticket.id.keyWithoutPrefix == id.key[...]
    }
}
