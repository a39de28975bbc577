"""Front matters as careless people and other programs write them, from a seed.

What a front matter means is not decided here: PyYAML reads it back. The generator only makes sure that it is YAML, in
every style that a value can be written in.
"""

import random

import yaml

WORDS = [
    "printer", "floor 3", "принтер", "ёлка", "Ё", "no", "yes", "on", "off", "true", "null", "~", "1.10", "007", "0x1F",
    "1e3", ".inf", ".NaN", "12:30:45", "2026-11-21", "1_000", "+7", "=", "@ivan", "`tick`", "%", "a: b", "a:b", "a #b",
    "a#b", "#b", "- a", "-", "?", "? a", ":", "[a", "{a}", "a, b", "'", '"', "it's", 'say "hi"', "\\", "\\n", "*x", "&x",
    "!x", "|", ">", "---", "...", "--- a", "👍", "👩‍👩‍👧", "日本語", "한국어", "é", "e\u0301", "\u202etxt", "\u200b", "\t",
    "a\tb", " lead", "trail ", " ", "two\nlines", "end\n", "\nstart", "a\n\nb", "  deep\nshallow", "x" * 200, "<b>&amp;",
    "\x1b[31m", "\x07", "\r\n", "\x85", "\u2028", "name <a@b.example>", "tel:+74950000014", "tg:lera", "HD-9x2m4c",
    "https://status.example/a?b=c#d", "C:\\Users", "100%", "10 000,50", "?x", "-x", ":x", "key: [", "}", "]", ",",
]  # fmt: skip
INSTANTS = [
    "2026-11-21T10:03:00+03:00", "2026-11-21T07:03:00Z", "2026-11-21t07:03:00z", "2026-11-21 10:03", "2026-11-21",
    "2026-11-21T10:03", "2026-11-21 10:03:59", "2026-11-21T10:03:00.123+05:30", "2026-11-21 10:03:00 +0300",
    "2024-02-29T23:59:59-11:00", "2010-07-01 12:00", "1999-12-31T23:59:60Z",
]  # fmt: skip
TEXTS = ["type", "status", "priority", "impact", "urgency", "queue", "channel", "category", "reason", "version"]
PEOPLE = ["requester", "assignee", "engineer"]
LISTS = ["participants", "watchers", "tags", "external", "refs", "areas", "approved-by"]
LINKS = ["parent", "problem"]
LINK_LISTS = ["blocks", "blocked-by", "duplicates", "related"]
MOMENTS = ["created", "due", "wake", "seen"]
TYPED = {
    "scale": ["one", "many"], "reproducible": ["true", "false"], "amount": ["96400.50", "-1", "0.10"],
    "seats": ["12", "0"], "monitor": ["https://status.example/x"], "effort": ["90s", "1h30m", "2d"],
}  # fmt: skip
EXACT = {"id", *LINKS, *MOMENTS, *TYPED}
UNKNOWN = ["x-old-id", "старый номер", "Priority", "asignee", "key with: colon", "survey", "a.b", "null", "1"]


class Generator:
    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def ticket(self, number: int) -> tuple[str, bytes]:
        """Returns an id and a ticket file; its front matter reads the same in PyYAML and in libyaml."""
        while True:
            identifier = f"HD-{self.base32(number)}"
            text = self.front_matter(identifier)
            if agreed(text):
                return identifier, self.file(text)

    @staticmethod
    def base32(number: int) -> str:
        """Six digits of Crockford's base 32, different for different numbers."""
        mixed, digits = number * 7_919_191 % 32**6, "0123456789abcdefghjkmnpqrstvwxyz"
        return "".join(digits[mixed >> shift & 31] for shift in range(25, -1, -5))

    def file(self, front: str) -> bytes:
        body = self.random.choice([
            "", "\n", "\nText.\n", "\nText without an end",
            "\n---\nid: HD-000000\nstatus: closed\n---\n\n## ivan replied\n\nYes\n",
            "\n```\n---\n```\n\n## 2026-11-21T10:15:00+03:00 ivan noted\n\nЗаметка\n",
        ])  # fmt: skip
        text = f"---\n{front}---\n{body}"
        if self.chance(0.15):
            text = text.replace("\n", "\r\n")
        return (b"\xef\xbb\xbf" if self.chance(0.05) else b"") + text.encode("utf-8")

    def front_matter(self, identifier: str) -> str:
        pairs = [("id", identifier), ("title", self.words())] + self.values()
        if self.chance(0.3):
            self.random.shuffle(pairs)
        if self.chance(0.05):
            return "{" + ", ".join(f"{self.key(key)}: {self.flow(value)}" for key, value in pairs) + "}\n"
        indent = "  " if self.chance(0.05) else ""
        lines = []
        for key, value in pairs:
            if self.chance(0.08):
                lines.append(self.random.choice(["", "# a comment: [", indent + "# ---"]))
            lines.append(indent + self.pair(key, value, indent))
        return "\n".join(lines) + "\n"

    def values(self) -> list:
        pairs = []
        for keys, make in [
            (TEXTS, self.words), (PEOPLE, self.words), (LINKS, self.link), (LISTS, self.list_of_words),
            (LINK_LISTS, lambda: [self.link() for _ in range(self.random.randrange(4))]),
            (MOMENTS, lambda: self.random.choice(INSTANTS)), (UNKNOWN, self.anything),
        ]:  # fmt: skip
            pairs += [(key, make()) for key in keys if self.chance(0.3)]
        pairs += [(key, self.random.choice(TYPED[key])) for key in TYPED if self.chance(0.3)]
        # A value may be empty, and a single value may stand where a list is meant.
        empty = [(key, None if self.chance(0.03) else value) for key, value in pairs]
        return [(key, value[0] if isinstance(value, list) and value and self.chance(0.2) else value) for key, value in empty]

    def words(self) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.choice([1, 1, 1, 2, 3])))

    def link(self) -> str:
        return self.random.choice(["HD-9x2m4c", "hd-K7QF3M", "k7qf3m", "OPS-17"])

    def list_of_words(self) -> list:
        return [self.words() for _ in range(self.random.randrange(5))]

    def anything(self, depth=0):
        kind = self.random.randrange(6)
        if kind == 0 and depth < 3:
            return [self.anything(depth + 1) for _ in range(self.random.randrange(4))]
        if kind == 1 and depth < 3:
            return {f"k{n}": self.anything(depth + 1) for n in range(self.random.randrange(4))}
        return self.words()

    # How values are written

    def pair(self, key: str, value, indent: str) -> str:
        colon = self.random.choice([":", ":", ":", " :"])
        if value is None:
            return self.key(key) + colon + self.random.choice(["", " ", " # nothing yet", " ~", " null", ' ""', " ''"])
        if isinstance(value, list) and value and self.chance(0.5) and all(isinstance(item, str) for item in value):
            dash = indent + self.random.choice(["", "  ", "    "]) + "- "
            items = [dash + self.scalar(item, dash.replace("-", " ")) for item in value]
            return self.key(key) + colon + "\n" + "\n".join(items)
        if isinstance(value, (list, dict)):
            return self.key(key) + colon + " " + self.flow(value) + self.comment()
        space = self.random.choice([" ", " ", " ", "   ", "\n" + indent + "  "])
        # A block scalar ends with a line end, which is no part of an id, a moment or a number.
        written = self.flow(value) if key in EXACT else self.scalar(value, indent)
        return self.key(key) + colon + space + written

    def key(self, key: str) -> str:
        if key.isascii() and key.replace("-", "").isalpha() and not self.chance(0.05):
            return key
        return self.double(key) if self.chance(0.5) else "'" + key.replace("'", "''") + "'"

    def scalar(self, text: str, indent: str) -> str:
        """One of the five styles that can hold the text; PyYAML tells later whether it did."""
        styles = [self.plain, self.plain, self.plain, self.single, self.double, self.literal, self.folded]
        style = self.random.choice(styles)
        if style in (self.literal, self.folded):
            return style(text, indent) if self.fits_block(text) else self.double(text)
        written = style(text)
        return written + (self.comment() if "\n" not in written else "")

    def plain(self, text: str) -> str:
        fits = text and agreed(f"a: {text}\nb: [{text}]\n", {"a": text, "b": [text]})
        return text if fits else self.double(text)

    def single(self, text: str) -> str:
        written = "'" + text.replace("'", "''") + "'"
        return written if agreed(f"a: {written}\n", {"a": text}) else self.double(text)

    def double(self, text: str) -> str:
        escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\x85": "\\N"}
        written = ""
        for letter in text:
            if letter in escapes:
                written += escapes[letter]
            elif not letter.isprintable() or self.chance(0.03):
                written += f"\\U{ord(letter):08X}" if ord(letter) > 0xFFFF or self.chance(0.3) else f"\\u{ord(letter):04x}"
            else:
                written += letter
        return f'"{written}"'

    @staticmethod
    def fits_block(text: str) -> bool:
        return bool(text.strip()) and all(letter == "\n" or letter.isprintable() for letter in text)

    def literal(self, text: str, indent: str) -> str:
        return self.block("|", text, indent)

    def folded(self, text: str, indent: str) -> str:
        return self.block(">", text.replace("\n", "\n\n"), indent)

    def block(self, sign: str, text: str, indent: str) -> str:
        inner = indent + "  "
        explicit = "2" if text.startswith((" ", "\n")) and not indent else ""
        chomp = "+" if text.endswith("\n") else self.random.choice(["", "-"])
        rows = [inner + row if row else "" for row in text.removesuffix("\n").split("\n")]
        return f"{sign}{explicit}{chomp}\n" + "\n".join(rows)

    def flow(self, value) -> str:
        if value is None:
            return '""'
        if isinstance(value, str):
            return self.random.choice([self.plain, self.single, self.double])(value)
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(item)}" for key, item in value.items()) + "}"
        comma = self.random.choice([", ", ",\n    ", " , "])
        trailing = "," if value and self.chance(0.1) else ""
        return "[" + comma.join(self.flow(item) for item in value) + trailing + "]"

    def comment(self) -> str:
        return "  # a comment" if self.chance(0.08) else ""

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def agreed(text: str, value=None) -> bool:
    """Whether PyYAML reads the text (to `value`, where one is given), and libyaml, where PyYAML has it, the same."""
    try:
        read = yaml.load(text, Loader=yaml.BaseLoader)
        same = read == yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, ValueError):
        return False
    return same and isinstance(read, dict) and (value is None or read == value)
