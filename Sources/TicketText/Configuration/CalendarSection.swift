import TicketModel

/// `calendars/NAME.yml`.
struct CalendarSection {
    let zones: ZoneSource

    func read(
        _ node: YAMLNode, name: String, into configuration: inout Configuration, _ context: DiagnosticContext
    ) {
        var reader = MappingReader(node, what: "a calendar", context: context)
        let zone = reader.value("zone", expected: "a name of the IANA zones, such as Europe/Moscow", zones.zone)
        var calendar = CalendarDefinition(
            name: name, zoneName: zone?.name ?? configuration.zone.name, hours: [:], closed: [], dates: [:])
        for pair in reader.mapping("hours") {
            guard let days = Weekday.parseRange(pair.key) else {
                context.error("\(pair.key) is no day of the week", hint: "write mon-fri, sat or sun", at: pair.keyRange)
                continue
            }
            let intervals = intervals(pair, context)
            for day in days {
                if calendar.hours[day] != nil {
                    context.error(
                        "\(day.name) has its hours already", hint: "keep one line for each day", at: pair.keyRange)
                }
                calendar.hours[day] = intervals
            }
        }
        for (text, range) in reader.items("closed") {
            do {
                calendar.closed.append(try CalendarDefinition.parseClosed(text))
            } catch {
                context.error(error.reason, hint: "write 2026-05-09 or 2026-01-01/2026-01-08", at: range)
            }
        }
        readDates(&reader, &calendar, context)
        reader.finish()
        if calendar.hours.values.allSatisfy(\.isEmpty), calendar.dates.values.allSatisfy(\.isEmpty) {
            context.error(
                "the calendar has no working time at all", hint: "write hours: {mon-fri: ['09:00-18:00']}",
                at: node.range)
        }
        configuration.calendars[name] = calendar
    }

    private func readDates(
        _ reader: inout MappingReader, _ calendar: inout CalendarDefinition, _ context: DiagnosticContext
    ) {
        for pair in reader.mapping("dates") {
            guard let date = CivilDate.parse(pair.key) else {
                context.error("\(pair.key) is no date", hint: "write a date such as 2026-12-31", at: pair.keyRange)
                continue
            }
            calendar.dates[date] = intervals(pair, context)
        }
    }

    private func intervals(_ pair: YAMLPair, _ context: DiagnosticContext) -> [DayInterval] {
        var intervals: [DayInterval] = []
        guard !pair.value.isNull else { return [] }
        for (text, range) in context.texts(of: pair.value, what: pair.key) {
            do {
                let interval = try DayInterval.parse(text)
                if intervals.contains(where: {
                    $0.startSeconds < interval.endSeconds && interval.startSeconds < $0.endSeconds
                }) {
                    context.error(
                        "\(text) overlaps other hours of the day", hint: "such as ['09:00-13:00', '14:00-18:00']",
                        at: range)
                } else {
                    intervals.append(interval)
                }
            } catch {
                context.error(error.reason, hint: "write 09:00-18:00; 24:00 ends a day", at: range)
            }
        }
        return intervals
    }
}
