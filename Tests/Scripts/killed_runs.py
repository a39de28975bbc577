#!/usr/bin/env python3
"""Kills `tick run` and `tick outbox send` at random moments, many times, and sees that nothing is doubled and nothing lost.

    killed_runs.py --tick .build/release/tick [--kills 40] [--seed 1]

The same desk is first run without anybody killing anything. However often a run is killed, what it comes to must be the same:
the same last commit, byte by byte, and the same messages. `send` may hand a message over twice only where it was killed in
between, and then says so.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile

from support import ENVIRONMENT, CheckFailed, run

NOW = "2026-11-10T12:00:00+03:00"
PEOPLE = """\
ivan: {name: Ivan Petrov, email: [ivan@helpdesk.example], roles: [agent, lead, admin], capacity: 9}
olga: {name: Olga Orlova, email: [olga@helpdesk.example], roles: [agent], capacity: 9}
robot: {name: The desk, email: [desk@helpdesk.example], roles: [desk]}
"""
RULES = """\
- {name: greet, on: created, do: [{note: 'Hello {{ticket.id}}'}, {notify: {to: requester, text: 'Hello {{ticket.id}}'}}]}
- {name: give, on: created, if: 'priority:urgent', do: [{assign: auto}, {notify: assignee}]}
- {name: tell, on: {changed: assignee}, do: [{tag: given}, {notify: 'role:lead'}]}
- {name: only tell, on: created, if: 'priority:low', do: [{notify: ivan}]}
- {name: late, on: {sla: breached}, do: [{tag: late}, {notify: [assignee, ivan]}]}
"""
COMMAND = 'echo "$TICK_MESSAGE_ID $TICK_REPEAT" >>"$0"; sleep 0.02'


def make(tick: pathlib.Path, desk: pathlib.Path):
    run(tick, "init", desk)
    (desk / ".tick/people.yml").write_text(PEOPLE, encoding="utf-8")
    (desk / ".tick/rules.yml").write_text(RULES.replace("name: give", "name: hand over"), encoding="utf-8")
    call(tick, desk, "2026-11-09T09:00:00+03:00", "commit", "-m", "Rules")
    for number in range(12):
        priority = ["urgent", "low", "normal"][number % 3]
        call(
            tick, desk, f"2026-11-09T10:{number:02}:00+03:00", "new", f"Ticket {number}", f"priority={priority}",
            f"requester=person{number}@example.org", seed=number + 1,
        )


def environment(now: str = NOW, seed: int = 1) -> dict:
    return dict(ENVIRONMENT, TICK_NOW=now, TICK_ID_SEED=str(seed))


def call(tick: pathlib.Path, desk: pathlib.Path, now: str, *words: str, seed: int = 1):
    result = subprocess.run([tick, *words], cwd=desk, env=environment(now, seed), capture_output=True, timeout=60)
    if result.returncode != 0:
        raise CheckFailed(f"tick {' '.join(words)}: {result.stderr.decode()}")


def messages(desk: pathlib.Path, *places: str) -> dict[str, bytes]:
    folder = desk / ".git/tick/state/outbox"
    return {path.name: path.read_bytes() for place in places for path in sorted((folder / place).glob("*.eml"))}


def killed(tick: pathlib.Path, desk: pathlib.Path, seconds: float, *words: str) -> bool:
    """Starts a command and kills it and what it started after a time; says whether it had ended by itself."""
    process = subprocess.Popen(
        [tick, *words], cwd=desk, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True,
    )
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    if process.returncode != 0:
        raise CheckFailed(f"tick {' '.join(words)} exited {process.returncode}: {errors.decode()}")
    return True


def state(desk: pathlib.Path) -> tuple[str, str]:
    return run("git", "rev-parse", "HEAD", cwd=desk).strip(), run("git", "status", "--porcelain", cwd=desk)


def check_run(tick: pathlib.Path, made: pathlib.Path, folder: pathlib.Path, kills: int, chance: random.Random):
    reference = folder / "reference"
    shutil.copytree(made, reference)
    call(tick, reference, NOW, "run")
    expected = (state(reference), messages(reference, "ready"))
    done = 0
    while done < kills:
        desk = folder / f"run{done}"
        shutil.copytree(made, desk)
        while not killed(tick, desk, chance.uniform(0.005, 0.6), "run"):
            done += 1
        done += 1
        call(tick, desk, NOW, "run")
        found = (state(desk), messages(desk, "ready"))
        if found != expected:
            raise CheckFailed(f"after kills the desk is at {found[0]}, not {expected[0]}; {len(found[1])} messages, not {len(expected[1])}")
        if messages(desk, "prepared", "sending", "sent", "failed"):
            raise CheckFailed("messages are where they should not be")
        run("git", "fsck", "--strict", "--no-dangling", cwd=desk)
        shutil.rmtree(desk)
    return reference, len(expected[1])


def check_send(tick: pathlib.Path, desk: pathlib.Path, kills: int, chance: random.Random) -> int:
    names = set(messages(desk, "ready"))
    log = desk / "sent.txt"
    for word in ("sh", "-c", COMMAND, str(log)):
        run("git", "config", "--add", "tick.outbox", word, cwd=desk)
    for _ in range(kills):
        if killed(tick, desk, chance.uniform(0.02, 0.2), "outbox", "send"):
            break
    call(tick, desk, NOW, "outbox", "send")
    if set(messages(desk, "sent")) != names or messages(desk, "prepared", "ready", "sending", "failed"):
        raise CheckFailed("not every message is among those that were sent")
    counts: dict[str, list[str]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        identifier, repeat = line.split()
        counts.setdefault(identifier.strip("<").split(".")[0] + ".eml", []).append(repeat)
    if set(counts) != names:
        raise CheckFailed(f"{len(names - set(counts))} messages were never handed over")
    for name, repeats in counts.items():
        if any(repeat != "1" for repeat in repeats[1:]):
            raise CheckFailed(f"{name} was handed over again and not said to be: {repeats}")
    return sum(len(repeats) - 1 for repeats in counts.values())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tick", type=pathlib.Path, required=True)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tick, chance = options.tick.resolve(), random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        made = folder / "made"
        try:
            make(tick, made)
            desk, count = check_run(tick, made, folder, options.kills, chance)
            repeats = check_send(tick, desk, options.kills, chance)
        except CheckFailed as failure:
            print(f"seed {options.seed}: {failure}", file=sys.stderr)
            return 1
    print(f"{options.kills} kills of run and of send: the same commit and the same {count} messages, {repeats} handed over again and said to be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
