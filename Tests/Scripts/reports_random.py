"""A desk with random tickets for `reports_differential.py`, written with `git fast-import`.

It has what goes wrong in life: dates of commits that lie, entries without instants or of tomorrow, values in any case, a tag twice,
people under several names, removed and renamed files, automatic closings, reopenings, hops, ratings changed, both clock changes,
merges. Nothing here knows what a report is.
"""

import collections
import datetime
import pathlib
import random
import re
import subprocess

from reports_desk import ASPECTS, folded, seconds
from support import ENVIRONMENT, run

CONFIGURATION = {
    ".tick/config.yml": """\
key: HD
zone: ZONE
queues: {it: {title: IT for staff}, billing: Счета, учёт: {title: Учёт}, support: {}}
channels: [phone, email, portal]
categories: {access: {title: Доступы}, hardware: {}}
priorities: [low, normal, high, urgent]
priority-from: {impact: [one, all], urgency: [slow, fast], table: [[low, normal], [high, urgent]]}
tiers: [vip, standard]
types: {incident: {title: Поломка}, request: {}, question: {}}
fields:
  level: {integer: true}
  scale: {choice: {many: Многие, one: Один}}
  areas: {choice: [roof, cellar, garden], list: true}
  engineer: {person: true}
  product: {text: true}
  shared: {boolean: true}
  number: {text: true}
backdate: 15m
verbs: {ответ: replied}
""",
    ".tick/workflow.yml": """\
initial: new
statuses:
  new: {phase: open, limit: 4h}
  open: {phase: open, title: В работе}
  waiting: {phase: waiting, limit: 3d}
  postponed: {phase: waiting, limit: 1eod}
  proposed: {phase: resolved, limit: 30h}
  closed: {phase: closed}
transitions:
  - {from: '*', to: '*'}
""",
    ".tick/people.yml": """\
olga: {name: Olga, email: [olga@helpdesk.example], roles: [agent], teams: [support, it], capacity: 3}
ivan: {name: Ivan, email: [ivan@helpdesk.example, i.petrov@helpdesk.example], roles: [agent], teams: [it], capacity: 8}
kate: {name: Kate, email: [kate@helpdesk.example], roles: [agent, lead], teams: billing, absent: [2026-11-01/2026-12-01]}
petr: {name: Petr, email: [petr@helpdesk.example], roles: [agent], capacity: 0}
anna: {name: Anna, email: [anna@helpdesk.example], teams: [archive]}
robot: {name: Robot, email: [desk@helpdesk.example], roles: [desk]}
""",
    ".tick/sla.yml": """\
policies:
  - name: vip
    match: 'customer.tier:vip or tag:vip'
    targets: {first-reply: {urgent: 30m, '*': 2h}, next-reply: 4h, resolve: {urgent: 8h, '*': 40h}, take: 1h}
  - name: billing
    match: 'queue:billing'
    calendar: early
    cycle: new
    targets: {first-reply: {high: 2h, '*': 1d}, next-reply: eod, update: 1d, resolve: {high: 10h, '*': 3d}}
  - name: rest
    calendar: office
    targets: {first-reply: {high: 1h, '*': 4h}, next-reply: {low: 1eod, '*': 8h}, update: {urgent: 4h}, resolve: 30h, take: 2h}
""",
    ".tick/calendars/office.yml": """\
hours:
  mon-fri: ["09:00-13:00", "14:00-18:00"]
closed: [2026-04-03, 2026-10-05/2026-10-06]
dates:
  2026-11-01: ["10:00-12:00"]
""",
    ".tick/calendars/early.yml": """\
zone: Europe/Moscow
hours:
  mon-sat: ["07:00-19:30"]
  sun: ["20:00-02:30"]
""",
    "customers/acme.md": """\
---
name: ACME Ltd
tier: VIP
people:
  maria: {name: Maria Ivanova, email: [maria@acme.example], phone: ['+7 495 000-00-11']}
  nikita: {email: [nikita@acme.example, n@acme.example]}
---
""",
    "customers/zerno.md": "---\nname: Зерно\ntier: standard\ndomains: [zerno.example]\n---\n",
    "customers/bright.md": "---\nname: Bright\nemail: [office@bright.example]\n---\n",
}
# Havana's spring skips a midnight, and its autumn has one twice.
ZONES = ["Europe/Berlin", "America/Havana", "Asia/Kathmandu"]
STATUSES = ["new", "open", "Open", "open", "waiting", "postponed", "proposed", "closed", "closed"]
ASSIGNEES = [None, None, "ivan", "Ivan", "i.petrov@helpdesk.example", "kate", "olga", "petr", "former"]
AUTHORS = [name + "@helpdesk.example" for name in ("ivan", "kate", "olga", "anna", "desk", "nobody")]
SPEAKERS = ["ivan", "I.Petrov@helpdesk.example", "kate", "olga", "anna", "robot", "tick", "former", "maria@acme.example", None, None]
CHOICES = {
    "type": ["incident", "Incident", "request", None],
    "priority": ["low", "normal", "Normal", "high", "High", "urgent", None],
    "queue": ["it", "IT", "billing", "учёт", "учет", "lost", None],
    "channel": ["phone", "email", "EMAIL", "fax", None],
    "category": ["access", "hardware", None, None],
    "impact": ["one", "all", None],
    "urgency": ["fast", None],
    "tags": [None, "vpn", "[vpn, dns]", "[vpn, vpn]", "[VPN]", "[dns, 'два слова']", "[]", "[vip]"],
    "requester": ["maria", "Maria@acme.example", "tel:+74950000011", "n@acme.example", "who@zerno.example", "office@bright.example",
                  "nobody@nowhere.example", "ivan", None],
    "level": [None, 1, 2, 2, 3],
    "scale": ["one", "ONE", "many", None],
    "areas": [None, "roof", "[cellar, roof]", "[Garden, garden]"],
    "engineer": [None, "ivan", "i.petrov@helpdesk.example", "anna"],
    "product": [None, "Tea", "чай", "tea"],
    "shared": [None, "true", "false"],
}
# Addresses of one person.
ADDRESSES = {"i.petrov@helpdesk.example": "ivan", "maria@acme.example": "maria", "tel:+74950000011": "maria"}


def plain(value) -> str:
    return ADDRESSES.get(folded(str(value)), folded(str(value)))


# What a branch has of a ticket: its fields, its entries, the last second in which it changed.
Copy = collections.namedtuple("Copy", "fields entries floor")


class RandomDesk:
    """Writes the history of a desk: most of it in the ten weeks before its end, some since March."""

    begin = seconds("2026-03-02T00:00:00+01:00")
    busy = seconds("2026-09-14T00:00:00+02:00")
    end = seconds("2026-11-25T10:00:00+03:00")

    def __init__(self, folder: pathlib.Path, seed: int, tickets: int):
        self.random = random.Random(seed)
        self.mark = 0
        self.stream: list[bytes] = []
        self.tips = {"main": 0, "side": 0}
        self.ends: dict[int, str] = {}
        self.unmerged: dict[str, str | None] = {}
        self.known: dict[int, tuple] = {}
        self.shared: dict[int, dict[str, Copy]] = {}
        self.seconds: set[tuple[int, int]] = set()
        self.held: dict[str, dict] = {"main": {}, "side": {}}
        files = {path: text.replace("ZONE", ZONES[seed % len(ZONES)]) for path, text in CONFIGURATION.items()}
        self.commit("main", self.begin - 86400, self.begin - 86400, "kate@helpdesk.example", files)
        self.tips["side"] = self.tips["main"]
        paths: dict[int, str] = {}
        for at, number, _, change in sorted((step for number in range(tickets) for step in self.life(number)), key=lambda it: it[:3]):
            # Some tickets live on one branch, some are changed on both.
            if number % 5 == 1:
                self.shared_step(at, number, change)
            else:
                self.step(at, "side" if number % 4 == 0 else "main", number, change, paths)
            if self.random.random() < 0.01:
                self.merge(at + 1)
        self.commit("side", self.end, self.end, "olga@helpdesk.example", self.taken("side", self.end))
        self.commit("main", self.end, self.end, "olga@helpdesk.example", self.taken("main", self.end))
        self.merge(self.end)
        run("git", "init", "--quiet", "--initial-branch=main", folder)
        subprocess.run(
            ["git", "fast-import", "--quiet", "--done"], cwd=folder, env=ENVIRONMENT, check=True,
            input=b"".join(self.stream) + b"done\n")
        run("git", "reset", "--quiet", "--hard", "main", cwd=folder)
        self.edit(folder)

    def edit(self, folder: pathlib.Path):
        """Some edits that nobody commits, and a new ticket."""
        for path in sorted(folder.glob("tickets/*/*.md"))[:4]:
            data = path.read_bytes().replace(b"\nstatus: ", b"\nstatus: closed # ", 1)
            path.write_bytes(data + b"\n## kate replied\n\nNot committed.\n")
        new = b"---\nid: HD-new\ntitle: New\nstatus: open\nqueue: it\ncreated: 2026-11-25T10:30:00+03:00\n---\n"
        (folder / "tickets/new.md").write_bytes(new)

    def life(self, number: int):
        """Yields what happens to a ticket: (when, ticket, order, what)."""
        choose, chance = self.random.choice, self.random.random
        at = self.random.randrange(self.begin if chance() < 0.15 else self.busy, self.end - 3600)
        ticket = {"id": f"HD-{number}", "title": f"Ticket {number}", "status": choose(STATUSES), "assignee": choose(ASSIGNEES),
                  "created": at - choose([0, 0, 60, 7200]) if chance() < 0.95 else None}
        # Windows' line ends belong to a ticket for good.
        self.ends[number] = "\r\n" if chance() < 0.03 else "\n"
        # A field that is another for each ticket: `--by number` tells of which ticket something is.
        ticket["number"] = f"n{number}"
        ticket |= {name: choose(values) for name, values in CHOICES.items() if chance() < 0.7}
        entries = [self.entry(at, number, -1)] if chance() < 0.3 else []
        yield at, number, 0, (dict(ticket), list(entries), False)
        for order in range(1, self.random.randrange(1, 14)):
            at += choose([37, 600, 5000, 40_000, 200_000]) + self.random.randrange(600)
            if at >= self.end:
                return
            self.change(ticket, entries, at, number, order)
            gone = chance() < 0.02
            yield at, number, order, (None if gone else (dict(ticket), list(entries), chance() < 0.05))
            if gone:
                return

    def change(self, ticket, entries, at, number, order):
        choose, what = self.random.choice, self.random.random()
        if what < 0.55:
            entries.append(self.entry(at, number, order))
        if what > 0.4:
            ticket["status"] = choose(STATUSES)
        if what > 0.8:
            ticket["assignee"] = choose(ASSIGNEES)
        for name in ("queue", "priority", choose(list(CHOICES))):
            if self.random.random() < 0.15:
                ticket[name] = choose(CHOICES[name])
        if self.random.random() < 0.15:
            names = self.random.sample(ASPECTS, self.random.randrange(1, 4))
            marks = {name: self.random.randrange(1, 6) for name in names}
            ticket["rating"] = choose([None, marks, marks | {"comment": choose(["good", "bad"])}, {"comment": "no mark"}])
        if what < 0.05 and entries and entries[0][0] and "`" not in entries[0][3]:
            # A text that is mended is the same entry still.
            entries[0] = (*entries[0][:3], entries[0][3] + " Mended.")

    def entry(self, at, number, order):
        person = self.random.choice(SPEAKERS)
        # Without an instant, `## former replied` is an ordinary heading: nobody is called so any more.
        has_instant = person in ("former", "tick") or self.random.random() < 0.8
        instant = at - self.random.choice([0, 5, 300, 90_000, -3000]) if has_instant else None
        verb = self.random.choice(["wrote", "wrote", "replied", "replied", "ответ", "noted", "called"])
        # None of these is an entry: a short heading in a fence, one that is indented, one of nobody.
        text = self.random.choice(["Text", "Text", "```\n## ivan replied\n```", " ## kate replied", "## Who replied"])
        # No two entries without instants are one: what a merge drops is known by its text.
        return instant, person, verb, text + (" " if text == "Text" else "\n") + f"{number} {order}."

    def step(self, at, branch, number, change, paths):
        old, author = paths.get(number), self.random.choice(AUTHORS)
        if change is None:
            return self.commit(branch, at, at, author, self.taken(branch, at) | {paths.pop(number): None})
        ticket, entries, is_renamed = change
        path = old if old and not is_renamed else f"tickets/{number % 7}/HD-{number}-{self.random.randrange(1000)}.md"
        paths[number] = path
        authored = at + self.random.choice([0, 0, 0, 0, -40, -9000, 500])
        # What a field is in a second in which it changes twice is not defined: only words may have to be moved to a change.
        floor, known = self.known.get(number, ((ticket["created"] or at) - 1, None))
        is_held = self.random.random() < 0.03
        authored = at if self.held[branch] else authored if known == ticket else max(authored, floor + 1)
        self.known[number] = (max(floor, min(authored, at)), ticket)
        files = ({old: None} if old and old != path else {}) | {path: self.text(ticket, entries).replace("\n", self.ends[number])}
        if is_held:
            # It is committed with another ticket's change.
            self.held[branch][number] = self.held[branch].get(number, {}) | files
        else:
            self.commit(branch, authored, at, author, self.taken(branch, at) | files)

    def shared_step(self, at, number, change):
        """A change of a ticket that is changed on both branches: it is made to what the branch has of it."""
        if change is None:
            return
        ticket, entries, _ = change
        copies = self.shared.setdefault(number, {"last": Copy({}, [], 0)})
        branch = "side" if "side" in copies and self.random.random() < 0.5 else "main"
        last, here = copies["last"], copies.get(branch, Copy({}, [], 0))
        delta = {name: value for name, value in ticket.items() if name not in last.fields or last.fields[name] != value}
        # What a branch makes of a free text in another case, or of somebody by another address, is left open.
        delta = {name: value for name, value in delta.items()
                 if name not in ("product", "assignee", "engineer", "requester") or plain(here.fields.get(name)) != plain(value)}
        floor = here.floor if here.fields else (ticket["created"] or at) - 1
        authored = max(at + self.random.choice([0, 0, -40, -9000]), floor + 1)
        # Nor is it defined what comes first of changes on two branches in the same second.
        authored = at if (number, authored) in self.seconds else authored
        self.seconds.add((number, min(authored, at)))
        copies["last"] = Copy(ticket, entries, 0)
        copies[branch] = Copy({**here.fields, **delta}, here.entries + entries[len(last.entries):], min(authored, at))
        path = f"tickets/{number % 7}/HD-{number}.md"
        text = self.text(*copies[branch][:2])
        self.commit(branch, authored, at, self.random.choice(AUTHORS), self.taken(branch, at) | {path: text})

    def merged(self, at) -> dict:
        """The files of the tickets that both branches have, as a merge makes them; both go on from there."""
        files = {}
        for number, copies in self.shared.items():
            base, main, side = (copies.get(name) for name in ("base", "main", "side"))
            both = main
            if side is not None and side[:2] != base[:2]:
                fields = {}
                for name in sorted(main.fields.keys() | side.fields.keys()):
                    values = [copy.fields.get(name) for copy in (main, side) if copy.fields.get(name) != base.fields.get(name)]
                    fields[name] = self.random.choice(values) if values else base.fields.get(name)
                both = Copy(fields, main.entries + side.entries[len(base.entries):], max(at, main.floor, side.floor))
                # Some merges take what one side has.
                both = self.random.choice([both, both, both, main, side])._replace(floor=both.floor)
                files[f"tickets/{number % 7}/HD-{number}.md"] = self.text(both.fields, both.entries)
            copies |= {"base": both, "main": both, "side": both}
        return files

    def taken(self, branch, at) -> dict:
        """What waits to be committed on a branch, which is now."""
        held, self.held[branch] = self.held[branch], {}
        for number in held:
            self.known[number] = (max(at, self.known[number][0]), self.known[number][1])
        return {path: text for files in held.values() for path, text in files.items()}

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

    @staticmethod
    def instant(moment: int) -> str:
        zone = datetime.timezone(datetime.timedelta(hours=moment % 4))
        return datetime.datetime.fromtimestamp(moment, zone).isoformat()

    def commit(self, branch, authored, recorded, email, files, merged=None):
        """Writes a commit; a file that is None is removed."""
        self.mark += 1
        out = [f"commit refs/heads/{branch}\nmark :{self.mark}\n"
               f"author {email.split('@')[0]} <{email}> {authored} +0200\n"
               f"committer Ivan <ivan@helpdesk.example> {recorded} +0200\ndata 2\nA\n"]
        out += [f"from :{self.tips[branch]}\n"] if self.tips[branch] else []
        out += [f"merge :{merged}\n"] if merged else []
        out += [f"D {path}\n" for path, text in files.items() if text is None]
        out += [f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n" for path, text in files.items() if text is not None]
        self.stream.append("".join(out).encode())
        self.tips[branch] = self.mark
        if branch == "side":
            self.unmerged |= files

    def merge(self, at):
        """Merges the side branch into main, and goes on with both from there."""
        files = {path: text for path, text in self.unmerged.items() if not re.fullmatch(r"tickets/\d/HD-\d+\.md", path)}
        if self.unmerged:
            self.commit("main", at, at, "kate@helpdesk.example", files | self.merged(at), merged=self.tips["side"])
        else:
            self.merged(at)
        self.unmerged = {}
        self.tips["side"] = self.tips["main"]
