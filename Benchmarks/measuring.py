"""Times and memory of commands: hyperfine, GNU time, and what the machine was doing meanwhile."""

import dataclasses
import json
import os
import pathlib
import platform
import re
import shlex
import statistics
import subprocess
import tempfile
import time

LONGEST_SECONDS = 600


@dataclasses.dataclass
class Command:
    """A command line as hyperfine takes it: words, no shell.

    `prepare` runs before each run of it and is not timed. Commands without it run `warmups` times before they are timed: once, or
    twice where a cache was dropped before, since tick makes its index only when a second command wants it.
    """

    name: str
    line: str
    prepare: str | None = None
    runs: int | None = None
    warmups: int = 1


def shell(line: str) -> str:
    """Returns a command that runs the line in a shell, for redirections and `&&`."""
    return f"sh -c {shlex.quote(line)}"


def clean_environment(**more: str) -> dict[str, str]:
    """Returns the environment for everything measured: no configuration of this user's, one locale, one zone."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    fixed = {
        "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true",
        "NO_COLOR": "1", "USER": "ivan",
    }  # fmt: skip
    return kept | fixed | more


def run(*words, cwd=None, **options) -> str:
    """Runs a command that must succeed, and returns what it printed."""
    options.setdefault("env", clean_environment())
    done = subprocess.run([str(word) for word in words], cwd=cwd, stdout=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{shlex.join(str(word) for word in words)} exits with {done.returncode} in {cwd}")
    return done.stdout


def hyperfine(folder: pathlib.Path, command: Command, runs: int, environment: dict[str, str] | None = None) -> list[float]:
    """Returns the seconds of each run, as hyperfine measures them; output goes into a pipe."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        words = ["hyperfine", "--shell=none", "--output=pipe", "--style=none", f"--warmup={0 if command.prepare else command.warmups}",
                 f"--runs={runs}", f"--export-json={file.name}"]  # fmt: skip
        if command.prepare:
            words.append(f"--prepare={command.prepare}")
        done = subprocess.run(
            [*words, command.line], cwd=folder, env=environment or clean_environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if done.returncode != 0:
            raise SystemExit(f"hyperfine cannot measure {command.name} in {folder}: {command.line}\n{done.stderr}")
        return json.load(open(file.name))["results"][0]["times"]


def alternate(folder: pathlib.Path, commands: list[Command], rounds: int, runs: int) -> dict[str, float]:
    """Returns the median seconds of each command by its name.

    Each round measures every command once more, so that noise of the machine meets all of them alike.
    """
    times: dict[str, list[float]] = {command.name: [] for command in commands}
    for _ in range(rounds):
        for command in commands:
            times[command.name] += hyperfine(folder, command, command.runs or runs)
    return {name: statistics.median(values) for name, values in times.items()}


def probe(folder: pathlib.Path, line: str, limit_seconds: float = LONGEST_SECONDS, environment=None) -> dict | None:
    """Runs a command once under GNU time.

    Returns its `seconds`, `megabytes` (the most memory it held, of one process) and `output`, or nil where it was stopped
    because it took longer than the limit. A command that fails ends the program.
    """
    with tempfile.NamedTemporaryFile() as figures:
        words = ["/usr/bin/time", "--format=%M", f"--output={figures.name}", *shlex.split(line)]
        start = time.monotonic()
        process = subprocess.Popen(
            words, cwd=folder, env=environment or clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            output, errors = process.communicate(timeout=limit_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return None
        seconds = time.monotonic() - start
        if process.returncode != 0:
            raise RuntimeError(f"{line} exits with {process.returncode}: {errors.decode(errors='replace').strip()[-400:]}")
        kilobytes = int(pathlib.Path(figures.name).read_text().split()[-1])
        return {"seconds": seconds, "megabytes": kilobytes * 1024 / 1e6, "output": output}


def machine() -> str:
    info = pathlib.Path("/proc/cpuinfo").read_text() if pathlib.Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.*)", info)
    cores = os.cpu_count() or "?"
    memory = pathlib.Path("/proc/meminfo")
    total = int(re.search(r"MemTotal:\s*(\d+)", memory.read_text())[1]) // 2**20 if memory.exists() else "?"
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{model[1] if model else platform.machine()}, {cores} cores, {total} GiB, {system}"


def versions(tick: pathlib.Path) -> list[str]:
    tools = (["git", "--version"], ["rg", "--version"], ["hyperfine", "--version"])
    return [line.splitlines()[0].split(" (")[0] for line in [run(tick, "--version"), *(run(*tool) for tool in tools)]]


def load() -> float:
    """Returns how many processes wanted to run in the last minute, on average."""
    return round(os.getloadavg()[0], 2)
