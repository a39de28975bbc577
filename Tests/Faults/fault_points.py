"""Breaks every state-changing system call of tick's writing commands, one at a time, and judges what is left.

    Tests/Faults/fault_points.py --tick .build/debug/tick [--every K] [--minutes M] [--only set] [--kinds kill,ENOSPC]

strace kills the process at the N-th call, or lets the call fail once (`ENOSPC`), or from then on (`ENOSPC+`). Each
point is tried on its own copy of a small desk. A table counts the points by command and kind.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import math
import os
import pathlib
import random
import re
import shutil
import sys
import tempfile
import threading
import time

from desk import Template, call, head, scratch_folder
from scenarios import Scenario, scenarios
from verify import Outcome, State, next_command, verify

CALLS = [
    "write", "pwrite64", "writev", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "unlink",
    "unlinkat", "rmdir", "mkdir", "mkdirat", "fsync", "fdatasync", "ftruncate", "flock", "fchmod", "chmod", "openat",
]
KINDS = ["kill", "ENOSPC", "ENOSPC+", "EIO", "EIO+"]
LINE = re.compile(r"^(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)$")


@dataclasses.dataclass(frozen=True)
class Point:
    scenario: str
    kind: str
    call: str
    number: int

    @property
    def injection(self) -> str:
        what = "signal=KILL" if self.kind == "kill" else f"error={self.kind.rstrip('+')}"
        return f"{self.call}:{what}:when={self.number}{'+' if self.kind.endswith('+') else ''}"


@dataclasses.dataclass
class Prepared:
    """A desk on which a command is broken, and the two states that may come out."""

    scenario: Scenario
    template: Template
    root: pathlib.Path
    inside: str
    old: State
    new: State
    # The commit that the command makes.
    committed: str
    points: list[tuple[str, int]]

    def copy(self, to: pathlib.Path) -> pathlib.Path:
        """Copies the folder of the desk and what belongs to it; returns where the command runs."""
        shutil.copytree(self.root.parent, to, symlinks=True)
        root = to / self.inside
        if (root / ".git").is_file():
            administration = to / "desk/.git/worktrees" / root.name
            (root / ".git").write_text(f"gitdir: {administration}\n")
            (administration / "gitdir").write_text(f"{root}/.git\n")
        return root


def trace(tick, arguments, root, log, injection=None, cpu=None):
    # One processor, so that one thread does the work and counts are the same each time.
    command = ["taskset", "-c", str(cpu)] if cpu is not None else []
    calls = injection.split(":")[0] if injection else ",".join(CALLS)
    command += ["strace", "-f", "-q", "-o", log, "-e", "trace=" + calls]
    command += ["-e", "inject=" + injection] if injection else []
    # A filter in the kernel stops at these calls only. Signals are not injected with it (strace 6.1).
    command += [] if injection and "signal=" in injection else ["--seccomp-bpf"]
    return call(*command, tick, *arguments, cwd=root)


def is_change(name: str, rest: str) -> bool:
    if name == "openat":
        return "O_CREAT" in rest
    # The event descriptors of the runtime are no files.
    return not (name == "write" and r'"\1\0\0\0\0\0\0\0", 8' in rest)


def points_of(log: pathlib.Path) -> list[tuple[str, int]]:
    """Returns the calls of the log that change something, each with its number within its thread."""
    counts: collections.Counter = collections.Counter()
    found = []
    for line in log.read_text(errors="replace").splitlines():
        if match := LINE.match(line):
            name = match["call"]
            counts[match["thread"], name] += 1
            if is_change(name, match["rest"]):
                found.append((name, counts[match["thread"], name]))
    return sorted(set(found), key=lambda point: (CALLS.index(point[0]), point[1]))


def prepare(scenario: Scenario, template: Template, folder: pathlib.Path, cpu: int) -> Prepared:
    root = folder / "base" / "desk"
    template.copy(root)
    place = scenario.prepare(template, root)
    inside = str(place.relative_to(root.parent))
    arguments = scenario.arguments(template)
    prepared = Prepared(scenario, template, root, inside, None, None, "", [])
    # What comes out without the command, and with it.
    old = prepared.copy(folder / "old")
    log = folder / "log"
    new = prepared.copy(folder / "new")
    result = trace(template.tick, arguments, new, log, cpu=cpu)
    if result.returncode != 0:
        raise SystemExit(f"{scenario.name} fails without a fault: {result.stderr}")
    prepared.points = points_of(log)
    prepared.committed = head(new)
    states = []
    for place in (old, new):
        after = next_command(template, place)
        if after.returncode != 0:
            raise SystemExit(f"the next command fails without a fault: {after.stderr}")
        states.append(State.read(place))
    prepared.old, prepared.new = states
    return prepared


def attempt(prepared: Prepared, point: Point, folder: pathlib.Path, cpu: int) -> tuple[Outcome | None, str]:
    """Returns how it ended; none where the call was not reached. And the call that was broken."""
    place = folder / f"{point.kind}-{point.call}-{point.number}"
    log = folder / f"{place.name}.log"
    try:
        root = prepared.copy(place)
        arguments = prepared.scenario.arguments(prepared.template)
        result = trace(prepared.template.tick, arguments, root, log, point.injection, cpu)
        text = log.read_text(errors="replace")
        is_killed = "killed by SIGKILL" in text
        broken = [line for line in text.splitlines() if "(INJECTED)" in line]
        if is_killed:
            broken = [line for line in text.splitlines() if LINE.match(line)][-1:]
        if not broken or (is_killed and point.kind != "kill"):
            return None, ""
        match = LINE.match(broken[0])
        if not match or not is_change(match["call"], match["rest"]):
            return None, ""
        is_output = any(re.search(r" write\([12],", line) for line in broken)
        outcome = verify(
            prepared.template, root, prepared.old, prepared.new, prepared.committed,
            None if is_killed else result.returncode, result.stdout + result.stderr, is_output_broken=is_output, is_full_check=point.number % 4 == 0)
        return outcome, broken[0].split(" ", 1)[1].strip()
    finally:
        shutil.rmtree(place, ignore_errors=True)
        log.unlink(missing_ok=True)


class Table:
    """Counts by command and kind."""

    def __init__(self, is_verbose=False):
        self.is_verbose = is_verbose
        self.counts = collections.Counter()
        self.passed = 0
        self.failed = 0
        self.landed = 0
        self.locks = 0
        self.blocks = 0
        self.missed = 0
        self.lock = threading.Lock()

    def add(self, point: Point, outcome: Outcome | None, what: str):
        with self.lock:
            if outcome is None:
                self.missed += 1
                return
            self.counts[point.scenario, point.kind] += 1
            self.landed += outcome.has_landed
            self.locks += outcome.named_lock
            self.blocks += outcome.blocks_git
            if self.is_verbose and outcome.blocks_git and point.kind != "kill":
                print(f"index.lock stayed: {point.scenario}: {point.injection} at {what[:160]}")
            if outcome.problems:
                self.failed += 1
                print(f"FAILED {point.scenario}: {point.injection} at {what[:160]}")
                for problem in outcome.problems:
                    print(f"    {problem}")
                sys.stdout.flush()
            else:
                self.passed += 1
            if (self.passed + self.failed) % 250 == 0:
                print(f"{self.passed + self.failed} points", flush=True)

    def print(self, names: list[str], kinds: list[str]):
        width = max(len(name) for name in names)
        print(f"{'points':<{width}} " + " ".join(f"{kind:>8}" for kind in kinds) + f" {'all':>8}")
        for name in names + ["all"]:
            rows = names if name == "all" else [name]
            counts = [sum(self.counts[row, kind] for row in rows) for kind in kinds]
            print(f"{name:<{width}} " + " ".join(f"{count:>8}" for count in counts) + f" {sum(counts):>8}")
        print(
            f"{self.landed} had landed; the next command met a lock that it named {self.locks} times; git's index"
            f" stayed locked until the next command {self.blocks} times; {self.missed} points were not reached")
        print(f"{self.passed} passed, {self.failed} failed")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tick", required=True, help="the binary")
    parser.add_argument("--every", type=int, default=1, help="only every K-th point")
    parser.add_argument("--minutes", type=float, help="stop after so long; points are taken in a random order")
    parser.add_argument("--seed", type=int, default=1, help="of that order")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--only", action="append", help="a command of the table; may be given again")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--verbose", action="store_true", help="say where git's index stayed locked")
    options = parser.parse_args()
    for program in ("strace", "taskset", "git"):
        if not shutil.which(program):
            print(f"skipped: {program} is not installed", file=sys.stderr)
            return 1
    kinds = options.kinds.split(",")
    start = time.monotonic()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tick-faults-", dir=scratch_folder()))
    try:
        table, names = sweep(options, kinds, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    table.print(names, kinds)
    print(f"{time.monotonic() - start:.0f} s")
    return 1 if table.failed or not table.passed else 0


def sweep(options, kinds: list[str], folder: pathlib.Path) -> tuple[Table, list[str]]:
    template = Template(str(pathlib.Path(options.tick).resolve()), folder / "template")
    chosen = [each for each in scenarios(template.tick) if not options.only or each.name in options.only]
    cpus = sorted(os.sched_getaffinity(0))
    table = Table(options.verbose)
    tasks = []
    for position, scenario in enumerate(chosen):
        prepared = prepare(scenario, template, folder / f"scenario-{position}", cpus[0])
        for kind in kinds:
            tasks += [(prepared, Point(scenario.name, kind, *point)) for point in prepared.points]
    tasks = tasks[:: options.every]
    random.Random(options.seed).shuffle(tasks)
    end = time.monotonic() + options.minutes * 60 if options.minutes else math.inf
    print(f"{len(tasks)} points over {len(chosen)} commands", flush=True)

    def work(job: int):
        place = folder / f"job-{job}"
        place.mkdir()
        for prepared, point in tasks[job :: options.jobs]:
            if time.monotonic() > end:
                return
            table.add(point, *attempt(prepared, point, place, cpus[job % len(cpus)]))

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for future in [pool.submit(work, job) for job in range(options.jobs)]:
            future.result()
    return table, [each.name for each in chosen]


if __name__ == "__main__":
    sys.exit(main())
