#!/usr/bin/env python3
"""Computes the figures of `tick report` a second way and compares them with --json, to the second.

    reports_differential.py --tick .build/release/tick [--seed N] [--tickets N] [--desks N] [--reports N]

History is read with git, front matter with PyYAML, time zones with zoneinfo; nothing of tick's is used but its output. Compared is
every member of the whole document: of the demo desk, and of random desks, which have what goes wrong in life. `report week` is, too.

    reports_desk.py         reads a desk and what happened to its tickets
    reports_clocks.py       what clocks and limits of statuses make of that, with the calendars of clocks_differential.py
    reports_figures.py      what is counted, grouped, added up: docs/reports.md once more
    reports_comparison.py   compares two documents
    reports_records.py      the same as csv
    reports_random.py       makes a desk

Where a figure of the whole differs, `tick report all --by number` on a random desk (--keep DIR) tells of which tickets.
"""

import argparse
import datetime
import pathlib
import random
import sys
import tempfile

from reports_comparison import Comparison, DeskComparison
from reports_desk import seconds
from reports_random import RandomDesk
from support import SAMPLES, CheckFailed, run

NOW = "2026-11-25T11:00:00+03:00"
# One period of each kind and one field of each kind: (word, --by, query, --from, --to, --at).
FIXED = [
    (None, None, None, None, None, None),
    ("all", "requester", None, None, None, None),
    ("today", "agent", None, None, None, None),
    ("yesterday", "priority", None, None, None, None),
    ("week", "team", None, None, None, None),
    ("month", "assignee", None, None, None, None),
    ("quarter", "status", None, None, None, None),
    ("year", "type", None, None, None, None),
    ("2026-10-25", "queue", None, None, None, None),
    ("2026-W47", "day", "queue:it or tag:vpn", None, None, None),
    ("2026-10", "tags", None, None, None, None),
    ("2026-Q4", "week", None, None, None, None),
    ("2026", "customer", "-type:question", None, None, None),
    (None, "month", None, "2025-10-22", None, None),
    (None, None, None, "2025-10-21", None, None),
    (None, None, None, "1985-06-01", None, None),
    (None, None, None, "2026-10-12", None, None),
    (None, None, None, "2026-10-11", None, None),
    (None, "tier", None, "-30d", None, None),
    (None, "day", None, "-10d", "-3d", None),
    (None, "quarter", None, "2026-11-03T15:30:00+01:00", "2026-11-19T08:15:30+01:00", None),
    (None, "agent", None, None, "2026-10-12", None),
    (None, None, None, "2026-11-10", "2026-11-10", None),
    (None, "week", None, "2027-01-04", "2027-02-01", None),
    ("2027", "agent", None, None, None, None),
    (None, "channel", None, None, None, "2026-11-15T00:00:00+01:00"),
    ("week", "year", "priority:high,urgent", None, None, "2026-11-09T12:00:00+01:00"),
    ("2026-11", "impact", "queue:billing -status:closed", None, None, "2026-11-18T17:45:00+01:00"),
    ("all", "category", "assignee:none", None, None, "2026-10-30T09:00:00+01:00"),
]


def moments(desk: DeskComparison) -> list[int]:
    """All moments at which something happens: what is in a period that begins or ends just then?"""
    lives = desk.desk.lives.values()
    end = seconds(NOW)
    found = {moment for life in lives for moment in life.instants()}
    found |= {outcome.at for life in lives for outcome in desk.policies.outcomes(life, end)}
    found |= {moment for life in lives for moment in desk.policies.broken_limits(life, end)}
    return sorted(moment for moment in found if moment < end)


def some(generator: random.Random, fields: list[str], instants: list[int]):
    """A report of any kind."""
    choose = generator.choice
    early, late = sorted(utc(choose(instants)) for _ in "ab")
    query = choose(QUERIES) if generator.random() < 0.3 else None
    if generator.random() < 0.6:
        day = datetime.date(2026, 9, 1) + datetime.timedelta(days=generator.randrange(90))
        words = ["all", "week", "month", day.isoformat(), "{}-W{:02}".format(*day.isocalendar()), day.isoformat()[:7], "2026-Q3"]
        return choose(words), choose(fields), query, None, None, late if generator.random() < 0.4 else None
    return None, choose(fields), query, early, late, late if generator.random() < 0.3 else None


def utc(moment: int) -> str:
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).isoformat().replace("+00:00", "Z")


QUERIES = ["queue:billing", "-tag:vpn", "priority:high or assignee:kate", "customer:acme", "phase:open,waiting",
           "queue:it (tag:vpn or level:2)"]
FIELDS = ["agent", "team", "queue", "priority", "channel", "type", "category", "tag", "status", "impact", "urgency", "requester",
          "customer", "tier", "day", "week", "month", "quarter", "year", "level", "scale"]
OWN = {"demo": ["engineer", "reproducible"], "random": ["areas", "engineer", "product", "shared", "number"]}


def check(comparison: Comparison, name: str, folder: pathlib.Path, seed: int, reports: int):
    desk = DeskComparison(comparison, name, folder, NOW)
    fields = FIELDS + OWN[name.split()[0]]
    generator = random.Random(seed)
    instants = moments(desk)
    # The last one has each ticket by itself.
    each = ("all", "engineer" if name == "demo" else "number")
    desk.reports(FIXED + [some(generator, fields, instants) for _ in range(reports)] + [each])
    desk.csv("2026-W47", "tag")
    for monday in ("2026-10-05", "2026-10-19", "2026-11-02", "2026-11-23"):
        desk.week(monday)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", type=pathlib.Path, required=True, help="the tick whose figures are checked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tickets", type=int, default=120, help="tickets of each random desk")
    parser.add_argument("--desks", type=int, default=2, help="random desks, with seeds from --seed on")
    parser.add_argument("--reports", type=int, default=8, help="random reports of each desk")
    parser.add_argument("--keep", metavar="DIR", type=pathlib.Path, help="make the desks here and keep them")
    parser.add_argument("--show", type=int, default=40, help="how many differences to tell")
    options = parser.parse_args()
    comparison = Comparison(options.tick.resolve())
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        run(comparison.tick, "demo", folder / "demo", "--from", SAMPLES / "helpdesk", "--now", NOW)
        check(comparison, "demo", folder / "demo", options.seed, options.reports)
        for seed in range(options.seed, options.seed + options.desks):
            desk = folder / f"random-{seed}"
            RandomDesk(desk, seed, options.tickets)
            check(comparison, f"random {seed}", desk, seed, options.reports)
    for failure in comparison.failures[:options.show]:
        print(failure, file=sys.stderr)
    never = comparison.never_counted()
    if never:
        print(f"nothing was ever counted: {', '.join(never)}", file=sys.stderr)
    failed = len(comparison.failures) + len(never)
    print(f"reports: {comparison.reports} reports, {comparison.count} members compared, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailed as failure:
        sys.exit(str(failure))
