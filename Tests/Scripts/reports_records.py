"""The records of `tick report --format csv`, made of its --json document."""

import csv
import io

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Names of a line, which are no figures.
NAMES = ("name", "title", "agent")


def flat(prefix: str, value):
    """Yields the members of mappings, joined by dots."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from flat(f"{prefix}.{name}" if prefix else name, inner)
    else:
        yield prefix, "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def lines(section: str, name, row: dict):
    return [(section, name or "", figure, value) for figure, value in flat("", row) if figure not in NAMES]


def records(document: dict) -> list[tuple]:
    """Section, name, figure and value of all that the document says, but the backlog's dates."""
    found = []
    for name in ("from", "to", "at", "isOver"):
        found += [("period", document["name"] or "", name, text) for _, text in flat("", document[name])]
    found += lines("total", None, document["total"] | {"meanLoadPerMille": document["meanLoadPerMille"]})
    for agent in document["agents"]:
        found += lines("agent", agent["agent"], agent)
    for point in document["backlog"]["points"]:
        found += lines("backlog", None, {name: point[name] for name in ("inflow", "outflow", "load")})
    for change in document["queueChanges"]:
        found.append(("queue-change", f"{change['from']} → {change['to']}", "count", str(change["count"])))
    for kind, days in document["workload"].items():
        found += [("workload", f"{WEEKDAYS[day]} {hour:02}", kind, str(count))
                  for day, hours in enumerate(days) for hour, count in enumerate(hours) if count]
    for table in document["tables"] + [{"by": "by", "groups": document["groups"]}]:
        for group in table["groups"]:
            found += lines(table["by"], group["name"], group)
    return found


def written(text: str) -> list[tuple]:
    """The records of a csv, without the dates of the backlog."""
    rows = [tuple(row) for row in csv.reader(io.StringIO(text))]
    return [("backlog", "", *row[2:]) if row[0] == "backlog" else row for row in rows[1:]]
