#!/usr/bin/env python3
"""Every answer is the same with the caches, without them, and with caches that something happened to.

    Tests/Scripts/caches_alike.py --tick TICK [--commits 1500] [--tickets 400] [--places 200] [--seed 1]

A desk with a history is asked the same questions with the caches that are there and, in a copy, without any: after a checkout of
another branch, after `touch` of everything, with the clock set back and forward, after commits, amended commits, edits, moved and
removed files, with caches of another version, cut off at random places, with a bit turned, exchanged for those of another desk, and
while other processes write them.
"""

import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from support import ENVIRONMENT, ROOT, CheckFailed, run

NOW = 1_796_000_000
QUESTIONS = [
    ["list", "--format", "ndjson"],
    ["list", "phase:open", "--columns", "id,status,updated,sla,title"],
    ["list", "printer", "--sort", "-updated", "--limit", "40"],
    ["sla", "phase:open,waiting", "--format", "ndjson"],
    ["list", "sla:breached", "--sort", "sla", "--columns", "id,sla"],
    ["ready"],
    ["log", "--limit", "50", "--format", "ndjson"],
]
CACHES = ["index", "timelines", "clocks"]
VERSION_OFFSET = 16


class Desk:
    def __init__(self, tick: pathlib.Path, root: pathlib.Path):
        self.tick, self.root, self.now = tick, root, NOW

    @property
    def cache(self) -> pathlib.Path:
        return self.root / ".git/tick/cache"

    def git(self, *words):
        return run("git", "-c", "user.useConfigOnly=false", *words, cwd=self.root)

    def answers(self, questions=None) -> list[str]:
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.now))
        return [run(self.tick, "--now", now, *words, cwd=self.root) for words in questions or QUESTIONS]

    def expect_same(self, what: str, questions=None):
        """The caches that are there are used, then those that this made, and none."""
        first, second = self.answers(questions), self.answers(questions)
        shutil.rmtree(self.cache, ignore_errors=True)
        for place, words in enumerate(questions or QUESTIONS):
            shutil.rmtree(self.cache, ignore_errors=True)
            without = self.answers([words])[0]
            for name, answer in ("with the caches of before", first[place]), ("with new caches", second[place]):
                if answer != without:
                    raise CheckFailed(f"{what}: tick {' '.join(words)} says something else {name}")
        self.answers()
        self.answers()

    def files(self) -> list[pathlib.Path]:
        return sorted((self.root / "tickets").rglob("*.md"))


def happenings(desk: Desk, choose: random.Random):
    """What happens to a desk, one after the other, each with a name."""

    def edit(count: int):
        for path in choose.sample(desk.files(), count):
            text = path.read_text(encoding="utf-8")
            if choose.random() < 0.2:
                text = text.replace("priority: ", "priority: x", 1)
            path.write_text(text + "\n## ivan replied\n\nOne more.\n", encoding="utf-8")

    yield "nothing"
    desk.now += 86_400 * 3
    yield "three days later"
    desk.now -= 86_400 * 400
    yield "the clock set back"
    desk.now += 86_400 * 397
    desk.git("checkout", "--quiet", "-b", "other", "HEAD~40")
    yield "another branch"
    edit(12)
    yield "edits that are not committed"
    desk.git("commit", "--quiet", "--all", "--message", "edits")
    yield "a commit"
    desk.git("checkout", "--quiet", "main")
    yield "back on main"
    desk.git("-c", "merge.conflictStyle=merge", "merge", "--quiet", "--no-edit", "-X", "theirs", "other")
    yield "a merge"
    desk.git("commit", "--quiet", "--amend", "--no-edit", "--date", "2026-06-01T10:00:00+03:00")
    yield "an amended commit"
    for path in desk.files():
        path.touch()
    yield "touch of everything"
    for path in desk.files()[::3]:
        stamp = path.stat()
        text = path.read_bytes()
        path.write_bytes(text.replace(b"status: open", b"status: newx").replace(b"newx", b"new "))
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    yield "content changed under the same times"
    desk.git("checkout", "--quiet", "--", ".")
    for number, path in enumerate(choose.sample(desk.files(), 20)):
        path.unlink() if number % 2 else path.rename(path.with_name("moved-" + path.name))
    yield "files moved and removed"
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message", "moved")
    edit(5)
    yield "moves committed, and edits"
    sla = desk.root / ".tick/sla.yml"
    sla.write_text(sla.read_text().replace("4h", "6h"))
    yield "other targets"
    desk.git("checkout", "--quiet", "--", ".")
    desk.git("reset", "--quiet", "--hard", "HEAD~150")
    yield "150 commits taken back"
    desk.git("gc", "--quiet", "--prune=now")
    yield "git gc"


def damage(desk: Desk, choose: random.Random, places: int):
    """Wrong caches give right answers."""
    question = [QUESTIONS[1]]
    right = desk.answers(question)
    whole = {name: (desk.cache / name).read_bytes() for name in CACHES}

    def expect(what: str):
        if desk.answers(question) != right:
            raise CheckFailed(f"{what}: another answer")

    def restore():
        for name in CACHES:
            (desk.cache / name).write_bytes(whole[name])

    for name in CACHES:
        other = bytearray(whole[name])
        other[VERSION_OFFSET] += 1
        (desk.cache / name).write_bytes(other)
        expect(f"{name} of another version")
        restore()
    for number in range(places):
        for name in CACHES:
            size = choose.randrange(len(whole[name]))
            (desk.cache / name).write_bytes(whole[name][:size])
        expect(f"caches cut off, place {number}")
        restore()
    for number in range(places // 4):
        for name in CACHES:
            turned = bytearray(whole[name])
            turned[choose.randrange(len(turned))] ^= 1 << choose.randrange(8)
            (desk.cache / name).write_bytes(turned)
        expect(f"a bit turned, place {number}")
        restore()
    return whole


def at_once(desk: Desk, rounds: int):
    """Several processes read and write the caches."""
    right = desk.answers([QUESTIONS[1]])[0]
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(desk.now))
    for number in range(rounds):
        shutil.rmtree(desk.cache, ignore_errors=True)
        words = [desk.tick, "--now", now, *QUESTIONS[1]]
        processes = [subprocess.Popen(words, cwd=desk.root, env=ENVIRONMENT, stdout=subprocess.PIPE) for _ in range(6)]
        for process in processes:
            if process.communicate()[0].decode() != right or process.returncode:
                raise CheckFailed(f"six processes at once, round {number}: another answer")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tick", required=True, type=pathlib.Path)
    parser.add_argument("--commits", type=int, default=1500)
    parser.add_argument("--tickets", type=int, default=400)
    parser.add_argument("--places", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    choose = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "desk"
        run(sys.executable, ROOT / "Benchmarks/make_history.py", root, "--commits", options.commits,
            "--tickets", options.tickets, "--seed", options.seed)  # fmt: skip
        desk = Desk(options.tick.resolve(), root)
        desk.answers()
        count = 0
        for what in happenings(desk, choose):
            desk.expect_same(what)
            count += 1
        whole = damage(desk, choose, options.places)
        at_once(desk, 10)
        # The caches of a desk that went another way, in the place of this one's.
        desk.git("reset", "--quiet", "--hard", "HEAD~20")
        for name in CACHES:
            (desk.cache / name).write_bytes(whole[name])
        desk.expect_same("caches of another desk")
    print(f"{count + 1} happenings, {options.places} cuts, {options.places // 4} turned bits: all answers the same")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailed as failure:
        print(failure, file=sys.stderr)
        sys.exit(1)
