"""The clocks and status limits of the lives that `reports_desk.py` reads, by what docs/sla.md says.

Calendars and a single clock are those of `clocks_differential.py`, which proves them for themselves.
"""

import bisect
import collections
import pathlib
import re

from clocks_differential import Calendar, Clock, Policies as Goals
from reports_desk import DONE, Desk, Life, folded, listed, load

# How a clock went: `at` is where it ended; of one that runs where it broke or will. `word` is the reply that stopped it.
Outcome = collections.namedtuple("Outcome", "target at state elapsed word started")


class Query:
    """The part of queries that policies and this check use: field:value,value, -x, not x, `or`, parentheses."""

    def __init__(self, desk: Desk, text: str):
        self.desk = desk
        self.words = re.findall(r"\(|\)|(?:[^\s()\"]|\"[^\"]*\")+", text)
        self.holds = self.either()

    def either(self):
        parts = [self.all()]
        while self.words and self.words[0] == "or":
            self.words.pop(0)
            parts.append(self.all())
        return lambda state: any(part(state) for part in parts)

    def all(self):
        parts = []
        while self.words and self.words[0] not in ("or", ")"):
            parts.append(self.one())
        return lambda state: all(part(state) for part in parts)

    def one(self):
        word = self.words.pop(0)
        if word == "not" or word.startswith("-") and len(word) > 1:
            if word != "not":
                self.words.insert(0, word[1:])
            inner = self.one()
            return lambda state: not inner(state)
        if word == "(":
            inner = self.either()
            self.words.pop(0)
            return inner
        field, values = re.split("[:=]", word, maxsplit=1)
        wanted = [folded(value) for value in values.split(",")]
        return lambda state: any(
            value == "none" and not found or value in found for found in [self.found(field, state)] for value in wanted)

    def found(self, field, state) -> set:
        fields, customers = state.fields, self.desk.customers
        if field == "phase":
            return {state.phase}
        if field in ("customer", "customer.tier"):
            value = (customers.customer if field == "customer" else customers.tier)(fields["requester"])
        else:
            value = fields[{"tag": "tags"}.get(field, field)]
        return {folded(it) for it in listed(value)}


class Always(Calendar):
    """Every hour counts; the same as `Calendar` of whole days, and fast."""

    def __init__(self, zone: str):
        super().__init__(None, zone)

    def elapsed(self, start, end):
        return max(0, end - start)

    def opening(self, start):
        return start

    def add(self, start, seconds):
        return start + seconds


class Timer(Clock):
    """One clock; where no policy matches it has no target."""

    word = None

    def measure(self, policy, priority):
        if policy is None:
            self.policy, self.goal = None, None
            self.calendar = self.desk.calendars["always"]
        else:
            super().measure(policy, priority)


class Policies:
    """The policies of a desk and the calendars that they name."""

    target = Goals.target
    goal = staticmethod(Goals.goal)

    def __init__(self, desk: Desk):
        self.desk = desk
        folder = desk.folder / ".tick"
        made = load((folder / "sla.yml").read_bytes())
        zone = desk.config.get("zone", "UTC")
        self.calendars = {"always": Always(zone)}
        for path in pathlib.Path(folder / "calendars").glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            self.calendars[path.stem] = Calendar(text if "zone" in load(text) else f"zone: {zone}\n{text}")
        self.policies = [{"calendar": "always"} | policy for policy in made["policies"]]
        self.queries = [Query(desk, policy.get("match", "")) for policy in self.policies]
        self.found = {}
        self.limits = {name: self.goal(it["limit"]) for name, it in desk.statuses.items() if "limit" in it}

    def of(self, state):
        """The first policy that matches."""
        if id(state) not in self.found:
            matching = (policy for policy, query in zip(self.policies, self.queries) if query.holds(state))
            self.found[id(state)] = (next(matching, None), state)
        return self.found[id(state)][0]

    def calendar(self, state):
        policy = self.of(state)
        return self.calendars[policy["calendar"] if policy else "always"]

    def outcomes(self, life: Life, end: int) -> list[Outcome]:
        """How the clocks of a life went by what happened before `end`; those that run with the moment at which they will break."""
        if life.removed_at is not None:
            end = min(end, life.removed_at + 1)
        if not hasattr(life, "walks"):
            life.walks = {}
        count = bisect.bisect_left(life.instants(), end)
        if count not in life.walks:
            life.walks[count] = Walk(self, life, end).outcomes() if life.present[0].at < end else []
        return life.walks[count]

    def broken_limits(self, life: Life, end: int):
        """Moments at which a stay in a status outlasted its limit, as known at an end; of the last stay the one at which it will.

        The calendar is that of the policy which the ticket had at the end of the stay.
        """
        stays = []
        for state in life.present:
            if state.at >= end:
                break
            if stays and stays[-1][0].fields["status"] == state.fields["status"]:
                stays[-1].append(state)
            else:
                stays.append([state])
        last = life.removed_at if life.removed_at is not None and life.removed_at < end else float("inf")
        for stay, left in zip(stays, [stay[0].at for stay in stays[1:]] + [last]):
            goal = self.limits.get(stay[0].fields["status"])
            if goal and (due := self.due(stay[0].at, goal, self.calendar(stay[-1]))) < left:
                yield due

    @staticmethod
    def due(start: int, goal, calendar: Calendar) -> int:
        kind, number = goal
        return {"seconds": calendar.add, "days": calendar.days_later, "eod": calendar.end_of_day}[kind](start, number)


class Walk:
    """What the clocks of one ticket do, event after event, before an instant."""

    def __init__(self, policies: Policies, life: Life, end: int):
        self.policies, self.life = policies, life
        self.all: list[Timer] = []
        self.live: dict[str, Timer] = {}
        self.state, self.spoken, self.since = life.present[0], False, life.present[0].at
        self.early = False
        # At one moment: the creation, words, then what versions change.
        story = [(state.at, 0 if number == 0 else 2, number, state) for number, state in enumerate(life.present)]
        story += [(word.at, 1, number, word) for number, word in enumerate(life.words) if not word.by_desk and not word.opening]
        story += [(life.created, 2, 0, None)]
        for at, rank, _, what in sorted((event for event in story if event[0] < end), key=lambda event: event[:3]):
            if rank == 0:
                self.creation(at)
            elif rank == 1:
                self.entry(at, what)
            elif what is None:
                self.made(at)
            else:
                self.change(at, what)

    def creation(self, at):
        for name in ("first-reply", "resolve", "take"):
            self.start(name, at)
        if self.state.phase == "waiting":
            for clock in list(self.live.values()):
                if clock.running and clock.target != "take":
                    clock.hold(at)
        if self.early:
            self.stop("first-reply", at, self.early)
        if self.state.fields["assignee"]:
            self.stop("take", at)

    def made(self, at):
        """A ticket may be filed as closed, with the words of that version before."""
        if self.state is self.life.present[0] and self.state.phase in DONE:
            self.end(at)

    def entry(self, at, word):
        then = self.life.at(at)
        if word.verb == "wrote":
            if self.state.phase == "waiting" and at > self.since:
                self.spoken = True
                if "next-reply" in self.live and not self.live["next-reply"].running:
                    self.live["next-reply"].run(at)
            if "next-reply" not in self.live:
                self.start("next-reply", at, then)
        if word.verb == "replied":
            if word.by_agent:
                self.stop("first-reply", at, word)
                if at < self.life.created:
                    self.early = self.early or word
            for name in ("next-reply", "update"):
                self.stop(name, at, word)
            if then.phase == "open":
                self.start("update", at, then)

    def change(self, at, state):
        before, self.state = self.state, state
        phase = state.phase
        if state.fields["assignee"]:
            self.stop("take", at)
        if phase in DONE and phase != before.phase:
            self.end(at)
        policy = self.policies.of(state)
        if policy is not self.policies.of(before) or state.fields["priority"] != before.fields["priority"]:
            for clock in self.live.values():
                clock.change(at, policy, state.fields["priority"])
        if phase == before.phase:
            return
        self.spoken, self.since = False, at
        if phase in DONE:
            return
        if before.phase in DONE:
            self.reopen(at, policy, state)
        for name, clock in self.live.items():
            if name != "take" and phase == "waiting" and clock.running:
                clock.hold(at)
            elif name != "take" and phase == "open" and not clock.running:
                clock.run(at)

    def reopen(self, at, policy, state):
        old = [clock for clock in self.all if clock.target == "resolve"][-1]
        if policy and policy.get("cycle") == "new":
            self.start("resolve", at)
        else:
            old.resume(at, policy, state.fields["priority"], state.phase == "waiting")
            self.live["resolve"] = old

    def start(self, name, at, state=None):
        state = state or self.state
        paused = state.phase == "waiting" and at >= self.life.created and name != "take"
        paused = paused and not (name == "next-reply" and self.spoken)
        clock = Timer(self.policies, name, at, self.policies.of(state), state.fields["priority"], paused)
        self.all.append(clock)
        self.live[name] = clock

    def stop(self, name, at, word=None, cancelled=False):
        if name in self.live:
            clock = self.live.pop(name)
            clock.stop(at, cancelled)
            clock.word = word

    def end(self, at):
        for name in list(self.live):
            self.stop(name, at, cancelled=name != "resolve")

    def outcomes(self) -> list[Outcome]:
        found = []
        for clock in self.all:
            if clock.goal is None and clock.breached_at is None:
                continue
            if clock.stopped_at is not None:
                state = "missed" if clock.breached_at is not None else "cancelled" if clock.cancelled else "met"
                elapsed = clock.elapsed(clock.stopped_at)
                found.append(Outcome(clock.target, clock.stopped_at, state, elapsed, clock.word, clock.start))
            else:
                broken = clock.due() if clock.breached_at is None and clock.running else clock.breached_at
                if broken is not None:
                    found.append(Outcome(clock.target, broken, "breached", None, None, clock.start))
        return found
