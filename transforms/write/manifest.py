"""The manifest: the files that a run published."""

from ..model import Model
from .ledger import Tally


class WrittenFile(Model):
    """One file of a data set.

    Attributes:
        path: Where it is; in a manifest, relative to the output folder.
        rows: Records in it.
        bytes: Size on disk.
        sha256: SHA-256 of its bytes, hexadecimal.
    """

    path: str
    rows: int
    bytes: int
    sha256: str


class StagedFile(Model):
    """A file that is written whole, and not yet in its place.

    Attributes:
        staged_path: Where it waits.
        file: What it will be.
        tally: What its records are.
    """

    staged_path: str
    file: WrittenFile
    tally: Tally


class Manifest(Model):
    """The files that a run published, in order of their paths.

    Attributes:
        run_id: The run.
        files: Its files.
        known_runs: The earlier runs of which it remembered anything, in order; None if it was to
            remember none. Done again, it remembers the same.
    """

    run_id: str
    files: tuple[WrittenFile, ...]
    known_runs: tuple[str, ...] | None = None
