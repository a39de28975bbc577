#!/usr/bin/env python3
"""What both sides did comes together the same way, whoever brings it together.

    Tests/Scripts/merges_alike.py --tick TICK [--rounds 12] [--seed 1]

Two clones work on the same tickets, on fields that the other one leaves alone, on lists, entries and texts that both change. Then four
copies of the second clone take over what the first one pushed: `tick sync`, `git pull` with the merge driver, `git pull --rebase` with
it, and `examples/merge-main.sh` on a branch. All four must come to the same tickets.
"""

import argparse
import pathlib
import random
import shutil
import sys
import tempfile
import time

import yaml

from support import ENVIRONMENT, ROOT, CheckFailed, front_matter, run

TAGS = ["vpn", "printer", "paper", "toner", "dns"]


class Desk:
    """A clone whose commits take one minute each from a clock that both share."""

    def __init__(self, folder: pathlib.Path, tick: pathlib.Path, clock: list[int]):
        self.folder, self.tick_program, self.clock = folder, tick, clock

    def tick(self, *words, allowed=(0,)):
        self.clock[0] += 60
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.clock[0]))
        return run(self.tick_program, *words, "--date", date, cwd=self.folder, allowed=allowed)

    def git(self, *words):
        return run("git", "-c", "user.useConfigOnly=false", *words, cwd=self.folder)

    def ids(self) -> list[str]:
        return run(self.tick_program, "list", "--columns", "id", cwd=self.folder).split()


def work(desk: Desk, choose: random.Random, name: str, own_fields: list[str]):
    """Some changes; scalars only of fields that the other side never touches."""
    for number in range(choose.randint(2, 6)):
        ticket = choose.choice(desk.ids())
        what = choose.choice(["field", "tag", "untag", "entry", "entry", "hand", "new"])
        if what == "field":
            field = choose.choice(own_fields)
            value = {"priority": ["low", "high", "urgent"], "queue": ["it", "billing"], "channel": ["phone", "email"],
                     "type": ["incident", "request"]}[field]
            desk.tick("set", ticket, f"{field}={choose.choice(value)}")
        elif what == "tag":
            desk.tick("set", ticket, f"tags+={choose.choice(TAGS)}")
        elif what == "untag":
            desk.tick("set", ticket, f"tags-={choose.choice(TAGS)}")
        elif what == "entry":
            desk.tick(choose.choice(["reply", "note"]), ticket, "-m", f"{name} says {number}.")
        elif what == "hand":
            # A comment and a key of their own at the end of the front matter, one a side.
            path = desk.folder / run(desk.tick_program, "list", f"id:{ticket}", "--columns", "path", cwd=desk.folder).strip()
            text = path.read_text()
            if f"x-{name}:" not in text:
                path.write_text(text.replace("\n---\n", f"\nx-{name}: {number}\n---\n", 1))
                desk.git("commit", "--quiet", "-am", f"{name} by hand")
        else:
            desk.tick("new", f"Ticket {number} of {name}")


def files(folder: pathlib.Path, revision: str = "HEAD") -> dict[str, tuple]:
    """Every ticket: its fields, lists as sets, and the bytes below. Whose tags come first is a matter of sides."""
    result = {}
    for path in run("git", "ls-tree", "-r", "--name-only", revision, "tickets", cwd=folder).splitlines():
        text = run("git", "cat-file", "blob", f"{revision}:{path}", cwd=folder)
        block = front_matter(text.encode())
        fields = {key: set(value) if isinstance(value, list) else value for key, value in yaml.safe_load(block).items()}
        result[path] = (fields, text.encode().split(b"\n---\n", 1)[1])
    return result


def take_over(desk: pathlib.Path, tick: pathlib.Path) -> dict[str, dict[str, tuple]]:
    """What each way comes to, from copies of one clone."""
    results = {}
    ways = {
        "tick sync": [[tick, "sync"]],
        "git pull": [["git", "pull", "--quiet", "--no-rebase", "--no-edit"]],
        "git pull --rebase": [["git", "pull", "--quiet", "--rebase"]],
    }
    for name, commands in ways.items():
        copy = desk.with_name("copy")
        hub = desk.with_name("copy.git")
        shutil.copytree(desk.with_name("hub.git"), hub)
        shutil.copytree(desk, copy)
        run("git", "remote", "set-url", "origin", hub, cwd=copy)
        for command in commands:
            run(*command, cwd=copy)
        results[name] = files(copy)
        shutil.rmtree(copy)
        shutil.rmtree(hub)
    results["examples/merge-main.sh"] = merged_branch(desk)
    return results


def merged_branch(desk: pathlib.Path) -> dict[str, tuple]:
    """The clone's work as a branch of the remote, into which a job brings the main branch from a clone of its own."""
    hub, job = desk.with_name("job.git"), desk.with_name("job")
    shutil.copytree(desk.with_name("hub.git"), hub)
    run("git", "push", "--quiet", hub, "main:refs/heads/work", cwd=desk)
    run("git", "clone", "--quiet", hub, job)
    run(ROOT / "examples/merge-main.sh", "work", cwd=job)
    tree = files(hub, "work")
    shutil.rmtree(hub)
    shutil.rmtree(job)
    return tree


def play(tick: pathlib.Path, folder: pathlib.Path, seed: int) -> int:
    choose, clock = random.Random(seed), [1_795_244_400]
    hub = folder / "hub.git"
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", hub)
    one, two = (Desk(folder / name, tick, clock) for name in ("one", "two"))
    one.folder.mkdir()
    one.git("init", "--quiet", "--initial-branch=main")
    run(tick, "init", ".", cwd=one.folder)
    one.git("remote", "add", "origin", hub)
    for number in range(3):
        one.tick("new", f"Ticket {number}", "-m", f"Text {number}.", "tags=paper", "priority=normal", "queue=it")
    one.git("push", "--quiet", "-u", "origin", "main")
    run("git", "clone", "--quiet", hub, two.folder)
    run(tick, "setup", cwd=two.folder)
    work(two, choose, "two", ["priority", "queue"])
    work(one, choose, "one", ["channel", "type"])
    one.git("push", "--quiet")
    results = take_over(two.folder, tick)
    expected = results["tick sync"]
    for name, tree in results.items():
        if tree != expected:
            lines = [f"{path}\n  {expected.get(path)}\n  {tree.get(path)}" for path in sorted({*expected, *tree})
                     if expected.get(path) != tree.get(path)]
            raise CheckFailed(f"seed {seed}: {name} comes to other tickets than tick sync\n" + "\n".join(lines))
    return len(expected)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tick", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    # git calls the merge driver by its name.
    ENVIRONMENT["PATH"] = f"{arguments.tick.resolve().parent}:{ENVIRONMENT['PATH']}"
    count = 0
    try:
        for seed in range(arguments.seed, arguments.seed + arguments.rounds):
            with tempfile.TemporaryDirectory() as folder:
                count += play(arguments.tick.resolve(), pathlib.Path(folder), seed)
    except CheckFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{arguments.rounds} rounds, {count} tickets: sync, pull, pull --rebase and merge-main.sh come to the same tickets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
