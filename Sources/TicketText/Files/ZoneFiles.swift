package import TicketModel

/// The system's zone files (RFC 8536), each read once.
package enum ZoneFiles {
    /// Reads zones from `folder`, `/usr/share/zoneinfo` on most systems.
    package static func source(folder: String = "/usr/share/zoneinfo") -> ZoneSource {
        ZoneSource { name in
            if name == "UTC" { return .utc }
            guard Zone.isPlausibleName(name), let bytes = TextFile.bytes(folder + "/" + name, limit: 1 << 20) else {
                return nil
            }
            return try? Zone(name: name, tzif: bytes)
        }
    }
}
