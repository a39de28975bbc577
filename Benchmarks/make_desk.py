#!/usr/bin/env python3
"""Makes a desk of many tickets, the same for the same size and seed.

    Benchmarks/make_desk.py DIR --tickets 5000 [--seed 1]

Tickets of about 1.6 KB, with a conversation, in monthly folders over five years; four queues, two languages, most of
them closed. One commit holds them all.
"""

import argparse
import datetime
import os
import pathlib
import random
import subprocess

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
MONTHS = 60
LAST_MONTH = 2026 * 12 + 10  # November 2026
AGENTS = ["ivan", "kate", "john", "timur", "anna", "dmitry", "sergey"]
CUSTOMERS = ["maria@acme.example", "oleg@veter.example", "yui@tanaka.example", "alina@zerno.example", "pat@bright.example"]
SUBJECTS = [
    "Printer on floor 3 jams", "VPN drops every hour", "Cannot connect to the file server", "Invoice INV-{n} was paid twice",
    "Касса не печатает чек", "Не приходит почта с домена партнёра", "Доступ к папке «Договоры»", "Акт сверки за квартал {n}",
    "Till shows an old price", "New laptop for a colleague", "Certificate expires in {n} days", "Report takes {n} minutes",
]  # fmt: skip
TAGS = ["printer", "vpn", "mail", "till", "access", "hardware", "1c", "billing", "backup", "network"]
SENTENCES = [
    "It began on Monday after the update, and a restart helps for an hour at most.",
    "The message says that the server cannot be reached, with the code 0x80070035.",
    "Со вчерашнего дня так у трёх человек в отделе, у остальных всё работает.",
    "We tried another cable and another port; the lights are green.",
    "Пришлите, пожалуйста, снимок экрана и точное время, когда это случилось.",
    "I have looked at the log: the disk was full, and the service stopped by itself.",
    "Done; please look whether it works for you now.",
    "Thank you, it does. One more question: can the others see the folder too?",
]  # fmt: skip
CONFIG = """\
name: Benchmark
key: HD
zone: Europe/Moscow
tickets: [tickets/**/*.md]
place: tickets/{yyyy}/{mm}/{id}-{slug}.md
queues: [it, billing, support, infrastructure]
channels: [email, phone, portal, telegram]
priorities: [low, normal, high, urgent]
types: {incident: {}, request: {}, question: {}}
fields:
  scale: {choice: [one, many]}
  version: {text: true}
"""
WORKFLOW = """\
initial: new
statuses:
  new: {phase: open}
  open: {phase: open}
  waiting: {phase: waiting}
  closed: {phase: closed}
transitions:
  - {from: '*', to: '*'}
"""
SLA = """\
policies:
  - name: standard
    calendar: office
    targets:
      first-reply: {urgent: 30m, '*': 4h}
      resolve: {urgent: 8h, '*': 5d}
"""
CALENDAR = """\
zone: Europe/Moscow
hours:
  mon-fri: ["09:00-13:00", "14:00-18:00"]
"""
QUEUES = """\
it: {query: 'queue:it phase:open,waiting', sort: '-priority,created'}
billing: {query: 'queue:billing phase:open,waiting', sort: '-priority,created'}
triage: {query: 'status:new assignee:none', sort: '-priority,created'}
"""


class DeskMaker:
    def __init__(self, folder: pathlib.Path, seed: int):
        self.folder = folder
        self.random = random.Random(seed)

    def make(self, count: int):
        self.write_configuration()
        folders = [f"tickets/{month // 12}/{month % 12 + 1:02}" for month in self.months()]
        for name in folders:
            (self.folder / name).mkdir(parents=True)
        for number in range(count):
            # Spread evenly, so that folders have the size that a desk of that age has.
            month = number * MONTHS // count
            name, text = self.ticket(number, list(self.months())[month])
            (self.folder / folders[month] / name).write_text(text, encoding="utf-8")
        self.commit(count)

    @staticmethod
    def months() -> range:
        return range(LAST_MONTH - MONTHS + 1, LAST_MONTH + 1)

    def write_configuration(self):
        files = {"config": CONFIG, "workflow": WORKFLOW, "sla": SLA, "queues": QUEUES, "calendars/office": CALENDAR}
        for name, text in files.items():
            path = self.folder / f".tick/{name}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def ticket(self, number: int, month: int) -> tuple[str, str]:
        pick = self.random.choice
        identifier = "HD-" + self.base32(number)
        created = datetime.datetime(
            month // 12, month % 12 + 1, self.random.randint(1, 28), self.random.randint(9, 17), self.random.randint(0, 59)
        )
        is_recent = LAST_MONTH - month < 2
        status = self.random.choices(["new", "open", "waiting", "closed"], [3, 5, 2, 10] if is_recent else [0, 1, 1, 98])[0]
        title = pick(SUBJECTS).format(n=self.random.randint(2, 99))
        lines = [
            "---", f"id: {identifier}", f"title: {title}", f"type: {pick(['incident', 'request', 'question'])}",
            f"status: {status}", f"priority: {self.random.choices(['low', 'normal', 'high', 'urgent'], [3, 6, 2, 1])[0]}",
            f"queue: {pick(['it', 'billing', 'support', 'infrastructure'])}", f"channel: {pick(['email', 'phone', 'portal'])}",
            f"requester: {pick(CUSTOMERS)}",
        ]  # fmt: skip
        agent = pick(AGENTS)
        if status != "new":
            lines.append(f"assignee: {agent}")
        lines.append(f"tags: [{', '.join(self.random.sample(TAGS, self.random.randint(1, 3)))}]")
        if self.random.random() < 0.3:
            lines.append(f"version: {self.random.randint(1, 9)}.{self.random.randint(0, 9)}0")
        lines += [f"created: {self.instant(created)}", "---", "", self.paragraph(), ""]
        for entry in range(self.random.randint(2, 5)):
            created += datetime.timedelta(minutes=self.random.randint(3, 900))
            person, verb = [(agent, "replied"), (pick(CUSTOMERS), "wrote"), (agent, "noted")][entry % 3]
            lines += [f"## {self.instant(created)} {person} {verb}", "", self.paragraph(), ""]
        return f"{identifier}-{title.split()[0].lower() if title.isascii() else 'obrashchenie'}.md", "\n".join(lines)

    @staticmethod
    def base32(number: int) -> str:
        """Six digits, different for different numbers and in no order."""
        mixed = (number + 1) * 654_188_429 % 32**6
        return "".join(ALPHABET[mixed >> shift & 31] for shift in range(25, -1, -5))

    @staticmethod
    def instant(moment: datetime.datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:00+03:00")

    def paragraph(self) -> str:
        return "\n".join(self.random.choices(SENTENCES, k=self.random.randint(2, 4)))

    def commit(self, count: int):
        environment = {
            "PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ivan Petrov", "GIT_AUTHOR_EMAIL": "ivan@helpdesk.example",
            "GIT_COMMITTER_NAME": "Ivan Petrov", "GIT_COMMITTER_EMAIL": "ivan@helpdesk.example",
            "GIT_AUTHOR_DATE": "2026-11-28T12:00:00+03:00", "GIT_COMMITTER_DATE": "2026-11-28T12:00:00+03:00",
        }  # fmt: skip

        def git(*arguments):
            subprocess.run(["git", *arguments], cwd=self.folder, env=environment, check=True)

        git("init", "--quiet", "--initial-branch=main")
        git("-c", "core.compression=1", "add", "--all")
        git("-c", "gc.auto=0", "commit", "--quiet", "--message", f"{count} tickets")
        # Loose objects are what a fresh commit leaves; a desk of that age has them packed.
        git("-c", "pack.threads=0", "repack", "-a", "-d", "--quiet", "--window=1")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tickets", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.tickets < 1:
        parser.error("--tickets takes a number above 0")
    options.folder.mkdir(parents=True)
    DeskMaker(options.folder, options.seed).make(options.tickets)


if __name__ == "__main__":
    main()
