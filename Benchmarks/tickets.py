"""What the tickets of a generated desk say, for writing them in the formats of other trackers."""

import dataclasses
import datetime
import pathlib


@dataclasses.dataclass
class Ticket:
    number: int  # from 1, in the order of filing
    identifier: str
    title: str
    is_open: bool
    priority: str  # low, normal, high, urgent
    queue: str
    requester: str
    assignee: str | None
    tags: list[str]
    created: datetime.datetime
    text: str
    entries: list[tuple[datetime.datetime, str, str]]  # instant, person, text

    @property
    def slug(self) -> str:
        words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in self.title.lower()).split()
        return "-".join(words) or "obrashchenie"

    @property
    def whole_text(self) -> str:
        """The description and the conversation as one text, for trackers that have one text."""
        return "\n\n".join([self.text, *(f"{at.isoformat()} {person}: {text}" for at, person, text in self.entries)])


def read(desk: pathlib.Path) -> list[Ticket]:
    """Returns the tickets of a desk that make_desk.py made, in the order of filing."""
    paths = (desk / "tickets").rglob("*.md")
    tickets = [parse(path.read_text(encoding="utf-8")) for path in paths]
    tickets.sort(key=lambda ticket: (ticket.created, ticket.identifier))
    for number, ticket in enumerate(tickets, start=1):
        ticket.number = number
    return tickets


def parse(source: str) -> Ticket:
    """Reads what make_desk.py writes: plain `key: value` lines, a text, and entries under `## INSTANT PERSON VERB`."""
    _, front_matter, body = source.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front_matter.splitlines())
    text, *parts = body.split("\n## ")
    entries = []
    for part in parts:
        heading, _, words = part.partition("\n")
        instant, person, _ = heading.split(" ", 2)
        entries.append((datetime.datetime.fromisoformat(instant), person, words.strip()))
    return Ticket(
        number=0, identifier=fields["id"], title=fields["title"], is_open=fields["status"] != "closed", priority=fields["priority"],
        queue=fields["queue"], requester=fields["requester"].split("@")[0], assignee=fields.get("assignee"),
        tags=fields["tags"].strip("[]").split(", "), created=datetime.datetime.fromisoformat(fields["created"]), text=text.strip(),
        entries=entries,
    )  # fmt: skip
