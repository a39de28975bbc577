import TicketModel
import TicketWorkspace

/// The daily screen as JSON: everything, not only what fits on a screen.
struct DailyJSON {
    let desk: DailyDesk

    var value: JSONValue {
        let tickets = TicketJSON(view: desk.view)
        let inbox = desk.inbox.map { inbox in
            InboxPage(inbox: inbox, view: desk.view, announcements: desk.announcements, clocks: [])
        }
        return [
            "schemaVersion": 1, "kind": "today", "at": TicketJSON.instant(desk.view.now),
            "person": .optional(desk.view.actor?.reference), "breaking": .array(desk.breaking.map(\.json)),
            "late": .array(desk.late.map(\.json)),
            "own": .array(desk.own.map(tickets.value)), "waiting": .integer(Int64(desk.waitingCount)),
            "changes": .array(inbox?.changes ?? []), "unassigned": .array(desk.unassigned.map(tickets.value)),
            "team": .array(desk.team.map(colleague)),
            "announcements": .strings(desk.announcements.map(\.title)),
        ]
    }

    private func colleague(_ colleague: DailyDesk.Colleague) -> JSONValue {
        [
            "person": .string(colleague.handle), "open": .integer(Int64(colleague.open)),
            "capacity": .optional(colleague.capacity.map(Int64.init)), "isOverloaded": .bool(colleague.isOverloaded),
            "awayUntil": .optional(colleague.awayUntil?.description),
        ]
    }
}
