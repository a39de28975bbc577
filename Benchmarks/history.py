"""The budgets of timelines: what history adds to a list, beside git on the same history."""

import pathlib
import shutil
import tempfile

from budgets import row
from desks import put_back, tip
from measuring import Command, alternate, run, shell

CACHE = ".git/tick/cache/timelines"


def blobs(desk: pathlib.Path) -> str:
    """Returns the ids of the blobs that commits brought in, in the order of `git log`."""
    lines = run("git", "log", "--raw", "--no-abbrev", "--no-renames", "--format=", cwd=desk).splitlines()
    ids = [line.split()[3] for line in lines if line.startswith(":")]
    return "".join(id + "\n" for id in ids if id.strip("0"))


def add_commits(desk: pathlib.Path, count: int):
    """Appends an answer to some tickets, one commit each."""
    files = sorted((desk / "tickets").rglob("*.md"))
    for number in range(count):
        path = files[-1 - number * 7 % len(files)]
        path.write_text(path.read_text() + f"\n## 2026-11-21T10:{number:02}:00+03:00 ivan replied\n\nOne more answer.\n")
        run("git", "commit", "--quiet", "--all", "--message", "an answer", cwd=desk)


def measure(tick: pathlib.Path, desks, commits: int, tickets: int, rounds: int) -> dict:
    desk = desks.with_history(commits, tickets)
    before = tip(desk)
    updated = f"{tick} list phase:open --columns id,updated"
    with tempfile.TemporaryDirectory() as folder:
        ids, kept = pathlib.Path(folder) / "blobs", pathlib.Path(folder) / "timelines"
        ids.write_text(blobs(desk))
        (desk / CACHE).unlink(missing_ok=True)
        run("sh", "-c", f"{updated} && {updated}", cwd=desk)
        shutil.copy(desk / CACHE, kept)
        events = len(run(tick, "log", "--format", "ndjson", cwd=desk).splitlines())
        commands = [
            Command("git log", "git log --raw", runs=1),
            Command("cat-file", shell(f"git cat-file --batch < {ids}"), runs=1),
            Command("list", f"{tick} list phase:open"),
            Command("nothing", updated, prepare=f"rm -f {CACHE}", runs=1),
            Command("warm", updated, warmups=2),
            Command("sla", f"{tick} sla phase:open"),
        ]
        times = alternate(desk, commands, rounds, 3)
        add_commits(desk, 10)
        later = [
            Command("list, later", f"{tick} list phase:open"),
            Command("ten commits", updated, prepare=f"cp {kept} {CACHE}"),
        ]
        times |= alternate(desk, later, rounds, 3)
        put_back(desk, before)
        return {"rows": rows(times, kept.stat().st_size / events, commits, tickets, events), "times": times}


def rows(times: dict[str, float], event_bytes: float, commits: int, tickets: int, events: int) -> list[dict]:
    size = f"{commits:,} commits, {tickets:,} tickets"
    git = times["git log"] + times["cat-file"]
    nothing = times["nothing"] - times["list"]
    later = times["ten commits"] - times["list, later"]
    unit = "× `git log --raw` + `git cat-file --batch` of the same blobs"
    return [
        row("timelines from nothing", size, nothing / git, unit, 1.0, seconds=nothing, reference=git),
        row("timelines after 10 new commits", size, 1000 * later, "ms above the warm list", 30),
        row("`sla phase:open`, warm, with that history", size, times["sla"] / times["list"], "× the warm `list phase:open`", 1.3,
            seconds=times["sla"], reference=times["list"]),
        row(f"the cache of timelines, {events:,} events", size, event_bytes, "bytes an event", 150),
    ]  # fmt: skip
