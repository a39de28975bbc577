"""Measures tick beside the trackers that somebody could install instead, on the same tickets.

Each has the tickets in its own format, and must list as many open ones as the desk has before it is measured. What takes more
than five seconds is measured once. Where a size would take longer than twenty seconds, judged by the size before, the largest
round size that does not is measured in its place.
"""

import pathlib
import shutil
import statistics
import tempfile
from collections.abc import Callable

from desks import say
from measuring import Command, hyperfine, probe
from tickets import Ticket, read
from tracker import OnDesk, Ripgrep, Tick, Tracker
from trackers_debian import Fossil, Taskwarrior, TodoTxt
from trackers_pypi import Backlog, Cliit, JiraNano, TaskMd

# A size is tried where one run should take at most so long, and given up where it takes longer than the other.
EXPECTED_SECONDS = 20.0
STOPPED_AFTER_SECONDS = 90.0
ONCE_ABOVE_SECONDS = 5.0
CHANGES = 6


def all_trackers(tick: pathlib.Path, programs: pathlib.Path) -> list[Tracker]:
    return [Tick(tick), Ripgrep(programs)] + [
        kind(programs) for kind in (Taskwarrior, Fossil, TodoTxt, JiraNano, Cliit, Backlog, TaskMd)
    ]


def measure(tick: pathlib.Path, desks, programs: pathlib.Path, sizes: list[int], save: Callable[[dict], None]) -> dict:
    """Returns what was measured; `save` is given as much as there is after each tracker."""
    trackers = all_trackers(tick, programs)
    found = {tracker.name: description(tracker) for tracker in trackers}
    tickets: dict[int, list[Ticket]] = {}
    for size in sorted(sizes):
        for tracker in trackers:
            known = found[tracker.name]
            if not tracker.is_there or known["failures"]:
                continue
            wanted = affordable(known["sizes"], size)
            if wanted != size:
                known["not_measured"].append(size)
            if wanted is None or str(wanted) in known["sizes"]:
                continue
            if wanted not in tickets:
                tickets[wanted] = read(desks.of(wanted))
            try:
                known["sizes"][str(wanted)] = at_size(tracker, desks, wanted, tickets[wanted])
            except TooSlow:
                known["not_measured"].append(wanted)
            except (RuntimeError, SystemExit) as failure:
                say(f"{tracker.name}: {failure}")
                known["failures"].append(str(failure))
            save({"trackers": found})
    # What was measured at a size of its own needs something to be compared with.
    own = found[trackers[0].name]["sizes"]
    for size in sorted({int(size) for known in found.values() for size in known["sizes"]} - {int(size) for size in own}):
        own[str(size)] = at_size(trackers[0], desks, size, tickets[size])
    return {"trackers": found}


class TooSlow(Exception):
    """A list took longer than anybody would wait."""


def description(tracker: Tracker) -> dict:
    known = {key: getattr(tracker, key) for key in ("package", "source", "data", "change", "change_writes")}
    return known | {"version": tracker.version() if tracker.is_there else None, "sizes": {}, "not_measured": [], "failures": []}


def affordable(known: dict[str, dict], size: int) -> int | None:
    """Returns the size to measure: this one, a smaller round one where this would take too long, or nil where that is known.

    What is known says how long a list takes; every tracker here reads more where there is more, so a larger desk is taken to
    cost in proportion.
    """
    if not known:
        return size
    largest = max(known, key=int)
    slowest = max(known[largest][what]["seconds"] for what in ("list", "change") if known[largest].get(what))

    def expected(other: int) -> float:
        return slowest * other / int(largest)

    if expected(size) <= EXPECTED_SECONDS:
        return size
    rounds = [digit * 10**power for power in range(3, 7) for digit in (1, 2, 5)]
    smaller = [other for other in rounds if int(largest) < other < size and expected(other) <= EXPECTED_SECONDS]
    return max(smaller, default=None)


def at_size(tracker: Tracker, desks, size: int, tickets: list[Ticket]) -> dict:
    say(f"{tracker.name}, {size:,} tickets")
    desk = desks.of(size)
    if isinstance(tracker, (Tick, Ripgrep)):
        with OnDesk(desk) as folder:
            return figures(tracker, folder, tickets)
    folder = pathlib.Path(tempfile.mkdtemp(dir=desks.folder))
    try:
        tracker.write(folder, tickets)
        return figures(tracker, folder, tickets)
    finally:
        shutil.rmtree(folder)


def figures(tracker: Tracker, folder: pathlib.Path, tickets: list[Ticket]) -> dict:
    """Returns what a list and a change cost, once the list shows all that is open; throws otherwise."""
    line = tracker.list_open(folder)
    listing = timed(tracker, folder, line)
    if listing is None:
        raise TooSlow
    expected = sum(ticket.is_open for ticket in tickets)
    shown = tracker.count(listing.pop("output"))
    if shown != expected:
        raise RuntimeError(f"lists {shown:,} open tickets of {expected:,}, and is not measured")
    # Spread over the desk, so that what is near in time is not what is changed.
    candidates = [ticket for ticket in tickets if tracker.can_change(ticket)]
    chosen = candidates[:: max(1, len(candidates) // CHANGES)][:CHANGES]
    lines = [tracker.change_one(folder, ticket) for ticket in chosen]
    return {"list": listing | {"items": shown}, "change": changes(tracker, folder, lines) if lines and lines[0] else None}


def timed(tracker: Tracker, folder: pathlib.Path, line: str) -> dict | None:
    """Returns the median seconds of a command that can be repeated, its memory and output; nil where it takes too long."""
    environment = tracker.environment(folder)
    for _ in range(2):
        # Caches are made by the first run, or by the second.
        first = probe(folder, line, STOPPED_AFTER_SECONDS, environment)
        if first is None:
            return None
        if first["seconds"] > ONCE_ABOVE_SECONDS:
            return first | {"runs": 1}
    runs = 10 if first["seconds"] < 0.5 else 3
    times = hyperfine(folder, Command(tracker.name, line), runs, environment)
    return first | {"seconds": statistics.median(times), "runs": runs}


def changes(tracker: Tracker, folder: pathlib.Path, lines: list[str]) -> dict | None:
    """Returns the median seconds of changing one item after another; the first one is not counted where there are more."""
    environment = tracker.environment(folder)
    first = probe(folder, lines[0], STOPPED_AFTER_SECONDS, environment)
    if first is None:
        return None
    first.pop("output")
    if first["seconds"] > ONCE_ABOVE_SECONDS or len(lines) == 1:
        return first | {"runs": 1}
    once = lines[1:] if first["seconds"] < 2 else lines[1:3]
    times = [hyperfine(folder, Command(tracker.name, line, prepare="true"), 1, environment)[0] for line in once]
    return first | {"seconds": statistics.median(times), "runs": len(times)}
