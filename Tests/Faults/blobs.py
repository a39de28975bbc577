"""Holds what tick stores against what git stores: the same blob for every line ending, attribute and setting.

    Tests/Faults/blobs.py --tick .build/debug/tick

`tick commit` takes hand-written files along and is held against `git hash-object --path`; `tick set` changes them and is
held against `git add`, which also looks at what is stored already (git-config(1), `core.autocrlf`).
"""

import argparse
import itertools
import pathlib
import shutil
import subprocess
import sys
import tempfile

from desk import ENVIRONMENT, CheckFailed, call, run, scratch_folder

ATTRIBUTES = [
    "", "text", "-text", "text=auto", "eol=crlf", "eol=lf", "text eol=crlf", "text eol=lf", "text=auto eol=crlf",
    "text=auto eol=lf", "crlf", "-crlf", "crlf=input", "binary",
]
HEAD = "---\ntitle: {name}\nstatus: new\n---\n"
CONTENTS = {
    "lf": (HEAD + "One.\n\nTwo.\n").encode,
    "crlf": lambda text=None: (HEAD + "One.\n\nTwo.\n").replace("\n", "\r\n").encode(),
    "mixed": (HEAD + "One.\r\n\r\nTwo.\nThree.\r\n").encode,
    "lone-cr": (HEAD + "One.\rTwo.\n").encode,
    "no-end": (HEAD + "One.\r\nTwo.").encode,
    "bom": ("\ufeff" + HEAD + "One.\n").encode,
    "bom-crlf": lambda: ("\ufeff" + HEAD + "One.\n").replace("\n", "\r\n").encode(),
    "ident": (HEAD + "$Id$ and $Id: 0123 $.\n").encode,
}
SETTINGS = [
    dict(zip(("core.autocrlf", "core.eol"), values))
    for values in itertools.product((None, "true", "input", "false"), (None, "lf", "crlf"))
]


def name(attribute: int, content: str) -> str:
    return f"tickets/2026/12/a{attribute}-{content}.md"


def make_desk(tick: str, root: pathlib.Path, settings: dict) -> list[str]:
    run(tick, "init", root, cwd=root.parent)
    attributes = [f"a{number}-*.md {words}\n" for number, words in enumerate(ATTRIBUTES) if words]
    (root / ".gitattributes").write_text("".join(attributes))
    run("git", "add", ".gitattributes", cwd=root)
    run("git", "commit", "--quiet", "--message=attributes", cwd=root)
    configure(root, settings)
    (root / "tickets/2026/12").mkdir(parents=True)
    paths = []
    for number, content in itertools.product(range(len(ATTRIBUTES)), CONTENTS):
        path = name(number, content)
        data = CONTENTS[content]().replace(b"{name}", f"a{number} {content}".encode())
        (root / path).write_bytes(data)
        paths.append(path)
    return paths


def configure(root: pathlib.Path, settings: dict):
    for key, value in settings.items():
        if value:
            run("git", "config", key, value, cwd=root)
        else:
            call("git", "config", "--unset", key, cwd=root)


def stored(root: pathlib.Path, paths: list[str]) -> dict[str, str]:
    lines = run("git", "ls-tree", "-r", "HEAD", cwd=root).splitlines()
    found = {line.split("\t")[1]: line.split()[2] for line in lines}
    return {path: found.get(path, "") for path in paths}


def hashed(root: pathlib.Path, paths: list[str]) -> dict[str, str]:
    """What `git hash-object --path PATH PATH` says; read from stdin, each path is its own --path."""
    result = subprocess.run(
        ["git", "hash-object", "--stdin-paths"], cwd=root, env=ENVIRONMENT, input="\n".join(paths) + "\n",
        capture_output=True, text=True, check=True)
    return dict(zip(paths, result.stdout.split(), strict=True))


def added(root: pathlib.Path, paths: list[str], base: str) -> dict[str, str]:
    """What `git add` makes of the files on top of an older commit."""
    environment = ENVIRONMENT | {"GIT_INDEX_FILE": str(root / ".git/other-index")}
    run("git", "read-tree", base, cwd=root, environment=environment)
    run("git", "add", "--", *paths, cwd=root, environment=environment)
    lines = run("git", "ls-files", "--stage", cwd=root, environment=environment).splitlines()
    (root / ".git/other-index").unlink()
    return {line.split("\t")[1]: line.split()[1] for line in lines if line.split("\t")[1] in set(paths)}


class Count:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def compare(self, what: str, ours: dict, gits: dict):
        for path in gits:
            if ours[path] == gits[path]:
                self.passed += 1
            else:
                self.failed += 1
                number = int(pathlib.Path(path).name[1:].split("-")[0])
                print(f"FAILED {what}: {path} [{ATTRIBUTES[number]}]: {ours[path][:7]}, git stores {gits[path][:7]}")

    def check(self, what: str, text: str):
        self.passed += not text
        self.failed += bool(text)
        if text:
            print(f"FAILED {what}: {text[:400]}")


def try_settings(tick: str, root: pathlib.Path, settings: dict, count: Count):
    what = ", ".join(f"{key}={value}" for key, value in settings.items() if value) or "defaults"
    paths = make_desk(tick, root, settings)
    run(tick, "commit", "-m", "by hand", cwd=root)
    count.compare(f"commit, {what}", stored(root, paths), hashed(root, paths))
    count.check(f"commit, {what}, status", run("git", "status", "--porcelain", cwd=root))
    before = {path: (root / path).read_bytes() for path in paths}
    run(tick, "set", "title:a", "priority=high", "--yes", cwd=root)
    count.compare(f"set, {what}", stored(root, paths), added(root, paths, "HEAD^"))
    count.check(f"set, {what}, status", run("git", "status", "--porcelain", cwd=root))
    count.check(f"set, {what}, endings", kept_endings(root, before))


def kept_endings(root: pathlib.Path, before: dict[str, bytes]) -> str:
    """Taking the new line out gives the old bytes again."""
    changed = []
    for path, old in before.items():
        lines = (root / path).read_bytes().splitlines(keepends=True)
        rest = b"".join(line for line in lines if not line.startswith(b"priority: high"))
        if rest != b"".join(old.splitlines(keepends=True)) or len(rest) == len((root / path).read_bytes()):
            changed.append(path)
    return " ".join(changed)


def try_stored_crlf(tick: str, root: pathlib.Path, settings: dict, count: Count):
    """CRLF is stored already, from before somebody turned `autocrlf` on."""
    what = "stored CRLF, " + (", ".join(f"{key}={value}" for key, value in settings.items() if value) or "defaults")
    paths = make_desk(tick, root, {"core.autocrlf": "false"})
    (root / ".gitattributes").rename(root / "later")
    run(tick, "commit", "-m", "by hand", cwd=root)
    (root / "later").rename(root / ".gitattributes")
    configure(root, {"core.autocrlf": None} | settings)
    run(tick, "set", "title:a", "priority=high", "--yes", "--with-edits", cwd=root)
    count.compare(f"set, {what}", stored(root, paths), added(root, paths, "HEAD^"))


def try_ident(tick: str, root: pathlib.Path, count: Count):
    """The library would change the first `$Id$` of a file only: such paths are refused, and nothing is written."""
    make_desk(tick, root, {})
    run(tick, "commit", "-m", "by hand", cwd=root)
    (root / ".gitattributes").write_text("*.md ident\n")
    before = run("git", "rev-parse", "HEAD", cwd=root)
    result = call(tick, "set", "title:a", "priority=high", "--yes", cwd=root)
    refused = result.returncode == 2 and "ident" in result.stderr
    same = run("git", "rev-parse", "HEAD", cwd=root) == before
    count.check("ident", "" if refused and same else f"exit {result.returncode}: {result.stderr}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tick", required=True, help="the binary")
    options = parser.parse_args()
    tick = str(pathlib.Path(options.tick).resolve())
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tick-blobs-", dir=scratch_folder()))
    count = Count()
    try:
        for number, settings in enumerate(SETTINGS):
            for kind, attempt in [("new", try_settings), ("stored", try_stored_crlf)]:
                try:
                    attempt(tick, folder / f"{kind}-{number}", settings, count)
                except CheckFailed as error:
                    count.check(f"{kind} {settings}", str(error))
                shutil.rmtree(folder / f"{kind}-{number}", ignore_errors=True)
        try_ident(tick, folder / "ident", count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
