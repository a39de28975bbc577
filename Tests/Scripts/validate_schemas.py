#!/usr/bin/env python3
"""Holds samples/ and tick's real outputs against schema/.

    validate_schemas.py                                   the schemas themselves, samples/
    validate_schemas.py --tick .build/release/tick --desk DIR    every --json command on that desk too

Every schema is also tried on documents that it must refuse: an unknown key in configuration, a member that is missing in
an output. A schema that accepts everything proves nothing.
"""

import argparse
import copy
import json
import pathlib
import sys
import tempfile

import jsonschema
import referencing
import referencing.jsonschema

from support import ROOT, SAMPLES, CheckFailed, front_matter, load_strings, run, run_json

FOLDER = ROOT / "schema"
CONFIGURATION = {
    "config.yml": "config",
    "workflow.yml": "workflow",
    "people.yml": "people",
    "queues.yml": "queues",
    "sla.yml": "sla",
    "rules.yml": "rules",
    "distribution.yml": "distribution",
}
OUTPUTS = [
    "ticket-list", "ticket", "queue-list", "template-list", "sla-list", "sla-explain", "check", "log", "change", "calendar-due",
    "calendar-elapsed", "inbox", "today", "report-sla", "report-week", "sync", "take", "review", "run", "rule-list",
    "rule-test", "outbox", "customer-tickets", "customer-list", "article-list", "article", "article-suggestions",
    "report",
]
STRICT = ["config", "workflow", "people", "queues", "sla", "calendar", "rules", "distribution"]


class Schemas:
    def __init__(self):
        self.documents = {
            path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(FOLDER.glob("*.schema.json"))
        }
        # The files refer to each other by their names, as editors resolve them.
        resources = [
            ((FOLDER / f"{name}.schema.json").as_uri(), referencing.Resource.from_contents(document))
            for name, document in self.documents.items()
        ]
        self.registry = referencing.Registry().with_resources(resources)

    def problems(self, name: str, document) -> list[str]:
        """Returns one line for each thing that does not fit."""
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        schema["$ref"] = (FOLDER / f"{name}.schema.json").as_uri()
        validator = jsonschema.Draft202012Validator(schema, registry=self.registry)
        found = sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
        return [f"{error.json_path}: {self.reason(error)[:300]}" for error in found]

    @staticmethod
    def reason(error) -> str:
        nearest = jsonschema.exceptions.best_match([error])
        return nearest.message if nearest is error else f"{nearest.json_path}: {nearest.message}"


class Report:
    def __init__(self, schemas: Schemas):
        self.schemas = schemas
        self.accepted = 0
        self.refused = 0
        self.failures: list[str] = []

    def accept(self, what, name: str, document):
        self.accepted += 1
        self.failures += [f"{what} is no {name}: {problem}" for problem in self.schemas.problems(name, document)]

    def refuse(self, what: str, name: str, document):
        self.refused += 1
        if not self.schemas.problems(name, document):
            self.failures.append(f"{name} accepts {what}")


def check_schemas(report: Report):
    expected = set(CONFIGURATION.values()) | set(OUTPUTS) | {"calendar", "customer", "ticket.front-matter", "common"}
    for name in sorted(expected - set(report.schemas.documents)):
        report.failures.append(f"schema/{name}.schema.json is missing")
    for name, document in report.schemas.documents.items():
        jsonschema.Draft202012Validator.check_schema(document)
        for number, example in enumerate(document.get("examples", [])):
            report.accept(f"example {number} of its schema", name, example)
            if name in OUTPUTS:
                refuse_incomplete(report, name, example)
        if name in STRICT:
            for example in document["examples"]:
                refuse_unknown_keys(report, name, example)


def mappings(document, path=()):
    """Yields the path of every mapping in a document."""
    if isinstance(document, dict):
        yield path
        for key, value in document.items():
            yield from mappings(value, path + (key,))
    elif isinstance(document, list):
        for number, value in enumerate(document):
            yield from mappings(value, path + (number,))


def at(document, path):
    for step in path:
        document = document[step]
    return document


# Where a desk names things itself, any key is as good as another.
OPEN_MEMBERS = {"fields", "links", "rating"}


def refuse_incomplete(report: Report, name: str, document: dict):
    for path in mappings(document):
        if OPEN_MEMBERS & set(path):
            continue
        for member in at(document, path):
            broken = copy.deepcopy(document)
            del at(broken, path)[member]
            report.refuse(f"an output without {'/'.join(map(str, (*path, member)))}", name, broken)


def refuse_unknown_keys(report: Report, name: str, document: dict):
    """A key with a list of numbers as its value fits nowhere, not even among names that a desk chooses."""
    for path in mappings(document):
        broken = copy.deepcopy(document)
        at(broken, path)["no such key"] = [{"unknown": 1}]
        report.refuse(f"an unknown key in /{'/'.join(map(str, path))}", name, broken)


def check_samples(report: Report):
    desk = SAMPLES / "helpdesk/desk"
    for file, name in CONFIGURATION.items():
        document = load_strings((desk / ".tick" / file).read_bytes())
        report.accept(f".tick/{file}", name, document)
        refuse_unknown_keys(report, name, document)
    for path in sorted((desk / ".tick/calendars").glob("*.yml")):
        report.accept(path.name, "calendar", load_strings(path.read_bytes()))
    for path in sorted((desk / "customers").glob("*.md")):
        report.accept(path.name, "customer", load_strings(front_matter(path.read_bytes())))
    for path in sorted((SAMPLES / "helpdesk/stories").glob("*.yml")):
        new = load_strings(path.read_bytes())[0]["new"]
        # Times of a story count from its replay: "+3d 18:00" is a date only then.
        report.accept(path.name, "ticket.front-matter", {k: v for k, v in new.items() if k not in ("due", "wake")})
    for path in sorted((SAMPLES / "tickets").glob("*.md")):
        text = front_matter(path.read_bytes())
        if text is not None:
            report.accept(path.name, "ticket.front-matter", load_strings(text))
    for broken in [{"title": "a", "created": "yesterday"}, {"title": "a", "tags": {"a": "b"}}, {"status": "open"}]:
        report.refuse(str(broken), "ticket.front-matter", broken)


def check_syncing(desk: pathlib.Path, output):
    """Gives the desk a remote beside it."""
    with tempfile.TemporaryDirectory() as folder:
        hub = pathlib.Path(folder) / "hub.git"
        run("git", "clone", "--quiet", "--bare", desk, hub)
        run("git", "remote", "add", "origin", hub, cwd=desk)
        output("sync", "sync", "--dry-run")
        output("take", "take", allowed=(0, 1))
        output("sync", "sync")
        run("git", "remote", "remove", "origin", cwd=desk)


def check_commits(desk: pathlib.Path, output, tickets):
    """Commits that name tickets, and close them."""
    ids = [ticket["id"] for ticket in tickets if ticket["phase"] == "open"][:5]
    message = f"Mend {ids[0]}\n\nTicket: {ids[1]}\nCloses: {', '.join(ids)}\n"
    run("git", "commit", "--quiet", "--allow-empty", "--no-verify", "-m", message, cwd=desk)
    for ticket in ids:
        output("ticket", "show", ticket)
        output("log", "log", ticket)
    output("run", "run", "--dry-run")
    run("git", "reset", "--quiet", "--soft", "HEAD~1", cwd=desk)


def check_relations(output, tickets):
    """Lists of what can be done, and the commands that tie tickets together."""
    output("ticket-list", "ready")
    blocked = (output("ticket-list", "blocked") or {}).get("tickets", [])
    if not all(ticket.get("blockers") for ticket in blocked):
        raise CheckFailed("tick blocked does not say what holds each ticket up")
    first, second = [ticket["id"] for ticket in tickets if ticket["phase"] == "open"][:2]
    output("change", "link", first, "related", second, "--dry-run")
    output("change", "unlink", first, "related", second, "--dry-run")
    output("change", "merge", first, "--into", second, "reason=duplicate", "--dry-run")
    output("change", "split", first, "Another matter", "--dry-run")


def check_outputs(report: Report, tick: pathlib.Path, desk: pathlib.Path):
    """Runs each command that has --json; what it writes must fit the schema of its kind."""

    def output(kind: str, *arguments, allowed=(0,)):
        try:
            document = run_json(tick, *arguments, "--json", cwd=desk, allowed=allowed)
        except CheckFailed as failure:
            # The other commands are looked at all the same.
            report.failures.append(str(failure))
            return None
        words = "tick " + " ".join(arguments)
        if document.get("kind") != kind:
            report.failures.append(f"{words} has the kind {document.get('kind')}, not {kind}")
        report.accept(words, kind, document)
        return document

    tickets = (output("ticket-list", "list") or {}).get("tickets")
    output("template-list", "template", "list")
    output("rule-list", "rules", "list")
    output("rule-test", "rules", "test")
    output("outbox", "outbox", "list", "--all")
    for customer in (output("customer-list", "customer", "list") or {}).get("customers", []):
        output("customer-tickets", "customer", "show", customer["handle"])
    articles = (output("article-list", "kb", "list") or {}).get("articles", [])
    for article in articles:
        output("article", "kb", "show", article["name"])
    output("article-list", "kb", "search", "till", "network")
    output("change", "kb", "new", "New article", "-m", "Text.", "--dry-run")
    output("change", "customer", "new", "new-customer", "--email", "new@customer.example", "--dry-run")
    queues = (output("queue-list", "queue") or {}).get("queues")
    if not tickets or not queues:
        report.failures.append(f"{desk} has no tickets, or no queues")
        return
    output("ticket-list", "list", "tag:no-such-tag")
    output("ticket-list", "queue", queues[0]["name"])
    for ticket in tickets:
        output("ticket", "show", ticket["id"])
    for ticket in tickets[:20]:
        output("article-suggestions", "kb", "suggest", ticket["id"])
    output("sla-list", "sla")
    for ticket in [ticket for ticket in tickets if ticket["sla"]][:20]:
        output("sla-explain", "sla", "explain", ticket["id"])
    output("report-sla", "report", "sla")
    for dimension in ["policy", "queue", "priority", "agent", "month"]:
        output("report-sla", "report", "sla", "--by", dimension, "--from", "-30d")
    output("report-week", "report", "week")
    output("report", "report")
    for period in ["today", "yesterday", "month", "quarter", "year", "all", "2026-11", "2026-W47", "2026-Q4", "2026"]:
        output("report", "report", period)
    for field in ["agent", "team", "tag", "customer", "tier", "scale", "day", "week", "quarter"]:
        output("report", "report", "all", "--by", field, "queue:it,support")
    output("report", "report", "--from", "2026-11-21", "--to", "2026-11-21")
    output("check", "check", "--all", allowed=(0, 1))
    output("log", "log")
    output("log", "log", tickets[0]["id"])
    output("inbox", "inbox", "--all")
    output("today", "today", "--as", "olga")
    output("today", "today", "--as", "ivan")
    output("inbox", "inbox", "--since", "30d", "--as", "olga")
    output("review", "review", "HEAD~3..HEAD")
    output("change", "set", tickets[0]["id"], "tags+=checked", "--dry-run")
    output("change", "note", tickets[0]["id"], "-m", "A note", "--dry-run")
    check_relations(output, tickets)
    check_commits(desk, output, tickets)
    check_syncing(desk, output)
    calendar = ["--calendar", str(SAMPLES / "helpdesk/desk/.tick/calendars/office.yml")]
    start = ["--start", "2026-11-20T17:30:00+03:00"]
    output("calendar-due", "calendar", "due", *calendar, *start, "--within", "4h")
    output("calendar-elapsed", "calendar", "elapsed", *calendar, *start, "--end", "2026-11-23T10:00:00+03:00")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", type=pathlib.Path, help="the tick whose outputs are checked")
    parser.add_argument("--desk", type=pathlib.Path, help="the desk that it is asked about")
    options = parser.parse_args()
    if bool(options.tick) != bool(options.desk):
        parser.error("--tick and --desk go together")
    report = Report(Schemas())
    check_schemas(report)
    check_samples(report)
    if options.tick:
        check_outputs(report, options.tick.resolve(), options.desk.resolve())
    for failure in report.failures:
        print(failure, file=sys.stderr)
    print(f"schemas: {report.accepted} documents accepted, {report.refused} refused, {len(report.failures)} problems")
    return 1 if report.failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckFailed as failure:
        sys.exit(str(failure))
