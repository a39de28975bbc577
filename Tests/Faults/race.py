"""Lets writers race: processes of tick on the same tickets, beside a person's git add, commit, pack-refs and gc.

    Tests/Faults/race.py --tick .build/release/tick [--writers 8] [--commits 100] [--limit-seconds 2]

Afterwards every commit that was reported is in history and changes one ticket by one marker, every marker is there
exactly once, every file that the person staged is tracked, and `git fsck` is clean. Prints how long a commit took.
"""

import argparse
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from desk import ENVIRONMENT, CheckFailed, call, leftovers, run, scratch_folder, ticket_path

# Real time and chance, as at work.
FIXED = ("TICK_NOW", "TICK_ID_SEED", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "GIT_OPTIONAL_LOCKS")
RACING = {key: value for key, value in ENVIRONMENT.items() if key not in FIXED}


class Race:
    def __init__(self, tick: str, root: pathlib.Path, writers: int, commits: int):
        self.tick = tick
        self.root = root
        self.writers = writers
        self.commits = commits
        self.lock = threading.Lock()
        self.seconds: list[float] = []
        self.reported: dict[str, str] = {}
        self.refusals: collections.Counter = collections.Counter()
        self.problems: list[str] = []
        self.is_running = True
        self.added: list[str] = []
        self.persons: collections.Counter = collections.Counter()

    def make_desk(self):
        run(self.tick, "init", self.root, cwd=self.root.parent, environment=RACING)
        run("git", "config", "gc.auto", "200", cwd=self.root)
        run("git", "config", "gc.autoDetach", "false", cwd=self.root)
        titles = ["Shared by all"] + [f"Of writer {number}" for number in range(self.writers)]
        self.tickets = [
            run(self.tick, "new", title, cwd=self.root, environment=RACING).split()[0] for title in titles]
        self.start = int(run("git", "rev-list", "--count", "HEAD", cwd=self.root))

    def write(self, writer: int):
        """Alternates between a note and a tag, on the ticket of all and on its own."""
        for number in range(self.commits):
            marker = f"mark-{writer}-{number}"
            ticket = self.tickets[0] if number % 4 < 2 else self.tickets[1 + writer]
            change = ["note", ticket, "-m", marker] if number % 2 else ["set", ticket, f"tags+={marker}"]
            for _ in range(20):
                if self.commit(marker, change):
                    break
            else:
                self.problem(f"{marker}: refused 20 times")

    def commit(self, marker: str, change: list[str]) -> bool:
        start = time.monotonic()
        result = call(self.tick, *change, "--json", cwd=self.root, environment=RACING)
        seconds = time.monotonic() - start
        with self.lock:
            if result.returncode == 0:
                self.seconds.append(seconds)
                self.reported[json.loads(result.stdout)["commit"]] = marker
                return True
            words = result.stderr.strip().splitlines()
            self.refusals[words[0] if words else ""] += 1
        if not result.stderr.strip() or result.returncode < 0:
            self.problem(f"{marker}: exit {result.returncode} without a word")
        return False

    def live(self):
        """A person who stages, commits and tidies up, and types a command again when git meets a lock."""
        number = 0
        while self.is_running:
            name = f"person-{number}.md"
            (self.root / name).write_text(f"{number}\n")
            if self.git("add", name):
                self.added.append(name)
            if number % 5 == 4:
                self.git("commit", "--quiet", "--message", f"person {number}", attempts=20)
            if number % 15 == 7:
                self.git("pack-refs", "--all", attempts=5)
            if number % 20 == 11:
                self.git("gc", "--auto", "--quiet", attempts=1)
            if number % 60 == 31:
                self.git("gc", "--quiet", attempts=1)
            number += 1
            time.sleep(0.05)

    def git(self, *arguments, attempts=200) -> bool:
        for _ in range(attempts):
            result = call("git", *arguments, cwd=self.root, environment=RACING)
            if result.returncode == 0:
                self.persons[arguments[0]] += 1
                return True
            # Besides locks: git commit read HEAD before one of ours landed, and gives up.
            if ".lock" not in result.stderr and "cannot lock ref" not in result.stderr:
                if "nothing to commit" not in result.stdout and "no changes added" not in result.stdout:
                    self.persons[f"{arguments[0]} failed: {(result.stderr + result.stdout).strip()[:120]}"] += 1
                return False
            time.sleep(0.01)
        self.persons[f"{arguments[0]} gave up"] += 1
        return False

    def problem(self, text: str):
        with self.lock:
            self.problems.append(text)

    def run(self):
        person = threading.Thread(target=self.live)
        writers = [threading.Thread(target=self.write, args=[number]) for number in range(self.writers)]
        person.start()
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join()
        self.is_running = False
        person.join()

    def judge(self):
        self.judge_history()
        self.judge_markers()
        tracked = set(run("git", "ls-files", "person-*", cwd=self.root).split())
        self.problems += [f"{name} was staged and is not tracked" for name in self.added if name not in tracked]
        status = run("git", "status", "--porcelain", cwd=self.root).splitlines()
        self.problems += [f"status: {line}" for line in status if not line.startswith(("A  person-", "?? person-"))]
        self.problems += [f"left behind: {name}" for name in leftovers(self.root)]
        fsck = call("git", "fsck", "--strict", "--no-dangling", "--no-progress", cwd=self.root)
        if fsck.returncode or fsck.stdout.strip():
            self.problems.append(f"fsck: {fsck.stdout}{fsck.stderr}")
        check = call(self.tick, "check", cwd=self.root, environment=RACING)
        if check.returncode:
            self.problems.append(f"check: {check.stdout[:300]}{check.stderr[:300]}")

    def judge_history(self):
        """Every commit is the writers' or the person's, in one line, and changes what it says and nothing else."""
        log = run("git", "log", "--first-parent", "--format=%x00%H%x09%s", "--name-only", cwd=self.root)
        seen, persons = {}, 0
        for block in log.split("\0")[1:]:
            first, *names = [line for line in block.splitlines() if line]
            identifier, subject = first.split("\t", 1)
            seen[identifier] = names
            persons += subject.startswith("person ")
            if subject.startswith("person ") and not all(name.startswith("person-") for name in names):
                self.problems.append(f"the person's commit {identifier[:7]} holds {names}")
        for identifier, marker in self.reported.items():
            if identifier not in seen:
                self.problems.append(f"{marker} was reported as {identifier[:7]} and is not in history")
            elif len(seen[identifier]) != 1 or not seen[identifier][0].startswith("tickets/"):
                self.problems.append(f"{identifier[:7]} of {marker} changes {seen[identifier]}")
        if len(seen) != self.start + len(self.reported) + persons:
            self.problems.append(f"{len(seen)} commits, {self.start} + {len(self.reported)} + {persons} expected")
        lines = len(run("git", "reflog", "show", "main", cwd=self.root).splitlines())
        if lines != len(seen):
            self.problems.append(f"{lines} lines in the log of main, {len(seen)} commits")

    def judge_markers(self):
        text = "".join(ticket_path(self.root, ticket).read_text() for ticket in self.tickets)
        words = collections.Counter(text.replace(",", " ").replace("[", " ").replace("]", " ").split())
        for marker in self.reported.values():
            if words[marker] != 1:
                self.problems.append(f"{marker} is there {words[marker]} times")

    def print(self):
        ordered = sorted(self.seconds)
        rank = lambda share: ordered[min(len(ordered) - 1, int(len(ordered) * share))]
        print(
            f"{len(self.reported)} of {self.writers * self.commits} commits; one took {rank(0.5):.2f} s (median),"
            f" {rank(0.99):.2f} s (99 %), {ordered[-1]:.2f} s at most")
        for words, count in self.refusals.most_common():
            print(f"refused {count} times: {words}")
        print("person: " + ", ".join(f"{count} × {what}" for what, count in sorted(self.persons.items())))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tick", required=True, help="the binary")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--limit-seconds", type=float, default=2, help="for 99 % of the commits")
    parser.add_argument("--folder", type=pathlib.Path, help="where to make the desk; in memory if it is not given")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tick-race-", dir=options.folder or scratch_folder()))
    try:
        race = Race(str(pathlib.Path(options.tick).resolve()), folder / "desk", options.writers, options.commits)
        race.make_desk()
        start = time.monotonic()
        race.run()
        seconds = time.monotonic() - start
        race.judge()
        race.print()
    except (CheckFailed, subprocess.TimeoutExpired) as error:
        print(f"failed: {error}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    slow = sorted(race.seconds)[int(len(race.seconds) * 0.99)] > options.limit_seconds
    if slow:
        race.problems.append(f"99 % of the commits took longer than {options.limit_seconds} s")
    for problem in race.problems[:40]:
        print(f"FAILED {problem}")
    print(f"{len(race.reported)} passed, {len(race.problems)} failed, {seconds:.0f} s")
    return 1 if race.problems or len(race.reported) != options.writers * options.commits else 0


if __name__ == "__main__":
    sys.exit(main())
