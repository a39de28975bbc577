#!/usr/bin/env python3
"""Compares what `tick list --json` says of each ticket with what PyYAML's BaseLoader reads in its front matter.

    differential_values.py --tick .build/release/tick [--count 2000] [--seed 1] [--keep DIR]

Tickets: every file of samples/tickets, and front matters from a seeded generator. Equal means: the same text (instants: the
same moment), the same list (a single value is a list of one), the same mapping; null and empty are the same as absent.
"""

import argparse
import datetime
import decimal
import pathlib
import re
import shutil
import sys
import tempfile
import zoneinfo

import yaml

from front_matter_generator import Generator
from support import SAMPLES, CheckFailed, front_matter, make_desk, run_json

ZONE = zoneinfo.ZoneInfo("Europe/Moscow")
CONFIG = """\
name: Differential
key: HD
zone: Europe/Moscow
tickets: [tickets/**/*.md]
fields:
  scale: {choice: [one, many]}
  reproducible: {boolean: true}
  engineer: {person: true}
  reason: {text: true}
  amount: {decimal: true}
  seats: {integer: true}
  version: {text: true}
  monitor: {url: true}
  seen: {instant: true}
  effort: {duration: true}
  areas: {text: true, list: true}
"""
TEXTS = ["title", "status", "type", "priority", "queue", "channel", "category", "requester", "assignee"]
LISTS = ["participants", "watchers", "tags", "external"]
INSTANTS = ["created", "due", "wake"]
LINK_TEXTS = ["parent", "problem"]
LINK_LISTS = ["blocks", "blocked-by", "duplicates", "related"]
# Standard fields that a ticket's JSON may hold as members or among `fields`.
OTHER_TEXTS = ["impact", "urgency", "once"]
OTHER_LISTS = ["refs", "approved-by"]
CUSTOM_LISTS = ["areas"]
CUSTOM_INSTANTS = ["seen"]
TYPED = ["amount", "seats", "reproducible"]
STANDARD = {"id", "rating", *TEXTS, *LISTS, *INSTANTS, *LINK_TEXTS, *LINK_LISTS, *OTHER_TEXTS, *OTHER_LISTS}
NULLS = {"", "~", "null", "Null", "NULL"}


class Value:
    """A YAML node with all scalars as strings; `is_null` is only true of plain ones."""

    def __init__(self, node: yaml.Node):
        self.node = node
        self.is_scalar = isinstance(node, yaml.ScalarNode)
        self.is_mapping = isinstance(node, yaml.MappingNode)
        self.is_null = self.is_scalar and node.style is None and node.value in NULLS

    @property
    def text(self) -> str:
        return self.node.value

    @property
    def items(self) -> list["Value"]:
        return [Value(item) for item in self.node.value]

    @property
    def pairs(self) -> dict[str, "Value"]:
        return {key.value: Value(value) for key, value in self.node.value}

    def leaves(self) -> list["Value"]:
        if self.is_scalar:
            return [self]
        values = self.pairs.values() if self.is_mapping else self.items
        return [leaf for value in values for leaf in value.leaves()]

    def texts(self) -> list[str]:
        """Returns the texts that say something: of a scalar one, of a list all."""
        return [leaf.text for leaf in self.leaves() if leaf.text and not leaf.is_null]

    def one(self) -> str | None:
        """Returns the text of a single value, or of the only one of a list."""
        return next(iter(self.texts()), None)


def parse_instant(text: str, end_of_day: bool) -> str:
    """Returns a written instant in UTC; without an offset it is local, a bare date the start or the end of that day."""
    pattern = r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?: ?([Zz]|[+-]\d\d(?::?\d\d)?))?"
    match = re.fullmatch(pattern, text)
    if not match:
        raise CheckFailed(f"the generator wrote {text!r} for an instant")
    year, month, day, hour, minute, second, offset = match.groups()
    if hour is None:
        hour, minute, second = ("23", "59", "59") if end_of_day else ("0", "0", "0")
    zone = ZONE
    if offset:
        digits = re.sub(r"[^0-9]", "", offset).ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        zone = datetime.timezone(datetime.timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    # A leap second is the first second of the next minute.
    moment = datetime.datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=zone)
    moment = moment.astimezone(datetime.timezone.utc) + datetime.timedelta(seconds=int(second or 0))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(value):
    """Returns JSON with all scalars as texts, without what says nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return [item for item in map(plain, value) if item not in (None, [])]
    if isinstance(value, dict):
        return {key: item for key, item in ((key, plain(item)) for key, item in value.items()) if item is not None}
    return None if value is None or value == "" else str(value)


class Comparison:
    """One ticket's JSON against its front matter."""

    def __init__(self, path: str, ticket: dict, values: dict[str, Value]):
        self.path = path
        self.ticket = ticket
        self.values = values
        self.compared = 0
        self.problems: list[str] = []

    def expect(self, field: str, expected, found):
        self.compared += 1
        if expected != found:
            self.problems.append(f"{self.path}: {field}: PyYAML reads {expected!r}, tick {found!r}")

    def text(self, field: str, found):
        value = self.values.get(field)
        expected = value.one() if value else None
        self.expect(field, expected, found or None)

    def list(self, field: str, found):
        value = self.values.get(field)
        self.expect(field, value.texts() if value else [], [item for item in found or [] if item])

    def instant(self, field: str, found):
        value = self.values.get(field)
        text = value.one() if value else None
        self.expect(field, parse_instant(text, end_of_day=field == "due") if text else None, found)

    def member(self, field: str):
        """Returns a standard field from wherever the JSON holds it."""
        head, *rest = field.split("-")
        camel = head + "".join(word.title() for word in rest)
        return next((place[name] for place in (self.ticket, self.ticket["links"], self.ticket["fields"])
                     for name in (field, camel) if name in place), None)  # fmt: skip

    def run(self):
        ticket = self.ticket
        self.text("id", ticket["id"])
        self.expect("path", self.path, ticket["path"])
        for field in TEXTS:
            self.text(field, ticket[field])
        for field in LISTS:
            self.list(field, ticket[field])
        for field in INSTANTS:
            # Without `created`, git tells when the file came.
            if field != "created" or self.values.get(field) and self.values[field].one():
                self.instant(field, ticket[field])
        for field in LINK_LISTS + LINK_TEXTS:
            self.list(field, ticket["links"].get(field))
        for field in OTHER_LISTS:
            self.list(field, self.member(field))
        for field in OTHER_TEXTS:
            self.text(field, self.member(field))
        self.custom("rating", ticket["rating"])
        for field in set(self.values) - STANDARD:
            self.custom(field, ticket["fields"].get(field))
        for field in set(ticket["fields"]) - set(self.values):
            self.expect(field, None, plain(ticket["fields"][field]))

    def custom(self, field: str, found):
        value = self.values.get(field)
        if value is None:
            self.expect(field, None, plain(found) or None)
        elif field in CUSTOM_INSTANTS:
            self.instant(field, found)
        elif field in CUSTOM_LISTS:
            self.list(field, found)
        elif field in TYPED and not isinstance(found, str):
            text = value.one()
            number = None if text is None or field == "reproducible" else decimal.Decimal(text)
            self.expect(field, plain(text) if number is None else number,
                        plain(found) if number is None or found is None else decimal.Decimal(str(found)))  # fmt: skip
        else:
            self.structure(field, value, found)

    def structure(self, field: str, value: Value, found):
        """A field that nothing is known of: a text, a list flattened to its texts, a mapping."""
        if value.is_scalar:
            if value.is_null and found in (None, ""):
                return self.expect(field, None, None)
            self.expect(field, value.text or None, found or None)
        elif value.is_mapping and isinstance(found, dict):
            self.expect(f"{field}'s keys", sorted(value.pairs), sorted(found))
            for key, item in value.pairs.items():
                self.structure(f"{field}.{key}", item, found.get(key))
        else:
            leaves = [leaf for leaf in value.leaves() if leaf.text]
            texts = [leaf.text for leaf in leaves]
            found = flat(found)
            # Whether a plain null in a list is kept as its text is nobody's business.
            self.expect(field, [leaf.text for leaf in leaves if not leaf.is_null] if found != texts else texts, found)


def flat(value) -> list[str]:
    """Returns the scalars of any JSON, in their order, without what says nothing."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in flat(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in flat(item)]
    return [] if value in (None, "") else [str(value)]


def write_tickets(desk: pathlib.Path, count: int, seed: int) -> list[str]:
    """Writes the samples and the generated tickets; returns their paths."""
    paths = []
    for sample in sorted((SAMPLES / "tickets").glob("*.md")):
        data = sample.read_bytes()
        if front_matter(data) is not None:
            paths.append((f"tickets/samples/{sample.name}", data))
    generator = Generator(seed)
    for number in range(1, count + 1):
        identifier, data = generator.ticket(number)
        paths.append((f"tickets/generated/{number % 10}/{identifier}.md", data))
    for path, data in paths:
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_bytes(data)
    return [path for path, _ in paths]


def compare(desk: pathlib.Path, paths: list[str], tick: pathlib.Path) -> tuple[int, list[str]]:
    tickets = {ticket["path"]: ticket for ticket in run_json(tick, "list", "--json", cwd=desk)["tickets"]}
    problems = [f"{path}: listed, and nobody wrote it" for path in sorted(set(tickets) - set(paths))]
    compared = 0
    for path in paths:
        if path not in tickets:
            problems.append(f"{path}: not listed")
            continue
        node = yaml.compose(front_matter((desk / path).read_bytes()), Loader=yaml.BaseLoader)
        comparison = Comparison(path, tickets[path], Value(node).pairs)
        comparison.run()
        compared += comparison.compared
        problems += comparison.problems
    return compared, problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=2000, help="how many front matters are generated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="make the desk here and leave it, to look at a difference")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp()) if options.keep is None else options.keep
    try:
        desk = make_desk(folder / "desk", CONFIG)
        paths = write_tickets(desk, options.count, options.seed)
        compared, problems = compare(desk, paths, options.tick.resolve())
    finally:
        if options.keep is None:
            shutil.rmtree(folder)
    for problem in problems[:50]:
        print(problem, file=sys.stderr)
    print(f"values: {compared} of {len(paths)} tickets compared with PyYAML, {len(problems)} differ")
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailed as failure:
        sys.exit(str(failure))
