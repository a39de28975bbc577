#!/usr/bin/env python3
"""Adopts a folder of tickets that another tool made, by `.tick/` alone.

    adopt_other_tools.py --tick .build/release/tick --venv .build-venv-adopt

The other tool is backlog-md-py, from PyPI, in a virtual environment of its own; its own command makes the tickets. It
writes one Markdown file a task:

    backlog/tasks/task-1 - Printer-jams.md           open ones; `cleanup` moves those done to backlog/completed/
    ---
    id: TASK-1                                        upper case, though the file's name is in lower case
    title: 'Printer: jams'
    status: In Progress                               with spaces; To Do, In Progress, Done unless configured
    created_date: 2026-11-21 21:14                    UTC, to the minute, without an offset
    assignee:
    - '@ivan'                                         always a list
    labels:
    - printer
    dependencies:
    - TASK-2
    references:
    - https://status.example/1
    parent_task_id: TASK-2                            of TASK-2.1
    milestone: m-1
    priority: high
    ---
    ## Description, ## Acceptance Criteria, …         level-2 headings that are no entries of a conversation

Skipped, and only then, where PyPI cannot be reached.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

from support import CheckFailed, front_matter, load_strings, run, run_json

PACKAGE = "backlog-md-py==2.2.0"
CONFIG = """\
name: Adopted
key: TASK
zone: UTC
tickets: [backlog/tasks/*.md, backlog/completed/*.md]
names:
  created: created_date
  tags: labels
  queue: milestone
  blocked-by: dependencies
  refs: references
  parent: parent_task_id
"""
TASKS = [
    ["Printer: on floor 3 jams", "-d", "Every duplex job", "-a", "ivan", "-l", "printer", "-l", "hardware", "--priority", "high"],
    ["Принтер на третьем этаже", "-s", "In Progress", "-a", "ольга", "-l", "железо", "-m", "m-1"],
    ["no", "--priority", "low", "-s", "Done"],
    ["1.10", "--dep", "task-1", "--dep", "task-2"],
    ["Subtask of the first", "-p", "task-1", "-a", "@kate", "--ac", "Prints ten pages"],
    ["Says \"quoted\" and 'single'", "--ref", "https://status.example/1?a=b#c", "--ref", "docs/vpn.md"],
    ["# a comment, or a title", "-l", "no", "-l", "12:30", "-l", "2026-11-21"],
    ["Emoji 👍 and 日本語", "--notes", "## ivan replied\n\nNot an entry of ours", "-m", "m-1"],
    ["Deployed", "-s", "Done", "-a", "ivan", "--priority", "medium"],
    ["a - b: [and] {brackets}", "-d", "---\nstatus: Done\n---"],
]  # fmt: skip
# How the adopted desk calls what the files call otherwise, and where the JSON holds it.
TEXTS = {"id": "id", "title": "title", "status": "status", "priority": "priority", "milestone": "queue"}
LISTS = {"labels": "tags"}
LINKS = {"dependencies": "blocked-by", "parent_task_id": "parent"}


def install(venv: pathlib.Path) -> pathlib.Path | None:
    """Returns the other tool's command; None where PyPI cannot be reached."""
    command = venv / "bin/backlog-py"
    if command.exists():
        return command
    subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
    pip = [venv / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2"]
    result = subprocess.run([*pip, PACKAGE], capture_output=True, text=True)
    if result.returncode == 0:
        return command
    unreachable = "NewConnectionError|Failed to establish|Name or service|Temporary failure|timed out|ProxyError|No route"
    if re.search(unreachable, result.stderr):
        return None
    raise CheckFailed(f"{PACKAGE} could not be installed\n{result.stderr}")


def make_tasks(backlog: pathlib.Path, desk: pathlib.Path):
    """Lets the other tool make its folder: what it has done is in `completed`, the rest in `tasks`."""
    desk.mkdir()
    run("git", "init", "--quiet", "--initial-branch=main", desk)
    run(backlog, "init", "--defaults", "Adopted", cwd=desk)
    for title, *options in TASKS:
        run(backlog, "task", "create", title, *options, cwd=desk)
    run(backlog, "cleanup", "--yes", cwd=desk)


def written_files(desk: pathlib.Path) -> dict[str, dict]:
    """Returns the front matter of each file that the other tool wrote, by path."""
    files = sorted((desk / "backlog").glob("*/task-*.md"))
    return {str(path.relative_to(desk)): load_strings(front_matter(path.read_bytes())) for path in files}


def listed_by_tool(backlog: pathlib.Path, desk: pathlib.Path) -> dict[str, tuple[str, str]]:
    """Returns title and status by id, as the other tool's own search of everything lists them."""
    found = {}
    for line in run(backlog, "task", "list", "--plain", cwd=desk).splitlines():
        match = re.fullmatch(r"(TASK-[\d.]+) - (.*) \(([^()]*)\)|(TASK-[\d.]+) \[([^\]]*)\] (.*)", line.strip())
        if match:
            first, title, status, second, other_status, other_title = match.groups()
            found[first or second] = (title or other_title, status or other_status)
    return found


def as_list(value) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def compare(ticket: dict, values: dict) -> list[str]:
    """Returns what differs between a ticket of tick's and the file's front matter."""
    pairs = [(theirs, values.get(theirs) or None, ticket[ours]) for theirs, ours in TEXTS.items()]
    pairs += [(theirs, as_list(values.get(theirs)), ticket[ours]) for theirs, ours in LISTS.items()]
    pairs += [(theirs, as_list(values.get(theirs)), ticket["links"].get(ours) or []) for theirs, ours in LINKS.items()]
    refs = ticket.get("refs") or ticket["fields"].get("refs") or []
    pairs.append(("references", as_list(values.get("references")), refs))
    pairs.append(("assignee", (as_list(values.get("assignee")) or [None])[0], ticket["assignee"]))
    pairs.append(("created_date", values["created_date"].replace(" ", "T") + ":00Z", ticket["created"]))
    closed = "closed" if values["status"] == "Done" else "open"
    pairs.append(("phase", closed, ticket["phase"]))
    return [f"{ticket['path']}: {name}: the file has {a!r}, tick lists {b!r}" for name, a, b in pairs if a != b]


def adopt(tick: pathlib.Path, backlog: pathlib.Path, desk: pathlib.Path) -> list[str]:
    make_tasks(backlog, desk)
    files = written_files(desk)
    if len(files) != len(TASKS) or not any(path.startswith("backlog/completed/") for path in files):
        raise CheckFailed(f"{PACKAGE} wrote {sorted(files)}, not {len(TASKS)} tasks in two folders")
    before = {path: (desk / path).read_bytes() for path in files}

    (desk / ".tick").mkdir()
    (desk / ".tick/config.yml").write_text(CONFIG, encoding="utf-8")
    tickets = {ticket["path"]: ticket for ticket in run_json(tick, "list", "--json", cwd=desk)["tickets"]}

    problems = [f"{path}: not listed" for path in files if path not in tickets]
    problems += [f"{path}: listed, and no task" for path in tickets if path not in files]
    for path in set(files) & set(tickets):
        problems += compare(tickets[path], files[path])
    own = listed_by_tool(backlog, desk)
    if not own:
        raise CheckFailed(f"{PACKAGE} lists no tasks")
    by_id = {ticket["id"]: (ticket["title"], ticket["status"]) for ticket in tickets.values()}
    problems += [f"{key}: their list says {own[key]}, tick {by_id.get(key)}" for key in own if by_id.get(key) != own[key]]
    changed = [path for path, data in before.items() if (desk / path).read_bytes() != data]
    return problems + [f"{path}: changed by listing it" for path in changed]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", type=pathlib.Path, required=True)
    parser.add_argument("--venv", type=pathlib.Path, required=True, help="where the other tool is installed")
    options = parser.parse_args()
    backlog = install(options.venv.resolve())
    if backlog is None:
        print("adoption: SKIPPED, PyPI cannot be reached")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        problems = adopt(options.tick.resolve(), backlog, pathlib.Path(folder) / "desk")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"adoption: {len(TASKS)} tasks of {PACKAGE}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailed as failure:
        sys.exit(str(failure))
