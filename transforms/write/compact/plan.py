"""Which files become one: those of a folder and of a form, up to a size."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ..manifest import WrittenFile

FORMS = (
    ".jsonl.bz2",
    ".jsonl.gz",
    ".jsonl.xz",
    ".jsonl.zst",
    ".jsonl",
    ".parquet",
)
"""How the names of files end that can be compacted, longer ends first."""


class Group(NamedTuple):
    """Files that become one.

    Attributes:
        folder: In which they are, relative to the output folder.
        form: How their names end; one of `FORMS`.
        files: The files, in order of their paths.
    """

    folder: str
    form: str
    files: tuple[WrittenFile, ...]

    @property
    def name(self) -> str:
        """The name of the file that they become: always the same for the same files."""
        return f"part-compacted-{digest(file.path for file in self.files)}{self.form}"

    @property
    def rows(self) -> int:
        """How many records they hold."""
        return sum(file.rows for file in self.files)


def plan(files: Iterable[WrittenFile], target_bytes: int) -> list[Group]:
    """Return which files become one.

    A file as large as the target stays as it is, and so does one that has nothing to go with.

    Args:
        files: Files that may be compacted, in any order.
        target_bytes: About the size of what is written, as it is stored; it is passed by less than
            a file.
    """
    small = sorted((file for file in files if file.bytes < target_bytes), key=_place)
    groups = []
    for (folder, form), members in groupby(small, key=_place_without_name):
        if form:
            groups += [
                Group(folder, form, tuple(each))
                for each in _filled(members, target_bytes)
                if len(each) > 1
            ]
    return groups


def digest(paths: Iterable[str]) -> str:
    """Return what tells a set of files from others: 16 hexadecimal digits."""
    return hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()[:16]


def _form(path: str) -> str:
    return next((form for form in FORMS if path.endswith(form)), "")


def _place_without_name(file: WrittenFile) -> tuple[str, str]:
    return file.path.rpartition("/")[0], _form(file.path)


def _place(file: WrittenFile) -> tuple[str, str, str]:
    return *_place_without_name(file), file.path


def _filled(files: Iterable[WrittenFile], target_bytes: int) -> Iterator[Sequence[WrittenFile]]:
    held: list[WrittenFile] = []
    size = 0
    for file in files:
        held.append(file)
        size += file.bytes
        if size >= target_bytes:
            yield held
            held, size = [], 0
    yield held
