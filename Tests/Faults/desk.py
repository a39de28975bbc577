"""The desks that are damaged: small, the same each time, with a person's work lying beside the tickets."""

import os
import pathlib
import shutil
import subprocess

NOW = "2026-12-05T10:00:00Z"

# The same whoever runs the check: no configuration, identity, zone or language of the machine's; times and ids fixed,
# so that a command that is run twice makes the same commit.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ada Lovelace",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Lovelace",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "1796464800 +0000",
    "GIT_COMMITTER_DATE": "1796464800 +0000",
    "TICK_NOW": NOW,
    "TICK_ID_SEED": "7",
    # git status would rewrite the index only to refresh it.
    "GIT_OPTIONAL_LOCKS": "0",
}


class CheckFailed(Exception):
    """What was expected did not hold; the text says what."""


def call(*arguments, cwd, timeout=120, environment=None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(word) for word in arguments], cwd=cwd, env=environment or ENVIRONMENT, capture_output=True, text=True,
        errors="replace", stdin=subprocess.DEVNULL, timeout=timeout)


def run(*arguments, cwd, environment=None) -> str:
    result = call(*arguments, cwd=cwd, environment=environment)
    if result.returncode != 0:
        words = " ".join(str(word) for word in arguments)
        raise CheckFailed(f"{words} exited {result.returncode}: {result.stdout}{result.stderr}")
    return result.stdout


def scratch_folder() -> pathlib.Path:
    """In memory where there is such a file system: syncs are counted here, not waited for."""
    memory = pathlib.Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else pathlib.Path(os.environ.get("TMPDIR", "/tmp"))


def ticket_path(root: pathlib.Path, ticket: str) -> pathlib.Path:
    return next((root / "tickets").rglob(f"{ticket}-*.md"))


class Template:
    """A desk with four tickets, a staged file, a changed file and an untracked one; copied for each fault."""

    def __init__(self, tick: str, folder: pathlib.Path):
        self.tick = tick
        self.root = folder / "desk"
        folder.mkdir(parents=True, exist_ok=True)
        # A month earlier, so that a new ticket needs a new folder.
        earlier = ENVIRONMENT | {
            "TICK_NOW": "2026-11-21T10:00:00Z", "GIT_AUTHOR_DATE": "1795255200 +0000",
            "GIT_COMMITTER_DATE": "1795255200 +0000"}
        run(tick, "init", self.root, cwd=folder, environment=earlier)
        shutil.rmtree(self.root / ".git/hooks", ignore_errors=True)
        titles = ["Printer jams", "VPN drops", "Screen flickers", "Mail bounces"]
        made = [run(tick, "new", title, cwd=self.root, environment=earlier).split()[0] for title in titles]
        self.first, self.second, self.third, self.last = made
        (self.root / "README.md").write_text("A desk.\n")
        run("git", "add", "README.md", cwd=self.root)
        run("git", "commit", "--quiet", "--message=readme", cwd=self.root)
        run("git", "repack", "-adq", cwd=self.root)
        run("git", "prune-packed", cwd=self.root)
        self.make_persons_work()

    def make_persons_work(self):
        (self.root / "staged.md").write_text("staged\n")
        run("git", "add", "staged.md", cwd=self.root)
        (self.root / "README.md").write_text("A desk, edited.\n")
        (self.root / "untracked.md").write_text("untracked\n")

    def copy(self, to: pathlib.Path):
        # Hard links would be shared with the template: plain copies.
        shutil.copytree(self.root, to, symlinks=True)


def files(root: pathlib.Path) -> dict[str, bytes | None]:
    """Everything in the working tree, folders as None."""
    found: dict[str, bytes | None] = {}
    for folder, names, leaves in os.walk(root):
        names[:] = sorted(name for name in names if name != ".git")
        base = pathlib.Path(folder)
        for name in names:
            found[str((base / name).relative_to(root))] = None
        for name in leaves:
            if name != ".git":
                found[str((base / name).relative_to(root))] = (base / name).read_bytes()
    return found


def git_folders(root: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    """The worktree's own folder of git and the one that all worktrees share."""
    own = root / ".git"
    if own.is_file():
        own = pathlib.Path(own.read_text().removeprefix("gitdir: ").strip())
    shared = own / "commondir"
    return own, (own / shared.read_text().strip()).resolve() if shared.exists() else own


def head(root: pathlib.Path) -> str:
    """Returns the commit of HEAD's branch, empty before the first one. Starts no process: it is asked very often."""
    own, common = git_folders(root)
    name = (own / "HEAD").read_text().removeprefix("ref: ").strip()
    if (common / name).is_file():
        return (common / name).read_text().strip()
    packed = common / "packed-refs"
    lines = packed.read_text().splitlines() if packed.exists() else []
    return next((line.split()[0] for line in lines if line.endswith(" " + name)), "")


def leftovers(root: pathlib.Path) -> list[str]:
    """What a commit makes for itself and must take away again."""
    found = []
    for base in {root, git_folders(root)[1]}:
        for folder, _, names in os.walk(base):
            found += [
                os.path.join(folder, name) for name in names
                if name.endswith(".lock") or name.startswith((".tick-", "tick-")) or name.startswith("journal")]
    return sorted(set(found))
