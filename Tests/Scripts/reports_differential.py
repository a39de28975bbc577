#!/usr/bin/env python3
"""Computes the figures of `tick report week` a second way and compares them with --json, to the second.

    reports_differential.py --tick .build/release/tick [--seed N] [--tickets N]

History is read with git, front matter with PyYAML, time zones with zoneinfo; nothing of tick's is used but its output. On
the demo desk the figures that need no calendar are compared; on a random desk, whose policy counts every hour, reply times
and clocks too. The random desk has what goes wrong in life: dates of commits that lie, entries without instants, removed and
renamed files, automatic closings, people under several names, a change of daylight saving time, merges.
"""

import argparse
import collections
import datetime
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zoneinfo

from support import ENVIRONMENT, SAMPLES, CheckFailed, front_matter, load_strings, run, run_json

HEADING = re.compile(r"^## (?:(\d{4}-\d\d-\d\dT[0-9:]+(?:Z|[+-]\d\d:\d\d)) )?(?:(\S+) )?(wrote|replied|noted|called)$")
NOW = "2026-11-25T11:00:00+03:00"
Change = collections.namedtuple("Change", "at phase assignee queue by_desk level rating")
Word = collections.namedtuple("Word", "at verb person by_agent by_desk opening")


def seconds(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


# --- Reading a desk ---------------------------------------------------------------------------------------------------


class Desk:
    """A desk's configuration and the life of each of its tickets, read with git."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        config = load_strings((folder / ".tick/config.yml").read_bytes())
        self.zone = zoneinfo.ZoneInfo(config["zone"])
        statuses = load_strings((folder / ".tick/workflow.yml").read_bytes())["statuses"]
        self.phases = {name: status["phase"] for name, status in statuses.items()}
        self.people = load_strings((folder / ".tick/people.yml").read_bytes())
        self.handles = {handle.lower(): handle for handle in self.people}
        for handle, person in self.people.items():
            for address in person["email"]:
                self.handles[address.lower()] = handle
        self.lives: dict[str, Life] = {}
        commits = list(self.commits())
        self.tickets = self.read({blob for commit in commits for pair in commit[3] for blob in pair})
        for commit in commits:
            self.apply(*commit)

    def handle(self, name):
        return self.handles.get(name.lower(), name) if name else None

    def is_desk(self, name) -> bool:
        return "desk" in self.people.get(self.handles.get((name or "").lower()), {}).get("roles", [])

    def commits(self):
        """Yields author date, committer date, author's address and the changed files of each commit, parents first."""
        raw = run(
            "git", "log", "--reverse", "--topo-order", "--root", "--raw", "--no-renames", "--no-abbrev",
            "--format=commit %at %ct %ae", cwd=self.folder)
        head, files = None, []
        for line in raw.splitlines():
            if line.startswith("commit "):
                if head:
                    yield (*head, files)
                authored, recorded, email = line.split(" ")[1:]
                head, files = (int(authored), int(recorded), email), []
            elif line.startswith(":"):
                columns, path = line.split("\t")
                _, _, old, new, _ = columns.split(" ")
                if path.startswith("tickets/"):
                    files.append((old, new))
        if head:
            yield (*head, files)

    def read(self, blobs) -> dict:
        """Returns the ticket of each blob: its front matter and its entries."""
        wanted = sorted(blob for blob in blobs if set(blob) != {"0"})
        data = subprocess.run(
            ["git", "cat-file", "--batch"], cwd=self.folder, env=ENVIRONMENT, capture_output=True, check=True,
            input="".join(blob + "\n" for blob in wanted).encode()).stdout
        tickets, position = {}, 0
        for blob in wanted:
            end = data.index(b"\n", position)
            size = int(data[position:end].split()[2])
            tickets[blob] = parse(data[end + 1:end + 1 + size])
            position = end + 2 + size
        return tickets

    def apply(self, authored, recorded, email, files):
        if not files:
            return
        old, new = ({ticket[0]["id"]: ticket for ticket in map(self.tickets.get, side) if ticket} for side in zip(*files))
        for identifier in sorted(old.keys() | new.keys()):
            life = self.lives.setdefault(identifier, Life(self))
            life.apply(min(authored, recorded), email, old.get(identifier), new.get(identifier))


ASPECTS = ("usefulness", "speed", "politeness")


def rating(said) -> dict | None:
    """The aspects that are rated from 1 to 5; None without any."""
    return {name: int(said[name]) for name in ASPECTS if name in said} if isinstance(said, dict) else None


def parse(data: bytes):
    matter = load_strings(front_matter(data))
    entries, lines = [], data.decode().split("\n")
    for line in lines:
        if match := HEADING.match(line):
            entries.append(match.groups())
    return matter, entries


class Life:
    """What one ticket went through."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self.changes: list[Change] = []
        self.words: list[Word] = []
        self.last = None

    def apply(self, at, email, old, new):
        if self.last is not None:
            at = max(at, self.last)
        self.last = at
        by_desk = self.desk.is_desk(email)
        if new is None:
            self.changes.append(Change(at, None, None, None, by_desk, None, None))
            return
        matter, entries = new
        first = not self.changes
        if first:
            self.created = seconds(matter["created"])
        phase = self.desk.phases.get(matter["status"], "open")
        assignee, queue = self.desk.handle(matter.get("assignee")), matter.get("queue")
        self.changes.append(Change(self.created if first else max(at, self.created), phase, assignee, queue, by_desk,
                                   int(matter.get("level") or 1), rating(matter.get("rating"))))
        added = collections.Counter(entries) - collections.Counter(old[1] if old else [])
        for entry in entries:
            if added[entry] > 0:
                added[entry] -= 1
                self.words.append(self.word(entry, at, email, first))

    def word(self, entry, at, email, first) -> Word:
        instant, person, verb = entry
        moment = seconds(instant) if instant else at
        by_agent = self.desk.handle(person or email).lower() in self.desk.handles
        opening = first and verb == "replied" and moment <= self.created
        return Word(moment, verb, self.desk.handle(person or email), by_agent, self.desk.is_desk(person or email), opening)

    def before(self, moment):
        """The state that what happened before a moment left; None before the creation."""
        found = [change for change in self.changes if change.at < moment]
        return found[-1] if found else None

    def said(self, moment):
        """What the file said last, removed since or not."""
        return [change for change in self.changes if change.at < moment and change.phase][-1]

    def is_load(self, moment) -> bool:
        state = self.before(moment)
        return bool(state) and state.phase in ("open", "waiting")

    def turns(self, before, after):
        """The changes from a group of phases to another; the creation comes from everywhere."""
        pairs = zip([None] + self.changes[:-1], self.changes)
        return [new for old, new in pairs if (old is None and before is None or old and old.phase in (before or OPEN)) and new.phase in after]

    def escalations(self):
        present = [change for change in self.changes if change.phase]
        return [new.at for old, new in zip(present, present[1:]) if new.level > old.level]

    def rating_in(self, inside):
        """The last rating that was given in a week."""
        pairs = zip([None] + self.changes[:-1], self.changes)
        found = [new.rating for old, new in pairs if inside(new.at) and new.rating and (not old or old.rating != new.rating)]
        return found[-1] if found else None

    def hops(self, moment) -> int:
        queues = [change.queue for change in self.changes if change.at < moment and change.queue]
        return sum(old != new for old, new in zip(queues, queues[1:]))


OPEN, DONE = ("open", "waiting"), ("resolved", "closed")

# --- Clocks in which every second counts -------------------------------------------------------------------------------


class Clocks:
    """The reply and resolution clocks of a life, by what happened before `end`, at `now`."""

    def __init__(self, life: Life, end: int, now: int):
        changes = [change for change in life.changes if change.at < end]
        if changes and changes[-1].phase is None:
            end, now = changes[-1].at + 1, changes[-1].at
            changes = [change for change in changes if change.phase]
        self.changes, self.now = changes, now
        self.words = sorted((word for word in life.words if word.at < end and not word.by_desk), key=lambda word: word.at)
        self.became_done = [
            new.at for old, new in zip([None] + changes[:-1], changes)
            if new.phase in DONE and (old is None or old.phase != new.phase)
        ]
        self.created = life.created

    def done_from(self, moment):
        return next((at for at in self.became_done if at >= moment), None)

    def waiting(self, ended_by_words: bool):
        """Stretches in the phase `waiting`; the last may have no end."""
        stretches = []
        for change, following in zip(self.changes, self.changes[1:] + [None]):
            if change.phase != "waiting":
                continue
            stop = following.at if following else float("inf")
            if stretches and stretches[-1][1] == change.at:
                stretches[-1][1] = stop
            else:
                stretches.append([change.at, stop])
        if ended_by_words:
            for stretch in stretches:
                word = next((w.at for w in self.words if w.verb == "wrote" and stretch[0] < w.at < stretch[1]), stretch[1])
                stretch[1] = word
        return stretches

    def elapsed(self, start, stop, pauses) -> int:
        paused = sum(max(0, min(stop, upper) - max(start, lower)) for lower, upper in pauses)
        return int(stop - start - paused)

    def reply(self, start, reply, pauses, target):
        """One clock: (target, start, end, how, elapsed, word)."""
        done = self.done_from(start)
        if reply and (done is None or reply.at <= done):
            stop = max(start, reply.at)
            return target, stop, "stopped", self.elapsed(start, stop, pauses), reply
        if done is not None:
            return target, done, "ended", self.elapsed(start, done, pauses), None
        return target, None, "running", (start, pauses), None

    def all(self):
        if not self.changes:
            return []
        replies = [word for word in self.words if word.verb == "replied" and not word.opening]
        first = next((word for word in replies if word.by_agent), None)
        clocks = [self.reply(self.created, first, self.waiting(False), "first-reply")]
        pending = None
        for word in self.words:
            if word.verb == "wrote":
                done = self.done_from(pending.at) if pending else None
                if done is not None and done < word.at:
                    clocks.append(self.reply(pending.at, None, self.waiting(True), "next-reply"))
                    pending = None
                pending = pending or word
            elif word in replies and pending:
                clocks.append(self.reply(pending.at, word, self.waiting(True), "next-reply"))
                pending = None
        if pending:
            clocks.append(self.reply(pending.at, None, self.waiting(True), "next-reply"))
        return clocks

    def outcome(self, clock, limit, start, end):
        """met, missed, cancelled or breached if the clock ended or broke in the period; else None."""
        _, stop, how, elapsed, _ = clock
        if how == "running":
            begin, pauses = elapsed
            left, position = limit, begin
            for lower, upper in sorted(pauses):
                if upper <= position:
                    continue
                if lower > position and left <= lower - position:
                    break
                left -= max(0, lower - position)
                position = upper
            due = position + left
            return "breached" if due < self.now and start <= due < end else None
        if not start <= stop < end:
            return None
        if elapsed > limit:
            return "missed"
        return "met" if how == "stopped" else "cancelled"


# --- Figures ----------------------------------------------------------------------------------------------------------


def nearest_rank(percent: int, values):
    return sorted(values)[-(-percent * len(values) // 100) - 1] if values else None


def statistics(values) -> dict:
    mean = (2 * sum(values) + len(values)) // (2 * len(values)) if values else None
    return {
        "count": len(values), "meanSeconds": mean, "medianSeconds": nearest_rank(50, values),
        "percentile90Seconds": nearest_rank(90, values),
    }


def ratings(given, closed) -> dict:
    given, rated = [one for one in given if one], sum(bool(state.rating) for state in closed)
    result = {"count": len(given), "closedTickets": len(closed), "ratedTickets": rated,
              "ratedPerMille": rated * 1000 // len(closed) if closed else None}
    for name in ASPECTS:
        marks = [one[name] for one in given if name in one]
        result[name + "MeanPerMille"] = (sum(marks) * 2000 + len(marks)) // (len(marks) * 2) if marks else None
    return result


def figures(desk: Desk, monday: datetime.date, now: int, limits=None) -> dict:
    """The figures of the week that begins on a Monday, under the names that --json gives them."""

    def midnight(days: int) -> int:
        day = monday + datetime.timedelta(days=days)
        return int(datetime.datetime(day.year, day.month, day.day, tzinfo=desk.zone).timestamp())

    start, to = midnight(0), midnight(7)
    end = min(to, now + 1)

    def inside(moment) -> bool:
        return start <= moment < end

    lives = [life for life in desk.lives.values()]
    closings = []
    for life in lives:
        days = set()
        for change in life.turns(None, DONE) + life.turns(OPEN, DONE):
            day = datetime.datetime.fromtimestamp(change.at, desk.zone).date()
            if inside(change.at) and day not in days:
                days.add(day)
                closings.append((life, change))
    solved = list({id(life): life for life, _ in closings}.values())
    replies = [
        word for life in lives for word in life.words
        if word.verb == "replied" and inside(word.at) and not word.by_desk and not word.opening
    ]
    result = {
        "load": sum(life.is_load(end) for life in lives),
        "loadByDay": [
            {"date": (monday + datetime.timedelta(days=day)).isoformat(), "count": sum(life.is_load(midnight(day)) for life in lives)}
            for day in range(7) if midnight(day) <= min(to, now)
        ],
        "inflow": sum(inside(life.created) for life in lives),
        "outflow": len(closings),
        "outflowByDesk": sum(change.by_desk for _, change in closings),
        "solved": sum(life.said(end).phase in DONE for life in solved),
        "reopened": sum(any(inside(change.at) for change in life.turns(DONE, OPEN)) for life in lives),
        "hops": {"tickets": len(solved), "changes": sum(life.hops(end) for life in solved)},
        "escalated": sum(any(inside(at) for at in life.escalations()) for life in lives),
        "rating": ratings([life.rating_in(inside) for life in lives], [life.said(end) for life in solved]),
        "closed": collections.Counter(change.assignee for _, change in closings if not change.by_desk),
        "replies": collections.Counter(word.person for word in replies),
    }
    if limits:
        add_clocks(result, lives, (start, to), min(to, now), end, limits)
    return result


def add_clocks(result, lives, period, now, end, limits):
    times, by_agent, outcomes = collections.defaultdict(list), collections.defaultdict(list), collections.Counter()
    for life in lives:
        clocks = Clocks(life, end, now)
        for clock in clocks.all():
            target, stop, how, elapsed, word = clock
            outcomes[clocks.outcome(clock, limits[target], *period)] += 1
            if how == "stopped" and period[0] <= stop < period[1]:
                times[target].append(elapsed)
                by_agent[word.person].append(elapsed)
    result["firstReplyTime"] = statistics(times["first-reply"])
    result["nextReplyTime"] = statistics(times["next-reply"])
    result["replyTime"] = statistics(times["first-reply"] + times["next-reply"])
    result["replyTimeByAgent"] = {agent: statistics(values) for agent, values in by_agent.items()}
    result["sla"] = {name: outcomes[name] for name in ("met", "missed", "breached", "cancelled")}


def reported(document: dict, expected: dict) -> dict:
    """What tick says, in the form of `figures`."""
    agents = document["agents"]
    result = {name: document[name] for name in expected if name in document}
    result["hops"] = {name: document["hops"][name] for name in ("tickets", "changes")}
    result["closed"] = collections.Counter({agent["agent"]: agent["closed"] for agent in agents if agent["closed"]})
    result["replies"] = collections.Counter({agent["agent"]: agent["replies"] for agent in agents if agent["replies"]})
    if "sla" in expected:
        result["sla"] = {name: document["sla"][name] for name in expected["sla"]}
        result["replyTimeByAgent"] = {
            agent["agent"]: agent["replyTime"] for agent in agents if agent["replyTime"]["count"]
        }
    return result


class Comparison:
    def __init__(self, tick: pathlib.Path):
        self.tick = tick
        self.count = 0
        self.nonzero = collections.Counter()
        self.failures: list[str] = []

    def weeks(self, name: str, folder: pathlib.Path, mondays, now: str, limits=None):
        desk = Desk(folder)
        for monday in mondays:
            following = monday + datetime.timedelta(days=7)
            document = run_json(
                self.tick, "report", "week", "--at", following.isoformat(), "--now", now, "--json", cwd=folder)
            for key, begin in (("current", monday), ("before", monday - datetime.timedelta(days=7))):
                expected = figures(desk, begin, seconds(now), limits)
                self.compare(f"{name}, week of {begin}", expected, reported(document[key], expected))

    def compare(self, name: str, expected: dict, found: dict):
        for figure, value in expected.items():
            self.count += 1
            self.nonzero[figure] += bool(value) and value not in (0, {"tickets": 0, "changes": 0})
            if found.get(figure) != value:
                self.failures.append(f"{name}: {figure} is {found.get(figure)}, not {value}")


# --- A random desk ----------------------------------------------------------------------------------------------------

LIMITS = {"first-reply": 4 * 3600, "next-reply": 8 * 3600}
CONFIGURATION = {
    "config.yml": "key: HD\nzone: Europe/Berlin\nqueues: [it, billing, support]\nbackdate: 15m\n",
    "workflow.yml": (
        "initial: new\nstatuses:\n  new: {phase: open}\n  open: {phase: open}\n  waiting: {phase: waiting}\n"
        "  postponed: {phase: waiting}\n  proposed: {phase: resolved}\n  closed: {phase: closed}\n"
        "transitions:\n  - {from: '*', to: '*'}\n"),
    "people.yml": (
        "ivan: {name: Ivan, email: [ivan@helpdesk.example, i.petrov@helpdesk.example], roles: [agent]}\n"
        "kate: {name: Kate, email: [kate@helpdesk.example], roles: [agent, lead]}\n"
        "olga: {name: Olga, email: [olga@helpdesk.example], roles: [agent]}\n"
        "robot: {name: Robot, email: [desk@helpdesk.example], roles: [desk]}\n"),
    "sla.yml": (
        "policies:\n  - name: all\n    calendar: always\n"
        "    targets: {first-reply: {'*': 4h}, next-reply: {'*': 8h}}\n"),
}
STATUSES = ["new", "open", "open", "waiting", "postponed", "proposed", "closed"]
ASSIGNEES = [None, "ivan", "Ivan", "i.petrov@helpdesk.example", "kate", "olga", "former"]
AUTHORS = ["ivan@helpdesk.example", "kate@helpdesk.example", "olga@helpdesk.example", "desk@helpdesk.example"]
SPEAKERS = ["ivan", "I.Petrov@helpdesk.example", "kate", "olga", "robot", "former", "maria@acme.example", None]


class RandomDesk:
    """Writes a history with `git fast-import`: some hundred tickets over nine weeks, around the end of summer time."""

    begin = seconds("2026-09-28T00:00:00+02:00")
    end = seconds("2026-11-25T10:00:00+03:00")

    def __init__(self, folder: pathlib.Path, seed: int, tickets: int):
        self.random = random.Random(seed)
        self.stream: list[bytes] = []
        self.mark = 0
        self.tips = {"main": 0, "side": 0}
        self.trees: dict[str, dict[str, str]] = {"main": {}, "side": {}}
        files = {f".tick/{name}": text for name, text in CONFIGURATION.items()}
        self.commit("main", self.begin, self.begin, "kate@helpdesk.example", files)
        self.tips["side"] = self.tips["main"]
        steps = sorted(step for number in range(tickets) for step in self.life(number))
        paths: dict[int, str] = {}
        for at, number, _, change in steps:
            # Each ticket lives on one branch, so that merging them is putting them side by side.
            self.step(at, "side" if number % 4 == 0 else "main", number, change, paths)
            if self.random.random() < 0.02:
                self.merge(at)
        self.merge(self.end)
        run("git", "init", "--quiet", "--initial-branch=main", folder)
        subprocess.run(
            ["git", "fast-import", "--quiet", "--done"], cwd=folder, env=ENVIRONMENT, check=True,
            input=b"".join(self.stream) + b"done\n")
        run("git", "reset", "--quiet", "--hard", "main", cwd=folder)

    def life(self, number: int):
        """Yields what happens to a ticket: (when, ticket, order, what)."""
        at = self.random.randrange(self.begin, self.end - 3600)
        ticket = {
            "id": f"HD-{number}", "title": f"Ticket {number}", "status": self.random.choice(STATUSES),
            "queue": self.random.choice(["it", "billing", "support", None]), "assignee": self.random.choice(ASSIGNEES),
            "created": at - self.random.choice([0, 0, 60, 7200]),
        }
        entries = [self.entry(at, number, -1)] if self.random.random() < 0.3 else []
        yield at, number, 0, (dict(ticket), list(entries), False)
        for order in range(1, self.random.randrange(1, 14)):
            at += self.random.choice([37, 600, 5000, 40_000, 200_000]) + self.random.randrange(600)
            if at >= self.end:
                return
            self.change(ticket, entries, at, number, order)
            gone = self.random.random() < 0.02
            yield at, number, order, (None if gone else (dict(ticket), list(entries), self.random.random() < 0.05))
            if gone:
                return

    def change(self, ticket, entries, at, number, order):
        what = self.random.random()
        if what < 0.55:
            entries.append(self.entry(at, number, order))
        if what > 0.4:
            ticket["status"] = self.random.choice(STATUSES)
        if what > 0.8:
            ticket["assignee"] = self.random.choice(ASSIGNEES)
        if what > 0.9:
            ticket["queue"] = self.random.choice(["it", "billing", "support", None])
        if self.random.random() < 0.1:
            ticket["level"] = self.random.choice([None, 1, 2, 2, 3])
        if self.random.random() < 0.15:
            names = self.random.sample(ASPECTS, self.random.randrange(1, 4))
            ticket["rating"] = {name: self.random.randrange(1, 6) for name in names}
        if what < 0.05 and entries:
            # A text that is mended is the same entry still.
            entries[0] = (*entries[0][:3], entries[0][3] + " Mended.") if entries[0][0] else entries[0]

    def entry(self, at, number, order):
        person = self.random.choice(SPEAKERS)
        # Without an instant, `## former replied` is an ordinary heading: nobody is called so any more.
        has_instant = person == "former" or self.random.random() < 0.8
        instant = at - self.random.choice([0, 5, 300, 90_000]) if has_instant else None
        verb = self.random.choice(["wrote", "wrote", "replied", "replied", "replied", "noted", "called"])
        return instant, person, verb, f"Text {number} {order}."

    def step(self, at, branch, number, change, paths):
        old = paths.get(number)
        if change is None:
            return self.commit(branch, at, at, self.random.choice(AUTHORS), {}, [paths.pop(number)])
        ticket, entries, renamed = change
        path = old if old and not renamed else f"tickets/HD-{number}-{self.random.randrange(1000)}.md"
        paths[number] = path
        authored = at + self.random.choice([0, 0, 0, 0, -40, -9000, 500])
        removed = [old] if old and old != path else []
        # The desk writes its name into what it says: an entry without one is its author's.
        authors = AUTHORS if all(entry[1] for entry in entries) else AUTHORS[:-1]
        self.commit(branch, authored, at, self.random.choice(authors), {path: self.text(ticket, entries)}, removed)

    def text(self, ticket, entries) -> str:
        lines = ["---"]
        for name, value in ticket.items():
            if value is not None:
                value = str(value).replace("'", "") if isinstance(value, dict) else value
                lines.append(f"{name}: {self.instant(value) if name == 'created' else value}")
        lines += ["---", "", "What is wrong.", ""]
        for instant, person, verb, text in entries:
            words = [self.instant(instant) if instant else None, person, verb]
            lines += ["## " + " ".join(word for word in words if word), "", text, ""]
        return "\n".join(lines)

    def instant(self, moment: int) -> str:
        zone = datetime.timezone(datetime.timedelta(hours=moment % 4))
        return datetime.datetime.fromtimestamp(moment, zone).isoformat()

    def commit(self, branch, authored, recorded, email, files, removed=(), merged=None):
        self.mark += 1
        parent = self.tips[branch]
        out = [f"commit refs/heads/{branch}\nmark :{self.mark}\n"]
        out.append(f"author {email.split('@')[0]} <{email}> {authored} +0200\n")
        out.append(f"committer Ivan <ivan@helpdesk.example> {recorded} +0200\ndata 2\nA\n")
        if parent:
            out.append(f"from :{parent}\n")
        if merged:
            out.append(f"merge :{merged}\n")
        for path in removed:
            out.append(f"D {path}\n")
        self.stream += [part.encode() for part in out]
        for path, text in files.items():
            data = text.encode()
            self.stream.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        self.tips[branch] = self.mark
        self.trees[branch] = {**{k: v for k, v in self.trees[branch].items() if k not in removed}, **files}

    def merge(self, at):
        """Merges the side branch into main: its tickets as they are there."""
        theirs = {path: text for path, text in self.trees["side"].items() if path.startswith("tickets/")}
        ours = self.trees["main"]
        gone = [path for path in ours if path not in theirs and self.is_side(path)]
        changed = {path: text for path, text in theirs.items() if self.is_side(path) and ours.get(path) != text}
        self.commit("main", at, at, "kate@helpdesk.example", changed, gone, merged=self.tips["side"])

    @staticmethod
    def is_side(path: str) -> bool:
        match = re.match(r"tickets/HD-(\d+)-", path)
        return bool(match) and int(match[1]) % 4 == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", type=pathlib.Path, required=True, help="the tick whose figures are checked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tickets", type=int, default=300, help="tickets of each random desk")
    parser.add_argument("--desks", type=int, default=2, help="random desks, with seeds from --seed on")
    options = parser.parse_args()
    comparison = Comparison(options.tick.resolve())
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        run(comparison.tick, "demo", folder / "demo", "--from", SAMPLES / "helpdesk", "--now", NOW)
        mondays = [datetime.date(2026, 10, 5) + datetime.timedelta(days=14 * step) for step in range(4)]
        comparison.weeks("demo", folder / "demo", [*mondays, datetime.date(2026, 11, 23)], NOW)
        for seed in range(options.seed, options.seed + options.desks):
            desk = folder / f"random-{seed}"
            RandomDesk(desk, seed, options.tickets)
            comparison.weeks(f"random {seed}", desk, [*mondays, datetime.date(2026, 11, 23)], NOW, LIMITS)
    for failure in comparison.failures[:40]:
        print(failure, file=sys.stderr)
    empty = [figure for figure, count in comparison.nonzero.items() if count == 0]
    if empty:
        comparison.failures.append("never anything but zero")
        print(f"nothing was ever counted: {', '.join(empty)}", file=sys.stderr)
    print(f"reports: {comparison.count} figures compared, {len(comparison.failures)} differ")
    return 1 if comparison.failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailed as failure:
        sys.exit(str(failure))
