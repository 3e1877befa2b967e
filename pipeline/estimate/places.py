"""Which parts of the input are looked at: all of a small one, places spread evenly over a large."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath

PLACE_BYTES = 1 << 18
"""Of a large file that is read at a place: 80 articles of 3 KB."""
_PLACES = 40
_LEAST_PLACES = 4  # of each kind of file
_ALL_BYTES = 8 << 20  # of input in few files are read whole: it takes a second or two
_ALL_FILES = 1_000
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst")


@dataclass(frozen=True)
class Place:
    """A part of a file.

    Attributes:
        path: The file.
        begin: Where to begin, in bytes; what is there may be the midst of a document.
        size: How many bytes from there on.
        is_whole: Whether that is all of the file.
    """

    path: str
    begin: int
    size: int
    is_whole: bool


@dataclass(frozen=True)
class Kind:
    """The files of one kind, by their names' ends.

    Attributes:
        suffix: Such as `.jsonl.gz`.
        size: Of all of them, in bytes.
        files: How many there are.
        places: Where to look.
        is_all: Whether these places are all that there is.
    """

    suffix: str
    size: int
    files: int
    places: tuple[Place, ...]
    is_all: bool


def choose_places(sizes: Mapping[str, int]) -> list[Kind]:
    """Return where to look, kind by kind: the same places for the same input.

    Of each kind they are evenly spread over its bytes, its files in the order of a hash of their
    paths; a small file is read whole. So each byte is as likely to be looked at as any other.

    Args:
        sizes: Path → size in bytes.
    """
    total = sum(sizes.values())
    by_suffix: dict[str, dict[str, int]] = {}
    for path, size in sizes.items():
        if size:
            by_suffix.setdefault(suffix(path), {})[path] = size
    if total <= _ALL_BYTES and len(sizes) <= _ALL_FILES:
        return [
            Kind(name, sum(files.values()), len(files), tuple(map(_whole, files.items())), True)  # noqa: FBT003
            for name, files in sorted(by_suffix.items())
        ]
    return [_spread(name, files, total) for name, files in sorted(by_suffix.items())]


def suffix(path: str) -> str:
    """Return the end of a file's name by which its kind is told.

    >>> suffix("crawl/a.b.warc.gz"), suffix("notes.en.txt"), suffix("README")
    ('.warc.gz', '.txt', '')
    """
    name = PurePosixPath(path.lower())
    if name.suffix in _COMPRESSED:
        return name.with_suffix("").suffix + name.suffix
    return name.suffix


def _whole(file: tuple[str, int]) -> Place:
    path, size = file
    return Place(path, 0, size, is_whole=True)


def _spread(name: str, files: Mapping[str, int], total: int) -> Kind:
    size = sum(files.values())
    paths = sorted(files, key=lambda path: hashlib.sha256(path.encode()).digest())
    ends = list(accumulate(files[path] for path in paths))
    count = max(_LEAST_PLACES, round(_PLACES * size / total))
    places = {}
    for number in range(count):
        at = size * number // count
        place = bisect_right(ends, at)
        path, begin = paths[place], at - (ends[place - 1] if place else 0)
        if files[path] <= 2 * PLACE_BYTES:
            places[path, 0] = _whole((path, files[path]))
        else:
            places[path, begin] = Place(path, begin, PLACE_BYTES, is_whole=False)
    return Kind(name, size, len(files), tuple(places.values()), is_all=False)
