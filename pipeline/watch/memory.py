"""What is remembered, in few files: the index of an output has one for each batch.

To open a file takes 2 ms, and a month has tens of thousands of batches. So what a batch reads is a
copy of the index that grows as log-structured merge trees do (O'Neil and others, "The
log-structured merge-tree", 1996): whenever a day has `WIDTH` files of a size, they become one. Each
entry is written three or four times, and a day has some dozen files. The copy can be thrown away
at any time; it is made anew from the index, which stays as it is.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from shutil import copyfile
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from transforms.model import Model

from ..config import INDEX
from ..paths import is_local
from .places import Places, forget, keep, kept, make_lasting

WIDTH = 16
"""So many files of a size become one."""
_TRIES = 5  # compactions are hours apart
_ROWS_PER_GROUP = 1_024  # 2 MB: of a group with one entry that is wanted all is read


class Contents(Model):
    """The files of the copy.

    Attributes:
        files: File of the copy → files of the index whose entries it has; relative paths.
    """

    files: Mapping[str, tuple[str, ...]] = {}


class Memory:
    """The copy of the index of a local output.

    Args:
        output: The output.
        places: Of its watch.
    """

    def __init__(self, output: str, places: Places) -> None:
        self._is_local = is_local(output)
        self._index = f"{output}/{INDEX}"
        self._folder = places.known
        self._contents = f"{places.known}.json"

    def refreshed(self, run_id: str, since: date | None) -> str:
        """Return the folder of an index that has what the output's has, in few files.

        Where the output is not local, that is its own.

        Args:
            run_id: What a run of this id kept is left out: it is done again.
            since: The first day that is needed; None for all.
        """
        if not self._is_local:
            return self._index
        for _ in range(_TRIES - 1):
            with suppress(FileNotFoundError):  # compacted since it was listed: list again
                return self._refreshed(run_id, since)
        return self._refreshed(run_id, since)

    def _refreshed(self, run_id: str, since: date | None) -> str:
        there = set(self._sources(run_id, since))
        before = self._load()
        files = {
            name: sources
            for name, sources in before.items()
            if there.issuperset(sources) and Path(self._folder, name).exists()
        }
        held = {source for sources in files.values() for source in sources}
        for source in sorted(there - held):
            files[self._linked(source)] = (source,)
        merged = self._merged(files)
        if merged != before:
            make_lasting(self._folder, [name for name in merged if name not in before])
            keep(self._contents, Contents(files=merged).encoded())
        stray = set(_parquet_files(self._folder)) - merged.keys()
        forget(*(f"{self._folder}/{name}" for name in stray))
        return self._folder

    def _sources(self, run_id: str, since: date | None) -> Iterator[str]:
        first = f"kept={since}" if since else ""
        for path in _parquet_files(self._index):
            day, _, name = path.rpartition("/")
            is_old = day.startswith("kept=2") and day < first  # else of no known day
            if not is_old and not name.startswith(f"part-{run_id}-"):
                yield path

    def _load(self) -> Mapping[str, tuple[str, ...]]:
        content = kept(self._contents)
        with suppress(ValidationError):
            return Contents.decoded(content or b"{}").files
        return {}

    def _linked(self, source: str) -> str:
        origin, target = Path(self._index, source), Path(self._folder, source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(origin, target)
        except OSError:  # not every file system has links
            copyfile(origin, target)
        return source

    def _merged(self, files: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        merged = dict(files)
        while groups := [group for group in _by_size(merged) if len(group) >= WIDTH]:
            for group in groups:
                name = self._merge(group)
                if name is None:
                    return merged
                merged[name] = tuple(sorted(each for part in group for each in merged.pop(part)))
        return merged

    def _merge(self, names: list[str]) -> str | None:
        """Make one file of several; return None if one cannot be read, of which the run tells."""
        day = names[0].rpartition("/")[0]
        name = f"{day}/merged-{uuid4().hex}.parquet".lstrip("/")
        try:
            files = [pq.ParquetFile(f"{self._folder}/{each}") for each in names]
            schema = pa.unify_schemas([file.schema_arrow for file in files])
            with pq.ParquetWriter(f"{self._folder}/{name}", schema, compression="zstd") as writer:
                for table in _tables(files, schema):
                    writer.write_table(table)
        except pa.ArrowException:
            return None
        return name


def _tables(files: Iterable[pq.ParquetFile], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows of all files, so many at a time as are written together."""
    none = schema.empty_table()
    waiting = none
    for file in files:
        for batch in file.iter_batches(_ROWS_PER_GROUP):
            more = pa.Table.from_batches([batch])  # an older file lacks columns
            waiting = pa.concat_tables([none, waiting, more], promote_options="default")
            while waiting.num_rows >= _ROWS_PER_GROUP:
                yield waiting.slice(0, _ROWS_PER_GROUP)
                waiting = waiting.slice(_ROWS_PER_GROUP)
    if waiting.num_rows:
        yield waiting


def _by_size(files: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the files of a day that stand for about as many others, in order."""
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name, sources in sorted(files.items()):
        level, count = 0, len(sources)
        while count >= WIDTH:
            level, count = level + 1, count // WIDTH
        groups[name.rpartition("/")[0], level].append(name)
    yield from groups.values()


def _parquet_files(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in names:
            if name.endswith(".parquet") and not name.startswith((".", "_")):
                yield name if below == "." else f"{below}/{name}"
