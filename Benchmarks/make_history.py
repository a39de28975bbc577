#!/usr/bin/env python3
"""Makes a desk with a long history, the same for the same sizes and seed.

    Benchmarks/make_history.py DIR --commits 100000 --tickets 20000 [--seed 1]

One commit after another through `git fast-import`: tickets are filed, answered, moved, reassigned, tagged, resolved and
reopened by seven agents over two years. Two commits in a hundred are merges of a short branch, some change several
tickets at once, a few rename or remove one. The desk has policies, calendars and a workflow. Afterwards it is packed as
`git gc` leaves it.
"""

import argparse
import datetime
import pathlib
import random
import subprocess

from make_desk import AGENTS, CALENDAR, CONFIG, CUSTOMERS, QUEUES, SENTENCES, SUBJECTS, TAGS, DeskMaker

WORKFLOW = """\
initial: new
statuses:
  new: {phase: open, limit: 4h}
  open: {phase: open}
  waiting: {phase: waiting}
  proposed: {phase: resolved}
  closed: {phase: closed}
transitions:
  - {from: '*', to: '*'}
"""
SLA = """\
at-risk: 25%
policies:
  - name: vip
    match: 'requester:*@acme.example'
    calendar: always
    targets:
      first-reply: {urgent: 15m, '*': 1h}
      next-reply: {'*': 2h}
      resolve: {urgent: 4h, '*': 24h}
  - name: standard
    calendar: office
    targets:
      first-reply: {urgent: 30m, '*': 4h}
      update: {'*': 16h}
      resolve: {urgent: 8h, '*': 5d}
      take: {'*': 2h}
"""
PEOPLE = "".join(
    f"{name}: {{name: {name.title()}, email: [{name}@helpdesk.example], roles: [agent]}}\n" for name in AGENTS
)
FIRST = datetime.datetime(2024, 12, 1, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=3)))
SPAN = datetime.timedelta(days=720)
# What a commit does, and how often.
ACTIONS = {"reply": 24, "word": 16, "note": 8, "move": 22, "assign": 10, "priority": 4, "tag": 8, "title": 2,
           "mend": 2, "several": 1, "rename": 0.3, "remove": 0.1}  # fmt: skip


class Ticket:
    def __init__(self, identifier: str, path: str, fields: dict[str, str], text: str):
        self.identifier, self.path, self.fields, self.text = identifier, path, fields, text
        self.entries: list[tuple[str, str]] = []

    def content(self) -> bytes:
        lines = ["---", *(f"{key}: {value}" for key, value in self.fields.items()), "---", "", self.text, ""]
        for heading, text in self.entries:
            lines += ["## " + heading, "", text, ""]
        return "\n".join(lines).encode()


class HistoryMaker:
    def __init__(self, folder: pathlib.Path, seed: int, commits: int, tickets: int):
        self.folder, self.random = folder, random.Random(seed)
        self.commits, self.wanted = commits, tickets
        self.made = 0
        self.active: list[Ticket] = []
        self.texts = DeskMaker(folder, seed)
        self.actions = self.random.choices(list(ACTIONS), list(ACTIONS.values()), k=commits)

    def make(self):
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", self.folder], check=True)
        command = ["git", "fast-import", "--quiet", "--date-format=raw", "--max-pack-size=4g"]
        self.importer = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.PIPE)
        self.out = self.importer.stdin
        self.commit(0, "ivan", "a desk", self.configuration())
        number = 1
        while number < self.commits:
            if self.random.random() < 0.007 and number + 3 < self.commits:
                number += self.branch(number)
            else:
                author = self.random.choice(AGENTS)
                self.commit(number, author, "work", self.step(number, author))
                number += 1
        self.out.close()
        if self.importer.wait() != 0:
            raise SystemExit("git fast-import failed")
        self.pack()

    def moment(self, number: int) -> datetime.datetime:
        return FIRST + SPAN * number / self.commits

    def commit(self, number: int, author: str, message: str, changes: list, ref="main", parent=None, merged=None):
        seconds = int(self.moment(number).timestamp())
        who = f"{author.title()} <{author}@helpdesk.example>"
        # One commit in fifty is recorded later than it happened.
        authored = seconds - (self.random.randint(60, 7200) if self.random.random() < 0.02 else 0)
        write = self.out.write
        write(f"commit refs/heads/{ref}\nmark :{number + 1}\nauthor {who} {authored} +0300\n".encode())
        write(f"committer {who} {seconds} +0300\ndata {len(message)}\n{message}\n".encode())
        if parent is not None:
            write(f"from :{parent + 1}\n".encode())
        if merged is not None:
            write(f"merge :{merged + 1}\n".encode())
        for path, content in changes:
            if content is None:
                write(f"D {path}\n".encode())
            else:
                write(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")

    def branch(self, number: int) -> int:
        """Two commits beside each other and the commit that merges them; returns how many were made."""
        one, other = self.random.sample(AGENTS, 2)
        first, second = self.step(number, one), self.step(number + 1, other)
        paths = {path for path, _ in first}
        second = [change for change in second if change[0] not in paths]
        self.commit(number, one, "work", first, parent=number - 1)
        self.commit(number + 1, other, "work elsewhere", second, ref="side", parent=number - 1)
        self.commit(number + 2, one, "merge", second, parent=number, merged=number + 1)
        return 3

    def step(self, number: int, author: str) -> list:
        # Tickets come evenly over the whole history.
        if self.made < self.wanted * number // self.commits + 1 and self.made < self.wanted:
            return self.file(number)
        if not self.active:
            return []
        action = self.actions[number]
        # Most work is on recent tickets; a few old ones are reopened.
        recent = max(0, len(self.active) - 1 - int(self.random.expovariate(1 / 300)))
        ticket = self.active[recent] if self.random.random() < 0.97 else self.random.choice(self.active)
        if action == "several":
            tickets = {id(one): one for one in self.random.choices(self.active[-400:], k=8)}.values()
            for one in tickets:
                one.fields["tags"] = f"[{', '.join(self.random.sample(TAGS, 2))}]"
            return [(one.path, one.content()) for one in tickets]
        if action == "rename":
            return self.rename(ticket)
        if action == "remove":
            self.active.remove(ticket)
            return [(ticket.path, None)]
        self.change(ticket, action, author, self.moment(number))
        return [(ticket.path, ticket.content())]

    def change(self, ticket: Ticket, action: str, author: str, now: datetime.datetime):
        pick, fields = self.random.choice, ticket.fields
        if action in ("reply", "word", "note"):
            verb = {"reply": "replied", "word": "wrote", "note": "noted"}[action]
            person = fields["requester"] if action == "word" else author
            ticket.entries.append((f"{self.texts.instant(now)} {person} {verb}", self.texts.paragraph()))
            if action == "reply" and self.random.random() < 0.3:
                fields["status"] = "waiting"
            elif action == "word" and fields["status"] == "waiting":
                fields["status"] = "open"
        elif action == "move":
            others = [status for status in ("open", "waiting", "proposed", "closed", "closed") if status != fields["status"]]
            fields["status"] = pick(others)
        elif action == "assign":
            fields["assignee"] = pick([name for name in AGENTS if name != fields.get("assignee")])
        elif action == "priority":
            fields["priority"] = pick([name for name in ("low", "normal", "high", "urgent") if name != fields["priority"]])
        elif action == "tag":
            fields["tags"] = f"[{', '.join(self.random.sample(TAGS, 3))}]"
        elif action == "title":
            fields["title"] += " again"
        elif ticket.entries:
            heading, text = ticket.entries[-1]
            ticket.entries[-1] = (heading, text + "\nMended.")
        else:
            ticket.text += "\nMended."

    def file(self, number: int) -> list:
        pick, now = self.random.choice, self.moment(number)
        identifier = "HD-" + DeskMaker.base32(self.made)
        self.made += 1
        title = pick(SUBJECTS).format(n=self.random.randint(2, 99))
        fields = {
            "id": identifier, "title": title, "type": pick(["incident", "request", "question"]), "status": "new",
            "priority": self.random.choices(["low", "normal", "high", "urgent"], [3, 6, 2, 1])[0],
            "queue": pick(["it", "billing", "support", "infrastructure"]), "channel": pick(["email", "phone", "portal"]),
            "requester": pick(CUSTOMERS), "tags": f"[{', '.join(self.random.sample(TAGS, 2))}]",
            "created": self.texts.instant(now),
        }  # fmt: skip
        path = f"tickets/{now.year}/{now.month:02}/{identifier}-{title.split()[0].lower() if title.isascii() else 'obrashchenie'}.md"
        ticket = Ticket(identifier, path, fields, self.texts.paragraph())
        self.active.append(ticket)
        return [(path, ticket.content())]

    def rename(self, ticket: Ticket) -> list:
        old = ticket.path
        ticket.path = old.removesuffix(".md") + "-x.md"
        return [(old, None), (ticket.path, ticket.content())]

    @staticmethod
    def configuration() -> list:
        files = {"config": CONFIG, "workflow": WORKFLOW, "sla": SLA, "people": PEOPLE, "queues": QUEUES, "calendars/office": CALENDAR}
        return [(f".tick/{name}.yml", text.encode()) for name, text in files.items()]

    def pack(self):
        def git(*arguments):
            subprocess.run(["git", *arguments], cwd=self.folder, check=True)

        git("update-ref", "-d", "refs/heads/side")
        git("gc", "--quiet")
        git("config", "user.name", "Ivan")
        git("config", "user.email", "ivan@helpdesk.example")
        git("reset", "--hard", "--quiet")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--commits", type=int, default=100_000)
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.commits < 1 or options.tickets < 1:
        parser.error("--commits and --tickets take a number above 0")
    HistoryMaker(options.folder, options.seed, options.commits, options.tickets).make()


if __name__ == "__main__":
    main()
