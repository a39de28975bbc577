"""Trackers that PyPI has, which keep tickets in Markdown files as tick does: jira-nano, cliit, backlog-md-py, taskmd."""

import importlib.metadata
import json
import pathlib
import subprocess

from desks import configure
from measuring import clean_environment, run
from tickets import Ticket
from tracker import Tracker


class FromPyPI(Tracker):
    source = "PyPI"

    def version(self) -> str:
        # The tracker's own environment knows it; this program runs in another one.
        name = self.package.replace("-", "_")
        [found] = pathlib.Path(self.path).parent.parent.glob(f"lib/python*/site-packages/{name}-*.dist-info")
        return importlib.metadata.PathDistribution(found).version


class JiraNano(FromPyPI):
    name, package, program = "jira-nano", "jira-nano", "jira-nano"
    data = "its files, in one commit"
    change, change_writes = "`assign KEY PERSON` (its command changes no priority)", "the file, a commit, its database"
    PRIORITIES = {"low": "low", "normal": "medium", "high": "high", "urgent": "urgent"}

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        run(self.path, "--repo", folder, "init")
        for ticket in tickets:
            (folder / f"tickets/JN-{ticket.number}.md").write_text(self.file(ticket))
        (folder / ".gitignore").write_text(".jira_nano/cache.db\n")
        configure(folder)
        run("git", "-c", "core.compression=1", "add", "--all", cwd=folder)
        run("git", "commit", "--quiet", "--message", "tickets", cwd=folder)

    def file(self, ticket: Ticket) -> str:
        lines = [
            "---", f"id: JN-{ticket.number}", "type: task", f"title: {json.dumps(ticket.title, ensure_ascii=False)}",
            f"status: {'todo' if ticket.is_open else 'done'}", f"priority: {self.PRIORITIES[ticket.priority]}",
            f"assignee: {ticket.assignee or 'null'}", f"reporter: {ticket.requester}", "watchers: []",
            "labels:", *(f"- '{tag}'" for tag in ticket.tags), "blocked: false", "links: []",
            f"created: '{ticket.created:%Y-%m-%dT%H:%M:%SZ}'", f"updated: '{ticket.created:%Y-%m-%dT%H:%M:%SZ}'",
            "---", "", "## Description", "", ticket.text, "", "## Comments",
        ]  # fmt: skip
        for number, (at, person, text) in enumerate(ticket.entries, start=1):
            author = person.split("@")[0]
            lines += ["", f"<!-- c id={number} author={author} source=api at={at:%Y-%m-%dT%H:%M:%SZ} -->", text]
        return "\n".join(lines) + "\n"

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} --repo {folder} list --status todo"

    def can_change(self, ticket: Ticket) -> bool:
        return ticket.is_open and ticket.assignee != "timur"

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} --repo {folder} assign JN-{ticket.number} timur"


class Cliit(FromPyPI):
    name, package, program = "cliit", "cliit", "issue"
    data = "its files"
    change, change_writes = "`set ID --priority high`", "the file, no commit"
    PRIORITIES = {"low": "low", "normal": "medium", "high": "high", "urgent": "high"}

    def environment(self, folder: pathlib.Path) -> dict[str, str]:
        return clean_environment(ISSUES_DIR=str(folder / ".issues"))

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        run(self.path, "init", cwd=folder, env=self.environment(folder), stderr=subprocess.DEVNULL)
        for ticket in tickets:
            (folder / f".issues/{self.identifier(ticket)}.md").write_text(self.file(ticket))

    @staticmethod
    def identifier(ticket: Ticket) -> str:
        return f"ISS-{ticket.number:03}"

    def file(self, ticket: Ticket) -> str:
        created = ticket.created.isoformat()
        lines = [
            "---", f"id: {self.identifier(ticket)}", f"status: {'open' if ticket.is_open else 'closed'}", f"created_at: {created}",
            f"updated_at: {created}", f"priority: {self.PRIORITIES[ticket.priority]}", f"labels: {', '.join(ticket.tags)}",
        ]  # fmt: skip
        if ticket.assignee:
            lines.append(f"assignee: {ticket.assignee}")
        if not ticket.is_open:
            evidence = json.dumps([{"type": "verified", "value": "looked"}])
            lines += ["reason: completed", f"closed_at: {created}", "message: done", f"evidence: {evidence}"]
        return "\n".join([*lines, "---", "", f"# {ticket.title}", "", ticket.whole_text, ""])

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} list open"

    def count(self, output: bytes) -> int:
        return sum(line.startswith(b"ISS-") for line in output.splitlines())

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} set {self.identifier(ticket)} --priority high"


class Backlog(FromPyPI):
    name, package, program = "backlog-md-py", "backlog-md-py", "backlog-py"
    data = "its files, closed ones where its `cleanup` puts them; without looking at other branches"
    change, change_writes = "`task edit ID --priority high`", "the file, no commit"
    PRIORITIES = {"low": "low", "normal": "medium", "high": "high", "urgent": "high"}

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        run(self.path, "--cwd", folder, "init", "--defaults", "--no-git")
        config = folder / "backlog/config.yml"
        text = config.read_text()
        for key in ("remoteOperations", "checkActiveBranches"):
            text = text.replace(f"{key}: true", f"{key}: false")
        config.write_text(text)
        for name in ("tasks", "completed"):
            (folder / "backlog" / name).mkdir(exist_ok=True)
        for ticket in tickets:
            place = "tasks" if ticket.is_open else "completed"
            (folder / "backlog" / place / f"task-{ticket.number} - {ticket.slug}.md").write_text(self.file(ticket))

    def file(self, ticket: Ticket) -> str:
        assignee = ["assignee:", f"- {ticket.assignee}"] if ticket.assignee else ["assignee: []"]
        return "\n".join([
            "---", f"id: TASK-{ticket.number}", f"title: {json.dumps(ticket.title, ensure_ascii=False)}",
            f"status: {'To Do' if ticket.is_open else 'Done'}", f"created_date: {ticket.created:%Y-%m-%d %H:%M}", *assignee,
            "labels:", *(f"- '{tag}'" for tag in ticket.tags), f"priority: {self.PRIORITIES[ticket.priority]}", "---", "",
            "## Description", "", "<!-- SECTION:DESCRIPTION:BEGIN -->", ticket.whole_text, "<!-- SECTION:DESCRIPTION:END -->", "",
        ])  # fmt: skip

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} --cwd {folder} task list --plain"

    def count(self, output: bytes) -> int:
        return sum(line.strip().startswith(b"TASK-") for line in output.splitlines())

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} --cwd {folder} task edit TASK-{ticket.number} --priority high --plain"


class TaskMd(FromPyPI):
    name, package, program = "taskmd", "taskmd", "taskmd"
    data = "its files, all fields in their names; has no assignee, and numbers of five digits"
    change, change_writes = "`status ID in-progress` (its command changes no priority)", "a file's name, no commit"
    PRIORITIES = {"low": "p3", "normal": "p2", "high": "p1", "urgent": "p0"}

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        run(self.path, "init", cwd=folder)
        for ticket in tickets:
            name = f"{self.number(ticket)}-{self.PRIORITIES[ticket.priority]}-{'ready' if ticket.is_open else 'done'}--{ticket.slug}.md"
            (folder / "tasks" / name).write_text(f"# {ticket.title}\n\n{ticket.whole_text}\n")

    @staticmethod
    def number(ticket: Ticket) -> str:
        return f"{ticket.number - 1:05}"

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} --tasks-dir {folder}/tasks --output text list --status ready"

    def can_change(self, ticket: Ticket) -> bool:
        return ticket.is_open

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} --tasks-dir {folder}/tasks status {self.number(ticket)} in-progress"
