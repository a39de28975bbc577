import TicketModel

/// An announcement: its title in a line, its text below.
struct AnnouncementLines {
    private let announcement: Announcement
    private let zone: Zone

    init(_ announcement: Announcement, zone: Zone) {
        self.announcement = announcement
        self.zone = zone
    }

    /// `! No VPN tonight (until 2026-11-22 23:59)`.
    var title: String {
        let end = announcement.until.map { " (until \(TimeText.local($0, in: zone)))" } ?? ""
        return "! " + PrintableText.make(announcement.title) + end
    }

    func lines(palette: Palette, width: Int) -> [String] {
        let text = MarkdownPage(palette: palette).lines(announcement.text, width: min(width, 100) - 2)
        return [palette.apply(.bold, to: title)] + text.map { $0.isEmpty ? "" : "  " + $0.rendered(palette) }
    }
}
