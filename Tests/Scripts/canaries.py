#!/usr/bin/env python3
"""Nothing that a repository names is run: a canary for every key of git and of .tick/ that could name a command.

    Tests/Scripts/canaries.py --tick TICK

Every key of canary_keys.txt gets a program that leaves a trace. They lie in the clone's own configuration, drivers are
assigned to every file in .gitattributes, and submodules in .gitmodules. Then every command of tick runs. Only the hooks
`pre-commit` and `commit-msg`, the signing program, and editor and pager where a person asks for them may leave traces
(docs/safety.md). git itself has to set some of the canaries off, or they would prove nothing.
"""

import argparse
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples/helpdesk"

# {id} is a ticket. A ! says that the command has to succeed, or it would prove nothing.
COMMANDS = """
!list
!list --format json --columns id,title,assignee
!list text:printer sla:breached
!list --at 2026-11-21
!queue
!queue open
!show {id}
!show {id} --json
!log
!log {id}
!diff HEAD~1
!blame {id}
check --all
check --staged
check HEAD~1..HEAD
check --explain transition
sla
sla explain {id}
sla check
!new Canary priority=high
!set {id} priority=low
!set {id} priority=urgent --dry-run
!assign {id} me
!move {id} open assignee=ivan
!reply {id} -m Hello
!note {id} -m Noted
!wrote {id} -m Thanks --by maria@acme.example
!called {id} -m Called
!attach {id} file.txt
!edit {id} -m edited
!commit
!undo
!undo --list
remove {id2}
doctor
!report sla
!report week
!calendar
!calendar show office
!schema
!fields
!init ../made
""".strip().splitlines()

# Keys that git knows, that sound like programs, and that name none.
HARMLESS = re.compile(
    r"^(advice|color|column|completion|fsck|fsmonitor|gc|gitcvs|push|rebase|receive\.fsck|rerere|stash"
    r"|uploadpackfilter|http|notes|gui|clone|commitgraph|fetch)\.|^receive\.shallowupdate$"
    r"|^core\.(fsmonitorhookversion|quotepath|hookspath)$|usehttppath$|\.(binary|cachetextconv|wordregex|xfuncname|name"
    r"|recursive|hideresolved|trustexitcode|keepbackup|keeptemporaries|prompt|hasoutput|useautomerge|layout|writetotemp"
    r"|argprompt|confirm|needsfile|noconsole|norescan|revprompt|revunmerged|title|partialclonefilter|proxyauthmethod"
    r"|prune|prunetags|skipdefaultupdate|allow\w+|hiderefs|keepalive)$|^sendemail\.(aliasfiletype|forbid\w+|smtp(?!server$)\w+)$"
    r"|^commit\.template$|^help\.htmlpath$|^gpg\.ssh\.(allowedsignersfile|revocationfile)$")
PROGRAM = re.compile(
    r"program|command|cmd|editor|pager|helper|textconv|driver|process|clean$|smudge|hook|askpass|proxy|fsmonitor|external|tool$"
    r"|browser|alias|vcs$|uploadpack|receivepack|template|path$|insteadof|update$|filter|smtpserver|sendmail", re.IGNORECASE)  # fmt: skip


class Nest:
    """A desk with canaries, in an environment of its own."""

    def __init__(self, folder: pathlib.Path, tick: str):
        self.folder, self.tick = folder, tick
        self.desk, self.fired = folder / "desk", folder / "fired"
        for name in ["fired", "canaries", "hooks", "template/hooks", "home"]:
            (folder / name).mkdir(parents=True)
        self.environment = {
            "PATH": f"{folder}/canaries:{os.environ['PATH']}", "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1", "TICK_NOW": "2026-11-21T12:00:00+03:00", "TICK_EDITOR": "true", "TERM": "xterm",
        }  # fmt: skip
        for role in ["AUTHOR", "COMMITTER"]:
            self.environment |= {f"GIT_{role}_NAME": "Ivan Petrov", f"GIT_{role}_EMAIL": "ivan@helpdesk.example"}
        self.run("git", "config", "--global", "init.defaultBranch", "main", cwd=folder)
        self.run(tick, "init", str(self.desk), cwd=folder)
        self.ids = [self.run(tick, "new", title, "requester=maria@acme.example").strip() for title in ["Printer jams", "Spam"]]
        (self.desk / "file.txt").write_text("text\n")

    def run(self, *command: str, cwd: pathlib.Path | None = None, check: bool = True) -> str:
        done = subprocess.run(
            command, cwd=cwd or self.desk, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60)  # fmt: skip
        if check and done.returncode:
            sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def canary(self, name: str, folder: str = "canaries", then: str = "") -> pathlib.Path:
        """Returns a program that leaves a trace with its name."""
        path = self.folder / folder / re.sub(r"[^A-Za-z0-9.-]", "_", name)
        path.write_text(f"#!/bin/sh\ntouch '{self.fired}/{path.name}'\n{then}\n")
        path.chmod(0o755)
        return path

    def traces(self) -> set[str]:
        """Returns who left traces, and wipes them away."""
        names = {path.name for path in self.fired.iterdir()}
        for name in names:
            (self.fired / name).unlink()
        return names

    def hang(self) -> list[str]:
        """Sets every key of the list; returns the keys."""
        included = self.folder / "included"
        inner = self.canary("included")
        included.write_text(f'[core]\n\tfsmonitor = {inner}\n[diff]\n\texternal = {inner}\n[core "x"]\n\ty = z\n')
        for hook in HOOKS:
            self.canary(f"template-{hook}", "template/hooks").rename(self.folder / "template/hooks" / hook)
        for program in ["canary", "git-remote-canary", "git-credential-canary"]:
            self.canary(program)
        keys = []
        for line in (HERE / "canary_keys.txt").read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            key, value = line.rsplit(" ", 1) if "{" in line else line.split(" ", 1)
            key = key.rstrip(" !")
            keys.append(key)
            value = line[len(key) + 1 :].format(
                canary=self.canary(key), hooks=self.folder / "hooks", config=included, template=self.folder / "template")
            key = key.format(canary=self.canary(key))
            self.run("git", "config", "--local", "--add", key, value)
        return keys


HOOKS = """applypatch-msg pre-applypatch post-applypatch pre-commit pre-merge-commit prepare-commit-msg commit-msg post-commit
pre-rebase post-checkout post-merge pre-push pre-receive update proc-receive post-receive post-update reference-transaction
push-to-checkout pre-auto-gc post-rewrite sendemail-validate fsmonitor-watchman post-index-change""".split()


def missing_keys(nest: Nest, keys: list[str]) -> list[str]:
    """Returns what this git knows, what sounds like a program, and what the list does not have."""
    def plain(key: str) -> str:
        return re.sub(r"<\w+>|canary|\*", "*", key).lower()

    listed = {plain(key) for key in keys}
    listed |= {".".join([key.split(".")[0], "*", key.split(".")[-1]]) for key in listed if key.count(".") >= 2}
    listed |= {f"{key.split('.')[0]}.*" for key in listed}
    known = nest.run("git", "help", "--config", cwd=nest.folder, check=False).split()
    sounding = [key for key in known if PROGRAM.search(key) and not HARMLESS.search(key.lower())]
    return [key for key in sounding if plain(key) not in listed]


def sweep(nest: Nest, allowed: set[str], where: str, must_succeed: bool = True) -> int:
    """Runs every command; returns how many broke a promise."""
    failures = 0
    for line in COMMANDS:
        words = [word.format(id=nest.ids[0], id2=nest.ids[1]) for word in line.lstrip("!").split(" ")]
        if words[0] == "commit":
            path = next(nest.desk.glob(f"tickets/*/*/{nest.ids[0]}*"))
            path.write_text(path.read_text().replace("title: Printer", "title: Big printer"))
        shutil.rmtree(nest.folder / "made", ignore_errors=True)
        done = subprocess.run(
            [nest.tick, *words], cwd=nest.desk, env=nest.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60)  # fmt: skip
        if traces := nest.traces() - allowed:
            failures += 1
            print(f"{where}: tick {' '.join(words)} set off {', '.join(sorted(traces))}", file=sys.stderr)
        if must_succeed and line.startswith("!") and done.returncode:
            failures += 1
            print(f"{where}: tick {' '.join(words)} ended with {done.returncode}: {done.stderr}", file=sys.stderr)
    return failures


def expect(nest: Nest, what: str, expected: set[str], *command: str, terminal: bool = False) -> int:
    """Runs a command that has to set off exactly some canaries."""
    if terminal:
        pid, end = pty.fork()
        if pid == 0:
            os.chdir(nest.desk)
            os.execvpe(command[0], command, nest.environment)
        try:
            while os.read(end, 4096):
                pass
        except OSError:
            pass
        os.waitpid(pid, 0)
        os.close(end)
    else:
        nest.run(*command, check=False)
    traces = nest.traces()
    if traces == expected or expected == {"*"} and traces:
        return 0
    print(f"{what}: expected {sorted(expected)}, {sorted(traces)} were set off", file=sys.stderr)
    return 1


def tick_values(nest: Nest) -> tuple[int, int, int]:
    """Puts a command in the place of each value of .tick/; returns values, runs and failures."""
    shutil.rmtree(nest.desk / ".tick")
    shutil.copytree(SAMPLES / "desk/.tick", nest.desk / ".tick")
    trace = nest.fired / "tick-value"
    values = runs = failures = 0
    for path in sorted((nest.desk / ".tick").rglob("*.yml")):
        text = path.read_text()
        lines = text.splitlines(keepends=True)
        leaves = [number for number, line in enumerate(lines) if re.match(r"[ -]*[\w'<>*-]+:\s+\S", line)]
        for number in leaves:
            values += 1
            key = lines[number].split(":", 1)[0]
            changed = lines[:number] + [f"{key}: \"!touch {trace}; $(touch {trace}) | touch {trace} `touch {trace}`\"\n"] + lines[number + 1 :]
            path.write_text("".join(changed))
            # Two kinds in turn: reading, and writing or refusing to.
            for command in [["check"], ["list"]] if values % 2 else [["new", "Canary"], ["sla"]]:
                runs += 1
                nest.run(nest.tick, *command, check=False)
                if traces := nest.traces():
                    failures += 1
                    print(f"{path.name}:{number + 1}: tick {command[0]} set off {traces}", file=sys.stderr)
        path.write_text(text)
    return values, runs, failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tick", required=True)
    tick = os.path.abspath(parser.parse_args().tick)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tick-canaries-"))
    try:
        nest = Nest(folder, tick)
        keys = nest.hang()
        failures = 0
        if missing := missing_keys(nest, keys):
            print(f"canary_keys.txt lacks {', '.join(missing)}", file=sys.stderr)
            failures += 1
        nest.traces()
        failures += expect(nest, "git status", {"*"}, "git", "status")
        failures += expect(nest, "git diff", {"*"}, "git", "diff", "HEAD~1")
        failures += sweep(nest, set(), "configuration")

        # Hooks and signing are this clone's own, and run; nothing else of the hooks' folder does.
        for hook in HOOKS:
            nest.canary(hook, "hooks")
        nest.run("git", "config", "core.hooksPath", str(nest.folder / "hooks"))
        failures += sweep(nest, {"pre-commit", "commit-msg"}, "hooks")
        failures += expect(nest, "a note", {"pre-commit", "commit-msg"}, tick, "note", nest.ids[0], "-m", "x")
        failures += expect(nest, "a note without hooks", set(), tick, "note", nest.ids[0], "-m", "x", "--no-verify")
        nest.run("git", "config", "core.hooksPath", "/nonexistent")
        nest.run("git", "config", "commit.gpgsign", "true")
        failures += expect(nest, "a signed note", {"gpg.program"}, tick, "note", nest.ids[0], "-m", "x")
        failures += expect(nest, "an unsigned note", set(), tick, "note", nest.ids[0], "-m", "x", "--no-gpg-sign")
        nest.run("git", "config", "commit.gpgsign", "false")
        # Editor and pager are the person's.
        del nest.environment["TICK_EDITOR"]
        failures += expect(nest, "an edit", {"core.editor"}, tick, "edit", nest.ids[0])
        nest.environment["TICK_EDITOR"] = "true"
        failures += expect(nest, "a log on a terminal", {"core.pager"}, tick, "log", terminal=True)
        failures += expect(nest, "a log without a pager", set(), tick, "log", "--no-pager", terminal=True)

        # Drivers for every file; with a filter tickets are not written at all, so the other drivers come by themselves.
        submodule = f'[submodule "canary"]\n\tpath = sub\n\turl = ext::{nest.canary("gitmodules")}\n\tupdate = !{nest.canary("gitmodules")}\n'
        (nest.desk / ".gitmodules").write_text(submodule)
        (nest.desk / ".gitattributes").write_text("* diff=canary merge=canary\n")
        failures += sweep(nest, set(), "attributes")
        (nest.desk / ".gitattributes").write_text("* diff=canary merge=canary filter=canary\n")
        failures += expect(nest, "git add", {"*"}, "git", "add", ".gitmodules")
        failures += sweep(nest, set(), "filters", must_succeed=False)
        (nest.desk / ".gitattributes").unlink()

        values, runs, broken = tick_values(nest)
        failures += broken
    finally:
        shutil.rmtree(folder)
    sweeps = 4
    print(f"{len(keys)} keys of git × {len(COMMANDS)} commands × {sweeps} settings; {values} values of .tick/ in {runs} runs: "
          f"{failures} failures")  # fmt: skip
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
