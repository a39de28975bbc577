"""Lets tick write where it cannot: on full and tiny file systems, in read-only folders and file systems.

    Tests/Faults/small_disks.py --tick .build/debug/tick

The file systems live in memory (tmpfs with a size). Mounting needs root; without it, or where it is refused, that part is
skipped with a word. In folders without the right to write, root is held back by nothing: there the other user is `nobody`.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from desk import ENVIRONMENT, Template, call, head, leftovers, run, scratch_folder
from scenarios import Scenario, scenarios
from verify import State, next_command, verify

PAGE = 4096


class Count:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.landed = 0

    def add(self, what: str, problems: list[str], has_landed=False):
        self.landed += has_landed
        if problems:
            self.failed += 1
            print(f"FAILED {what}: " + "; ".join(problems))
        else:
            self.passed += 1


class Mount:
    """A tmpfs that is there for the length of a `with`."""

    def __init__(self, folder: pathlib.Path, size="16m"):
        self.folder = folder
        self.size = size

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        words = ["mount", "-t", "tmpfs", "-o", f"size={self.size},nr_inodes=0", "none", str(self.folder)]
        subprocess.run(words, check=True, capture_output=True)
        return self

    def remount(self, options: str):
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.folder)], check=True, capture_output=True)

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)


def can_mount(folder: pathlib.Path) -> str:
    """Returns why not, empty if it can be done."""
    if os.geteuid() != 0:
        return "mounting needs root"
    try:
        with Mount(folder, "1m"):
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return f"mounting is refused: {getattr(error, 'stderr', error)}"


def expected(scenario: Scenario, template: Template, place: pathlib.Path) -> tuple[State, State, str]:
    """The two states that are allowed, and the commit of the new one."""
    states = []
    committed = ""
    for runs in (False, True):
        root = prepare(scenario, template, place)
        if runs:
            run(template.tick, *scenario.arguments(template), cwd=root)
            committed = head(root)
        next_command(template, root)
        states.append(State.read(root))
        shutil.rmtree(place / "desk")
    return states[0], states[1], committed


def prepare(scenario: Scenario, template: Template, place: pathlib.Path) -> pathlib.Path:
    root = place / "desk"
    template.copy(root)
    return scenario.prepare(template, root)


def fill(mount: Mount, pages: int) -> pathlib.Path:
    """Leaves so many pages free, and nothing more."""
    free = os.statvfs(mount.folder)
    filler = mount.folder / "filler"
    with open(filler, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(PAGE, (free.f_bavail - pages) * PAGE))
    return filler


def try_full(scenario: Scenario, template: Template, folder: pathlib.Path, pages: int, count: Count):
    """The command runs with so many free pages; then the person makes room."""
    with Mount(folder / "full") as mount:
        old, new, committed = expected(scenario, template, mount.folder)
        root = prepare(scenario, template, mount.folder)
        filler = fill(mount, pages)
        result = call(template.tick, *scenario.arguments(template), cwd=root)
        said = result.stdout + result.stderr
        blocked = any(name.endswith("index.lock") for name in leftovers(root))
        filler.unlink()
        outcome = verify(template, root, old, new, committed, result.returncode, said)
        problems = outcome.problems + (["index.lock stayed on the full disk"] if blocked else [])
        count.add(f"{scenario.name} with {pages} free pages", problems, outcome.has_landed)


def try_read_only_mount(scenario: Scenario, template: Template, folder: pathlib.Path, count: Count):
    with Mount(folder / "read-only") as mount:
        old, new, committed = expected(scenario, template, mount.folder)
        root = prepare(scenario, template, mount.folder)
        mount.remount("ro")
        result = call(template.tick, *scenario.arguments(template), cwd=root)
        listing = call(template.tick, "list", cwd=root)
        mount.remount("rw")
        said = result.stdout + result.stderr
        problems = verify(template, root, old, new, committed, result.returncode, said).problems
        problems += [] if listing.returncode == 0 else [f"list: {listing.stderr}"]
        problems += [] if result.returncode != 0 and said.strip() else ["no word about it"]
        count.add(f"{scenario.name} on a read-only file system", problems)


def try_read_only_folder(
    scenario: Scenario, template: Template, folder: pathlib.Path, locked: str, count: Count
):
    """One folder cannot be written; the command runs as a user whom that holds back."""
    place = folder / "rights"
    place.mkdir()
    old, new, committed = expected(scenario, template, place)
    root = prepare(scenario, template, place)
    user = {}
    if os.geteuid() == 0:
        for path in [place, *place.rglob("*")]:
            os.chown(path, 65534, 65534, follow_symlinks=False)
        user = {"user": 65534, "group": 65534}
    target = root / locked
    target.chmod(0o555)
    result = subprocess.run(
        [template.tick, *scenario.arguments(template)], cwd=root, env=ENVIRONMENT, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=120, check=False, **user)
    target.chmod(0o755)
    if os.geteuid() == 0:
        for path in [place, *place.rglob("*")]:
            os.chown(path, 0, 0, follow_symlinks=False)
    said = result.stdout + result.stderr
    outcome = verify(template, root, old, new, committed, result.returncode, said)
    count.add(f"{scenario.name} where {locked} is read-only", outcome.problems, outcome.has_landed)
    shutil.rmtree(place)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tick", required=True, help="the binary")
    parser.add_argument("--every", type=int, default=1, help="only every K-th amount of free space")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tick-disks-", dir=scratch_folder()))
    folder.chmod(0o755)
    count = Count()
    try:
        # A copy that every user may run.
        tick = folder / "tick"
        shutil.copy(options.tick, tick)
        template = Template(str(tick), folder / "template")
        alone = [each for each in scenarios(template.tick) if "," not in each.name]
        reason = can_mount(folder / "try")
        if reason:
            print(f"skipped: full and read-only file systems ({reason})")
        for scenario in alone:
            if not reason:
                for pages in range(0, 40, options.every):
                    try_full(scenario, template, folder, pages, count)
                try_read_only_mount(scenario, template, folder, count)
            for locked in (".git", ".git/refs/heads", ".git/objects", ".git/logs", ".git/tick", "tickets/2026/11"):
                try_read_only_folder(scenario, template, folder, locked, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{count.landed} had landed")
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
