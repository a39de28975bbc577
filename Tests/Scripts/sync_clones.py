#!/usr/bin/env python3
"""Clones of one desk do random work and sync in random order through one bare repository; nothing may be lost.

    Tests/Scripts/sync_clones.py --tick TICK [--clones 4] [--operations 50] [--seed 1] [--kills 0]

Each clone belongs to another person, an agent; the repository has the server's hook, which judges every push. They make tickets, set fields, tag, write, move tickets, edit files by hand and
commit them with git, and sync now and then, one after the other or two at once. With --kills, that many syncs are killed
with SIGKILL at random moments. At the end all sync until nothing moves: every clone has one tip, history is a line, `git
fsck` and `check --all` are clean, the working trees are, and every entry and tag that was added is there, unless somebody
took it away. A field has one of the values that somebody gave it, and what lost is noted.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

PEOPLE = ["ivan", "olga", "petr", "anna", "lena", "boris"]
TAGS = ["vpn", "printer", "paper", "toner", "dns", "mail"]
PRIORITIES = ["low", "normal", "high", "urgent"]
# As long ago as the work below takes at most, since a server refuses what is dated ahead.
START = int(time.time()) - 3 * 86_400
QUEUES = "triage: {query: 'status:new assignee:none'}\n"


class Failed(Exception):
    """What was expected did not hold."""


class Clone:
    def __init__(self, folder: pathlib.Path, person: str, world: "World"):
        self.folder, self.person, self.world = folder, person, world
        self.environment = dict(
            world.environment,
            GIT_AUTHOR_NAME=person.title(), GIT_AUTHOR_EMAIL=f"{person}@helpdesk.example",
            GIT_COMMITTER_NAME=person.title(), GIT_COMMITTER_EMAIL=f"{person}@helpdesk.example",
        )

    def run(self, *words, allowed=(0,), date=None) -> str:
        environment = dict(self.environment)
        if date:
            environment.update(GIT_AUTHOR_DATE=f"@{date} +0000", GIT_COMMITTER_DATE=f"@{date} +0000")
        result = subprocess.run(
            [str(word) for word in words], cwd=self.folder, env=environment, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=300,
        )
        self.code = result.returncode
        if result.returncode not in allowed:
            raise Failed(f"{self.person}: {' '.join(map(str, words))} exited {result.returncode}\n"
                         f"{result.stdout.decode(errors='replace')}{result.stderr.decode(errors='replace')}")
        return result.stdout.decode()

    def tick(self, *words, **more) -> str:
        return self.run(self.world.tick, *words, **more)

    def tickets(self) -> list[pathlib.Path]:
        return sorted(self.folder.glob("tickets/**/*.md"))

    def start_sync(self):
        return subprocess.Popen(
            [self.world.tick, "sync"], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def sync(self):
        finish(self, self.start_sync())


def finish(clone: Clone, process):
    output, errors = process.communicate(timeout=300)
    # 2 with these words is an honest answer: too much went on at once.
    busy = process.returncode == 2 and b"moved each time" in errors
    if process.returncode != 0 and not busy:
        raise Failed(f"{clone.person}: sync exited {process.returncode}\n{output.decode()}{errors.decode()}")


class World:
    def __init__(self, tick: pathlib.Path, folder: pathlib.Path, count: int, seed: int):
        self.tick, self.folder, self.random, self.clock = str(tick), folder, random.Random(seed), START
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        self.entries: set[str] = set()
        self.tags: dict[str, set[str]] = {}
        self.untagged: dict[str, set[str]] = {}
        self.titles: set[str] = set()
        hub, first = folder / "hub.git", folder / PEOPLE[0]
        self.plain("git", "init", "--quiet", "--bare", "--initial-branch=main", hub)
        first.mkdir()
        self.clones = [Clone(first, PEOPLE[0], self)]
        clone = self.clones[0]
        clone.run("git", "init", "--quiet", "--initial-branch=main")
        clone.tick("init", ".", "--key", "HD")
        clone.run("git", "remote", "add", "origin", hub)
        (first / ".tick/people.yml").write_text("".join(
            f"{name}: {{name: {name.title()}, email: [{name}@helpdesk.example], roles: [agent{', admin' if name == PEOPLE[0] else ''}]}}\n"
            for name in PEOPLE))
        clone.run("git", "add", "-A")
        clone.run("git", "commit", "--quiet", "-m", "people")
        clone.run("git", "push", "--quiet", "-u", "origin", "main")
        clone.tick("hooks", "install", "--server", "-C", hub)
        for name in PEOPLE[1:count]:
            self.plain("git", "clone", "--quiet", hub, folder / name)
            self.clones.append(Clone(folder / name, name, self))

    def plain(self, *words):
        subprocess.run([str(word) for word in words], env=self.environment, check=True, capture_output=True)

    def now(self) -> int:
        """Seconds that mostly go forward; two people can act in one."""
        self.clock += self.random.choice([0, 1, 7, 60, 600])
        return self.clock


def step(world: World, clone: Clone, number: int):
    """One piece of work; moves that the workflow refuses here are no failures."""
    choose = world.random
    date = f"@{world.now()}"
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(world.clock))
    files = clone.tickets()
    what = choose.choice(["new", "set", "tag", "untag", "reply", "reply", "move", "hand", "assign", "set"])
    if not files or what == "new":
        title = f"Ticket {number} of {clone.person}"
        world.titles.add(title)
        clone.tick("new", title, "-m", f"text {number}", "--date", when)
        return
    path = choose.choice(files)
    ticket = re.search(r"^id: (\S+)", path.read_text(), re.M)[1]
    if what == "set":
        clone.tick("set", ticket, f"priority={choose.choice(PRIORITIES)}", "--date", when)
    elif what == "assign":
        clone.tick("assign", ticket, choose.choice(PEOPLE), "--date", when)
    elif what == "tag":
        tag = f"{choose.choice(TAGS)}-{number}"
        clone.tick("set", ticket, f"tags+={tag}", "--date", when)
        world.tags.setdefault(ticket, set()).add(tag)
    elif what == "untag":
        found = re.search(r"^tags: \[(.*)\]", path.read_text(), re.M)
        if found and found[1]:
            tag = choose.choice(found[1].split(", "))
            clone.tick("set", ticket, f"tags-={tag}", "--date", when)
            world.untagged.setdefault(ticket, set()).add(tag)
    elif what == "reply":
        text = f"entry {number} of {clone.person}"
        clone.tick(choose.choice(["reply", "note"]), ticket, "-m", text, "--date", when)
        world.entries.add(text)
    elif what == "move":
        # Two statuses between which every way is open, so that none of the moves is illegal after the others.
        clone.tick("move", ticket, choose.choice(["open", "waiting"]), f"assignee={clone.person}", "--date", when,
                   allowed=(0, 2))
    else:
        text = f"entry {number} of {clone.person}"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n## {when} {clone.person} noted\n\n{text}\n")
        clone.run("git", "commit", "--quiet", "-am", f"by hand {number}", date=world.clock, allowed=(0, 128))
        if clone.code == 128:
            # A killed sync holds git's lock until a command of tick's goes on from its journal.
            clone.tick("commit", "-m", f"by hand {number}", "--date", when)
        world.entries.add(text)


def kill_during_sync(clone: Clone, choose: random.Random):
    process = clone.start_sync()
    time.sleep(choose.random() * 0.25)
    process.kill()
    process.communicate()
    # Its git may still run for a moment; what it holds is let go when it ends.
    time.sleep(0.3)


def work(world: World, operations: int, kills: int) -> int:
    plan = [clone for clone in world.clones for _ in range(operations)]
    world.random.shuffle(plan)
    kill_at = set(world.random.sample(range(len(plan)), min(kills, len(plan))))
    for number, clone in enumerate(plan):
        step(world, clone, number)
        if number in kill_at:
            kill_during_sync(clone, world.random)
        elif world.random.random() < 0.2:
            other = world.random.choice(world.clones)
            if other is clone or world.random.random() < 0.5:
                clone.sync()
            else:
                both = [(one, one.start_sync()) for one in (clone, other)]
                for one, process in both:
                    finish(one, process)
    return len(plan)


def verify(world: World):
    for _ in range(2):
        for clone in world.clones:
            clone.sync()
    tips = {clone.run("git", "rev-parse", "HEAD").strip() for clone in world.clones}
    if len(tips) != 1:
        raise Failed(f"the clones have {len(tips)} tips")
    for clone in world.clones:
        if clone.run("git", "status", "--porcelain"):
            raise Failed(f"{clone.person}: the working tree is not clean\n" + clone.run("git", "status", "--short"))
        if clone.run("git", "rev-list", "--merges", "HEAD"):
            raise Failed(f"{clone.person}: history is no line")
        clone.run("git", "fsck", "--strict")
        clone.tick("check", "--all")
    files = [path.read_text() for path in world.clones[0].tickets()]
    text = "\n".join(files)
    for wanted in sorted(world.entries):
        if len(re.findall(rf"^{wanted}$", text, re.M)) != 1:
            raise Failed(f"{wanted!r} is there {len(re.findall(wanted, text))} times")
    for wanted in sorted(world.titles):
        if len(re.findall(rf"^title: {wanted}$", text, re.M)) != 1:
            raise Failed(f"the ticket {wanted!r} is not there once")
    tickets = {re.search(r"^id: (\S+)", file, re.M)[1]: file for file in files}
    if len(tickets) != len(files):
        raise Failed("two tickets have one id")
    for ticket, tags in world.tags.items():
        line = re.search(r"^tags: \[(.*)\]", tickets[ticket], re.M)
        there = set(line[1].split(", ")) if line else set()
        missing = tags - there - world.untagged.get(ticket, set())
        if missing:
            raise Failed(f"{ticket} lost the tags {missing}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tick", required=True, type=pathlib.Path)
    parser.add_argument("--clones", type=int, default=4)
    parser.add_argument("--operations", type=int, default=50)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    # Waiting for a disk proves nothing here, and is most of the time.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = pathlib.Path(tempfile.mkdtemp(dir=memory))
    try:
        world = World(arguments.tick.resolve(), folder, arguments.clones, arguments.seed)
        count = work(world, arguments.operations, arguments.kills)
        verify(world)
    except Failed as error:
        print(f"seed {arguments.seed}: {error}\nleft for a look: {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    print(f"{count} operations in {arguments.clones} clones: one tip, {len(world.entries)} entries, nothing lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
