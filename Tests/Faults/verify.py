"""What must hold after every fault: the old state or the new one, an exit code that says which, and a way on."""

import dataclasses
import pathlib
import re
import shutil

from desk import Template, call, files, git_folders, head, leftovers, run

# What the exit code and the person's next step may depend on: a lock that is named with its age.
LOCK = re.compile(r"(/\S+\.lock) has existed for \d+ s")


@dataclasses.dataclass
class State:
    """One of the two states that are allowed, after the next command has made a ticket.

    Times and chance are fixed, so that the next command makes the same commit each time: its id stands for all of
    history. Where it, the status and the files are the same, so is the index.
    """

    head: str
    files: dict
    status: str

    @staticmethod
    def read(root: pathlib.Path) -> "State":
        # Version 2 tells the ids and modes of what is staged.
        status = run("git", "status", "--porcelain=v2", "--untracked-files=all", cwd=root)
        return State(head(root), files(root), status)

    def differences(self, other: "State") -> list[str]:
        found = [] if self.head == other.head else [f"HEAD {self.head[:7]} {other.head[:7]}"]
        names = self.files.keys() | other.files.keys()
        found += [f"file {name}" for name in sorted(names) if self.files.get(name, 0) != other.files.get(name, 0)]
        if self.status != other.status:
            found.append(f"status {self.status!r} {other.status!r}")
        return found


@dataclasses.dataclass
class Outcome:
    problems: list[str]
    has_landed: bool
    # A lock stood in the way of the next command, which named it.
    named_lock: bool = False
    # git's own index.lock was still there right after the command.
    blocks_git: bool = False


def next_command(template: Template, root: pathlib.Path):
    return call(template.tick, "new", "What comes next", cwd=root)


def fsck(root: pathlib.Path) -> str:
    result = call("git", "fsck", "--strict", "--no-dangling", "--no-progress", cwd=root)
    lines = [line for line in (result.stdout + result.stderr).splitlines() if not line.startswith("notice:")]
    return "; ".join(lines) or ("" if result.returncode == 0 else f"exit {result.returncode}")


def verify(
    template: Template, root: pathlib.Path, old: State, new: State, committed: str, code: int | None, said: str,
    is_output_broken=False, is_full_check=True,
) -> Outcome:
    """Judges a desk after a fault.

    `committed` is the commit that the command makes; `code` is None for a killed process.
    """
    problems: list[str] = []
    landed_before = head(root) == committed
    blocks_git = any(name.endswith("index.lock") for name in leftovers(root))
    if is_full_check and (complaint := fsck(root)):
        problems.append(f"fsck before: {complaint}")
    after = next_command(template, root)
    named_lock = False
    if after.returncode != 0:
        lock = LOCK.search(after.stderr + after.stdout)
        if lock and pathlib.Path(lock.group(1)).exists():
            named_lock = True
            pathlib.Path(lock.group(1)).unlink()
            after = next_command(template, root)
        if after.returncode != 0:
            problems.append(f"next command: {(after.stdout + after.stderr).strip()[:300]}")
            return Outcome(problems, landed_before, named_lock, blocks_git)
    state = State.read(root)
    has_landed = state.head != old.head
    if differences := state.differences(new if has_landed else old):
        problems.append(f"{'new' if has_landed else 'old'} state, but: " + ", ".join(differences)[:600])
    if landed_before and not has_landed:
        problems.append("the commit was on the branch and is gone")
    if code is not None:
        is_unknown = "not known whether" in said
        if code == 0 and not has_landed:
            problems.append("exit 0 without a commit")
        if code != 0 and has_landed and not is_unknown and not is_output_broken:
            problems.append(f"exit {code} with a commit: {said[:200]}")
        if code < 0 or code > 3:
            problems.append(f"exit {code}: {said[:200]}")
        if code != 0 and not said.strip() and not is_output_broken:
            problems.append(f"exit {code} without a word")
    if left := leftovers(root):
        problems.append("left behind: " + " ".join(left))
    if complaint := fsck(root):
        problems.append(f"fsck: {complaint}")
    if is_full_check:
        problems += verify_without_cache(template, root)
    return Outcome(problems, has_landed, named_lock, blocks_git)


def verify_without_cache(template: Template, root: pathlib.Path) -> list[str]:
    """The cache is disposable: deleting it changes no answer."""
    common = git_folders(root)[1]
    before = call(template.tick, "list", "--json", cwd=root)
    for cache in common.rglob("tick/cache"):
        shutil.rmtree(cache)
    after = call(template.tick, "list", "--json", cwd=root)
    if after.returncode != 0 or before.stdout != after.stdout:
        return [f"list without cache: exit {after.returncode} {after.stderr[:200]}"]
    return []
