#!/usr/bin/env python3
"""Opens the pages that `tick report --format html` makes in chromium, narrow and wide, light and dark.

    check_pages.py --tick .build/release/tick --screenshots DIR

Fails on anything that a page writes to the console or asks of a network, on horizontal overflow, on small or faint text, on
labels that overlap, and on charts and tables without names. Pages are those of the demo desk, of a desk without
tickets, and of one whose names try to be more than text.
"""

import argparse
import pathlib
import sys
import tempfile

from browser import Browser, BrowserFailed

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "Scripts"))
from support import SAMPLES, CheckFailed, run  # noqa: E402

PROBE = (FOLDER / "probe.js").read_text(encoding="utf-8")
NOW = "2026-11-25T11:00:00+03:00"
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&amp; a\u202eb' + "Wort" * 30


def make_pages(tick: pathlib.Path, folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """Returns the pages by their names."""
    pages = {}

    def page(name, desk, *arguments):
        pages[name] = folder / f"{name}.html"
        run(tick, "report", *arguments, "--now", NOW, "-o", pages[name], cwd=desk)

    demo = folder / "demo"
    run(tick, "demo", demo, "--from", SAMPLES / "helpdesk", "--now", NOW)
    page("demo", demo, "2026-11")
    page("demo-weeks", demo, "all", "--by", "week")
    page("demo-quarter", demo, "2026-Q4", "queue:it", "--by", "agent")
    page("demo-day", demo, "2026-11-24")
    empty = folder / "empty"
    run(tick, "init", empty, "--template", "empty")
    page("empty", empty, "month")
    page("nothing", empty, "--from", "2026-11-01", "--to", "2026-11-01")
    hostile = folder / "hostile"
    run(tick, "init", hostile, "--template", "empty")
    yaml = "'" + HOSTILE.replace("'", "''") + "'"
    (hostile / ".tick/config.yml").write_text(
        f"key: HD\nname: {yaml}\nzone: Europe/Moscow\nchannels: {{mail: {{title: {yaml}}}}}\n", encoding="utf-8")
    (hostile / "tickets").mkdir(exist_ok=True)
    for number, queue in enumerate([HOSTILE, "b"]):
        front = f"id: HD-{number}\ntitle: {yaml}\nstatus: open\ncreated: 2026-11-20T10:00:00+03:00\nchannel: mail\n"
        queue = "'" + queue.replace("'", "''") + "'"
        (hostile / f"tickets/{number}.md").write_text(
            f"---\n{front}queue: {queue}\ntags: [{yaml}]\nassignee: {yaml}\n---\n\nText.\n", encoding="utf-8")
    run("git", "add", ".", cwd=hostile)
    run("git", "commit", "--quiet", "--no-verify", "-m", "a", cwd=hostile)
    page("hostile", hostile, "all", f'not "{HOSTILE[8:24]}&"', "--by", "queue")
    return pages


def check(browser: Browser, name: str, path: pathlib.Path, screenshots: pathlib.Path) -> list[str]:
    problems = []
    for width in (400, 1400):
        for scheme in ("light", "dark"):
            browser.look(width, 900, scheme)
            browser.open(path)
            where = f"{name} at {width}, {scheme}"
            browser.screenshot(screenshots / f"{name}-{width}-{scheme}.png")
            problems += [f"{where}: {problem}" for problem in browser.evaluate(PROBE)]
            browser.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
            problems += [f"{where}, all open: {problem}" for problem in browser.evaluate(PROBE)]
            problems += [f"{where}: {complaint}" for complaint in browser.complaints]
    return problems


def check_that_it_would_fail(browser: Browser, folder: pathlib.Path) -> list[str]:
    """A page with every fault must be refused for each: a check that accepts everything proves nothing."""
    page = folder / "faulty.html"
    page.write_text(
        "<!doctype html><body style='background:#fff'><div style='width:3000px'>wide</div><p style='font-size:9px'>small</p>"
        "<p style='color:#ccc'>faint</p><svg role=img><text y=9>one</text><text y=9>two</text></svg><table></table>"
        "<img src='http://127.0.0.1:9/a.png'><script>console.error('a')</script>")
    browser.look(400, 900, "light")
    browser.open(page)
    found = " ".join(browser.evaluate(PROBE) + browser.complaints)
    wanted = ["pixels wide", "h1", "a script", "without a title", "without headings", "9px", "contrast", "overlap", "console", "asks for"]
    return [f"a faulty page was not refused: {word}" for word in wanted if word not in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tick", type=pathlib.Path, required=True)
    parser.add_argument("--screenshots", type=pathlib.Path, required=True, help="where pictures of the pages go")
    parser.add_argument("--browser", default="chromium")
    options = parser.parse_args()
    options.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, Browser(options.browser) as browser:
        folder = pathlib.Path(temporary)
        problems = check_that_it_would_fail(browser, folder)
        pages = make_pages(options.tick.resolve(), folder)
        for name, path in pages.items():
            problems += check(browser, name, path, options.screenshots)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"pages: {len(pages)} opened at two widths, light and dark; {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (BrowserFailed, CheckFailed) as failure:
        sys.exit(str(failure))
