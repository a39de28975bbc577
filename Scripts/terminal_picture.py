#!/usr/bin/env python3
"""Runs commands on a terminal of its own and draws what they print as an SVG.

    Scripts/terminal_picture.py --tick .build/debug/tick --samples samples/helpdesk --out docs/images/terminal.svg

makes a demo desk at a fixed time, so that the picture changes only when the output does. Nothing is drawn that was not
printed; output longer than --rows lines ends in a line with "…".
"""

import argparse
import fcntl
import os
import pty
import re
import struct
import subprocess
import tempfile
import termios
import unicodedata
from html import escape
from pathlib import Path

# In pixels. A cell is 0.6 em wide, as in most monospaced fonts.
FONT_SIZE = 14
CELL_WIDTH = 8.4
LINE_HEIGHT = 19
MARGIN = 18

BACKGROUND = "#10151c"
TEXT = "#d7dde5"
PROMPT = "#7ee0a1"
# SGR 30 to 37 (ECMA-48 §8.3.117).
COLORS = ["#5b6673", "#ff7b72", "#7ee0a1", "#e8c36a", "#79b8ff", "#d2a8ff", "#76d9e6", "#d7dde5"]
SEQUENCE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")


def run_on_terminal(command, folder, columns, environment):
    """Returns what a command prints when its output is a terminal of that many columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.DEVNULL)
    os.close(follower)
    output = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # Linux says EIO when the other end is closed.
            break
        if not chunk:
            break
        output += chunk
    os.close(leader)
    if process.wait() != 0:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return output.decode().replace("\r\n", "\n").rstrip("\n").split("\n")


def cells(text):
    """Returns how many columns a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def runs(line):
    """Yields (text, set of SGR parameters) for each stretch of one style."""
    style, position = set(), 0
    for match in SEQUENCE.finditer(line):
        if match.start() > position:
            yield line[position:match.start()], frozenset(style)
        position = match.end()
        if match[2] != "m":
            continue
        for code in (int(part or 0) for part in match[1].split(";")):
            style = set() if code == 0 else style | {code}
    if position < len(line):
        yield line[position:], frozenset(style)


def attributes(style):
    color = next((COLORS[code - 30] for code in sorted(style) if 30 <= code <= 37), None)
    parts = [f'fill="{color}"'] if color else []
    if 1 in style:
        parts.append('font-weight="bold"')
    if 2 in style:
        parts.append('opacity="0.6"')
    if 4 in style:
        parts.append('text-decoration="underline"')
    return " ".join(parts)


def words(text):
    """Cuts at two spaces or more, so that columns stay where they are in fonts that are a little wider."""
    column = 0
    for piece in re.split(r"( {2,})", text):
        if piece.strip():
            lead = len(piece) - len(piece.lstrip(" "))
            yield column + lead, piece.strip(" ")
        column += cells(piece)


def draw(lines, columns):
    """Returns the SVG of lines of (text, style) runs."""
    width = round(columns * CELL_WIDTH + 2 * MARGIN)
    height = len(lines) * LINE_HEIGHT + 2 * MARGIN
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>',
        f'<g fill="{TEXT}" font-size="{FONT_SIZE}" xml:space="preserve" '
        'font-family="ui-monospace, \'DejaVu Sans Mono\', Menlo, Consolas, monospace">',
    ]
    for row, line in enumerate(lines):
        y = MARGIN + row * LINE_HEIGHT + FONT_SIZE
        column = 0
        for text, style in line:
            for offset, word in words(text):
                x = MARGIN + (column + offset) * CELL_WIDTH
                length = cells(word) * CELL_WIDTH
                extra = style if isinstance(style, str) else attributes(style)
                svg.append(
                    f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
                    f'{" " + extra if extra else ""}>{escape(word)}</text>')
            column += cells(text)
    return "\n".join(svg + ["</g>", "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", required=True, type=Path)
    parser.add_argument("--samples", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--columns", type=int, default=110)
    parser.add_argument("--rows", type=int, default=17, help="lines of a command's output that are drawn")
    parser.add_argument("--now", default="2026-11-24T11:20:00+03:00")
    arguments = parser.parse_args()
    tick = str(arguments.tick.resolve())
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "TZ": "Europe/Moscow", "LC_ALL": "C.UTF-8", "TERM": "xterm",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ivan Petrov", "GIT_AUTHOR_EMAIL": "ivan@helpdesk.example",
            "GIT_COMMITTER_NAME": "Ivan Petrov", "GIT_COMMITTER_EMAIL": "ivan@helpdesk.example",
            "TICK_NOW": arguments.now, "TICK_ID_SEED": "1",
        }
        desk = folder + "/desk"
        subprocess.run(
            [tick, "demo", "--from", str(arguments.samples.resolve()), desk], check=True, env=environment,
            stdout=subprocess.DEVNULL)
        for words_of_command in (["queue"], ["sla"]):
            if lines:
                lines.append([])
            lines.append([("$ tick " + " ".join(words_of_command), f'fill="{PROMPT}"')])
            printed = run_on_terminal([tick, *words_of_command], desk, arguments.columns, environment)
            shown = printed if len(printed) <= arguments.rows + 1 else printed[:arguments.rows] + ["…"]
            lines += [list(runs(line)) for line in shown]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(draw(lines, arguments.columns))


if __name__ == "__main__":
    main()
