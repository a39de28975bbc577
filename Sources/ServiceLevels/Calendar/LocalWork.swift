import TicketModel

/// Working time along the local clock as if it never changed: how much lies before any local second, and the reverse.
///
/// The days are cut into stretches that either follow the week or repeat one pattern; with the work before each stretch
/// known, an answer takes one binary search and arithmetic on weeks, however far away it lies.
struct LocalWork: Sendable {
    private enum Rhythm {
        case weekly
        case daily(DayPattern)
    }

    private struct Stretch {
        let firstDay: Int
        let rhythm: Rhythm
        /// Seconds worked since the first stretch began.
        let workedBefore: Int64
    }

    /// Earlier than any day that is asked for.
    private static let firstDay = -800_000

    private let week: [DayPattern]
    /// Seconds worked in a week before each of its days, and at the end the whole week's.
    private let weekSums: [Int64]
    private var stretches: [Stretch] = []

    init(_ hours: DayHours) {
        week = hours.weekPatterns
        weekSums = week.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.total) }
        // An exception bears on its own days and, by what runs past midnight, on the day after.
        let cuts = hours.exceptions.flatMap { exception in
            [exception.days.lowerBound, exception.days.lowerBound + 1].filter(exception.days.contains)
                + [exception.days.upperBound + 1, exception.days.upperBound + 2]
        }
        let days = [LocalWork.firstDay] + Set(cuts).sorted()
        var worked: Int64 = 0
        for (index, day) in days.enumerated() {
            let disturbed = hours.exception(on: day) != nil || hours.exception(on: day - 1) != nil
            let stretch = Stretch(
                firstDay: day, rhythm: disturbed ? .daily(hours.pattern(of: day)) : .weekly, workedBefore: worked)
            stretches.append(stretch)
            if index + 1 < days.count { worked += work(in: stretch, before: Int64(days[index + 1]) * 86_400) }
        }
    }

    /// Seconds worked before a local second, counted since 1970-01-01T00:00 local, from a beginning long ago.
    func worked(before localSeconds: Int64) -> Int64 {
        let day = Int(localSeconds.flooredDividing(by: 86_400))
        let stretch = stretches[max(0, stretches.partitioningIndex { $0.firstDay > day } - 1)]
        return stretch.workedBefore + work(in: stretch, before: localSeconds)
    }

    /// The first local second before which this much is worked; nil if that never comes.
    func localSeconds(afterWorking seconds: Int64) -> Int64? {
        let index = stretches.partitioningIndex { $0.workedBefore >= seconds } - 1
        guard index >= 0 else { return nil }
        let stretch = stretches[index]
        let remaining = seconds - stretch.workedBefore
        switch stretch.rhythm {
        case .daily(let pattern):
            guard pattern.total > 0 else { return nil }
            let days = (remaining - 1) / pattern.total
            let second = pattern.second(afterWorking: remaining - days * pattern.total)
            return (Int64(stretch.firstDay) + days) * 86_400 + Int64(second)
        case .weekly:
            return weekly(afterWorking: weeklyWork(before: stretch.firstDay) + remaining)
        }
    }

    private func work(in stretch: Stretch, before localSeconds: Int64) -> Int64 {
        let day = localSeconds.flooredDividing(by: 86_400)
        let second = Int(localSeconds - day * 86_400)
        switch stretch.rhythm {
        case .daily(let pattern):
            return (day - Int64(stretch.firstDay)) * pattern.total + pattern.worked(before: second)
        case .weekly:
            let weekday = Weekday(daysSinceEpoch: Int(day)).rawValue
            return weeklyWork(before: Int(day)) - weeklyWork(before: stretch.firstDay)
                + week[weekday].worked(before: second)
        }
    }

    /// Seconds of undisturbed weeks from Monday, 1969-12-29, to a day; negative before.
    private func weeklyWork(before day: Int) -> Int64 {
        let weeks = (day + 3).flooredDividing(by: 7)
        return Int64(weeks) * (weekSums.last ?? 0) + weekSums[day + 3 - weeks * 7]
    }

    private func weekly(afterWorking seconds: Int64) -> Int64? {
        guard let total = weekSums.last, total > 0 else { return nil }
        let weeks = (seconds - 1).flooredDividing(by: total)
        let rest = seconds - weeks * total
        let weekday = weekSums.partitioningIndex { $0 >= rest } - 1
        let second = week[weekday].second(afterWorking: rest - weekSums[weekday])
        return (weeks * 7 - 3 + Int64(weekday)) * 86_400 + Int64(second)
    }
}
