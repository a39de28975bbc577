/// A date of the proleptic Gregorian calendar, without a zone.
package struct CivilDate: Hashable, Comparable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int

    /// Nil if there is no such date in the years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            day >= 1, day <= CivilDate.daysInMonth(month, of: year)
        else { return nil }
        self.init(uncheckedYear: year, month: month, day: day)
    }

    private init(uncheckedYear year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date that many days after 1970-01-01; years outside 1 to 9999 are computed as well.
    ///
    /// Counts from 0000-03-01, so that the leap day ends a year, in eras of 400 years (146097 days).
    package init(daysSinceEpoch: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredDividing(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            uncheckedYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    package static let epoch = CivilDate(daysSinceEpoch: 0)

    /// Days since 1970-01-01, negative before.
    package var daysSinceEpoch: Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = yearFromMarch.flooredDividing(by: 400)
        let yearOfEra = yearFromMarch - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

    /// The ISO 8601 week: the week of the year's first Thursday is number 1.
    package var isoWeek: (year: Int, week: Int) {
        let thursday = adding(days: 3 - weekday.rawValue)
        let newYear = CivilDate(uncheckedYear: thursday.year, month: 1, day: 1)
        return (thursday.year, (thursday.daysSinceEpoch - newYear.daysSinceEpoch) / 7 + 1)
    }

    package func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    package static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate: CustomStringConvertible {
    /// `2026-11-21`.
    package var description: String {
        padded(year, to: 4) + "-" + padded(month, to: 2) + "-" + padded(day, to: 2)
    }

    /// Parses `2026-11-21`; nil for anything else and for dates that do not exist.
    package static func parse(_ text: some StringProtocol) -> CivilDate? {
        parse(bytes: text.utf8)
    }

    /// Parses the bytes of a date as `parse(_:)` does.
    package static func parse(bytes: some Collection<UInt8>) -> CivilDate? {
        guard bytes.count == 10 else { return nil }
        var cursor = ByteCursor(Array(bytes))
        guard let date = parse(&cursor), cursor.isAtEnd else { return nil }
        return date
    }

    /// Reads a date where the cursor is; leaves the cursor in place if there is none.
    static func parse(_ cursor: inout ByteCursor) -> CivilDate? {
        var ahead = cursor
        guard let year = ahead.digits(4), ahead.take("-"), let month = ahead.digits(2), ahead.take("-"),
            let day = ahead.digits(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        cursor = ahead
        return date
    }
}

extension Weekday {
    /// The weekday that many days after 1970-01-01, a Thursday.
    package init(daysSinceEpoch: Int) {
        let index = (daysSinceEpoch + 3).flooredRemainder(dividingBy: 7)
        self = Weekday(rawValue: index) ?? .mon
    }
}

extension BinaryInteger {
    /// The quotient rounded down: -1 divided by 7 is -1.
    @inlinable
    package func flooredDividing(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
    }

    /// What `flooredDividing(by:)` leaves, from 0 up to the divisor.
    @inlinable
    package func flooredRemainder(dividingBy divisor: Self) -> Self {
        self - flooredDividing(by: divisor) * divisor
    }
}
