"""The desks that are measured: made once a run by make_desk.py and make_history.py, and put back after each change."""

import pathlib
import shutil
import sys

from measuring import run

HERE = pathlib.Path(__file__).parent


class Desks:
    """Makes desks in a folder, and finds those that an earlier run left there."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder

    def of(self, tickets: int) -> pathlib.Path:
        """Returns a desk of that many tickets, all in one commit."""
        return self.made(f"desk-{tickets}", "make_desk.py", "--tickets", tickets)

    def with_history(self, commits: int, tickets: int) -> pathlib.Path:
        return self.made(f"history-{commits}-{tickets}", "make_history.py", "--commits", commits, "--tickets", tickets)

    def made(self, name: str, program: str, *options) -> pathlib.Path:
        desk = self.folder / name
        # What was interrupted half way is made again.
        if not (desk / ".git/bench-ready").exists():
            shutil.rmtree(desk, ignore_errors=True)
            say(f"making {name}")
            self.folder.mkdir(parents=True, exist_ok=True)
            run(sys.executable, HERE / program, desk, *options)
            configure(desk)
            (desk / ".git/bench-ready").touch()
        return desk


def configure(desk: pathlib.Path):
    """Gives the repository an author, and keeps `git gc` out of what is measured."""
    for key, value in {"user.name": "Ivan", "user.email": "ivan@helpdesk.example", "gc.auto": "0"}.items():
        run("git", "config", key, value, cwd=desk)


def tip(desk: pathlib.Path) -> str:
    return run("git", "rev-parse", "HEAD", cwd=desk).strip()


def put_back(desk: pathlib.Path, commit: str):
    """Makes the desk what it was at the commit, its caches included: they are right for it or are made right when read."""
    run("git", "reset", "--quiet", "--hard", commit, cwd=desk)
    # An object that is there already is not written again: the next run is to write its own.
    run("git", "reflog", "expire", "--expire=now", "--all", cwd=desk)
    run("git", "prune", "--expire=now", cwd=desk)


def size(desk: pathlib.Path) -> str:
    files = list((desk / "tickets").rglob("*.md"))
    total = sum(path.stat().st_size for path in files)
    folders = {path.parent for path in files}
    return f"{len(files):,} tickets, {total / 1e6:.0f} MB, {total / len(files):.0f} bytes each, in {len(folders)} folders"


def say(text: str):
    print(text, file=sys.stderr, flush=True)
