#!/usr/bin/env python3
"""Compares the clocks of `tick` with those of a second, simple model, over random ticket histories.

The script makes a desk with random tickets (a git repository, written through `git fast-import`), works out every clock of
every ticket from its own list of what happened (it never asks git), runs `tick --now ... list --format ndjson` and compares.

    clocks_differential.py --tick PATH [--tickets N] [--seed S] [--keep DIR]

The last line is `N passed, M failed` (tickets); the exit code is 1 if any clock differs.

Two field changes of a ticket at the very same second (both moved there) are not made: the rules do not order them.

READINGS: what the rules leave open and how the model takes it (the numbers stand in the code).
 1. `Nd` that lands in a lunch break stays where it is (only an hour before opening or after closing is moved).
 2. A target that ran out while a clock was stopped (priority changed while resolved) is a breach at the reopening.
 3. `Nd` and `eod` after a change of policy: from the old start, pauses and what is left, all by the new policy's calendar.
 4. What is dated after now has not happened yet (entries in the future).
 5. A `wrote` ends the waiting of `next-reply` alone; one at the very instant at which the waiting begins does not end it.
 6. At one instant entries come before changes (but after the creation), then the earlier version's word first.
 7. What a version ends (resolve, close, take) is judged by the priority and policy that held before that version.
 8. The due of a clock that ended while paused is what it would have been had it gone on at its end.
 9. A `wrote` on a resolved or closed ticket starts `next-reply`, which runs; going from resolved to closed ends it.
10. A change is not before the ticket's first commit and not before `created`; a rename counts as a change.
11. What an entry starts is judged by the fields that hold from that instant on: `replied` in the version that sets
    `waiting` or `closed` starts no `update`; `wrote` in a version that closes is a clock cancelled at once.
12. A clock stopped at its very due is met; one past its due is breached even if it was paused afterwards.
13. `update` starts only while the phase is `open` (not `waiting`), and a `replied` in between stops the one before.
14. A short `## replied` without a person is the commit author's (format.md), so an agent's.
15. At risk for `Nd` and `eod`: the share is of what has elapsed plus what is left.
16. A due of `Nd` or `eod` that has no working time left when a pause begins is at the pause's end: moved by the pause's working
    time it would lie at the pause's last closing, while the clock stands still.
17. A merge that takes one side's file as it is, and so makes nothing else of the ticket than its sides did, is no change of
    it: what follows may be dated before it. (git shows a file of a merge where it differs from all parents, too.)
"""
import argparse
import bisect
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import yaml

from clocks_stories import CALENDARS, LIMITS, NOW, PHASES, SLA, Ticket, utc, write_history

DAY = timedelta(days=1)
HORIZON = (date(2025, 12, 1), date(2027, 12, 31))
DONE = ("resolved", "closed")

# --------------------------------------------------------------------------------------------------------------- calendars


class Calendar:
    """Working hours as one plain list of intervals (seconds since 1970), with the local date that each belongs to."""

    def __init__(self, text, zone="Europe/Moscow"):
        made = yaml.load(text, yaml.BaseLoader) if text else {"zone": zone, "hours": {"mon-sun": ["00:00-24:00"]}}
        self.zone = ZoneInfo(made["zone"])
        week = {}
        names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        for key, hours in made["hours"].items():
            first, _, last = key.partition("-")
            for day in range(names.index(first), names.index(last or first) + 1):
                week[day] = hours
        closed = set()
        for item in made.get("closed", []):
            first, _, last = item.partition("/")
            day = date.fromisoformat(first)
            while day <= date.fromisoformat(last or first):
                closed.add(day)
                day += DAY
        special = {date.fromisoformat(key): hours for key, hours in made.get("dates", {}).items()}
        self.intervals, self.days = [], {}
        day = HORIZON[0]
        while day <= HORIZON[1]:
            hours = [] if day in closed else special.get(day, week.get(day.weekday(), []))
            spans = [span for span in (self.span(day, text) for text in hours) if span[0] < span[1]]
            if spans:
                self.days[day] = spans
                self.intervals += spans
            day += DAY
        self.intervals.sort()
        self.dates = sorted(self.days)
        self.starts = [a for a, _ in self.intervals]

    def span(self, day, text):
        """The instants of "09:00-13:00" on a local date; an end before the start lies on the next date."""
        first, last = ([int(part) for part in bound.split(":")] for bound in text.split("-"))
        return (self.at(day, *first), self.at(day + DAY if last <= first else day, *last))

    def at(self, day, hour, minute, second=0):
        """The instant of a local time: the first if it comes twice, that of the change if it never comes."""
        if hour == 24:
            day, hour = day + DAY, 0
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=self.zone)
        there = int(local.timestamp())
        if datetime.fromtimestamp(there, self.zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return there
        low, high = there - 86400, there + 86400            # in the gap: look for the instant at which the offset changes
        before = datetime.fromtimestamp(low, self.zone).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            if datetime.fromtimestamp(middle, self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return high

    def elapsed(self, start, end):
        """Working seconds between two instants."""
        total, index = 0, max(0, bisect.bisect_right(self.starts, start) - 1)
        while index < len(self.intervals) and self.intervals[index][0] < end:
            a, b = self.intervals[index]
            total += max(0, min(b, end) - max(a, start))
            index += 1
        return total

    def opening(self, start):
        """The first working moment from an instant on."""
        index = max(0, bisect.bisect_right(self.starts, start) - 1)
        while self.intervals[index][1] <= start:
            index += 1
        return max(start, self.intervals[index][0])

    def add(self, start, seconds):
        """The first instant by which so many working seconds have passed; with none, the first working moment."""
        if seconds == 0:
            return self.opening(start)
        index = max(0, bisect.bisect_right(self.starts, start) - 1)
        while True:
            a, b = self.intervals[index]
            here = max(0, b - max(a, start))
            if here >= seconds:
                return max(a, start) + seconds
            seconds -= here
            index += 1

    def working_date(self, start):
        """The working date that a working moment belongs to."""
        local = datetime.fromtimestamp(start, self.zone).date()
        for day in (local - DAY, local):
            if any(a <= start < b for a, b in self.days.get(day, [])):
                return day
        raise AssertionError("not a working moment")

    def later_date(self, day, count):
        """The working date `count` working dates later."""
        return self.dates[bisect.bisect_left(self.dates, day) + count]

    def end_of_day(self, start, count):
        """`eod` (0), `1eod` (1), ...: a closing."""
        return self.days[self.later_date(self.working_date(self.opening(start)), count)][-1][1]

    def days_later(self, start, count):
        """`Nd`: N working days later at the same local time, within that day's hours."""
        start = self.opening(start)
        day = self.working_date(start)
        local = datetime.fromtimestamp(start, self.zone)
        then = self.later_date(day, count)
        at = self.at(then + (local.date() - day), local.hour, local.minute, local.second)
        spans = self.days[then]
        return min(max(at, spans[0][0]), spans[-1][1])      # READING 1: in a lunch break it stays where it is


class Policies:
    """The policies of SLA and the calendars they name."""

    def __init__(self):
        made = yaml.safe_load(SLA)
        self.calendars = {name: Calendar(text) for name, text in CALENDARS.items()} | {"always": Calendar(None)}
        self.share = made["at-risk"]
        self.policies = made["policies"]

    def of(self, fields):
        """The first policy that matches."""
        for policy in self.policies:
            key, _, value = policy.get("match", ":").partition(":")
            if not key or fields.get(key) == value:
                return policy
        raise AssertionError("no policy")

    def target(self, policy, name, priority):
        """("seconds" | "days" | "eod", number) or None."""
        text = policy["targets"].get(name)
        if isinstance(text, dict):
            text = text.get(priority, text.get("*"))
        return None if text is None else self.goal(text)

    @staticmethod
    def goal(text):
        """("seconds" | "days" | "eod", number) of `4h`, `2d`, `1eod`."""
        if text.endswith("eod"):
            return ("eod", int(text[:-3] or 0))
        if text.endswith("d"):
            return ("days", int(text[:-1]))
        return ("seconds", duration(text))

    def at_risk(self, policy, remaining, whole):
        """Whether less than the policy's share or time is left."""
        text = str(policy.get("at-risk", self.share))
        if text.endswith("%"):
            return remaining * 100 < int(text[:-1]) * whole
        return remaining < duration(text)


def duration(text):
    """Seconds of 1h30m."""
    total, digits = 0, ""
    for letter in text:
        if letter.isdigit():
            digits += letter
        else:
            total += int(digits) * {"h": 3600, "m": 60, "s": 1}[letter]
            digits = ""
    return total


# ------------------------------------------------------------------------------------------------------------------ clocks


class Clock:
    """One clock: the spans in which it was not paused, and what it is measured by."""

    def __init__(self, desk, target, start, policy, priority, paused):
        self.desk, self.target, self.start = desk, target, start
        self.spans = []              # (from, to or None, calendar): where the clock runs
        self.pauses = []             # (from, to or None)
        self.running = False
        self.breached_at = self.stopped_at = None
        self.cancelled = False
        self.measure(policy, priority)
        self.pauses.append((start, None)) if paused else self.run(start)

    def measure(self, policy, priority):
        """Takes the target and calendar of a policy."""
        self.policy = policy
        self.goal = self.desk.target(policy, self.target, priority)
        self.calendar = self.desk.calendars[policy["calendar"]]

    def run(self, at):
        """Goes on."""
        if self.pauses and self.pauses[-1][1] is None:
            self.pauses[-1] = (self.pauses[-1][0], at)
        self.spans.append((at, None, self.calendar))
        self.running = True

    def hold(self, at):
        """Stands still; what it was due before is a breach."""
        self.look(at)
        self.spans[-1] = (self.spans[-1][0], at, self.spans[-1][2])
        self.pauses.append((at, None))
        self.running = False

    def look(self, at):
        """Notes the breach if the target ran out before an instant."""
        due = self.due()
        if due is not None and due < at and self.breached_at is None:
            self.breached_at = due

    def change(self, at, policy, priority):
        """Another policy or priority: what has passed stays, the new target applies to all of it."""
        self.look(at)
        running = self.running
        if running:
            self.spans[-1] = (self.spans[-1][0], at, self.spans[-1][2])
        self.measure(policy, priority)
        if running:
            self.spans.append((at, None, self.calendar))
        due = self.due()
        if due is not None and due < at and self.breached_at is None:
            self.breached_at = at

    def stop(self, at, cancelled=False):
        """Ends the clock."""
        self.look(at)
        self.held = not self.running
        if self.held:                                       # READING 8: a due shown after the end is that of going on then
            self.run(at)
        self.stopped_at, self.cancelled = at, cancelled

    def resume(self, at, policy, priority, paused):
        """Reopened: the time since the stop is left out."""
        stopped, self.stopped_at = self.stopped_at, None
        if self.running:
            self.hold(stopped)
        self.change(at, policy, priority)                   # READING 2: a target that ran out meanwhile is a breach now
        if not paused:
            self.run(at)

    def elapsed(self, until):
        """Working seconds counted so far."""
        return sum(calendar.elapsed(a, until if b is None else min(b, until)) for a, b, calendar in self.spans)

    def due(self):
        """The instant the target runs out; None if that is unknown (paused) or there is no target."""
        if self.goal is None:
            return None
        kind, number = self.goal
        if kind == "seconds":
            left = number
            for a, b, calendar in self.spans:
                at = calendar.add(a, left)
                if b is None or at <= b and (left or at < b):
                    return at
                left -= calendar.elapsed(a, b)
            return None
        at = (self.calendar.days_later if kind == "days" else self.calendar.end_of_day)(self.start, number)
        for a, b in self.rests():                           # READING 3: by the working time of today's policy's calendar
            if a >= at:
                break
            if b is None:
                return None
            moved = self.calendar.elapsed(a, b)
            at = self.calendar.add(at, moved) if moved else at
            at = b if a < at < b else at                    # READING 16: nothing is due while the clock stands still
        return at

    def rests(self):
        """The pauses; one that begins where another ends goes on with it (waiting, then resolved, then waiting again)."""
        found = []
        for a, b in self.pauses:
            if found and found[-1][1] == a:
                found[-1] = (found[-1][0], b)
            else:
                found.append((a, b))
        return found

    def left(self, until, due):
        """Seconds that remain; below zero when overdue."""
        kind, number = self.goal
        if kind == "seconds":
            return number - self.elapsed(until)
        if due is None:                                     # paused: as of the moment at which it stood still
            pause = self.pauses.pop()
            left = self.left(min(until, pause[0]), self.due())
            self.pauses.append(pause)
            return left
        if until <= due:
            return self.calendar.elapsed(until, due)
        return -sum(self.calendar.elapsed(max(a, due), until if b is None else min(b, until)) for a, b, _ in self.spans
                    if b is None or b > due)

    def told(self, now):
        """The clock as `tick` tells it."""
        self_ended = self.stopped_at is not None
        until = self.stopped_at if self_ended else now
        if not self_ended:
            self.look(now)
        due = self.due()
        left, spent = self.left(until, due), self.elapsed(until)
        if self_ended:
            state = "missed" if self.breached_at is not None else "cancelled" if self.cancelled else "met"
        elif self.breached_at is not None:
            state = "breached"
        elif not self.running:
            state = "paused"
        else:
            whole = self.goal[1] if self.goal[0] == "seconds" else spent + left
            state = "at-risk" if self.desk.at_risk(self.policy, left, whole) else "running"
        return {"target": self.target, "state": state, "due": utc(due),
                "targetSeconds": self.goal[1] if self.goal[0] == "seconds" else None,
                "elapsedSeconds": spent, "remainingSeconds": left, "startedAt": utc(self.start),
                "stoppedAt": utc(self.stopped_at), "breachedAt": utc(self.breached_at)}


def events(ticket):
    """What happened, in time order: (instant, "creation" | "entry" | "made" | "change", what).

    READING 6: at one instant entries come before changes (but after the creation), then the earlier version's word.
    """
    found, seen, order = [], set(), 0
    instants = {}                                       # version -> when it happened

    def note(version, at, before):
        nonlocal order
        order += 1
        for position, entry in enumerate(version.entries):
            if entry.number not in seen:
                seen.add(entry.number)
                own = at if entry.at is None else entry.at
                first = before is None
                if first and entry.verb == "replied" and own <= at_created:
                    continue
                found.append((own, 1, order, position, "entry", entry))
        return order

    versions = ticket.versions + ([ticket.uncommitted] if ticket.uncommitted else [])
    trunk, sides = None, {}                             # the last version of each line, and when it happened
    at_created = None
    fields_then = []                                    # changes of both sides, sorted before a merge is judged
    for version in versions:
        happened = min(version.author, version.committer)
        if trunk is None:
            at_created = happened if ticket.created is None else ticket.created
            order += 1
            found.append((at_created, 0, order, 0, "creation", dict(version.fields)))
            found.append((at_created, 2, order, 0, "made", {}))
            order -= 1
            note(version, happened, None)
            trunk = (version, max(happened, at_created))    # READING 10: what follows is before neither
            fields_then = [(at_created, order, dict(version.fields))]
            instants[version] = trunk[1]
            continue
        if version.merge:
            at = max([happened, trunk[1]] + [side[1] for side in sides.values()])
            state = {}
            for _, _, delta in sorted(fields_then, key=lambda item: item[:2]):
                state.update(delta)
            parent = state
        else:
            last = trunk if version.branch is None else sides.get(version.branch) or (version.base, instants[version.base])
            at = max(happened, last[1])
            parent = last[0].fields
        delta = {key: value for key, value in version.fields.items() if parent[key] != value}
        mark = note(version, at, parent)
        if delta:
            found.append((at, 2, mark, 0, "change", delta))
            fields_then.append((at, mark, delta))
        if version.merge:                               # READING 17
            tips = [trunk, *sides.values()]
            last = max(tips, key=lambda tip: tip[1])
            known = {entry.number for tip in tips for entry in tip[0].entries}
            is_change = (delta or version.path != last[0].path or any(it.number not in known for it in version.entries)
                         or all((tip[0].path, tip[0].text()) != (version.path, version.text()) for tip in tips))
        else:
            is_change = (version.path, version.text()) != (last[0].path, last[0].text())
        if not is_change:
            at = last[1]                                # nothing changed, so nothing follows it
        instants[version] = at
        if version.branch is None:
            trunk = (version, at)
        else:
            sides[version.branch] = (version, at)
        if version.merge:
            sides = {}
    found.sort(key=lambda item: item[:4])
    return [(item[0], item[4], item[5]) for item in found]


class Desk:
    """What one ticket's clocks do, event after event."""

    def __init__(self, policies):
        self.policies = policies

    def clocks(self, ticket, now):
        """All clocks of a ticket as `tick` tells them."""
        self.all, self.live, self.fields = [], {}, {}
        self.spoken = False                                 # a `wrote` ended this waiting
        story = [event for event in events(ticket) if event[0] <= now]  # READING 4: what lies after now has not happened
        for at, kind, what in story:
            then = {}                                       # READING 11: what starts is judged by what holds from then on
            for when, other, fields in story:
                then.update(fields if other in ("creation", "change") and when <= at else {})
            if kind == "creation":
                self.fields, self.since = what, at
                for name in ("first-reply", "resolve", "take"):
                    self.start(name, at, then)
                if what["assignee"]:
                    self.stop("take", at)
            elif kind == "entry":
                self.entry(at, what, then)
            elif kind == "change":
                self.change(at, what)
            elif self.phase() in DONE:                      # made as resolved or closed
                self.end(at)
        return [clock.told(now) for clock in self.all if clock.goal is not None] + self.limit(story, now)

    def limit(self, story, now):
        """The clock of the status that the ticket is in, if that has a limit; it pauses for nothing."""
        status = since = None
        for at, kind, what in story:
            if kind in ("creation", "change") and what.get("status", status) != status:
                status, since = what["status"], at
        if status not in LIMITS:
            return []
        policy = self.policies.of(self.fields)
        calendar = self.policies.calendars[policy["calendar"]]
        kind, number = self.policies.goal(LIMITS[status])
        due = {"seconds": calendar.add, "days": calendar.days_later, "eod": calendar.end_of_day}[kind](since, number)
        spent = calendar.elapsed(since, now)
        left = calendar.elapsed(now, due) if due >= now else -calendar.elapsed(due, now)
        state = "breached" if due < now else "at-risk" if self.policies.at_risk(policy, left, spent + left) else "running"
        return [{"target": "limit", "state": state, "due": utc(due), "targetSeconds": number if kind == "seconds" else None,
                 "elapsedSeconds": spent, "remainingSeconds": left, "startedAt": utc(since), "stoppedAt": None,
                 "breachedAt": utc(due) if due < now else None}]

    def phase(self):
        return PHASES[self.fields["status"]]

    def start(self, name, at, fields):
        policy = self.policies.of(fields)
        paused = PHASES[fields["status"]] == "waiting" and name != "take" and not (name == "next-reply" and self.spoken)
        clock = Clock(self.policies, name, at, policy, fields["priority"], paused)
        self.all.append(clock)
        self.live[name] = clock

    def stop(self, name, at, cancelled=False):
        if name in self.live:
            self.live.pop(name).stop(at, cancelled)

    def end(self, at):
        """Resolved or closed."""
        for name in list(self.live):
            self.stop(name, at, cancelled=name != "resolve")

    def entry(self, at, entry, then):
        """An entry: only `wrote` and `replied` matter."""
        if entry.verb == "wrote":                           # READING 9: also when the ticket is resolved or closed
            if self.phase() == "waiting" and at > self.since:  # READING 5: it ends a waiting begun earlier, for this clock alone
                self.spoken = True
                if "next-reply" in self.live and not self.live["next-reply"].running:
                    self.live["next-reply"].run(at)
            if "next-reply" not in self.live:
                self.start("next-reply", at, then)
        if entry.verb == "replied":
            for name in ("first-reply", "next-reply", "update"):
                self.stop(name, at)
            if PHASES[then["status"]] == "open":
                self.start("update", at, then)

    def change(self, at, fields):
        """New values of fields, all at once."""
        before = self.phase()
        self.fields = {**self.fields, **fields}
        phase, policy = self.phase(), self.policies.of(self.fields)
        if self.fields["assignee"]:                         # READING 7: what a version ends is judged by what held before it
            self.stop("take", at)
        if phase in DONE and phase != before:
            self.end(at)
        if set(fields) & {"priority", "queue", "type"}:
            for clock in self.live.values():
                clock.change(at, policy, self.fields["priority"])
        if phase == before:
            return
        self.spoken, self.since = False, at
        if phase in DONE:
            return
        if before in DONE:
            old = [clock for clock in self.all if clock.target == "resolve"][-1]
            if policy.get("cycle") == "new":
                self.start("resolve", at, self.fields)
            else:
                old.resume(at, policy, self.fields["priority"], phase == "waiting")
                self.live["resolve"] = old
        for name, clock in self.live.items():
            if name == "take":
                continue
            if phase == "waiting" and clock.running:
                clock.hold(at)
            elif phase == "open" and not clock.running:
                clock.run(at)


def ask(tick, folder):
    """What `tick` says: ticket id -> clocks."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "TICK_"))}
    done = subprocess.run([tick, "--now", utc(NOW), "list", "--format", "ndjson"], cwd=folder, env=env, capture_output=True)
    sys.stderr.write(done.stderr.decode())
    if done.returncode != 0:
        raise SystemExit("tick ended with %d" % done.returncode)
    found = {}
    for line in done.stdout.decode().splitlines():
        ticket = json.loads(line)
        found[ticket["id"]] = (ticket.get("sla") or {}).get("clocks", [])
    return found


MEMBERS = ("target", "startedAt", "state", "due", "targetSeconds", "elapsedSeconds", "remainingSeconds", "stoppedAt", "breachedAt")


def differences(mine, theirs):
    """Pairs of clocks that differ; None stands for one that the other side does not have."""
    def by_name(clocks):
        found = {}
        for clock in clocks:
            found.setdefault((clock["target"], clock["startedAt"]), []).append({key: clock.get(key) for key in MEMBERS})
        return {(key, place): clock for key, list_ in found.items()
                for place, clock in enumerate(sorted(list_, key=lambda it: str(it["stoppedAt"])))}
    mine, theirs = by_name(mine), by_name(theirs)
    for key in sorted(set(mine) | set(theirs), key=str):
        if mine.get(key) != theirs.get(key):
            yield mine.get(key), theirs.get(key)


def show(ticket, found):
    """The whole story of a ticket whose clocks differ."""
    print("\n%s created %s" % (ticket.id, utc(ticket.created)))
    for version in ticket.versions:
        print(version.story())
    if ticket.uncommitted:
        print("  uncommitted:\n" + ticket.uncommitted.story())
    for mine, theirs in found:
        name = mine or theirs
        print("  %s from %s" % (name["target"], name["startedAt"]))
        if mine is None or theirs is None:
            print("    only %s: %s" % ("the model" if mine else "tick", name))
            continue
        for key in MEMBERS:
            if mine[key] != theirs[key]:
                print("    %-16s model %s, tick %s" % (key, mine[key], theirs[key]))


def contents(tickets):
    """What the random histories hold, so that nobody has to believe that they hold it."""
    count = dict.fromkeys(["merges", "octopus merges", "pauses", "reopenings", "priority changes", "queue or type changes",
                           "entries backdated", "commits out of order", "renames", "uncommitted"], 0)
    for ticket in tickets:
        count["uncommitted"] += ticket.uncommitted is not None
        for before, version in zip(ticket.versions, ticket.versions[1:]):
            count["merges"] += version.merge
            count["octopus merges"] += version.merge and len(version.others) > 1
            old, new = before.fields, version.fields
            count["pauses"] += PHASES[old["status"]] != "waiting" == PHASES[new["status"]]
            count["reopenings"] += PHASES[old["status"]] in DONE and PHASES[new["status"]] not in DONE
            count["priority changes"] += old["priority"] != new["priority"]
            count["queue or type changes"] += (old["queue"], old["type"]) != (new["queue"], new["type"])
            count["renames"] += before.path != version.path
            count["commits out of order"] += version.author > version.committer or version.author < before.author
            count["entries backdated"] += any(entry.at and entry.at < version.author - 900 for entry in version.entries
                                              if entry not in before.entries)
    return ", ".join("%d %s" % (number, name) for name, number in count.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tick", default=os.environ.get("TICK", "tick"), help="the program to try")
    parser.add_argument("--tickets", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=3, help="how many differing tickets to tell in full")
    parser.add_argument("--keep", metavar="DIR", help="make the desk here and keep it")
    options = parser.parse_args()
    tickets = [Ticket(number, random.Random("%d/%d" % (options.seed, number))) for number in range(options.tickets)]
    for ticket in tickets:
        ticket.make()
    folder = options.keep or tempfile.mkdtemp(prefix="clocks-")
    try:
        write_history(os.path.abspath(folder), tickets)
        theirs = ask(os.path.abspath(shutil.which(options.tick) or options.tick), folder)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    desk, clocks, differ, failed = Desk(Policies()), 0, 0, 0
    for ticket in tickets:
        mine = desk.clocks(ticket, NOW)
        clocks += len(mine)
        found = list(differences(mine, theirs.get(ticket.id, [])))
        differ += len(found)
        if found:
            failed += 1
            if failed <= options.show:
                show(ticket, found)
    print(contents(tickets))
    print("%d tickets, %d clocks, %d differ" % (len(tickets), clocks, differ))
    print("%d passed, %d failed" % (len(tickets) - failed, failed))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
