#!/usr/bin/env python3
"""Writes random front matters in odd but valid styles, with the values that PyYAML's BaseLoader gives.

    front_matter_differential.py FOLDER [--count 2000] [--seed 1]     ticket files and FOLDER/expected.json
    front_matter_differential.py --fixture FILE [--count 300]         one JSON file: [{"text": …, "values": …}, …]

expected.json maps each file's name to its values: texts, lists and mappings, never a guessed type. Whatever reads the
files is right where it gives the same. Cases that PyYAML refuses are left out.
"""
import argparse
import json
import pathlib
import random

import yaml

WORDS = [
    "printer", "floor 3", "Принтер не печатает", "ёлка", "日本語", "🙂", "👩‍👩‍👧", "a b  c", "no", "yes", "1.10", "~",
    "null", "2026-11-21", "12:30:45", "0x1F", "1e3", "a:b", "x#y", "http://a.example/b?c=d#e", "don't", 'say "hi"',
    "back\\slash", "100 %", "a,b", "[x]", "{y}", "- item", "# no comment", "a: b", "@ivan", "`code`", "*bold*", "&and",
    "!now", "|", ">", "%d", "-", "?", ":", "-5", "", " ", " lead", "trail ", "e\u0301", "\u00a0", "tab\there",
    "two\nlines", "three\n\nlines\n", "\ttab first", "cr\r\nlf", "nel\u0085x", "ls\u2028x", "x" * 300,
]
COMMENTS = ["# note", "#", "# Заметка: [не, список]", "# 'quote", "# a: b 🙂"]


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, share):
        return self.random.random() < share

    def pick(self, items):
        return self.random.choice(items)

    def single(self, text):
        return "'" + text.replace("'", "''") + "'"

    def double(self, text):
        out = []
        for c in text:
            if c in '"\\':
                out.append("\\" + c)
            elif c in "\n\r\t\u0085\u2028" or self.chance(0.05):
                code = ord(c)
                out.append({"\n": "\\n", "\t": "\\t", "\r": "\\r", "\u0085": "\\N", "\u2028": "\\L"}.get(c) or (
                    f"\\x{code:02x}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08x}"))
            else:
                out.append(c)
        return '"' + "".join(out) + '"'

    def plain(self, text, in_flow):
        """The text without quotes where a document of it alone reads back, else None."""
        sample = "[" + text + "]" if in_flow else "k: " + text
        try:
            value = yaml.load(sample, yaml.BaseLoader)
        except yaml.YAMLError:
            return None
        return text if value == ([text] if in_flow else {"k": text}) else None

    def scalar(self, text, in_flow=False):
        style = self.pick(["plain", "plain", "single", "double"])
        if style == "plain":
            plain = self.plain(text, in_flow)
            if plain is not None:
                return plain
        if style == "single" and not any(c in text for c in "\n\r\u0085\u2028"):
            return self.single(text)
        return self.double(text)

    def comment(self, share=0.15):
        return self.pick([" ", "  ", "\t"]) + self.pick(COMMENTS) if self.chance(share) else ""

    def block(self, text, indentation):
        """A block scalar with any indicators; what its value is, PyYAML says."""
        lines = [line for line in text.replace("\r", "").split("\n")]
        header = self.pick("|>") + self.pick(["", "-", "+"])
        width = self.random.randint(1, 4)
        if lines and lines[0][:1] in (" ", "\t") or self.chance(0.2):
            header = header[0] + self.pick([str(width) + header[1:], header[1:] + str(width)])
        pad = " " * (indentation + width)
        body = [pad + line if line or self.chance(0.1) else "" for line in lines]
        return header + self.comment(0.1) + "\n" + "\n".join(body) + "\n" * self.random.randint(0, 2)

    def flow_list(self):
        items = [self.scalar(self.pick(WORDS), True) for _ in range(self.random.randint(0, 4))]
        if not self.chance(0.3):
            return "[" + self.pick(["", " "]) + self.pick([", ", ",", " , "]).join(items) + "]"
        inner = ",\n".join("   " + item for item in items)
        if items:
            inner += self.pick(["", ","]) + self.comment(0.3)
        return "[" + self.comment(0.2) + "\n" + inner + "\n  ]"

    def block_list(self, indentation):
        pad = " " * (indentation + self.pick([0, 2, 3]))
        lines = []
        for _ in range(self.random.randint(1, 4)):
            if self.chance(0.1):
                lines.append(" " * self.random.randint(0, 6) + self.pick(COMMENTS))
            lines.append(pad + "-" + " " * self.random.randint(1, 3) + self.scalar(self.pick(WORDS)) + self.comment())
        return self.comment(0.2) + "\n" + "\n".join(lines)

    def mapping(self, indentation):
        if self.chance(0.4):
            pairs = [f"{self.scalar(k, True)}: {self.scalar(self.pick(WORDS), True)}" for k in ("a b", "c", "г")]
            return " {" + ", ".join(pairs) + "}"
        pad = " " * (indentation + self.random.randint(1, 4))
        return "\n" + "\n".join(f"{pad}{k}: {self.scalar(self.pick(WORDS))}" for k in ("usefulness", "speed"))

    def value(self, indentation):
        kind = self.pick(["scalar"] * 6 + ["empty", "block", "flow", "list", "mapping", "fold", "below"])
        space = " " * self.random.randint(1, 3)
        if kind == "scalar":
            return space + self.scalar(self.pick(WORDS)) + self.comment()
        if kind == "empty":
            return self.pick(["", " "]) + self.comment()
        if kind == "block":
            return space + self.block(self.pick(WORDS), indentation)
        if kind == "flow":
            return space + self.flow_list() + self.comment()
        if kind == "list":
            return self.block_list(indentation)
        if kind == "mapping":
            return self.mapping(indentation)
        if kind == "fold":
            return space + self.pick(["one two", "'one two", '"one two']) + "\n" + " " * (indentation + 2) + "three"
        return "\n" + " " * (indentation + 2) + self.scalar(self.pick(WORDS))

    def front_matter(self, ident):
        if self.chance(0.05):
            pairs = [f"{self.scalar(k, True)}: {self.scalar(self.pick(WORDS), True)}" for k in ("title", "x")]
            return "{id: " + ident + self.pick([", ", ",\n  "]) + ", ".join(pairs) + "}\n"
        indentation = self.pick([0, 0, 0, 0, 2])
        keys = self.random.sample(
            ["title", "status", "tags", "assignee", "Приоритет", "two words", "x-1", "due", "note", "log", "🙂"], 6)
        lines = []
        for key in [*keys, "id"]:
            if self.chance(0.1):
                lines.append(self.pick(["", *COMMENTS]))
            name = self.pick([key, key, key, self.single(key), self.double(key)])
            value = " " + ident if key == "id" else self.value(indentation)
            quote = value.strip()[:1] if value.endswith("\n" + " " * (indentation + 2) + "three") else ""
            lines.append(" " * indentation + name + self.pick(["", "", "", " "]) + ":" + value
                         + (quote if quote and quote in "'\"" else ""))
        return "\n".join(lines) + "\n"

    def case(self, number):
        """A whole ticket file and its values, or None where PyYAML refuses it."""
        yaml_text = self.front_matter(f"DIF-{number}")
        if "\n---\n" in "\n" + yaml_text:
            return None
        newline = self.pick(["\n", "\n", "\n", "\r\n"])
        yaml_text = yaml_text.replace("\n", newline)
        try:
            values = yaml.load(yaml_text, yaml.BaseLoader)
        except yaml.YAMLError:
            return None
        mark = "\ufeff" if self.chance(0.1) else ""
        return mark + "---" + newline + yaml_text + "---" + newline + "Body.", values


def cases(count, seed):
    writer, number, made = Writer(seed), 0, []
    while len(made) < count:
        number += 1
        case = writer.case(number)
        if case:
            made.append(case)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--fixture", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = cases(options.count, options.seed)
    if options.fixture:
        rows = [json.dumps({"text": text, "values": values}, ensure_ascii=False) for text, values in made]
        options.fixture.write_bytes(("[\n" + ",\n".join(rows) + "\n]\n").encode())
    elif options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        expected = {}
        for number, (text, values) in enumerate(made, 1):
            name = f"DIF-{number}.md"
            (options.folder / name).write_bytes(text.encode())
            expected[name] = values
        (options.folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), "utf-8")
    else:
        parser.error("a folder or --fixture is needed")


if __name__ == "__main__":
    main()
