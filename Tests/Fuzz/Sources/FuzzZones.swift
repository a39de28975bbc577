import Synchronization
import TicketModel
import TicketText

/// The system's zones, each read once: a file a run would be most of the time.
enum FuzzZones {
    static let source = ZoneSource { name in
        known.withLock { known in
            if let zone = known[name] { return zone }
            let zone = names.contains(name) ? ZoneFiles.source().zone(name) : nil
            if let zone { known[name] = zone }
            return zone
        }
    }

    /// With their peculiarities: changes at midnight, of half an hour, of a day, backwards in summer, none.
    private static let names: Set<String> = [
        "UTC", "Europe/Moscow", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin",
        "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo", "Asia/Vladivostok", "Asia/Tokyo",
    ]
    private static let known = Mutex<[String: Zone]>([:])
}
