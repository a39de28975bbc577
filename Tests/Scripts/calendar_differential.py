#!/usr/bin/env python3
"""Compares `tick calendar due` and `elapsed` with looking at every second, over random calendars, zones and spans.

    calendar_differential.py --tick PATH [--spans N] [--seed S]

The model knows nothing of intervals: it asks zoneinfo what the clock on the wall shows in each minute around a date (all these
zones have offsets of whole minutes), marks the seconds that lie in working hours, and counts. `Nd` and `eod` follow their
sentence in docs/sla.md. The dates are those at which zones do odd things: half an hour of summer time, changes at midnight, a day that
never was, winter time in summer.

The last line is `N passed, M failed`; the exit code is 1 if an answer differs.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from support import ENVIRONMENT

DAY = timedelta(days=1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ODD = [
    ("UTC", "2024-02-27"), ("Europe/Moscow", "2011-03-27"), ("Europe/Moscow", "2014-10-26"), ("Europe/Moscow", "2026-12-30"),
    ("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"), ("US/Eastern", "2045-03-12"),
    ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("Europe/Berlin", "2150-10-25"),
    ("Asia/Kathmandu", "1986-01-01"), ("Asia/Katmandu", "2026-05-01"), ("Asia/Kolkata", "2026-01-01"),
    ("Australia/Lord_Howe", "2026-04-05"), ("Australia/Lord_Howe", "2026-10-04"), ("Australia/Lord_Howe", "2090-10-01"),
    ("America/Sao_Paulo", "2018-11-04"), ("America/Sao_Paulo", "2018-02-18"), ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Apia", "2012-04-01"), ("Africa/Casablanca", "2026-02-15"), ("Africa/Casablanca", "2026-03-22"),
    ("Pacific/Chatham", "2026-04-05"), ("America/St_Johns", "2006-10-29"), ("Antarctica/Troll", "2026-03-29"),
    ("Asia/Tehran", "2022-03-22"), ("Africa/Cairo", "2026-04-24"), ("Pacific/Kiritimati", "1994-12-31"),
]
REACH = 13                                                  # days of wall clock around a date


class Wall:
    """What a zone's clock shows in each minute of some days."""

    def __init__(self, name, middle):
        self.zone, self.name, self.middle = ZoneInfo(name), name, middle
        start = datetime(middle.year, middle.month, middle.day, tzinfo=timezone.utc) - REACH * DAY
        self.start = int(start.timestamp())
        self.minutes = 2 * REACH * 1440
        self.first = {}                                     # local minute -> the minute in which it, or a later one, is first shown
        shown = None
        for minute in range(self.minutes):
            local = datetime.fromtimestamp(self.start + minute * 60, self.zone).replace(tzinfo=None)
            now = int((local - datetime(1970, 1, 1)).total_seconds()) // 60
            if shown is None:
                shown = now - 1
            for passed in range(shown + 1, now + 1):
                self.first[passed] = minute
            shown = max(shown, now)
        self.last = shown

    def instant(self, day, minute):
        """The first second at which the clock shows a local time or a later one; minutes may be more than 1440."""
        local = (day - date(1970, 1, 1)).days * 1440 + minute
        found = self.first.get(local, self.minutes if local > self.last else 0)
        return self.start + found * 60


class Calendar:
    def __init__(self, rng, wall):
        self.wall, self.rng = wall, rng
        self.hours, self.closed, self.dates = {}, [], {}
        self.groups = {}
        for group in rng.choice([["mon-fri"], ["mon-fri", "sat-sun"], ["sat-mon", "wed"], ["mon-sun"], DAYS, ["fri-tue"]]):
            self.groups[group] = self.day_hours()
            first, _, last = group.partition("-")
            place = DAYS.index(first)
            while True:
                self.hours[place] = self.groups[group]
                if DAYS[place] == (last or first):
                    break
                place = (place + 1) % 7
        for _ in range(rng.randint(0, 3)):
            self.dates[self.some_day()] = self.day_hours(may_be_empty=True)
        for _ in range(rng.randint(0, 2)):
            first = self.some_day()
            self.closed.append((first, first + rng.randint(0, 4) * DAY))
        if rng.random() < 0.05:
            self.closed.append((date(1990, 1, 1), date(1999, 12, 31)))
        self.seconds = bytearray(wall.minutes * 60)
        for offset in range(-REACH - 1, REACH + 1):
            for start, end in self.spans(wall.middle + offset * DAY):
                start, end = start - wall.start, end - wall.start
                if start < end:
                    self.seconds[start:end] = b"\1" * (end - start)

    def some_day(self):
        return self.wall.middle + self.rng.randint(-7, 7) * DAY

    def day_hours(self, may_be_empty=False):
        """Intervals that do not overlap, perhaps through the night."""
        rng = self.rng
        if may_be_empty and rng.random() < 0.3:
            return []
        kind = rng.random()
        if kind < 0.15:
            return [(0, 1440)]
        if kind < 0.3:
            start = rng.randrange(960, 1440, 15)
            return [(start, 1440 + rng.randrange(15, start - 15, 15) % 600)]
        marks = sorted(rng.sample(range(0, 97), 2 * rng.randint(1, 3)))
        return [(a * 15, b * 15) for a, b in zip(marks[::2], marks[1::2])]

    def intervals(self, day):
        if any(first <= day <= last for first, last in self.closed):
            return []
        return self.dates.get(day, self.hours.get(day.weekday(), []))

    def spans(self, day):
        return [(self.wall.instant(day, a), self.wall.instant(day, b)) for a, b in self.intervals(day)]

    def text(self):
        def clock(minute):
            return "24:00" if minute == 1440 else "%02d:%02d" % (minute % 1440 // 60, minute % 60)

        def hours(spans):
            return "[%s]" % ", ".join('"%s-%s"' % (clock(a), clock(b)) for a, b in spans)
        lines = ["zone: " + self.wall.name, "hours:"] + ["  %s: %s" % (key, hours(it)) for key, it in self.groups.items()]
        if self.closed:
            lines.append("closed: [%s]" % ", ".join(str(a) if a == b else "%s/%s" % (a, b) for a, b in self.closed))
        if self.dates:
            lines += ["dates:"] + ["  %s: %s" % (day, hours(it)) for day, it in self.dates.items()]
        return "\n".join(lines) + "\n"

    def counted(self, pauses):
        """The seconds that are worked and not paused."""
        seconds = bytearray(self.seconds)
        for start, end in pauses:
            start, end = max(0, start - self.wall.start), min(len(seconds), end - self.wall.start)
            if start < end:
                seconds[start:end] = bytes(end - start)
        return seconds

    def elapsed(self, start, end, pauses=()):
        return self.counted(pauses)[start - self.wall.start:end - self.wall.start].count(1)

    def due(self, start, wanted, pauses=()):
        """The end of the last second needed; with none, the first that counts. None beyond what is marked."""
        seconds, position = self.counted(pauses), start - self.wall.start
        if wanted == 0:
            found = seconds.find(1, position)
            return None if found < 0 else self.wall.start + found
        while True:
            begin = seconds.find(1, position)
            if begin < 0:
                return None
            end = seconds.find(0, begin)
            end = len(seconds) if end < 0 else end
            if end - begin >= wanted:
                return self.wall.start + begin + wanted
            wanted, position = wanted - (end - begin), end

    def due_in_days(self, start, count, is_end_of_day, pauses):
        if count == 0 and not is_end_of_day:
            return self.due(start, 0, pauses)
        first = self.due(start, 0)
        if first is None:
            return None
        local = datetime.fromtimestamp(first, self.wall.zone)
        own = [day for day in (local.date(), local.date() - DAY) if any(a <= first < b for a, b in self.spans(day))][0]
        day = own
        while count > 0:
            day += DAY
            if day > self.wall.middle + (REACH - 3) * DAY:
                return None
            count -= any(a < b for a, b in self.spans(day))
        opening, closing = min(a for a, _ in self.spans(day)), max(b for _, b in self.spans(day))
        if is_end_of_day:
            at = closing
        else:
            minute = (local.date() - own).days * 1440 + local.hour * 60 + local.minute
            # A time that the zone leaves out is the moment of the change, whatever its seconds.
            there = self.wall.instant(day, minute)
            shown = datetime.fromtimestamp(there, self.wall.zone)
            is_shown = (shown.hour, shown.minute) == (local.hour, local.minute)
            at = min(max(there + (local.second if is_shown else 0), opening), closing)
        for a, b in merged(pauses):
            if b <= start:
                continue
            if a >= at:
                break
            lost = self.elapsed(max(a, start), b)
            at = self.due(at, lost) if lost else at
            if at is None:
                return None
        return at


def merged(pauses):
    found = []
    for a, b in sorted(pauses):
        if a == b:
            continue
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def text(rng, instant, zone):
    where = rng.choice([timezone.utc, zone, timezone(timedelta(hours=rng.randint(-11, 13), minutes=rng.choice([0, 30])))])
    return datetime.fromtimestamp(instant, where).isoformat()


def ask(tick, command, *options):
    done = subprocess.run([tick, "calendar", command, *options, "--json"], env=ENVIRONMENT, capture_output=True, timeout=20)
    if done.returncode != 0:
        return "exit %d: %s" % (done.returncode, done.stderr.decode().strip())
    return json.loads(done.stdout)["due" if command == "due" else "elapsedSeconds"]


def utc(instant):
    return None if instant is None else datetime.fromtimestamp(instant, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tick", required=True)
    parser.add_argument("--spans", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tick, rng = str(pathlib.Path(options.tick).resolve()), random.Random(options.seed)
    walls = [Wall(name, date.fromisoformat(day)) for name, day in ODD]
    passed = failed = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "calendar.yml"
        for number in range(options.spans):
            wall = walls[number % len(walls)]
            calendar = Calendar(rng, wall)
            if not any(calendar.seconds):
                continue
            path.write_text(calendar.text(), encoding="utf-8")
            noon = wall.start + REACH * 86400
            start = noon + rng.randint(-6 * 86400, 3 * 86400)
            start -= rng.choice([0, start % 60, start % 900])
            end = start + rng.choice([0, rng.randint(1, 86400), rng.randint(1, 6 * 86400)])
            pauses = []
            for _ in range(rng.choice([0, 0, 1, 2, 3])):
                a = start + rng.randint(-86400, 4 * 86400)
                pauses.append((a, a + rng.choice([0, rng.randint(1, 7200), rng.randint(1, 2 * 86400)])))
            seconds, days = rng.choice([0, rng.randint(1, 7200), 60 * rng.randint(1, 2000)]), rng.randint(0, 4)
            is_end = rng.random() < 0.5
            named = ["--calendar", str(path), "--start", text(rng, start, wall.zone)]
            named += ["--paused=%s/%s" % (text(rng, a, wall.zone), text(rng, b, wall.zone)) for a, b in pauses]
            within = "%ds" % seconds if rng.random() < 0.5 else "%dh%dm%ds" % (seconds // 3600, seconds // 60 % 60, seconds % 60)
            day_text = ("" if days == 0 else str(days)) + "eod" if is_end else "%dd" % days
            cases = [
                ("elapsed", ["--end", text(rng, end, wall.zone)], calendar.elapsed(start, end, pauses)),
                ("due", ["--within", within], utc(calendar.due(start, seconds, pauses))),
                ("due", ["--within", day_text], utc(calendar.due_in_days(start, days, is_end, pauses))),
            ]
            for command, more, expected in cases:
                if expected is None:
                    skipped += 1                            # beyond the days that are marked
                    continue
                found = ask(tick, command, *named, *more)
                passed, failed = passed + (found == expected), failed + (found != expected)
                if found != expected and failed <= 5:
                    print("\n%s\ntick calendar %s %s\nfound %s, expected %s" % (
                        calendar.text(), command, " ".join(named + more), found, expected))
    print("%d passed, %d failed, %d too far away" % (passed, failed, skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
