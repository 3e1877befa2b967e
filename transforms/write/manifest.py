"""The manifest: the files that a run published."""

from ..model import Model


class WrittenFile(Model):
    """One file of a data set.

    Attributes:
        path: Where it is, relative to the output folder.
        rows: Records in it.
        bytes: Size on disk.
        sha256: SHA-256 of its bytes, hexadecimal.
    """

    path: str
    rows: int
    bytes: int
    sha256: str


class Manifest(Model):
    """The files that a run published, in order of their paths.

    Attributes:
        run_id: The run.
        files: Its files.
    """

    run_id: str
    files: tuple[WrittenFile, ...]
