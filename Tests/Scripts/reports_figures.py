"""The document of `tick report --json`, computed from the lives of `reports_desk.py` by what docs/reports.md says.

Everything that is counted is a `Fact`: what, when, of which ticket. The whole adds up all of them, a group those of its value.
"""

import bisect
import collections
import datetime
import operator
import re

from reports_clocks import Policies, Query
from reports_desk import ASPECTS, OPEN, Desk, Life, State

# `value`: what is added up; `person`: whose work, where that is not the assignee's.
Fact = collections.namedtuple("Fact", "kind at life state value person", defaults=(None, None))
Period = collections.namedtuple("Period", "name start to")

TABLES = ("channel", "type", "tag", "queue", "priority", "category")
STEPS = ("day", "week", "month", "quarter", "year")
ALIASES = {"assignee": "agent", "tags": "tag"}
MOMENT = operator.attrgetter("at")
ONE = datetime.timedelta(days=1)

# --- Dates ------------------------------------------------------------------------------------------------------------


def first_date(step: str, day: datetime.date) -> datetime.date:
    """The first date of the day, week, month, quarter or year of a date."""
    if step == "day":
        return day
    if step == "week":
        return day - day.weekday() * ONE
    return day.replace(day=1, month={"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[step])


def next_date(step: str, day: datetime.date) -> datetime.date:
    """The first date behind the day, week, … that begins on a date."""
    days = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[step]
    return first_date(step, day + days * ONE)


def named(step: str, day: datetime.date) -> str:
    if step == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    quarter = f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"
    return {"day": day.isoformat(), "month": day.isoformat()[:7], "quarter": quarter, "year": f"{day.year:04}"}[step]


def whole(desk: Desk, step: str, day: datetime.date) -> Period:
    """The day, week, … in which a date lies."""
    first = first_date(step, day)
    return Period(named(step, first), desk.midnight(first), desk.midnight(next_date(step, first)))


def written(text: str) -> tuple[str, datetime.date] | None:
    """`2026-11-21`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`."""
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", text):
        return "week", datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{4})-Q(\d)", text):
        return "quarter", datetime.date(int(match[1]), int(match[2]) * 3 - 2, 1)
    if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text):
        step = "day" if match[3] else "month" if match[2] else "year"
        return step, datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    return None


def period(desk: Desk, word: str | None, now: int, start=None, to=None) -> Period:
    """The period that a word, or the instants of --from and --to, mean at a moment."""
    today = desk.date(now)
    tomorrow = desk.midnight(today + ONE)
    if word is None and start is None and to is None:
        return Period(None, desk.midnight(today - 29 * ONE), tomorrow)
    if word in ("today", "yesterday"):
        return whole(desk, "day", today - (word == "yesterday") * ONE)
    if word in STEPS:
        return whole(desk, word, first_date(word, today) - ONE)
    if word and word != "all":
        return whole(desk, *written(word))
    created = [life.created for life in desk.lives.values() if life.created <= now]
    begin = desk.midnight(desk.date(min(created))) if created else desk.midnight(today)
    to = tomorrow if to is None else to
    return Period(None, min(begin, to) if start is None else start, to)


# --- Arithmetic -------------------------------------------------------------------------------------------------------


def mean(values, scale=1):
    """Rounded to the nearest, halves up; None of nothing."""
    return (sum(values) * scale * 2 + len(values)) // (len(values) * 2) if values else None


def nearest_rank(percent: int, values):
    return sorted(values)[-(-percent * len(values) // 100) - 1] if values else None


def times(values) -> dict:
    return {"count": len(values), "meanSeconds": mean(values), "medianSeconds": nearest_rank(50, values),
            "percentile90Seconds": nearest_rank(90, values)}


def figures(facts) -> dict:
    """All figures of some facts."""
    values = collections.defaultdict(list)
    for fact in facts:
        values[fact.kind].append(fact.value)
    counts = {name: len(values[name]) for name in (
        "load", "inflow", "outflow", "solved", "reopened", "replies", "brokenLimits", "escalated")}
    clocks = {name: values["sla"].count(name) for name in ("met", "missed", "breached", "cancelled")}
    judged = clocks["met"] + clocks["missed"] + clocks["breached"]
    rated = sum(values["closedTicket"])
    rating = {"count": len(values["rating"])}
    for name in ASPECTS:
        rating[name + "MeanPerMille"] = mean([one[name] for one in values["rating"] if name in one], 1000)
    rating |= {"closedTickets": len(values["closedTicket"]), "ratedTickets": rated,
               "ratedPerMille": rated * 1000 // len(values["closedTicket"]) if values["closedTicket"] else None}
    hops = values["hops"]
    return counts | {
        "outflowByDesk": sum(values["outflow"]),
        "hops": {"tickets": len(hops), "changes": sum(hops), "meanPerMille": mean(hops, 1000)},
        "replyTime": times(values["first-reply"] + values["next-reply"]),
        "firstReplyTime": times(values["first-reply"]),
        "nextReplyTime": times(values["next-reply"]),
        "resolutionTime": times(values["resolution"]),
        "sla": clocks | {"metPerMille": clocks["met"] * 1000 // judged if judged else None},
        "rating": rating,
    }


# --- A report ---------------------------------------------------------------------------------------------------------


class Report:
    """The figures of a period, as known at its end or now."""

    def __init__(self, desk: Desk, policies: Policies, span: Period, now: int, query: str | None = None):
        self.desk, self.policies, self.period, self.now, self.query = desk, policies, span, now, query
        self.end = min(span.to, now + 1)
        self.until = min(span.to, now)
        self.lives = list(desk.lives.values())
        if query:
            holds = Query(desk, query).holds
            self.lives = [life for life in self.lives if holds(life.last_before(self.end))]
        self.facts = sorted((fact for life in self.lives for fact in self.facts_of(life)), key=MOMENT)
        self.members, self.within = {}, {}
        self.loads = self.load(self.end)
        stays = [stay for life in self.lives for stay in life.loads()]
        self.begins, self.ends = sorted(begin for begin, _ in stays), sorted(end for _, end in stays)

    def inside(self, moment) -> bool:
        return self.period.start <= moment < self.end

    def load(self, end: int) -> list[Fact]:
        return [Fact("load", end, life, life.before(end)) for life in self.lives if life.is_load(end)]

    def load_count(self, moment: int) -> int:
        return bisect.bisect_left(self.begins, moment) - bisect.bisect_left(self.ends, moment)

    def between(self, begin: int, to: int) -> list[Fact]:
        return self.facts[bisect.bisect_left(self.facts, begin, key=MOMENT):bisect.bisect_left(self.facts, to, key=MOMENT)]

    def facts_of(self, life: Life):
        """What is counted of a ticket, except for the load."""
        def fact(kind, at, value=None, person=None):
            return Fact(kind, at, life, life.at(at), value, person)

        if self.inside(life.created):
            yield fact("inflow", life.created)
        days = {}
        for state in life.closings():
            if self.inside(state.at):
                days.setdefault(self.desk.date(state.at), state)
        for state in days.values():
            yield Fact("outflow", state.at, life, state, state.by_desk)
        if days:
            yield from self.closed(life, list(days.values())[-1])
        for kind, found in (("reopened", life.reopenings()), ("escalated", life.escalations())):
            inside = [state for state in found if self.inside(state.at)]
            if inside:
                yield Fact(kind, inside[0].at, life, inside[0])
        for word in life.words:
            if self.inside(word.at) and self.is_work(word) and word.verb == "replied":
                yield fact("replies", word.at, person=(word.person,))
        for state in [state for state in life.ratings() if self.inside(state.at)][-1:]:
            yield Fact("rating", state.at, life, state, state.fields["rating"])
        for at in self.policies.broken_limits(life, self.end):
            if self.inside(at) and at < self.until:
                yield fact("brokenLimits", at)
        yield from self.clocks(life, fact)

    @staticmethod
    def is_work(word) -> bool:
        return not word.by_desk and not word.opening

    def closed(self, life: Life, last: State):
        """What is said of a ticket of the outflow once, with its last closing."""
        end = life.last_before(self.end)
        if end.phase not in OPEN:
            yield Fact("solved", last.at, life, last)
        yield Fact("hops", last.at, life, last, len(life.hops(self.end)))
        yield Fact("closedTicket", last.at, life, last, bool(end.fields["rating"]))

    def clocks(self, life: Life, fact):
        until = self.until if life.removed_at is None else min(self.until, life.removed_at)
        for clock in self.policies.outcomes(life, self.end):
            if not self.inside(clock.at) or clock.state == "breached" and not clock.at < until:
                continue
            yield fact("sla", clock.at, clock.state)
            if clock.target in ("first-reply", "next-reply") and clock.word:
                yield fact(clock.target, clock.at, clock.elapsed, (clock.word.person,))
            if clock.target == "resolve" and clock.state != "breached":
                yield fact("resolution", clock.at, clock.elapsed)

    # --- Groups -------------------------------------------------------------------------------------------------------

    def names(self, by: str, fact: Fact) -> list:
        """The groups of a field in which a fact counts; None stands for nothing."""
        people, then = self.desk.people, fact.state.fields
        if by in ("agent", "team"):
            person = fact.person[0] if fact.person else then["assignee"]
            teams = people.get(person, {}).get("teams", [])
            return [person] if by == "agent" else teams if isinstance(teams, list) else [teams]
        if by in ("queue", "priority"):
            return [then[by]]
        state = fact.state if fact.kind == "load" else fact.life.last_before(self.end)
        requester = state.fields["requester"]
        customers = self.desk.customers
        if by in ("requester", "customer", "tier"):
            value = getattr(customers, by)(requester)
            return [self.desk.choices["tier"].spelled(value) if by == "tier" else value]
        value = state.fields["tags" if by == "tag" else by]
        return value if isinstance(value, list) else [value]

    def title(self, by: str, name):
        if name is None or by in ("team", "tag"):
            return None
        if by == "customer":
            return self.desk.customers.cards[name].get("name")
        if by in ("agent", "requester") or by in self.desk.persons:
            return self.desk.people.get(name, {}).get("name") or self.desk.customers.name(name)
        return self.desk.choices[by].titles.get(name) if by in self.desk.choices else None

    def order(self, by: str, name):
        if name is None:
            return (2, 0, b"")
        if by in self.desk.choices:
            return self.desk.choices[by].order(name)
        return (1, 0, name.encode())

    def groups(self, asked: str) -> list[dict]:
        by = ALIASES.get(asked, asked)
        members = self.members[asked] = collections.defaultdict(list)
        if by in STEPS:
            return self.groups_of_dates(by, members)
        for fact in self.facts + self.loads:
            for name in dict.fromkeys(self.names(by, fact) or [None]):
                members[name].append(fact)
        return [
            {"name": name, "title": self.title(by, name)} | figures(members[name])
            for name in sorted(members, key=lambda name: self.order(by, name))
        ]

    def stretches(self, step: str):
        """Begin and end of the period's days, weeks, …, and the date of their first; the first and the last may be parts."""
        if self.period.start >= self.period.to:
            return
        day = first_date(step, self.desk.date(self.period.start))
        while (begin := self.desk.midnight(day)) < self.period.to:
            day, this = next_date(step, day), day
            yield max(begin, self.period.start), min(self.desk.midnight(day), self.period.to), this

    def groups_of_dates(self, step: str, members) -> list[dict]:
        found = []
        for begin, to, day in self.stretches(step):
            if begin <= self.now:
                name = named(step, day)
                members[name] = self.between(begin, to) + self.load(min(to, self.end))
                found.append({"name": name, "title": None} | figures(members[name]))
        return found

    # --- The document -------------------------------------------------------------------------------------------------

    def agents(self) -> list[dict]:
        given = {handle for handle, person in self.desk.people.items() if "agent" in person.get("roles", [])}
        rows = collections.defaultdict(list)
        for fact in self.facts + self.loads:
            person = fact.person[0] if fact.person else fact.state.fields["assignee"]
            if fact.kind == "outflow" and not fact.value:
                rows[person].append(fact._replace(kind="closed"))
            elif fact.kind in ("replies", "first-reply", "next-reply", "brokenLimits"):
                rows[person].append(fact)
            elif fact.kind == "load":
                rows[person].append(fact._replace(kind=fact.state.phase))
        self.rows = rows
        names = sorted((rows.keys() | given) - {None}, key=lambda name: self.order("agent", name))
        return [self.agent(name, rows.get(name, [])) for name in names + [None] * (None in rows)]

    def agent(self, name, facts) -> dict:
        person = self.desk.people.get(name, {})
        capacity = int(person["capacity"]) if "capacity" in person else None
        counts = collections.Counter(fact.kind for fact in facts)
        is_judged = capacity is not None and not self.query
        return {
            "agent": name, "name": person.get("name"), "open": counts["open"], "waiting": counts["waiting"], "capacity": capacity,
            "fillPerMille": counts["open"] * 1000 // capacity if is_judged and capacity else None,
            "isOverloaded": counts["open"] > capacity if is_judged else None, "closed": counts["closed"],
            "replies": counts["replies"], "brokenLimits": counts["brokenLimits"],
            "replyTime": times([fact.value for fact in facts if fact.kind in ("first-reply", "next-reply")]),
        }

    def mean_load(self):
        """Over the midnights with which days of the period begin."""
        day, loads = self.desk.date(self.period.start), []
        while (midnight := self.desk.midnight(day)) < self.period.to and midnight <= self.now:
            if midnight >= self.period.start:
                loads.append(self.load_count(midnight))
            day += ONE
        return mean(loads, 1000)

    def backlog(self) -> dict:
        dates = (self.desk.date(self.period.to - 1) - self.desk.date(self.period.start)).days + 1
        step = "day" if dates <= 45 else "week" if dates <= 400 else "month" if dates <= 40 * 366 else "year"
        points = []
        for begin, to, _ in self.stretches(step):
            if begin <= self.now:
                self.within[begin] = self.between(begin, to)
                counts = collections.Counter(fact.kind for fact in self.within[begin])
                points.append({"from": begin, "to": to, "inflow": counts["inflow"], "outflow": counts["outflow"],
                               "load": self.load_count(min(to, self.end))})
        return {"step": step, "points": points}

    def queue_changes(self) -> list[dict]:
        counts = collections.Counter(pair for fact in self.facts if fact.kind == "hops" for pair in fact.life.hops(self.end))
        ordered = sorted(counts.items(), key=lambda it: (-it[1], it[0][0].encode(), it[0][1].encode()))
        return [{"from": old, "to": new, "count": count} for (old, new), count in ordered]

    def workload(self) -> dict:
        tables = {name: [[0] * 24 for _ in range(7)] for name in ("wrote", "replied", "filed")}

        def add(name, moment):
            local = self.desk.local(moment)
            tables[name][local.weekday()][local.hour] += 1

        for life in self.lives:
            if self.inside(life.created):
                add("filed", life.created)
            for word in life.words:
                if word.verb in ("wrote", "replied") and self.inside(word.at) and not word.by_desk and not word.opening:
                    add(word.verb, word.at)
        return tables

    def document(self, by: str | None) -> dict:
        return {
            "schemaVersion": 1, "kind": "report", "name": self.period.name, "from": self.period.start, "to": self.period.to,
            "zone": self.desk.zone.key, "at": self.now, "isOver": self.period.to <= self.now, "query": self.query, "by": ALIASES.get(by, by),
            "total": figures(self.facts + self.loads), "meanLoadPerMille": self.mean_load(),
            "tables": [{"by": name, "groups": self.groups(name)} for name in TABLES],
            "groups": self.groups(by) if by else [], "agents": self.agents(), "backlog": self.backlog(),
            "queueChanges": self.queue_changes(), "workload": self.workload(), "unknownClocks": 0,
        }
