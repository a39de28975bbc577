"""What the checks share: desks in temporary folders, running tick, front matter as PyYAML reads it."""

import json
import os
import pathlib
import subprocess

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"

# A desk is the same whoever runs the check: no configuration, identity, zone or language of the machine's.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ivan Petrov",
    "GIT_AUTHOR_EMAIL": "ivan@helpdesk.example",
    "GIT_COMMITTER_NAME": "Ivan Petrov",
    "GIT_COMMITTER_EMAIL": "ivan@helpdesk.example",
}


class CheckFailed(Exception):
    """What was expected did not hold; the text says what."""


def run(*arguments, cwd=None, allowed=(0,)) -> str:
    """Runs a command in the fixed environment and returns what it wrote to stdout."""
    words = [str(word) for word in arguments]
    result = subprocess.run(words, cwd=cwd, env=ENVIRONMENT, capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
    if result.returncode not in allowed:
        errors = result.stderr.decode(errors="replace")[-4000:]
        raise CheckFailed(f"{' '.join(words)} exited {result.returncode}\n{errors}")
    return result.stdout.decode("utf-8")


def run_json(*arguments, cwd=None, allowed=(0,)) -> dict:
    output = run(*arguments, cwd=cwd, allowed=allowed)
    try:
        return json.loads(output)
    except json.JSONDecodeError as error:
        words = " ".join(str(word) for word in arguments)
        raise CheckFailed(f"{words} wrote no JSON: {error}\n{output[:400]}") from error


def make_desk(folder: pathlib.Path, config: str) -> pathlib.Path:
    """Makes an ordinary git repository with a `.tick/config.yml`."""
    (folder / ".tick").mkdir(parents=True)
    (folder / ".tick/config.yml").write_text(config, encoding="utf-8")
    run("git", "init", "--quiet", "--initial-branch=main", folder)
    return folder


def front_matter(data: bytes) -> bytes | None:
    """Returns what stands between the first line, `---`, and the next line that is exactly `---`.

    A byte order mark before it and CR LF at the ends of lines are allowed. None where there is no front matter.
    """
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines[0].rstrip(b"\r") != b"---":
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.removesuffix(b"\r") == b"---":
            return b"\n".join(lines[1:number]) + b"\n"
    return None


def load_strings(data: bytes | str):
    """Returns YAML with every scalar as the string that it is (PyYAML's BaseLoader)."""
    return yaml.load(data, Loader=yaml.BaseLoader)
