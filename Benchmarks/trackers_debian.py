"""Trackers that Debian has: taskwarrior, fossil, todo.txt."""

import hashlib
import json
import pathlib
import subprocess
import uuid

from measuring import clean_environment, run
from tickets import Ticket
from tracker import Tracker


class Taskwarrior(Tracker):
    name, package, source, program = "taskwarrior", "taskwarrior", "Debian", "task"
    data = "its files `pending.data` and `completed.data`; texts are annotations"
    change, change_writes = "`UUID modify priority:H`", "two files, no history in git"
    PRIORITIES = {"low": "L", "normal": "M", "high": "H", "urgent": "H"}

    def version(self) -> str:
        return self.first_line(f"{self.path} --version")

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        (folder / "rc").write_text(
            f"data.location={folder}/data\nconfirmation=no\nverbose=nothing\nuda.assignee.type=string\nuda.assignee.label=Assignee\n"
        )
        (folder / "data").mkdir()
        with open(folder / "data/pending.data", "w") as pending, open(folder / "data/completed.data", "w") as completed:
            for ticket in tickets:
                (pending if ticket.is_open else completed).write(self.line(ticket))

    def line(self, ticket: Ticket) -> str:
        created = int(ticket.created.timestamp())
        fields = {
            "description": ticket.title, "entry": created, "modified": created, "priority": self.PRIORITIES[ticket.priority],
            "project": ticket.queue, "status": "pending" if ticket.is_open else "completed", "tags": ",".join(ticket.tags),
            "uuid": self.uuid(ticket),
        }  # fmt: skip
        if ticket.assignee:
            fields["assignee"] = ticket.assignee
        if not ticket.is_open:
            fields["end"] = created
        texts = [(ticket.created, ticket.requester, ticket.text), *ticket.entries]
        for number, (at, person, text) in enumerate(texts):
            # Two annotations of one second would be one.
            fields[f"annotation_{int(at.timestamp()) + number}"] = f"{person}: {text}"
        return "[" + " ".join(f"{key}:{self.quoted(value)}" for key, value in sorted(fields.items())) + "]\n"

    @staticmethod
    def quoted(value) -> str:
        text = json.dumps(str(value), ensure_ascii=False)
        return text.replace("[", "&open;").replace("]", "&close;")

    @staticmethod
    def uuid(ticket: Ticket) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, ticket.identifier))

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} rc:{folder}/rc rc.detection=off rc.defaultwidth=0 status:pending minimal"

    def count(self, output: bytes) -> int:
        # A wide terminal gives one line a task, and one for each of its annotations, which begins with spaces.
        return sum(line[:12].strip()[:1].isdigit() and not line.startswith(b" " * 11) for line in output.splitlines())

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} rc:{folder}/rc {self.uuid(ticket)} modify priority:H"


class Fossil(Tracker):
    name, package, source, program = "fossil", "fossil", "Debian", "fossil"
    data = "ticket artifacts, taken by `fossil reconstruct` into its database; has no assignee by default"
    change, change_writes = "`ticket set UUID priority high`", "a database transaction, with history"

    def version(self) -> str:
        return self.first_line(f"{self.path} version").split()[4]

    def environment(self, folder: pathlib.Path) -> dict[str, str]:
        return clean_environment(FOSSIL_HOME=str(folder))

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        artifacts = folder / "artifacts"
        for number in range(256):
            (artifacts / f"{number:02x}").mkdir(parents=True)
        for ticket in tickets:
            content = self.artifact(ticket)
            name = hashlib.sha3_256(content).hexdigest()
            (artifacts / name[:2] / name[2:]).write_bytes(content)
        run(self.path, "reconstruct", folder / "desk.fossil", artifacts, env=self.environment(folder))

    def artifact(self, ticket: Ticket) -> bytes:
        """Returns a ticket change as fossil's file format has it: cards in order, the last one a checksum of the others."""
        fields = {
            "comment": ticket.whole_text, "priority": ticket.priority, "private_contact": ticket.requester,
            "status": "Open" if ticket.is_open else "Closed", "subsystem": ticket.queue, "title": ticket.title,
        }  # fmt: skip
        cards = [f"D {ticket.created:%Y-%m-%dT%H:%M:%S}.000"]
        cards += [f"J {key} {self.escaped(value)}" for key, value in sorted(fields.items())]
        cards += [f"K {self.uuid(ticket)}", f"U {ticket.requester}", ""]
        content = "\n".join(cards).encode()
        return content + f"Z {hashlib.md5(content).hexdigest()}\n".encode()

    @staticmethod
    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace(" ", "\\s").replace("\n", "\\n")

    @staticmethod
    def uuid(ticket: Ticket) -> str:
        return hashlib.sha1(ticket.identifier.encode()).hexdigest()

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} ticket show 1 \"status != 'Closed'\" -R {folder}/desk.fossil"

    def count(self, output: bytes) -> int:
        return len(output.splitlines()) - 1  # the names of the columns

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} ticket set {self.uuid(ticket)} priority high -R {folder}/desk.fossil"


class TodoTxt(Tracker):
    name, package, source, program = "todo.txt", "todotxt-cli", "Debian", "todo-txt"
    data = "one line each in `todo.txt`, closed ones in `done.txt`; has no texts"
    change, change_writes = "`pri NUMBER A`", "one file, no history"

    def version(self) -> str:
        # It tells its version and exits with 1.
        told = subprocess.run([self.path, "-V"], env=clean_environment(), stdout=subprocess.PIPE, text=True).stdout
        return told.splitlines()[0].split()[-1].removeprefix("v")

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        names = {"TODO_FILE": "todo.txt", "DONE_FILE": "done.txt", "REPORT_FILE": "report.txt"}
        lines = [f'export TODO_DIR="{folder}"', *(f'export {key}="{folder}/{name}"' for key, name in names.items())]
        (folder / "config").write_text("\n".join(lines) + "\n")
        self.lines = {}
        with open(folder / "todo.txt", "w") as todo, open(folder / "done.txt", "w") as done:
            for ticket in tickets:
                if ticket.is_open:
                    self.lines[ticket.number] = len(self.lines) + 1
                    priority = {"low": "D", "normal": "C", "high": "B", "urgent": "A"}[ticket.priority]
                    todo.write(f"({priority}) {ticket.created:%F} {self.words(ticket)}\n")
                else:
                    done.write(f"x {ticket.created:%F} {ticket.created:%F} {self.words(ticket)}\n")

    @staticmethod
    def words(ticket: Ticket) -> str:
        marks = [f"+{ticket.queue}", *(f"@{tag}" for tag in ticket.tags), f"id:{ticket.identifier}"]
        return " ".join([ticket.title, *marks, *([f"assignee:{ticket.assignee}"] if ticket.assignee else [])])

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} -d {folder}/config -p ls"

    def count(self, output: bytes) -> int:
        return len(output.splitlines()) - 2  # `--` and the sum

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} -d {folder}/config -p pri {self.lines[ticket.number]} A"
