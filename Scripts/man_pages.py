#!/usr/bin/env python3
"""Writes man pages from what `tick --experimental-dump-help` prints.

    tick --experimental-dump-help | Scripts/man_pages.py --out FOLDER

One page a command: tick.1, tick-list.1, tick-calendar-due.1; git-tick.1 is tick.1 by another name, which is where
`git tick --help` looks. The text is the commands' own help: nothing is said twice. Requests are those of man(7).
"""

import argparse
import json
import pathlib
import re
import sys

SECTION_ORDER = ["Arguments", "Options"]


def escaped(text: str) -> str:
    """Returns text that roff prints as it is: backslashes, hyphens of options, quotes, leading dots."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = text.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    return "\\&" + text if text.startswith(".") else text


def bold(text: str) -> str:
    return f"\\fB{escaped(text)}\\fR"


def italic(text: str) -> str:
    return f"\\fI{escaped(text)}\\fR"


def paragraphs(text: str) -> list[str]:
    """Returns requests for a discussion: indented lines are examples and keep their line ends."""
    lines: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        rows = block.split("\n")
        if all(row.startswith(("  ", "\t")) for row in rows if row.strip()):
            lines += [".PP", ".RS 4", ".nf"] + [escaped(row.strip()) for row in rows] + [".fi", ".RE"]
        elif len(rows) > 1 and any(row.startswith("  ") for row in rows):
            lines += [".PP", ".nf"] + [escaped(row) for row in rows] + [".fi"]
        else:
            lines += [".PP"] + [escaped(row.strip()) for row in rows if row.strip()]
    return lines


def spelled(name: dict) -> str:
    return {"long": "--", "short": "-", "longWithSingleDash": "-"}[name["kind"]] + name["name"]


def visible(items: list[dict]) -> list[dict]:
    return [item for item in items if item.get("shouldDisplay", True)]


class Page:
    """The man page of one command."""

    def __init__(self, command: dict, parents: list[str], version: str, date: str):
        self.command = command
        self.words = parents + [command["commandName"]]
        self.arguments = visible(command.get("arguments") or [])
        self.subcommands = [item for item in visible(command.get("subcommands") or []) if item["commandName"] != "help"]
        self.version = version
        self.date = date

    @property
    def name(self) -> str:
        return "-".join(self.words)

    def text(self) -> str:
        heading = f'.TH "{self.name.upper()}" "1" "{self.date}" "Tickdown {escaped(self.version)}" "Tickdown"'
        lines = [f'.\\" Made from the help of {" ".join(self.words)}: edit that.', heading]
        lines += self.name_section() + self.synopsis() + self.description() + self.options() + self.commands()
        lines += self.see_also()
        return "\n".join(lines) + "\n"

    def name_section(self) -> list[str]:
        abstract = (self.command.get("abstract") or " ".join(self.words)).split("\n")[0].rstrip(".")
        names = [self.name] + ["-".join(self.words[:-1] + [alias]) for alias in self.command.get("aliases") or []]
        return [".SH NAME", ", ".join(escaped(name) for name in names) + " \\- " + escaped(abstract)]

    def synopsis(self) -> list[str]:
        parts = [self.usage(item) for item in self.arguments if item["kind"] == "positional" or not item["isOptional"]]
        has_options = any(item["kind"] != "positional" and item["isOptional"] for item in self.arguments)
        usage = [bold(" ".join(self.words))] + (["[\\fIOPTIONS\\fR]"] if has_options else []) + parts
        if self.subcommands:
            usage.append("\\fICOMMAND\\fR")
        return [".SH SYNOPSIS", " ".join(usage)]

    def usage(self, item: dict) -> str:
        text = italic(item["valueName"].upper())
        if item["kind"] != "positional":
            name = bold(spelled(item["preferredName"]))
            text = name if item["kind"] == "flag" else f"{name} {text}"
        if item["isRepeating"]:
            text += "..."
        return f"[{text}]" if item["isOptional"] else text

    def description(self) -> list[str]:
        abstract, discussion = self.command.get("abstract"), self.command.get("discussion")
        lines = paragraphs(abstract or " ".join(self.words)) + (paragraphs(discussion) if discussion else [])
        # A section begins a paragraph by itself.
        return [".SH DESCRIPTION"] + lines[1:]

    def options(self) -> list[str]:
        sections: dict[str, list[str]] = {}
        for item in self.arguments:
            is_positional = item["kind"] == "positional"
            if is_positional and not (item.get("abstract") or item.get("discussion")):
                continue
            title = item.get("sectionTitle") or ("Arguments" if is_positional else "Options")
            sections.setdefault(title, []).extend(self.option(item))
        ordered = [title for title in SECTION_ORDER if title in sections]
        ordered += [title for title in sections if title not in SECTION_ORDER]
        return [line for title in ordered for line in [f'.SH "{escaped(title.upper())}"', *sections[title]]]

    def option(self, item: dict) -> list[str]:
        value = italic(item["valueName"].upper())
        if item["kind"] == "positional":
            tag = value
        else:
            tag = ", ".join(bold(spelled(name)) for name in item["names"])
            tag += f" {value}" if item["kind"] == "option" else ""
        text = [part for part in [item.get("abstract"), item.get("discussion")] if part]
        if item.get("allValues") and item["kind"] != "flag":
            text.append("One of " + ", ".join(item["allValues"]) + ".")
        if item.get("defaultValue") and item["kind"] != "flag":
            text.append("Default: " + item["defaultValue"] + ".")
        body = [escaped(row.strip()) for part in text for row in part.split("\n") if row.strip()]
        return [".TP", tag] + (body or ["\\&"])

    def commands(self) -> list[str]:
        if not self.subcommands:
            return []
        lines = [".SH COMMANDS"]
        for command in self.subcommands:
            page = "-".join(self.words + [command["commandName"]])
            lines += [".TP", f"{bold(page)}(1)", escaped(command.get("abstract") or command["commandName"])]
        return lines

    def see_also(self) -> list[str]:
        pages = ["-".join(self.words[:-1])] if len(self.words) > 1 else []
        pages += ["git"] if len(self.words) == 1 else []
        return [".SH SEE ALSO", ", ".join(f"{bold(page)}(1)" for page in pages)]


def pages(command: dict, parents: list[str], version: str, date: str) -> list[Page]:
    page = Page(command, parents, version, date)
    return [page] + [found for sub in page.subcommands for found in pages(sub, page.words, version, date)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder to write the pages to")
    parser.add_argument("--version", default="", help="the version in the pages' footers")
    parser.add_argument("--date", default="", help="the date in the pages' footers; none keeps builds reproducible")
    options = parser.parse_args()
    tool = json.load(sys.stdin)
    if tool.get("serializationVersion") != 0:
        parser.error(f"unknown form of help: serializationVersion {tool.get('serializationVersion')}")
    options.out.mkdir(parents=True, exist_ok=True)
    for page in pages(tool["command"], [], options.version, options.date):
        (options.out / f"{page.name}.1").write_text(page.text(), encoding="utf-8")
    (options.out / "git-tick.1").write_text(".so man1/tick.1\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
