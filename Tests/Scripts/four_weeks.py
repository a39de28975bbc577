#!/usr/bin/env python3
"""Lets the demo desk live through simulated weeks, with `tick run` every hour.

    four_weeks.py --tick .build/release/tick [--days 28] [--seed 1] [--once]

Requesters write, agents answer, some forget to: all from a seeded generator that knows nothing of rules. After each hour:

- nothing failed, and what was refused was refused for a reason that the desk knows;
- nobody has more tickets than their capacity while a ticket was given to them by the desk;
- no ticket has stayed past a limit that a status follows, and the rule on the others' has tagged them;
- running again, at hours that the seed chooses, makes no commit and no message.

At the end `check --all` and `git fsck` are clean, and a second life with the same seed, lived beside it, has the same last commit and the same messages.
"""

import argparse
import concurrent.futures
import datetime
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import yaml

from support import ENVIRONMENT, SAMPLES, CheckFailed

ZONE = datetime.timezone(datetime.timedelta(hours=3))
START = datetime.datetime(2026, 11, 2, 8, 0, tzinfo=ZONE)
TITLES = [
    "Не печатает принтер", "VPN drops every hour", "Счёт за октябрь", "Till shows nothing", "Пароль от почты", "Wi-Fi в переговорной",
    "Backup failed again", "Доступ к папке договоров", "Refund for order", "CRM медленная", "New headset", "Сертификат сайта",
]
THANKS = ["Спасибо!", "Thanks a lot", "спасибо, всё работает"]
WORDS = ["It is still so.", "Не помогло, посмотрите ещё раз.", "When will it be done?", "Вот снимок экрана."]


class Life:
    def __init__(self, tick: pathlib.Path, folder: pathlib.Path, seed: int, days: int):
        self.tick, self.desk, self.days = tick, folder, days
        self.random = random.Random(seed)
        self.now = START
        self.people = yaml.safe_load((SAMPLES / "helpdesk/desk/.tick/people.yml").read_text(encoding="utf-8"))
        self.agents = [name for name, person in self.people.items() if "agent" in person["roles"]]
        self.counts = {"filed": 0, "done": 0, "refused": 0, "runs": 0, "messages": 0, "past": 0}
        self.by_rule: dict[str, int] = {}
        workflow = yaml.safe_load((SAMPLES / "helpdesk/desk/.tick/workflow.yml").read_text(encoding="utf-8"))
        self.followed = {name for name, status in workflow["statuses"].items() if "limit" in status and "then" in status}

    def call(self, *words: str, allowed=(0,), person="ivan") -> str:
        environment = dict(ENVIRONMENT, TICK_NOW=self.now.isoformat(), TICK_ID_SEED=str(self.counts["filed"] * 7919 + 1))
        environment["GIT_AUTHOR_NAME"] = self.people[person]["name"]
        environment["GIT_AUTHOR_EMAIL"] = self.people[person]["email"][0]
        result = subprocess.run(
            [str(self.tick), *words], cwd=self.desk, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=300
        )
        if result.returncode not in allowed:
            raise CheckFailed(f"{self.now}: tick {' '.join(words)} exited {result.returncode}\n{result.stderr.decode()[-2000:]}")
        return result.stdout.decode()

    def git(self, *words: str) -> str:
        result = subprocess.run(["git", *words], cwd=self.desk, env=ENVIRONMENT, capture_output=True, check=True)
        return result.stdout.decode().strip()

    def begin(self):
        shutil.copytree(SAMPLES / "helpdesk/desk", self.desk)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "--all")
        moment = self.now.isoformat()
        environment = dict(ENVIRONMENT, GIT_AUTHOR_DATE=moment, GIT_COMMITTER_DATE=moment)
        subprocess.run(["git", "commit", "--quiet", "-m", "The desk"], cwd=self.desk, env=environment, check=True)

    def tickets(self) -> list[dict]:
        """Those that somebody may still do something about."""
        return json.loads(self.call("list", "--json", "not (phase:closed updated<-3d)"))["tickets"]

    # What people do

    def file(self):
        queue = self.random.choice(["it", "it", "support", "support", "billing", "infrastructure"])
        words = [
            "new", self.random.choice(TITLES), f"queue={queue}", f"channel={self.random.choice(['email', 'phone', 'portal'])}",
            f"priority={self.random.choice(['low', 'normal', 'normal', 'high', 'urgent'])}", "type=question",
            f"requester={self.random.choice(['maria@acme.example', 'bob@example.org', 'lena@example.net'])}",
            "-m", "It began this morning, and nothing helps. Room 12.",
        ]
        if self.random.random() < 0.1:
            words.append("tags=vpn")
        self.call(*words, person=self.random.choice(self.agents))
        self.counts["filed"] += 1

    def work(self, ticket: dict):
        """What an agent does about a ticket of theirs; the desk may refuse it, as it would refuse anybody."""
        identifier, status, person = ticket["id"], ticket["status"], ticket["assignee"]
        if person not in self.agents:
            return
        chance = self.random.random()
        allowed = (0, 1, 2)
        if status in ("new", "open") and chance < 0.5:
            target = self.random.choice(["open", "waiting", "waiting", "proposed", "postponed"])
            words = ["reply", identifier, "-m", "We look into it.", f"status={target}"]
            if target == "postponed":
                wake = self.now + datetime.timedelta(hours=self.random.randint(5, 90))
                words.append(f"wake={wake.isoformat()}")
            if self.random.random() < 0.1:
                words[3] = f"@{self.random.choice(self.agents)}, please look."
            self.call(*words, allowed=allowed, person=person)
        elif status == "waiting" and chance < 0.05:
            self.call("move", identifier, "proposed", allowed=allowed, person=person)

    def answer(self, ticket: dict):
        """What a requester does about a ticket that waits for them, or is done."""
        person = self.random.choice(self.agents)
        chance = self.random.random()
        if ticket["status"] in ("waiting", "proposed") and chance < 0.1:
            self.call("wrote", ticket["id"], "-m", self.random.choice(WORDS), allowed=(0, 1, 2), person=person)
        elif ticket["status"] in ("proposed", "closed") and chance < 0.13:
            text = self.random.choice(THANKS if chance < 0.12 else WORDS)
            self.call("wrote", ticket["id"], "-m", text, allowed=(0, 1, 2), person=person)

    def hour(self):
        works = self.now.weekday() < 5 and 9 <= self.now.hour < 18
        for _ in range(self.random.choice([0, 0, 1, 1, 2] if works else [0, 0, 0, 0, 0, 1])):
            self.file()
        for ticket in self.tickets():
            if works:
                self.work(ticket)
            if self.random.random() < 0.2:
                self.answer(ticket)

    # What the desk does

    def run(self):
        report = json.loads(self.call("run", "--json"))
        self.counts["runs"] += 1
        if report["error"]:
            raise CheckFailed(f"{self.now}: {report['error']}")
        given = set()
        for step in report["steps"]:
            if step["skipped"] and step["rule"] != "closes":
                raise CheckFailed(f"{self.now}: {step['rule']} did not act: {step['skipped']}")
            for work in step["done"]:
                self.counts["done"] += 1
                self.counts["messages"] += len(work["messages"])
                self.by_rule[step["rule"]] = self.by_rule.get(step["rule"], 0) + 1
                if "assignee" in work["subject"]:
                    given.add(work["ticket"])
            for refusal in step["refused"]:
                self.counts["refused"] += 1
                raise CheckFailed(f"{self.now}: {step['rule']} was refused: {refusal['message']}")
        self.look(given)
        if self.random.random() < 0.1:
            self.again()

    def look(self, given: set[str]):
        tickets = self.tickets()
        load: dict[str, int] = {}
        for ticket in tickets:
            if ticket["phase"] == "open" and ticket["assignee"]:
                load[ticket["assignee"]] = load.get(ticket["assignee"], 0) + 1
        for ticket in tickets:
            if ticket["id"] not in given or ticket["phase"] != "open":
                continue
            person = ticket["assignee"]
            capacity = self.people[person].get("capacity")
            if capacity is not None and load[person] > capacity:
                raise CheckFailed(f"{self.now}: {person} was given {ticket['id']} and has {load[person]} of {capacity}")
            for absence in self.people[person].get("absent", []):
                first, last = absence.split("/")
                if first <= self.now.date().isoformat() <= last:
                    raise CheckFailed(f"{self.now}: {person} is away and was given {ticket['id']}")
        self.look_at_limits(tickets)
        self.look_at_wakes(tickets)

    def look_at_limits(self, tickets: list[dict]):
        """Where `then` follows a limit, nobody stays past it; elsewhere the rule on the limit has left its mark."""
        for ticket in tickets:
            past = [clock for clock in ticket["sla"]["clocks"] if clock["target"] == "limit" and clock["state"] == "breached"]
            if not past:
                continue
            self.counts["past"] += 1
            if ticket["status"] in self.followed:
                raise CheckFailed(f"{self.now}: {ticket['id']} is {ticket['status']} since {past[0]['startedAt']}, past its limit")
            if "late" not in ticket["tags"]:
                raise CheckFailed(f"{self.now}: {ticket['id']} is {ticket['status']} past its limit, and no rule has seen it")

    def look_at_wakes(self, tickets: list[dict]):
        for ticket in tickets:
            if ticket["status"] == "postponed" and ticket["wake"]:
                wake = datetime.datetime.fromisoformat(ticket["wake"].replace("Z", "+00:00"))
                if wake <= self.now:
                    raise CheckFailed(f"{self.now}: {ticket['id']} was to wake at {wake}")

    def again(self):
        head, messages = self.git("rev-parse", "HEAD"), self.messages()
        self.call("run")
        if (head, messages) != (self.git("rev-parse", "HEAD"), self.messages()):
            raise CheckFailed(f"{self.now}: running again did more\n{self.git('log', '-1')}")

    def messages(self) -> list[str]:
        folder = self.desk / ".git/tick/state/outbox"
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.eml"))

    def live(self) -> tuple[str, list[str]]:
        self.begin()
        for _ in range(self.days * 24):
            self.hour()
            self.now += datetime.timedelta(minutes=30)
            self.run()
            self.now += datetime.timedelta(minutes=30)
        self.call("check", "--all")
        self.git("fsck", "--strict", "--no-dangling")
        if self.git("status", "--porcelain"):
            raise CheckFailed("the working tree is not clean at the end: " + self.git("status", "--porcelain")[:500])
        return self.git("rev-parse", "HEAD"), self.messages()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tick", type=pathlib.Path, required=True)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--once", action="store_true", help="do not live a second time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lives = [
            Life(options.tick.resolve(), pathlib.Path(folder) / f"desk{number}", options.seed, options.days)
            for number in range(1 if options.once else 2)
        ]
        try:
            with concurrent.futures.ThreadPoolExecutor() as pool:
                ends = list(pool.map(Life.live, lives))
        except CheckFailed as failure:
            print(f"seed {options.seed}: {failure}", file=sys.stderr)
            return 1
    life = lives[0]
    if any(end != ends[0] for end in ends):
        print(f"seed {options.seed}: two lives ended differently: {ends[0][0]} and {ends[1][0]}", file=sys.stderr)
        return 1
    counts, rules = life.counts, ", ".join(f"{name} {count}" for name, count in sorted(life.by_rule.items()))
    print(
        f"{options.days} days, {counts['filed']} tickets filed, {counts['runs']} runs, {counts['done']} pieces of work "
        f"({rules}), {counts['messages']} messages, {counts['past']} looks at tickets past a limit that a rule had seen"
        + ("" if options.once else "; the same each time")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
