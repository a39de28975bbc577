/// Where zones come from: whoever reads the system's zone files gives one, tests give their own.
package struct ZoneSource: Sendable {
    /// The zone of an IANA name such as `Europe/Moscow`; nil if there is none.
    package let zone: @Sendable (_ name: String) -> Zone?

    package init(zone: @escaping @Sendable (_ name: String) -> Zone?) {
        self.zone = zone
    }

    /// Knows `UTC` alone.
    package static let utcOnly = ZoneSource { ["UTC", "Etc/UTC"].contains($0) ? .utc : nil }
}
