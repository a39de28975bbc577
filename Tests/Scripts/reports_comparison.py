"""Compares the documents of `tick report` with those of `reports_figures.py`, member by member."""

import collections
import concurrent.futures
import datetime
import pathlib
import re
import shlex

from reports_clocks import Policies
from reports_desk import Desk, seconds
from reports_figures import ONE, Fact, Report, figures, period, whole
from reports_records import records, written
from support import CheckFailed, run, run_json

# Which facts a figure is made of: they are told where it differs.
KINDS = {"outflowByDesk": ("outflow",), "replyTime": ("first-reply", "next-reply"), "firstReplyTime": ("first-reply",),
         "nextReplyTime": ("next-reply",), "resolutionTime": ("resolution",), "rating": ("rating", "closedTicket"),
         "open": ("load", "open"), "waiting": ("load", "waiting"), "fillPerMille": ("open",), "isOverloaded": ("open",)}
SCALARS = ("schemaVersion", "kind", "name", "zone", "isOver", "query", "by", "meanLoadPerMille", "queueChanges", "workload",
           "unknownClocks")
NOTHING = ("unknownClocks", "nobody is left out")


class Comparison:
    """Counts what was compared, and says what differs."""

    def __init__(self, tick: pathlib.Path):
        self.tick = tick
        self.count = self.reports = 0
        self.nonzero = collections.Counter()
        self.failures: list[str] = []

    def compare(self, path: str, expected, found, facts=()):
        """Compares two values; mappings member by member. `facts` are those that the expected value was made of."""
        if isinstance(expected, dict) and isinstance(found, dict):
            for name, value in expected.items():
                self.compare(f"{path}.{name}", value, found.get(name, "missing"), facts)
            return
        self.count += 1
        self.nonzero[path.rpartition("/")[2]] += expected not in (0, None, [], False)
        if expected != found or type(expected) is not type(found):
            if path == "/csv/records":
                expected, found = len(expected), len(found)
            member = path.rpartition("/")[2].partition(".")[0]
            chosen = [fact for fact in facts if fact.kind in KINDS.get(member, (member,))]
            told = " ".join(self.told(fact) for fact in sorted(chosen, key=lambda fact: (fact.at, fact.life.id))[:12])
            self.failures.append(f"{self.where}: {path}: tick {found!r}, this script {expected!r}{'  of ' + told if told else ''}")

    def never_counted(self) -> list[str]:
        """Members that were nothing in all that was compared: what is compared only with zero proves nothing."""
        return [name for name in sorted(self.nonzero) if not self.nonzero[name] and name not in NOTHING]

    @staticmethod
    def told(fact: Fact) -> str:
        value = "" if fact.value is None else f"={fact.value}"
        return f"{fact.life.id}@{fact.life.desk.local(fact.at).isoformat()}{value}"

    def rows(self, path: str, key: str, expected: list, found: list, facts: dict):
        """Compares tables whose lines have names: first which there are and in what order, then each."""
        names, others = [row[key] for row in expected], [row[key] for row in found]
        if names != others:
            missing, strange = [n for n in names if n not in others], [n for n in others if n not in names]
            self.failures.append(
                f"{self.where}: {path}: " + (f"tick lacks {missing[:20]}, has {strange[:20]} besides" if missing or strange else
                                             f"order: tick {others[:40]}, this script {names[:40]}"))
        self.count += 1
        theirs = {row[key]: row for row in found}
        for row in expected:
            if row[key] in theirs:
                for name, value in row.items():
                    self.compare(f"{path}[{row[key]}]/{name}", value, theirs[row[key]].get(name, "missing"), facts.get(row[key], ()))

    def report(self, report: Report, document: dict, by: str | None):
        """A whole document."""
        expected = report.document(by)
        for side in (expected, document):
            # `-x` is `not x`.
            side["query"] = re.sub(r"(^|[ (])-", r"\1not ", side["query"]) if side["query"] else None
        for name in SCALARS:
            self.compare("/" + name, expected[name], document.get(name, "missing"), [])
        for name in ("from", "to", "at"):
            self.compare("/" + name, expected[name], seconds(document[name]))
        self.rows("total", "name", [{"name": None} | expected["total"]], [{"name": None} | document["total"]],
                  {None: report.facts + report.loads})
        for table, other in zip(expected["tables"], document["tables"]):
            self.compare("tables/by", table["by"], other["by"])
            self.rows("table " + table["by"], "name", table["groups"], other["groups"], report.members[table["by"]])
        self.compare("tables/count", len(expected["tables"]), len(document["tables"]))
        self.rows(f"--by {by}", "name", expected["groups"], document["groups"], report.members.get(by, {}))
        self.rows("agents", "agent", expected["agents"], document["agents"], report.rows)
        self.compare("backlog/step", expected["backlog"]["step"], document["backlog"]["step"])
        points = [{name: seconds(value) if name in ("from", "to") else value for name, value in point.items()}
                  for point in document["backlog"]["points"]]
        self.rows("backlog", "from", expected["backlog"]["points"], points, report.within)


class DeskComparison:
    """All the comparisons of one desk."""

    def __init__(self, comparison: Comparison, name: str, folder: pathlib.Path, now: str):
        self.comparison, self.name, self.folder, self.now = comparison, name, folder, now
        self.desk = Desk(folder, seconds(now))
        self.policies = Policies(self.desk)

    def reports(self, asked: list[tuple]):
        """Compares reports; tick makes one while this script computes another."""
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            documents = [pool.submit(self.ask, self.arguments(*report)) for report in asked]
            for report, document in zip(asked, documents):
                self.report(document.result(), *report)

    def arguments(self, word=None, by=None, query=None, start=None, to=None, at=None) -> list[str]:
        """`report WORD QUERY --by BY --from START --to TO --at AT`."""
        options = {"--by": by, "--from": start, "--to": to, "--at": at}
        words = [text for text in (word, query) if text] + [f"{name}={value}" for name, value in options.items() if value]
        return ["report", *words, "--json", "--now", self.now]

    def ask(self, arguments):
        try:
            return run_json(self.comparison.tick, *arguments, cwd=self.folder)
        except CheckFailed as failure:
            return failure

    def report(self, document, word=None, by=None, query=None, start=None, to=None, at=None):
        """Compares a document with what was asked for."""
        now = seconds(at or self.now)
        self.comparison.where = f"{self.name}, tick {shlex.join(self.arguments(word, by, query, start, to, at))}"
        self.comparison.reports += 1
        if isinstance(document, CheckFailed):
            self.comparison.failures.append(f"{self.comparison.where}: {document}")
            return
        span = period(self.desk, word, now, self.moment(start, now), self.moment(to, now))
        self.comparison.report(Report(self.desk, self.policies, span, now, query), document, by)

    def week(self, monday: str):
        """Compares `tick report week --at` a day of the week after: both of its weeks."""
        first = datetime.date.fromisoformat(monday)
        arguments = ["report", "week", "--at", (first + 7 * ONE).isoformat(), "--now", self.now, "--json"]
        self.comparison.where = f"{self.name}, tick {shlex.join(arguments)}"
        document = run_json(self.comparison.tick, *arguments, cwd=self.folder)
        for key, day in (("current", first), ("before", first - 7 * ONE)):
            report = Report(self.desk, self.policies, whole(self.desk, "week", day), seconds(self.now))
            days = [(day + step * ONE) for step in range(7) if self.desk.midnight(day + step * ONE) <= report.until]
            expected = {name: value for name, value in figures(report.facts + report.loads).items() if name != "replies"} | {
                "meanLoadPerMille": report.mean_load(),
                "loadByDay": [{"date": day.isoformat(), "count": report.load_count(self.desk.midnight(day))} for day in days]}
            self.comparison.rows(key, "key", [{"key": key} | expected], [{"key": key} | document[key]], {key: report.facts})
            agents = {row["agent"]: row for row in report.agents()}
            for row in document[key]["agents"]:
                expected = {name: agents[row["agent"]][name] for name in row} if row["agent"] in agents else None
                self.comparison.compare(f"{key}, agent {row['agent']}/agents", expected, row)
            listed = {row["agent"] for row in document[key]["agents"]}
            lost = [row for name, row in agents.items() if name not in listed and (row["closed"] or row["replies"] or row["brokenLimits"])]
            self.comparison.compare(f"{key}/nobody is left out", [], lost)

    def csv(self, word: str, by: str):
        """Compares --format csv with --json."""
        words = ["report", word, "--by", by, "--now", self.now]
        self.comparison.where = f"{self.name}, tick {shlex.join(words)}"
        expected = records(run_json(self.comparison.tick, *words, "--json", cwd=self.folder))
        found = written(run(self.comparison.tick, *words, "--format", "csv", cwd=self.folder))
        for row in sorted(set(expected) ^ set(found))[:20]:
            self.comparison.failures.append(f"{self.comparison.where}: only in {'json' if row in expected else 'csv'}: {row}")
        self.comparison.compare("/csv/records", sorted(expected), sorted(found))

    def moment(self, text, now):
        """An instant, a date, or days from now."""
        if text is None:
            return None
        if text[0] in "+-":
            return now + int(text[:-1]) * 86400
        if "T" in text:
            return seconds(text)
        return self.desk.midnight(datetime.date.fromisoformat(text))
