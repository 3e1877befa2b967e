"""One file of a data set: its records in order, its name, and where it waits to be put in place."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.transforms.window import BoundedWindow, GlobalWindow
from apache_beam.typehints.decorators import with_output_types
from apache_beam.utils.windowed_value import PaneInfo

from ..metrics import count_written
from ..model import Model
from .formats import Compression, Format, file_suffix, write_records
from .ledger import Tally
from .manifest import StagedFile, WrittenFile
from .records import Schema
from .storage import write_aside


@dataclass(frozen=True)
class FileWriter:
    """How the files of a data set are written.

    Attributes:
        path: Folder of the data set.
        staging: Where files wait; None for beside their place.
        run_id: Goes into their names.
        element: What is written.
        schema: Makes records of elements.
        properties: What the ledger counts an element by.
        file_format: JSON Lines or Parquet.
        compression: One that the format has.
        without: Columns that the path of a file tells.
    """

    path: str
    staging: str | None
    run_id: str
    element: type[Model]
    schema: Schema
    properties: Callable[[Any], Mapping[str, str]]
    file_format: Format
    compression: Compression
    without: frozenset[str]

    def write(self, folder: str, group: Iterable[bytes], when: str) -> StagedFile:
        """Write a file for `folder`, relative to the data set, aside.

        Args:
            folder: The partition.
            group: Its elements as JSON, in any order.
            when: Goes into the name, to tell windows and panes apart.
        """
        elements = _in_order(map(self.element.decoded, group))
        target = FileSystems.join(self.path, *filter(None, folder.split("/")))
        aside, size, sha256 = write_aside(
            self.staging or target,
            lambda stream: write_records(
                stream,
                elements,
                self.schema,
                file_format=self.file_format,
                compression=self.compression,
                without=self.without,
            ),
        )
        name = _file_name(self.run_id, when, elements)
        name += file_suffix(self.file_format, self.compression)
        kinds = Counter(tuple(self.properties(element).items()) for element in elements)
        return StagedFile(
            staged_path=aside,
            file=WrittenFile(
                path=FileSystems.join(target, name), rows=len(elements), bytes=size, sha256=sha256
            ),
            tally=Tally.of((dict(kind), count) for kind, count in kinds.items()),
        )


@with_output_types(StagedFile)
class WriteFile(beam.DoFn):
    """Write each group of (partition folder, shard) as a file."""

    def __init__(self, writer: FileWriter) -> None:
        self._writer = writer

    def process(
        self,
        keyed: tuple[tuple[str, int], Iterable[bytes]],
        window: BoundedWindow = beam.DoFn.WindowParam,
        pane: PaneInfo = beam.DoFn.PaneInfoParam,
    ) -> Iterable[StagedFile]:
        """Yield the file, unless there is nothing to go into it."""
        (folder, _), group = keyed
        if any(True for _ in group):  # else the empty pane with which some runners close a window
            staged = self._writer.write(folder, group, _when(window, pane))
            count_written(self._writer.element, staged.tally.total, staged.tally.by)
            yield staged


def _when(window: BoundedWindow, pane: PaneInfo) -> str:
    """Return what tells the panes of windows apart; nothing for a batch."""
    parts = []
    if not isinstance(window, GlobalWindow):
        parts.append(f"{window.max_timestamp().to_utc_datetime():%Y%m%dT%H%M%S}")
    if pane.index > 0:
        parts.append(f"pane{pane.index}")
    return "-".join(parts)


def _in_order(group: Iterable[Any]) -> list[Any]:
    """Return the elements by their ids; by all they say, where somebody gave two one id."""
    elements = sorted(group, key=lambda element: element.id)
    if len({element.id for element in elements}) < len(elements):
        elements.sort(key=lambda element: (element.id, element.model_dump_json()))
    return elements


def _file_name(run_id: str, when: str, elements: Sequence[Any]) -> str:
    ids = hashlib.sha256("\n".join(element.id for element in elements).encode()).hexdigest()
    return "-".join(filter(None, ("part", run_id, when, ids[:16])))
