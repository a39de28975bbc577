"""The commands whose writes are broken, each with the desk it runs on."""

import dataclasses
import pathlib
from collections.abc import Callable

from desk import Template, call, run, ticket_path


@dataclasses.dataclass
class Scenario:
    name: str
    arguments: Callable[[Template], list[str]]
    # Changes a fresh copy of the template before the fault. Returns where the command runs.
    prepare: Callable[[Template, pathlib.Path], pathlib.Path] = lambda template, root: root


def edit_by_hand(template: Template, root: pathlib.Path) -> pathlib.Path:
    """One ticket changed, one written by hand without an id, one deleted."""
    path = ticket_path(root, template.first)
    path.write_text(path.read_text() + "\n## noted\n\nCalled the vendor.\n")
    (root / "tickets/2026/12").mkdir()
    (root / "tickets/2026/12/by-hand.md").write_text("---\ntitle: Written by hand\nstatus: new\n---\nIt is broken.\n")
    ticket_path(root, template.second).unlink()
    return root


def pack(template: Template, root: pathlib.Path) -> pathlib.Path:
    run("git", "pack-refs", "--all", "--prune", cwd=root)
    return root


def link_worktree(template: Template, root: pathlib.Path) -> pathlib.Path:
    linked = root.parent / (root.name + "-linked")
    run("git", "worktree", "add", "--quiet", "-b", "team/side", linked, cwd=root)
    (linked / "staged.md").write_text("staged\n")
    run("git", "add", "staged.md", cwd=linked)
    return linked


def unborn(template: Template, root: pathlib.Path) -> pathlib.Path:
    """No commit yet, on a branch in a folder; the tickets' files are new to git."""
    run("git", "symbolic-ref", "HEAD", "refs/heads/side/first", cwd=root)
    run("git", "rm", "--quiet", "-rf", "--cached", ".", cwd=root)
    run("git", "add", "staged.md", cwd=root)
    return root


def assign(template: Template, root: pathlib.Path) -> pathlib.Path:
    run(template.tick, "set", template.first, "priority=high", cwd=root)
    return root


def has_undo(tick: str) -> bool:
    return call(tick, "undo", "--help", cwd="/").returncode == 0


def scenarios(tick: str) -> list[Scenario]:
    found = [
        Scenario("new", lambda t: ["new", "Phone is dead", "priority=high"]),
        Scenario("set", lambda t: ["set", t.first, t.second, "priority=high"]),
        Scenario("move", lambda t: ["move", t.first, "open", "assignee=ada@example.org"]),
        Scenario("note", lambda t: ["note", t.first, "-m", "Called the vendor."]),
        Scenario("commit", lambda t: ["commit"], edit_by_hand),
        Scenario("set, packed refs", lambda t: ["set", t.first, "priority=high"], pack),
        Scenario("note, linked worktree", lambda t: ["note", t.first, "-m", "Called."], link_worktree),
        Scenario("commit, first one", lambda t: ["commit"], unborn),
    ]
    if has_undo(tick):
        found.insert(5, Scenario("undo", lambda t: ["undo", "HEAD"], assign))
    return found
