"""The budgets of a desk in one commit: what tick may cost beside git and ripgrep on the same files."""

import pathlib
import shlex
import shutil
import time

from desks import put_back, say, tip
from measuring import Command, alternate, probe, run, shell

DROP_CACHE = "rm -rf .git/tick/cache"
# Months of the desks that hold a tenth of all tickets: six of sixty.
TENTH = "'created>=2023-01-01' 'created<2023-07-01'"


def row(work: str, size: str, value: float, unit: str, budget: float, **more) -> dict:
    """A line of the table: the value in its unit, and what it may be at most."""
    return {"work": work, "size": size, "value": value, "unit": unit, "budget": budget, "met": value <= budget} | more


def ratio(work: str, size: str, times: dict[str, float], mine: str, others: str, budget: float) -> dict:
    return row(work, size, times[mine] / times[others], f"× {others}", budget, seconds=times[mine], reference=times[others])


def start_up(tick: pathlib.Path, desk: pathlib.Path, rounds: int) -> list[dict]:
    times = alternate(desk, [Command(name, f"{tick} {name}") for name in ("--version", "--help")], rounds, 20)
    return [row(f"`tick {name}`", "–", 1000 * seconds, "ms", 10) for name, seconds in times.items()]


def daily(tick: pathlib.Path, desk: pathlib.Path, tickets: int, rounds: int) -> list[dict]:
    """What somebody waits for all day, on a desk of an ordinary size."""
    commands = ["list phase:open,waiting", "list", "queue it", "sla"]
    times = alternate(desk, [Command(f"`tick {line}`", f"{tick} {line}", warmups=2) for line in commands], rounds, 8)
    return [row(f"{name}, warm", f"{tickets:,}", 1000 * seconds, "ms", 40) for name, seconds in times.items()]


def knowledge(tick: pathlib.Path, desk: pathlib.Path, rounds: int) -> list[dict]:
    """Ranked search in as many articles as the desk has tickets, which the articles are made of; `rg` stops at a file's first match."""
    count = 0
    for path in (desk / "tickets").rglob("*.md"):
        _, matter, text = path.read_text().split("---\n", 2)
        title = next(line for line in matter.splitlines() if line.startswith("title:"))
        article = desk / "kb" / path.relative_to(desk / "tickets")
        article.parent.mkdir(parents=True, exist_ok=True)
        article.write_text(f"---\n{title}\n---\n\n{text}")
        count += 1
    commands = [
        Command("search", f"{tick} kb search certificates", warmups=2),
        Command("`rg -il certificate`", "rg -il certificate kb", warmups=2),
    ]
    times = alternate(desk, commands, rounds, 8)
    shutil.rmtree(desk / "kb")
    return [ratio("`kb search certificates`", f"{count:,} articles", times, "search", "`rg -il certificate`", 1.0)]


def reading(tick: pathlib.Path, desk: pathlib.Path, tickets: int, rounds: int, runs: int) -> list[dict]:
    size = f"{tickets:,}"
    commands = [
        Command("warm", f"{tick} list", warmups=2),
        Command("`git status`", "git status --porcelain"),
        Command("`rg -l 'status: open'`", "rg -l 'status: open' tickets"),
        Command("ndjson", f"{tick} list --format ndjson"),
        Command("words", f"{tick} list 'printer jams'"),
        Command("`rg -il printer`", "rg -il printer tickets"),
        Command("open", f"{tick} list phase:open"),
        Command("sla", f"{tick} sla phase:open"),
        Command("cold", f"{tick} list", prepare=DROP_CACHE),
    ]
    times = alternate(desk, commands, rounds, runs)
    times["(1.5 × the warm list + 1 s)"] = 1.5 * times["warm"] + 1
    times["the warm `list phase:open`"] = times["open"]
    return [
        ratio("`list`, warm", size, times, "warm", "`git status`", 0.7),
        ratio("`list`, no cache", size, times, "cold", "`rg -l 'status: open'`", 2.0),
        ratio("`list --format ndjson`, warm", size, times, "ndjson", "(1.5 × the warm list + 1 s)", 1.0),
        ratio("`list 'printer jams'`, words in text", size, times, "words", "`rg -il printer`", 1.0),
        ratio("`sla phase:open`, warm", size, times, "sla", "the warm `list phase:open`", 1.3),
    ]


def memory(tick: pathlib.Path, desk: pathlib.Path, tickets: int) -> list[dict]:
    rows = []
    for name, prepare in (("no cache", DROP_CACHE), ("warm", f"{tick} list")):
        for _ in range(2):
            run(*shlex.split(prepare), cwd=desk)
        rows.append(row(f"memory of `list`, {name}", f"{tickets:,}", probe(desk, f"{tick} list")["megabytes"], "MB", 150))
    return rows


def edit(tick: pathlib.Path, desk: pathlib.Path, tickets: int, rounds: int) -> list[dict]:
    """One field of one ticket, beside `git commit PATH` of a file that was changed before; and what it adds to the repository."""
    before = tip(desk)
    path = run("git", "ls-files", "tickets", cwd=desk).splitlines()[tickets // 2]
    identifier = "-".join(pathlib.Path(path).name.split("-")[:2])
    bytes_before = object_bytes(desk)
    run(tick, "set", identifier, f"version={time.time_ns()}", cwd=desk)
    new_bytes = object_bytes(desk) - bytes_before
    # Each run writes what no run wrote before, or its objects would be there already; $$ is another process each time.
    commands = [
        Command("set", shell(f"exec {tick} set {identifier} version=$$"), prepare=f"{tick} list phase:open"),
        Command("`git commit PATH`", f"git commit --quiet --message=edit {path}", prepare=shell(f"echo $$ >> {path}")),
    ]
    times = alternate(desk, commands, rounds, 3)
    put_back(desk, before)
    return [
        ratio("`set ID field=value`, durable", f"{tickets:,}", times, "set", "`git commit PATH`", 0.6),
        row("new objects of an edit", f"{tickets:,}", new_bytes / 1024, "KiB", 64),
    ]


def bulk_edit(tick: pathlib.Path, desk: pathlib.Path, tickets: int, rounds: int) -> list[dict]:
    """A field of a tenth of all tickets in one commit, beside git on such a change of the same files."""
    before = tip(desk)
    change = f"{tick} set {TENTH} tags+=bulk$$ --yes"
    run("sh", "-c", change.replace("$$", ""), cwd=desk)
    changed = len(run("git", "diff", "--name-only", before, "HEAD", cwd=desk).splitlines())
    patch = desk / ".git/bench.patch"
    patch.write_text(run("git", "diff", before, "HEAD", cwd=desk))
    back = f"git reset --quiet --hard {before}"
    commands = [
        Command("set", shell(f"exec {change}"), prepare=shell(f"{back} && {tick} list phase:open > /dev/null")),
        Command(
            "`git add -A && git commit`", shell("git add -A && git commit --quiet --message=bulk"),
            prepare=shell(f"{back} && sed s/bulk/bulk$$/ {patch} | git apply"),
        ),
    ]  # fmt: skip
    times = alternate(desk, commands, rounds, 1)
    patch.unlink()
    put_back(desk, before)
    name = f"`set QUERY field=value` of {changed:,}, one commit"
    return [ratio(name, f"{tickets:,}", times, "set", "`git add -A && git commit`", 1.0)]


RULES = """\
- {name: greet, on: created, if: 'channel:email', do: [{tag: greeted}]}
- {name: page, on: [created, {changed: priority}], if: 'priority:urgent', do: [{tag: paged}]}
- {name: reopen, on: wrote, if: 'phase:closed', unless-only: thanks, do: [{move: open}]}
- {name: late, on: {sla: breached}, if: 'phase:open', do: [{tag: late}]}
- {name: soon late, on: {sla: at-risk}, do: [{tag: soon-late}]}
- {name: warn, on: {limit: waiting, before: 1d}, do: [{tag: warned}]}
"""


def nothing_due(tick: pathlib.Path, desk: pathlib.Path, tickets: int, rounds: int) -> list[dict]:
    """`tick run` when all that was due is done: rules that look at commits, clocks and limits, and find nothing."""
    before = tip(desk)
    (desk / ".tick/rules.yml").write_text(RULES)
    workflow = desk / ".tick/workflow.yml"
    workflow.write_text(workflow.read_text().replace("{phase: waiting}", "{phase: waiting, limit: 30d, then: closed}"))
    run("git", "add", ".tick", cwd=desk)
    run("git", "commit", "--quiet", "--message=rules", cwd=desk)
    # The desk came in one commit; what that brought is more than a week ago.
    moment = int(run("git", "log", "-1", "--format=%at", before, cwd=desk)) + 8 * 86400
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
    run(tick, "run", "--now", now, cwd=desk)
    run(tick, "sla", "--now", now, cwd=desk)
    commands = [
        Command("run", f"{tick} run --now {now}", warmups=1),
        Command("the warm `list`", f"{tick} list --now {now}", warmups=1),
    ]
    times = alternate(desk, commands, rounds, 3)
    put_back(desk, before)
    return [ratio("`run`, nothing due", f"{tickets:,}", times, "run", "the warm `list`", 1.5)]


def object_bytes(desk: pathlib.Path) -> int:
    return sum(path.stat().st_size for path in (desk / ".git/objects").rglob("*") if path.is_file())


def measure(tick: pathlib.Path, desks, daily_size: int, size: int, rounds: int) -> dict:
    rows = start_up(tick, desks.of(daily_size), rounds)
    rows += daily(tick, desks.of(daily_size), daily_size, rounds)
    rows += knowledge(tick, desks.of(daily_size), rounds)
    desk = desks.of(size)
    say(f"reading, {size:,} tickets")
    rows += reading(tick, desk, size, rounds, 2) + memory(tick, desk, size)
    say(f"writing, {size:,} tickets")
    rows += nothing_due(tick, desk, size, rounds)
    rows += edit(tick, desk, size, rounds) + bulk_edit(tick, desk, size, rounds)
    return {"rows": rows}
