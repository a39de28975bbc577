"""A desk as `reports_differential.py` reads it: with git and PyYAML, from what docs/ says and nothing of tick's.

`Desk` has the configuration and a `Life` of each ticket: what it was from when on, and what was said in it.
"""

import collections
import datetime
import pathlib
import re
import subprocess
import zoneinfo

import yaml

from support import ENVIRONMENT, CheckFailed, front_matter, run

INSTANT = r"\d{4}-\d\d-\d\dT[0-9:]+(?:Z|[+-]\d\d:\d\d)"
HEADING = re.compile(rf"^## (?:({INSTANT}) )?(?:(\S+) )?(\S+)$")
VERBS = ("wrote", "replied", "noted", "called")
ASPECTS = ("usefulness", "speed", "politeness")
OPEN, DONE = ("open", "waiting"), ("resolved", "closed")
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What a ticket was from an instant on. `fields` is None where it was removed; `by_desk`: the desk itself made it so.
State = collections.namedtuple("State", "at fields phase by_desk")
# An entry. `by_agent`: by somebody of people.yml; `opening`: filed on somebody's behalf.
Word = collections.namedtuple("Word", "at verb person by_agent by_desk opening")
Commit = collections.namedtuple("Commit", "name at email parents files")


def load(data):
    return yaml.load(data, Loader=LOADER)


def seconds(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def folded(text: str) -> str:
    return text.lower().replace("ё", "е")


def listed(value) -> list:
    return value if isinstance(value, list) else [value] if value not in (None, "") else []


class Choices:
    """Values that the configuration declares, in its order, with their titles."""

    def __init__(self, declared):
        pairs = declared.items() if isinstance(declared, dict) else ((name, None) for name in listed(declared))
        self.titles = {name: it.get("title") if isinstance(it, dict) else it or None for name, it in pairs}
        self.spelling = {folded(name): name for name in self.titles}

    def spelled(self, value):
        return self.spelling.get(folded(value), value) if value else None

    def order(self, value):
        names = list(self.titles)
        return (0, names.index(value), b"") if value in self.titles else (1, 0, value.encode())


class Customers:
    """The cards: which customer, and which of its people, a requester is."""

    def __init__(self, folder: pathlib.Path):
        self.cards = {}
        self.people, self.customers, self.domains = {}, {}, {}
        for path in sorted(folder.glob("customers/*.md"), key=lambda path: path.name.encode()):
            card = load(front_matter(path.read_bytes())) or {}
            self.cards[path.stem] = card
            self.add(path.stem, None, [path.stem, *listed(card.get("email")), *listed(card.get("phone"))])
            for handle, person in (card.get("people") or {}).items():
                names = [handle]
                for kind in ("email", "phone", "address"):
                    names += listed((person or {}).get(kind))
                self.add(path.stem, handle, names)
            for domain in listed(card.get("domains")):
                self.domains.setdefault(domain.lower(), path.stem)

    def add(self, customer, person, names):
        for name in map(self.key, names):
            if name not in self.customers:
                self.customers[name] = customer
                self.people[name] = person

    @staticmethod
    def key(name: str) -> str:
        name = name.removeprefix("tel:")
        return re.sub(r"[ ()\-]", "", name) if name.startswith("+") else name.lower()

    def customer(self, requester):
        if not requester:
            return None
        key = self.key(requester)
        return self.customers.get(key) or self.domains.get(key.partition("@")[2])

    def requester(self, requester):
        """The handle on the card, else as written."""
        return (self.people.get(self.key(requester)) or requester) if requester else None

    def name(self, requester):
        """What the card calls one of its people."""
        card = self.cards.get(self.customer(requester), {})
        return (card.get("people", {}).get(self.requester(requester)) or {}).get("name")

    def tier(self, requester):
        return self.cards.get(self.customer(requester), {}).get("tier")


class Desk:
    """A desk's configuration and the life of each of its tickets, read with git."""

    def __init__(self, folder: pathlib.Path, now: int):
        self.folder = folder
        config = load((folder / ".tick/config.yml").read_bytes())
        workflow = load((folder / ".tick/workflow.yml").read_bytes())
        self.config = config
        self.zone = zoneinfo.ZoneInfo(config.get("zone", "UTC"))
        self.statuses = workflow["statuses"]
        self.people = load((folder / ".tick/people.yml").read_bytes())
        self.handles = {handle.lower(): handle for handle in self.people}
        for handle, person in self.people.items():
            for address in listed(person.get("email")):
                self.handles[address.lower()] = handle
        self.verbs = {verb: verb for verb in VERBS} | config.get("verbs", {})
        self.customers = Customers(folder)
        self.choices = self.declared(config)
        self.lists = {"tags"} | {name for name, field in self.own.items() if field.get("list") == "true"}
        self.persons = {"assignee"} | {name for name, field in self.own.items() if "person" in field}
        self.lives: dict[str, Life] = {}
        self.blobs: dict[str, tuple] = {}
        commits = list(self.commits())
        self.read({blob for commit in commits for pair in commit.files for blob in pair})
        self.follow(commits)
        self.uncommitted(now)
        for life in self.lives.values():
            life.finish()

    def declared(self, config) -> dict:
        self.own = {name: field or {} for name, field in config.get("fields", {}).items()}
        derived = config.get("priority-from", {})
        choices = {
            "status": self.statuses, "queue": config.get("queues"), "channel": config.get("channels"),
            "category": config.get("categories"), "priority": config.get("priorities"), "type": config.get("types"),
            "tier": config.get("tiers"), "impact": derived.get("impact"), "urgency": derived.get("urgency"),
        }
        choices |= {name: field["choice"] for name, field in self.own.items() if "choice" in field}
        return {name: Choices(values) for name, values in choices.items()}

    def handle(self, name):
        return self.handles.get(name.lower(), name) if name else None

    def is_desk(self, name) -> bool:
        if (name or "").lower() in ("desk", "tick"):
            return True
        return "desk" in listed(self.people.get(self.handles.get((name or "").lower()), {}).get("roles"))

    def commits(self):
        """Yields the commits, parents first; the changed tickets are those against the first parent."""
        raw = run(
            "git", "log", "--reverse", "--topo-order", "--root", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev",
            "--format=commit %H %at %ct %ae %P", cwd=self.folder)
        commit = None
        for line in raw.splitlines():
            if line.startswith("commit "):
                if commit:
                    yield commit
                name, authored, recorded, email, *parents = line.split(" ")[1:]
                commit = Commit(name, min(int(authored), int(recorded)), email, [parent for parent in parents if parent], [])
            elif line.startswith(":"):
                columns, path = line.split("\t")
                _, _, old, new, _ = columns.split(" ")
                if path.startswith("tickets/") and path.endswith(".md"):
                    commit.files.append((old, new))
        if commit:
            yield commit

    def follow(self, commits):
        """Follows each ticket from version to version, on every line of history."""
        children = collections.Counter(parent for commit in commits for parent in commit.parents)
        tips: dict[str, dict[str, Version]] = {}
        for commit in commits:
            sides = []
            for parent in commit.parents:
                children[parent] -= 1
                sides.append(dict(tips[parent]) if children[parent] else tips.pop(parent))
            self.head = tips[commit.name] = self.apply(commit, sides)

    def apply(self, commit, sides) -> dict:
        """The version of each ticket after a commit."""
        tips = sides[0] if sides else {}
        old, new = {}, {}
        for before, after in commit.files:
            for side, blob in ((old, before), (new, after)):
                if blob in self.blobs:
                    side[self.blobs[blob][0]["id"]] = (blob, *self.blobs[blob])
        others = [{name: it for name, it in side.items() if tips.get(name) is not it} for side in sides[1:]]
        for name in sorted(old.keys() | new.keys() | {name for other in others for name in other}):
            life = self.lives.setdefault(name, Life(self, name))
            versions = list(dict.fromkeys(side[name] for side in (tips, *others) if name in side))
            is_changed = name in old or name in new
            after = new.get(name) if is_changed else tips[name].ticket if name in tips else None
            tips[name] = life.follow(commit.at, commit.email, versions, after)
        return tips

    def uncommitted(self, now: int):
        """Edits that nobody has committed count as now, and as those of whoever looks."""
        changed = run("git", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "tickets", cwd=self.folder)
        for line in changed.split("\0"):
            if line.endswith(".md"):
                ticket = ("", *self.parse((self.folder / line[3:]).read_bytes()))
                name = ticket[1]["id"]
                life = self.lives.setdefault(name, Life(self, name))
                life.follow(now, ENVIRONMENT["GIT_AUTHOR_EMAIL"], [self.head[name]] if name in self.head else [], ticket)

    def read(self, blobs):
        """Reads the ticket of each blob: its front matter and its entries."""
        wanted = sorted(blob for blob in blobs if set(blob) != {"0"})
        data = subprocess.run(
            ["git", "cat-file", "--batch"], cwd=self.folder, env=ENVIRONMENT, capture_output=True, check=True,
            input="".join(blob + "\n" for blob in wanted).encode()).stdout
        position = 0
        for blob in wanted:
            end = data.index(b"\n", position)
            size = int(data[position:end].split()[2])
            self.blobs[blob] = self.parse(data[end + 1:end + 1 + size])
            position = end + 2 + size

    def parse(self, data: bytes):
        """A ticket's fields and the headings of its entries."""
        matter, entries, fence = load(front_matter(data)), [], None
        for line in data.decode().replace("\r\n", "\n").split("\n"):
            if line.startswith(("```", "~~~")) and (fence is None or line.rstrip() == fence):
                fence = None if fence else line[:3]
            match = HEADING.match(line)
            if not match or match[3] not in self.verbs or fence and not (match[1] and match[2]):
                continue
            # Without an instant it is a heading like any other unless the person is known: "## Who called".
            if match[1] or not match[2] or self.handle(match[2]) in self.people or "@" in match[2]:
                entries.append((match[1], match[2], self.verbs[match[3]]))
        return self.fields(matter), entries

    def fields(self, matter: dict) -> dict:
        """What reports ask for, spelled as the configuration does; what is absent or empty is None or []."""
        made = {"id": matter["id"], "requester": matter.get("requester") or None}
        made["created"] = seconds(matter["created"]) if "created" in matter else None
        for name in ("queue", "priority", "channel", "type", "category", "status", "impact", "urgency"):
            made[name] = self.choices[name].spelled(matter.get(name))
        for name in self.lists | self.persons | set(self.own):
            values = [self.handle(value) if name in self.persons else value for value in listed(matter.get(name))]
            values = [self.choices[name].spelled(value) for value in values] if name in self.choices else values
            made[name] = values if name in self.lists else values[0] if values else None
        rating = matter.get("rating") if isinstance(matter.get("rating"), dict) else {}
        made["rating"] = {it: int(rating[it]) for it in ASPECTS if rating.get(it) in ("1", "2", "3", "4", "5")} or None
        # One without marks is none, and yet takes another's place.
        made["rating as written"] = rating
        return made

    # --- Dates of the desk's zone -------------------------------------------------------------------------------------

    def date(self, moment: int) -> datetime.date:
        return self.local(moment).date()

    def local(self, moment: int) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(moment, self.zone)

    def midnight(self, day: datetime.date) -> int:
        """The first instant of a date: where midnight is skipped, that of the change."""
        moment = int(datetime.datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp())
        if self.local(moment).replace(tzinfo=None) == datetime.datetime(day.year, day.month, day.day):
            return moment
        low, high = moment - 86400, moment + 86400
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.date(middle) < day else (low, middle)
        return high


class Version:
    """What a commit made of a ticket: its blob, fields and entries; None where it removed it."""

    def __init__(self, at, ticket, before):
        self.at, self.ticket, self.before = at, ticket, before

    def ancestors(self) -> list["Version"]:
        return [it for parent in self.before for it in (parent, *parent.ancestors())]


class Life:
    """What one ticket went through: its states by time, its words."""

    def __init__(self, desk: Desk, identifier: str):
        self.desk, self.id = desk, identifier
        self.changes: list[tuple] = []
        self.states: list[State] = []
        self.words: list[Word] = []
        self.removed_at = None

    def follow(self, at, email, before: list[Version], ticket) -> Version:
        """A version after others: after one, none, or those that a merge brings together."""
        before = [it for it in before if not any(it is not other and it in other.ancestors() for other in before)]
        at = max([at, *(it.at for it in before)])
        if ticket is None and before[0].ticket is None:
            return before[0]
        if ticket is None:
            self.removed_at = max(at, self.created)
            self.changes.append((self.removed_at, len(self.changes), None, self.desk.is_desk(email)))
            return Version(at, None, before)
        if self.removed_at is not None:
            raise CheckFailed(f"{self.id} came back, which this script does not follow")
        blob, fields, entries = ticket
        if not before:
            self.created = at if fields["created"] is None else fields["created"]
        known = sum((collections.Counter(it.ticket[2]) for it in before), collections.Counter())
        if len(before) > 1:
            # What both sides had before they parted is there once.
            shared = [it for it in before[0].ancestors() if it in before[1].ancestors()]
            known -= collections.Counter(shared[0].ticket[2] if shared else [])
        added = collections.Counter(entries) - known
        then = self.folded() if len(before) != 1 else before[0].ticket[1]
        delta = {name: value for name, value in fields.items() if not before or then[name] != value}
        if "rating as written" in delta:
            delta["rating"] = fields["rating"]
        if any(it.ticket[0] == blob for it in before) and not added and not (delta and len(before) > 1):
            # A merge that takes what one side has and makes nothing else of it changes nothing.
            return before[0] if len(before) == 1 else Version(max(it.at for it in before), ticket, before)
        moment = max(at, self.created) if before else self.created
        self.changes.append((moment, len(self.changes), delta, self.desk.is_desk(email)))
        for entry in entries:
            if added[entry] > 0:
                added[entry] -= 1
                self.words.append(self.word(entry, at, email, not before))
        return Version(at, ticket, before)

    def folded(self) -> dict:
        """The fields after all changes so far, in the order of their times, whichever line of history they are of."""
        fields = {}
        for _, _, delta, _ in sorted(self.changes, key=lambda change: change[:2]):
            fields |= delta or {}
        return fields

    def finish(self):
        """Puts all in the order of time."""
        fields = {}
        for at, _, delta, by_desk in sorted(self.changes, key=lambda change: change[:2]):
            if delta is None:
                self.states.append(State(at, None, None, by_desk))
            else:
                fields = fields | delta
                phase = self.desk.statuses.get(fields["status"], {}).get("phase", "open")
                self.states.append(State(at, fields, phase, by_desk))
        self.words.sort(key=lambda word: word.at)

    def word(self, entry, at, email, first) -> Word:
        instant, person, verb = entry
        moment = seconds(instant) if instant else at
        by_agent = (person or email).lower() in self.desk.handles
        opening = first and verb == "replied" and moment <= self.created
        return Word(moment, verb, self.desk.handle(person or email), by_agent, self.desk.is_desk(person or email), opening)

    @property
    def present(self):
        """The states in which there was a file."""
        return self.states[:-1] if self.removed_at is not None else self.states

    def instants(self) -> list[int]:
        """When something happened that clocks look at, in order."""
        return sorted([state.at for state in self.present] + [word.at for word in self.words])

    def before(self, moment) -> State | None:
        """What happened before a moment made of it; None before its creation."""
        found = None
        for state in self.states:
            if state.at >= moment:
                break
            found = state
        return found

    def at(self, moment) -> State:
        """What it was at a moment, a change at that very moment included; before its creation and after its removal too."""
        found = self.present[0]
        for state in self.present:
            if state.at > moment:
                break
            found = state
        return found

    def last_before(self, moment) -> State:
        """What it was at the end of a period that ends at a moment; its last version where it was removed."""
        return self.at(moment - 1)

    def is_load(self, moment) -> bool:
        state = self.before(moment)
        return state is not None and state.phase in OPEN

    def loads(self):
        """Stretches, (from, to], at whose moments the ticket is load."""
        ends = [state.at for state in self.states[1:]] + [float("inf")]
        return [(state.at, end) for state, end in zip(self.states, ends) if state.phase in OPEN]

    def steps(self):
        """Pairs of one state and the next; the first follows None."""
        return zip([None, *self.states], self.states)

    def closings(self):
        return [new for old, new in self.steps() if new.phase in DONE and (old is None or old.phase in OPEN)]

    def reopenings(self):
        return [new for old, new in self.steps() if new.phase in OPEN and old and old.phase in DONE]

    def escalations(self):
        levels = [(state, int(state.fields.get("level") or 1)) for state in self.present]
        return [new for (_, below), (new, above) in zip(levels, levels[1:]) if above > below]

    def ratings(self):
        """The states with which a rating was given."""
        return [new for old, new in self.steps()
                if new.fields and new.fields["rating"] and (not old or old.fields["rating"] != new.fields["rating"])]

    def hops(self, moment):
        """Pairs of queues, of the changes before a moment."""
        queues = [state.fields["queue"] for state in self.present if state.at < moment and state.fields["queue"]]
        return [(old, new) for old, new in zip(queues, queues[1:]) if old != new]
