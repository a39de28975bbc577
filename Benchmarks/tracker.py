"""What the benchmarks want to know of a tracker, and the two that need no data of their own: tick itself, and ripgrep."""

import pathlib
import shutil
import tempfile

from desks import put_back, tip
from measuring import clean_environment, probe
from tickets import Ticket


class Tracker:
    """A program with tickets: how it gets them, lists the open ones, and changes one of them."""

    name = ""
    package = ""  # as Debian or PyPI calls it
    source = ""  # Debian or PyPI
    program = ""
    data = ""  # how the tickets came in, and where it keeps them
    change = ""  # what changing one item means here
    change_writes = ""  # what is written for that

    def __init__(self, programs: pathlib.Path):
        """`programs` is the folder of the virtual environment's programs."""
        beside = programs / self.program
        self.path = str(beside) if beside.exists() else shutil.which(self.program)

    @property
    def is_there(self) -> bool:
        return self.path is not None

    def version(self) -> str:
        raise NotImplementedError

    def write(self, folder: pathlib.Path, tickets: list[Ticket]):
        """Makes the tracker's data in the empty folder."""
        raise NotImplementedError

    def environment(self, folder: pathlib.Path) -> dict[str, str]:
        return clean_environment()

    def list_open(self, folder: pathlib.Path) -> str:
        """Returns the command line that lists what is open."""
        raise NotImplementedError

    def count(self, output: bytes) -> int:
        """Returns how many items a listing shows."""
        return len(output.splitlines())

    def can_change(self, ticket: Ticket) -> bool:
        """Says whether the change of `change_one` would change this ticket."""
        return ticket.is_open and ticket.priority in ("low", "normal")

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str | None:
        """Returns the command line that changes the ticket; nil where the program changes nothing."""
        raise NotImplementedError

    def first_line(self, line: str) -> str:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            return probe(folder, line, environment=self.environment(folder))["output"].decode().strip().splitlines()[0]


class Tick(Tracker):
    name, package, source = "tick", "tickdown", "here"
    data = "the desk itself"
    change, change_writes = "`set ID priority=high`", "the file, durable, and a commit"

    def __init__(self, tick: pathlib.Path):
        self.path = str(tick)

    def version(self) -> str:
        return self.first_line(f"{self.path} --version").split()[-1]

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} list phase:open,waiting"

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> str:
        return f"{self.path} set {ticket.identifier} priority=high"


class Ripgrep(Tracker):
    """Not a tracker: what finding the files of open tickets costs at least, without an index."""

    name, package, source, program = "rg -l", "ripgrep", "Debian", "rg"
    data = "the files of the desk"

    def version(self) -> str:
        return self.first_line(f"{self.path} --version").split()[1]

    def list_open(self, folder: pathlib.Path) -> str:
        return f"{self.path} -l '^status: (new|open|waiting)$' tickets"

    def change_one(self, folder: pathlib.Path, ticket: Ticket) -> None:
        return None


class OnDesk:
    """Measures on the desk itself, and puts it back afterwards."""

    def __init__(self, desk: pathlib.Path):
        self.desk = desk

    def __enter__(self) -> pathlib.Path:
        self.before = tip(self.desk)
        return self.desk

    def __exit__(self, *error):
        put_back(self.desk, self.before)
