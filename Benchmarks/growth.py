"""How time and memory grow with the desk: from each size to the next at most 11 times, where the desk is ten times larger."""

import math
import pathlib
from collections.abc import Callable

from budgets import DROP_CACHE, row
from desks import put_back, say, tip
from measuring import Command, alternate, probe, run, shell

AT_MOST = 11.0


def figures(tick: pathlib.Path, desk: pathlib.Path, rounds: int) -> dict[str, dict[str, float]]:
    """Returns the median seconds of each work, and the megabytes of a list."""
    before = tip(desk)
    identifier = run(tick, "list", "--limit", 1, "--columns", "id", "--format", "tsv", cwd=desk).split()[-1]
    commands = [
        Command("`tick list`", f"{tick} list", warmups=2),
        Command("`tick list phase:open`", f"{tick} list phase:open"),
        Command("`tick sla phase:open`", f"{tick} sla phase:open"),
        Command("`tick set ID field=value`", shell(f"exec {tick} set {identifier} version=$$"), prepare=f"{tick} list phase:open"),
        Command("`git status`", "git status --porcelain"),
        Command("`rg -l 'status: open'`", "rg -l 'status: open' tickets"),
        Command("`tick list`, no cache", f"{tick} list", prepare=DROP_CACHE),
    ]
    times = alternate(desk, commands, rounds, 2)
    put_back(desk, before)
    megabytes = {}
    for name in ("`tick list`, no cache", "`tick list`"):
        if "no cache" in name:
            run("rm", "-rf", ".git/tick/cache", cwd=desk)
        else:
            run("sh", "-c", f"{tick} list && {tick} list", cwd=desk)
        megabytes[name] = probe(desk, f"{tick} list")["megabytes"]
    return {"seconds": times, "megabytes": megabytes}


def measure(tick: pathlib.Path, desks, sizes: list[int], rounds: int, save: Callable[[dict], None]) -> dict:
    """Returns what was measured; `save` is given as much as there is after each size."""
    found = {}
    for size in sizes:
        desk = desks.of(size)
        say(f"growth, {size:,} tickets")
        found[str(size)] = figures(tick, desk, rounds)
        save({"sizes": found})
    return {"sizes": found}


def rows(sizes: dict[str, dict]) -> list[dict]:
    """Returns the rows of the budgets: the growth of tick's work for each factor of ten."""
    known = sorted(int(size) for size in sizes)
    result = []
    for small, large in zip(known, known[1:]):
        power = math.log10(large / small)
        for kind, what in (("seconds", "time"), ("megabytes", "memory")):
            for name, value in sizes[str(large)][kind].items():
                if name.startswith("`tick"):
                    factor = (value / sizes[str(small)][kind][name]) ** (1 / power)
                    work = f"growth of {what}, {name}"
                    result.append(row(work, f"{small:,} to {large:,}", factor, "× for ten times the tickets", AT_MOST))
    return result
