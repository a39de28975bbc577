"""Random ticket histories for `clocks_differential.py`: the desk, its tickets, and the git repository that holds them.

What a ticket's clocks are is no matter of this file: it only makes up what people did, and writes it with `git fast-import`.
"""
import os
import subprocess
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import yaml

UTC = timezone.utc


def instant(text):
    """Seconds since 1970 of an RFC 3339 time."""
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def utc(seconds):
    """RFC 3339 in UTC, or None."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


NOW = instant("2027-01-15T12:34:56Z")


def local(seconds, zone):
    """RFC 3339 in a zone."""
    return datetime.fromtimestamp(seconds, ZoneInfo(zone)).isoformat(timespec="seconds")


# ---------------------------------------------------------------------------------------------------------------- the desk

CONFIG = """\
name: Differential
key: HD
zone: Europe/Moscow
tickets: [tickets/**/*.md]
queues: [it, billing, support]
priorities: [low, normal, high, urgent]
types: {incident: {}, request: {}, question: {}}
backdate: 15m
"""
WORKFLOW = """\
initial: new
statuses:
  new: {phase: open, limit: 4h}
  open: {phase: open}
  waiting: {phase: waiting, limit: 3d}
  postponed: {phase: waiting, limit: 5eod}
  resolved: {phase: resolved, limit: 30h}
  closed: {phase: closed}
transitions:
  - {from: '*', to: '*'}
"""
PEOPLE = """\
ivan: {name: Ivan Petrov, email: [ivan@helpdesk.example], roles: [agent]}
olga: {name: Olga Orlova, email: [olga@helpdesk.example], roles: [agent]}
petr: {name: Petr Sidorov, email: [petr@helpdesk.example], roles: [agent, lead]}
"""
CALENDARS = {
    "moscow": """\
zone: Europe/Moscow
hours:
  mon-fri: ["09:00-13:00", "14:00-18:00"]
  sat: ["10:00-14:00"]
closed: [2026-01-01/2026-01-08, 2026-05-09, 2026-11-04, 2027-01-01/2027-01-08]
dates:
  2026-03-09: ["12:00-15:00"]
  2026-05-09: ["10:00-12:00"]
  2026-11-01: ["09:00-11:00"]
""",
    "newyork": """\
zone: America/New_York
hours:
  mon-fri: ["08:30-17:15"]
  sun: ["00:00-04:00"]
closed: [2026-07-03, 2026-11-26, 2026-12-25, 2027-01-01]
""",
    "berlin": """\
zone: Europe/Berlin
hours:
  mon-thu: ["07:00-19:30"]
  fri: ["07:00-12:00", "12:30-16:00"]
  sat: ["20:00-24:00"]
  sun: ["02:30-06:00", "20:00-05:00"]
closed: [2026-04-03, 2026-12-24/2026-12-26, 2027-01-01]
""",
}
SLA = """\
at-risk: 25%
policies:
  - name: urgent
    match: 'priority:urgent'
    calendar: always
    at-risk: 30m
    targets: {first-reply: 30m, next-reply: 2h, update: 1d, resolve: 8h, take: 0m}
  - name: billing
    match: 'queue:billing'
    calendar: newyork
    cycle: new
    at-risk: 50%
    targets:
      first-reply: {high: 2h, '*': 4h}
      next-reply: {high: 90m, '*': 1d}
      update: eod
      resolve: {high: 10h, normal: 20h, '*': 5d}
      take: 1h30m
  - name: requests
    match: 'type:request'
    calendar: berlin
    targets:
      first-reply: {high: eod, normal: 3h, '*': 1eod}
      next-reply: 4h
      update: {high: 1d, '*': 12h}
      resolve: {high: 2d, normal: 24h, '*': 3d}
      take: eod
  - name: rest
    calendar: moscow
    targets:
      first-reply: {high: 1h, '*': 4h}
      next-reply: {high: 2h, normal: 1eod, '*': 2d}
      update: {high: 4h, '*': 16h}
      resolve: {high: 16h, '*': 40h}
      take: {high: 0m, normal: 15m, '*': 2h}
"""
PHASES = {name: it["phase"] for name, it in yaml.safe_load(WORKFLOW)["statuses"].items()}
LIMITS = {name: it["limit"] for name, it in yaml.safe_load(WORKFLOW)["statuses"].items() if "limit" in it}
AGENTS = list(yaml.safe_load(PEOPLE))
REQUESTERS = ["maria@acme.example", "anton@other.example"]


# ----------------------------------------------------------------------------------------------------------------- tickets


class Entry:
    """A heading of the conversation; `at` None is a short one, without an instant."""

    def __init__(self, verb, person, at, number, zone):
        self.verb, self.person, self.at, self.number, self.zone = verb, person, at, number, zone

    def text(self):
        words = [word for word in (self.at and local(self.at, self.zone), self.person, self.verb) if word]
        return "## %s\n\nEntry %d.\n" % (" ".join(words), self.number)


class Version:
    """One commit's word on one ticket."""

    def __init__(self, ticket, recorded, author, committer, fields, entries, path, who, branch=None):
        self.ticket, self.recorded, self.author, self.committer = ticket, recorded, author, committer
        self.fields, self.entries, self.path, self.who, self.branch = fields, entries, path, who, branch
        self.merge = False

    def text(self):
        """The file."""
        head = {"id": self.ticket.id, "title": "Ticket " + self.ticket.id[3:], **self.fields}
        lines = ["%s: %s" % (key, value) for key, value in head.items() if value is not None]
        if self.ticket.created is not None:
            lines.append("created: " + local(self.ticket.created, self.ticket.zone))
        body = "".join("\n" + entry.text() for entry in self.entries)
        return "---\n%s\n---\n\nIt does not work.\n%s" % ("\n".join(lines), body)

    def story(self):
        """For the report of a difference."""
        shown = " ".join("%s=%s" % pair for pair in self.fields.items())
        where = "merge" if self.merge else self.branch or "main"
        entries = "; ".join("%s %s %s" % (utc(e.at) or "(short)", e.person or "", e.verb) for e in self.entries)
        return "  %-5s author %s committer %s\n        %s\n        %s\n        entries: %s" % (
            where, utc(self.author), utc(self.committer), self.path, shown, entries)


class Ticket:
    """A ticket's versions: a trunk, and perhaps side branches, of which a merge brings back one or two at once."""

    def __init__(self, number, rng):
        alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
        digits = "".join(alphabet[(number * 7919 + 12345) // 32 ** place % 32] for place in range(6))
        self.id = "HD-" + digits
        self.rng, self.zone = rng, rng.choice(["Europe/Moscow", "America/New_York", "Europe/Berlin", "UTC"])
        self.versions, self.created, self.counter = [], None, 0
        self.uncommitted = None

    def new_entry(self, recorded, happened, first=False):
        rng = self.rng
        self.counter += 1
        verb = rng.choices(["replied", "wrote", "noted", "called"], [8, 7, 2, 1])[0]
        person = rng.choice(REQUESTERS) if verb == "wrote" else rng.choice(AGENTS)
        kind = rng.random()
        if kind < 0.25:
            at = None
            if verb != "wrote" and rng.random() < 0.4:
                person = None
        elif kind < 0.65:
            at = happened
        elif kind < 0.93:
            at = happened - rng.choice([rng.randint(1, 900), rng.randint(900, 86400), rng.randint(1, 4 * 86400)])
            at = max(at, self.floor + 1)
        else:
            at = happened + rng.randint(1, 2 * 86400)
        return Entry(verb, person, at, self.counter, self.zone)

    def changed(self, fields):
        """Some other values."""
        rng, fields = self.rng, dict(fields)
        kind = rng.random()
        if kind < 0.65:
            here = PHASES[fields["status"]]
            to = {"open": ["open", "waiting", "waiting", "postponed", "resolved", "closed"],
                  "waiting": ["open", "open", "new", "postponed", "waiting", "resolved", "closed"],
                  "resolved": ["closed", "open", "open", "waiting"], "closed": ["open", "new", "waiting", "resolved"]}
            fields["status"] = rng.choice(to[here])
        if rng.random() < 0.2:
            fields["priority"] = rng.choice(["low", "normal", "high", "urgent", None])
        if rng.random() < 0.1:
            fields["queue"] = rng.choice(["it", "billing", "support"])
        if rng.random() < 0.1:
            fields["type"] = rng.choice(["incident", "request", "question"])
        if rng.random() < 0.2:
            fields["assignee"] = rng.choice(AGENTS + [None])
        return fields

    def gap(self):
        rng = self.rng
        return rng.choice([rng.randint(1, 3600), rng.randint(600, 28800), rng.randint(3600, 4 * 86400),
                           60 * rng.randint(1, 600), 3600 * rng.randint(1, 72), rng.randint(86400, 20 * 86400)])

    def dates(self, recorded, last):
        """Author and committer date of something recorded at about an instant."""
        rng, kind = self.rng, self.rng.random()
        author = committer = recorded
        if kind < 0.2:
            author = recorded - rng.randint(1, 6 * 3600)
        elif kind < 0.25:
            author = recorded - rng.randint(1, 5 * 86400)
        elif kind < 0.3:
            author = recorded + rng.randint(1, 5 * 86400)
        elif kind < 0.34:
            committer = recorded - rng.randint(1, 7200)     # a clock that is slow
        elif kind < 0.4:
            committer = recorded + rng.randint(1, 1800)
        return author, min(committer, NOW)

    def path_of(self, recorded):
        return "tickets/%s/%s-%d.md" % (datetime.fromtimestamp(recorded, UTC).strftime("%Y/%m"), self.id, self.rng.randint(1, 99))

    def make(self):
        """A whole random history."""
        rng = self.rng
        start = rng.choice([rng.randint(instant("2026-01-05T00:00:00Z"), instant("2026-12-20T00:00:00Z")),
                            rng.randint(instant("2026-12-20T00:00:00Z"), NOW - 600),
                            instant(rng.choice(["2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30"]) + "T00:00:00Z")
                            + rng.randint(0, 4 * 86400)])
        if rng.random() < 0.5:
            start -= start % rng.choice([60, 900, 3600])
        self.floor = start
        author, committer = self.dates(start, start)
        if rng.random() < 0.85:
            self.created = start
        else:
            self.floor = max(start, min(author, committer))
        if self.created is not None and rng.random() < 0.3:
            late = rng.randint(1, 7200)
            author, committer = min(author + late, NOW), min(committer + late, NOW)
        fields = {"type": rng.choice(["incident", "request", "question"]),
                  "status": rng.choices(list(PHASES), [12, 3, 1, 1, 1, 1])[0],
                  "priority": rng.choice(["low", "normal", "high", "urgent", None]), "queue": rng.choice(["it", "billing", "support"]),
                  "requester": rng.choice(REQUESTERS), "assignee": rng.choice([None, None, None] + AGENTS)}
        entries = []
        kind = rng.random()
        if kind < 0.1:                                      # the opening word
            self.counter += 1
            entries = [Entry("replied", rng.choice(AGENTS), rng.choice([None, self.floor, self.floor - 60]), self.counter, self.zone)]
        elif kind < 0.3:
            entries = [self.new_entry(start, self.floor)]
        if min(author, committer) < self.floor:             # a first commit is not before `created`
            author, committer = max(author, self.floor), max(committer, self.floor)
        path = self.path_of(start)
        first = Version(self, max(start, committer), author, committer, fields, entries, path, rng.choice(AGENTS))
        first.at = max(min(author, committer), self.floor)
        first.changed_at = {self.floor, first.at}           # instants at which fields changed
        self.versions = [first]
        last, steps, recorded = first, rng.randint(0, 9), first.recorded
        while steps > 0 and recorded < NOW - 3 * 86400:
            if steps >= 3 and rng.random() < 0.12:
                last, recorded = self.split(last, recorded)
                steps -= 3
            else:
                recorded = min(recorded + self.gap(), NOW - 1)
                last = self.follow(last, recorded)
                steps -= 1
        if rng.random() < 0.02:
            self.uncommitted = self.follow(last, NOW, dates=(NOW, NOW), rename=False)
            self.versions.pop()

    def follow(self, last, recorded, branch=None, dates=None, rename=True):
        """A next version after `last`."""
        rng = self.rng
        author, committer = dates or self.dates(recorded, last)
        happened = max(min(author, committer), self.floor)
        fields, entries = last.fields, list(last.entries)
        at = max(min(author, committer), last.at)
        kind = rng.random()
        if kind < 0.75 and at not in last.changed_at:
            fields = self.changed(fields)
        if kind > 0.45:
            entries.append(self.new_entry(recorded, happened))
        if kind > 0.95:
            entries.append(self.new_entry(recorded, happened))
        path = self.path_of(recorded) if rename and rng.random() < 0.06 else last.path
        version = Version(self, recorded, author, committer, fields, entries, path, rng.choice(AGENTS), branch)
        version.at = at if fields != last.fields or entries != last.entries or path != last.path else last.at
        version.changed_at = last.changed_at | ({at} if fields != last.fields else set())
        self.versions.append(version)
        return version

    def split(self, last, recorded):
        """Two or three sides that change the ticket, and their merge."""
        rng, base = self.rng, last
        names = ["side-%s-%d%s" % (self.id, len(self.versions), letter) for letter in rng.choice(["a", "a", "ab"])]
        times = {name: [] for name in [None, *names]}
        at = recorded
        for _ in range(rng.randint(2, 5)):
            at += rng.randint(61, 3 * 86400)
            times[rng.choice([None, *names])].append(at)
        for name in names:
            if not times[name]:
                at += rng.choice([61, 67, 3600])
                times[name].append(at)
        if at > NOW - 10 * 86400:
            recorded = min(recorded + self.gap(), NOW - 1)
            return self.follow(last, recorded), recorded
        tips = {name: base for name in times}
        for when, branch in sorted((t, b or "") for b, list_ in times.items() for t in list_):
            branch = branch or None
            dates = (when - rng.choice([0, 0, 0, rng.randint(1, 30)]), when)     # so that no two sides tie
            tips[branch] = self.follow(tips[branch], when, branch, dates=dates, rename=branch is None)
            tips[branch].base = base
        one, sides = tips[None], [tips[name] for name in names]
        fields = {}
        for key, old in base.fields.items():
            changed = [tip.fields[key] for tip in [one, *sides] if tip.fields[key] != old]
            fields[key] = rng.choice(changed) if changed else old
        at = min(at + self.gap(), NOW - 1)
        author, committer = self.dates(at, None)
        last_at = max(tip.at for tip in tips.values())
        if last_at >= min(author, committer):
            author = committer = at                         # it never ties with its sides
        if rng.random() < 0.15:
            fields = self.changed(fields)
        entries = list(one.entries)
        for side in sides:
            entries += [entry for entry in side.entries if entry not in entries]
        if rng.random() < 0.15:
            entries.append(self.new_entry(at, max(min(author, committer), self.floor)))
        merged = Version(self, at, author, committer, fields, entries, one.path, rng.choice(AGENTS))
        merged.merge, merged.others = True, sides
        merged.at = max(min(author, committer), last_at)
        merged.changed_at = set().union(*(tip.changed_at for tip in tips.values())) | {merged.at}
        self.versions.append(merged)
        return merged, at


# -------------------------------------------------------------------------------------------------------------- repository


def write_history(folder, tickets):
    """All versions of all tickets as commits, in the order in which they were recorded."""
    git = ["git", "-C", folder]
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    stream, marks, paths, mark = [], {}, {}, 1

    def commit(ref, version, message, parents, files):
        nonlocal mark
        mark += 1
        who = "%s <%s@helpdesk.example>" % (version.who.title(), version.who) if version else "Ivan <ivan@helpdesk.example>"
        author, committer = (version.author, version.committer) if version else (instant("2025-12-01T00:00:00Z"),) * 2
        out = ["commit %s\nmark :%d\nauthor %s %d +0000\ncommitter %s %d +0000\n" % (ref, mark, who, author, who, committer)]
        out.append("data %d\n%s\n" % (len(message), message))
        if parents:
            out.append("from :%d\n" % parents[0])
            out += ["merge :%d\n" % parent for parent in parents[1:]]
        for path, text in files:
            if text is None:
                out.append("D %s\n" % path)
            else:
                out.append("M 100644 inline %s\ndata %d\n%s\n" % (path, len(text.encode()), text))
        stream.append("".join(out))
        return mark

    files = [(".tick/config.yml", CONFIG), (".tick/workflow.yml", WORKFLOW), (".tick/people.yml", PEOPLE), (".tick/sla.yml", SLA)]
    files += [(".tick/calendars/%s.yml" % name, text) for name, text in CALENDARS.items()]
    tip = commit("refs/heads/main", None, "desk", [], files)
    ordered = sorted(((version.recorded, number, position, version) for number, ticket in enumerate(tickets)
                      for position, version in enumerate(ticket.versions)), key=lambda item: item[:3])
    here = {}                                               # (ticket, branch) -> path
    for _, _, _, version in ordered:
        ticket, branch = version.ticket, version.branch
        files = [(version.path, version.text())]
        if branch is None:
            old = here.get(ticket.id)
            if old and old != version.path:
                files.insert(0, (old, None))
            parents = [tip]
            if version.merge:
                parents += [marks[other] for other in version.others]
            tip = marks[version] = commit("refs/heads/main", version, "change", parents, files)
            here[ticket.id] = version.path
        else:
            if branch not in paths:
                paths[branch] = marks[version.base]
            marks[version] = paths[branch] = commit("refs/heads/" + branch, version, "side", [paths[branch]], files)
    subprocess.run(git + ["fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    subprocess.run(git + ["checkout", "-q", "-f", "main"], check=True)
    for ticket in tickets:
        if ticket.uncommitted:
            path = os.path.join(folder, ticket.uncommitted.path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(ticket.uncommitted.text())
