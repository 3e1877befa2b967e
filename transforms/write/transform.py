"""WritePartitioned and its kin: records → whole files in Hive partitions.

Each file is written aside and renamed into place, so that no reader ever sees a part of one. Its
name is made of the window, the pane and a hash of the ids in it, and its records are in the order
of their ids: whatever the runner, and however often a bundle is tried again, the same records make
the same file.

Bounded: a file for each partition (or `shards` of them). Unbounded: one for each partition,
window and pane; windows are needed, and panes must discard what earlier panes held, which is
Beam's default. Storage that refuses to be written to fails the pipeline.
"""

import re
import zlib
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import apache_beam as beam
from apache_beam.transforms.trigger import (
    AccumulationMode,
    AfterCount,
    DefaultTrigger,
    Repeatedly,
)
from apache_beam.transforms.window import GlobalWindows
from apache_beam.typehints.decorators import with_input_types
from apache_beam.utils.timestamp import Timestamp

from ..model import Article, Duplicate, Failure, IndexEntry, Model
from ..model.coders import register
from . import records
from .files import FileWriter, WriteFile
from .formats import Compression, Format, check_compression
from .manifest import StagedFile, WrittenFile
from .partitions import (
    PartitionKey,
    article_partition,
    check_partition_keys,
    partition_path,
)
from .storage import move_into_place

register(StagedFile, WrittenFile)


_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(eq=False)
class _WriteFiles(beam.PTransform):
    """What the three have in common.

    Attributes:
        path: Folder of the data set, on any of Beam's file systems.
        file_format: `jsonl` or `parquet`.
        compression: See `COMPRESSIONS`; None for the format's default.
        run_id: Goes into the names of files, so that runs never touch each other's.
        shards: Files for each partition. A file's records are sorted in one worker's memory:
            raise it where a partition holds more than some 100,000 articles.
        staging: Folder in which files wait, for `PublishRun`; None puts each in place at once.
    """

    path: str
    file_format: Format = "jsonl"
    compression: Compression | None = None
    run_id: str = ""
    shards: int = 1
    staging: str | None = None

    _schema: ClassVar[records.Schema]
    _element: ClassVar[type[Model]]

    def __post_init__(self) -> None:
        super().__init__()
        self.compression = check_compression(self.file_format, self.compression)
        if not isinstance(self.path, str) or not self.path:
            raise ValueError(f"path must be the name of a folder, not {self.path!r}")
        if not isinstance(self.shards, int) or self.shards < 1:
            raise ValueError(f"shards must be a whole number of 1 or more, not {self.shards}")
        if self.run_id and not _RUN_ID.fullmatch(self.run_id):
            raise ValueError(f"run_id goes into names of files, which {self.run_id!r} cannot")

    @abstractmethod
    def _folder(self) -> Callable[[Any, Timestamp], str]:
        """Return what tells the partition folder of an element by itself and its timestamp."""

    @abstractmethod
    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        """Return what tells the properties by which the ledger counts an element."""

    def _columns_in_path(self) -> Sequence[str]:
        return ()

    def expand(self, elements: beam.PCollection) -> beam.PCollection:
        """Return the files: `WrittenFile`s, or `StagedFile`s where there is a staging folder.

        Raises:
            ValueError: An unbounded PCollection has no windows.
        """
        if _never_closes(elements):
            elements = elements | "Windows" >> self._windows()
        folder, shards = self._folder(), self.shards
        staged = (
            elements
            | "Place"
            >> beam.Map(
                lambda element, time=beam.DoFn.TimestampParam: (
                    (folder(element, time), zlib.crc32(element.id.encode()) % shards),
                    element.encoded(),
                )
            ).with_output_types(tuple[tuple[str, int], bytes])
            | "GroupFile" >> beam.GroupByKey()
            | "WriteFile" >> beam.ParDo(WriteFile(self._file_writer()))
        )
        if self.staging is not None:
            return staged
        return (
            staged
            # Else a bundle tried again would write anew what it has just moved.
            | "Written" >> beam.Reshuffle()
            | "PutInPlace" >> beam.Map(_put_in_place).with_output_types(WrittenFile)
        )

    def _windows(self) -> beam.WindowInto:
        raise ValueError(
            f"{type(self).__name__} needs windows on an unbounded PCollection: put "
            "beam.WindowInto(beam.window.FixedWindows(seconds)) before it"
        )

    def _file_writer(self) -> FileWriter:
        return FileWriter(
            path=self.path,
            staging=self.staging,
            run_id=self.run_id,
            element=self._element,
            schema=self._schema,
            properties=self._properties(),
            file_format=self.file_format,
            compression=check_compression(self.file_format, self.compression),
            without=frozenset(self._columns_in_path()),
        )


def _never_closes(elements: beam.PCollection) -> bool:
    windowing = elements.windowing
    return (
        not elements.is_bounded
        and isinstance(windowing.windowfn, GlobalWindows)
        and isinstance(windowing.triggerfn, DefaultTrigger)
    )


def _put_in_place(staged: StagedFile) -> WrittenFile:
    move_into_place([(staged.staged_path, staged.file.path)])
    return staged.file


@with_input_types(Article)
@dataclass(eq=False)
class WritePartitioned(_WriteFiles):
    """Write articles as a Hive-partitioned data set.

    Attributes:
        partition_by: Any of `language`, `date` (day published, UTC) and `site`, in order. An
            unknown value has the partition `__HIVE_DEFAULT_PARTITION__`.

    Raises:
        ValueError: At construction, for unknown keys, formats and compressions.
    """

    partition_by: Sequence[PartitionKey] = ("language", "date")

    _schema: ClassVar[records.Schema] = records.ARTICLE
    _element: ClassVar[type[Model]] = Article

    def __post_init__(self) -> None:
        super().__post_init__()
        self.partition_by = check_partition_keys(self.partition_by)

    def _folder(self) -> Callable[[Any, Timestamp], str]:
        keys = self.partition_by
        return lambda article, _: article_partition(article, keys)

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.article_properties

    def _columns_in_path(self) -> Sequence[str]:
        return self.partition_by


@with_input_types(Duplicate)
@dataclass(eq=False)
class WriteDuplicates(_WriteFiles):
    """Write duplicates, partitioned by their kind: `kind=exact`."""

    _schema: ClassVar[records.Schema] = records.DUPLICATE
    _element: ClassVar[type[Model]] = Duplicate

    def _folder(self) -> Callable[[Any, Timestamp], str]:
        return lambda duplicate, _: partition_path([("kind", str(duplicate.duplicate_kind))])

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.duplicate_properties


@with_input_types(Failure)
@dataclass(eq=False)
class WriteFailures(_WriteFiles):
    """Write failures, partitioned by the step that refused: `step=clean`.

    Error handlers take failures in the global window. Of a stream those are written as they come.
    """

    _schema: ClassVar[records.Schema] = records.FAILURE
    _element: ClassVar[type[Model]] = Failure

    def _windows(self) -> beam.WindowInto:
        return beam.WindowInto(
            GlobalWindows(),
            trigger=Repeatedly(AfterCount(1)),
            accumulation_mode=AccumulationMode.DISCARDING,
        )

    def _folder(self) -> Callable[[Any, Timestamp], str]:
        return lambda failure, _: partition_path([("step", str(failure.step))])

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.failure_properties

    def _columns_in_path(self) -> Sequence[str]:
        return ("step",)


@with_input_types(IndexEntry)
@dataclass(eq=False)
class WriteIndex(_WriteFiles):
    """Write what later runs know articles by, by the day they were kept: `kept=2025-04-01`.

    The run that keeps them, `run_id`, is told in each entry.

    Attributes:
        kept: The day by which entries are forgotten; None for never. On a stream it is that of
            each entry's timestamp.
    """

    kept: date | None = None

    _schema: ClassVar[records.Schema] = records.INDEX
    _element: ClassVar[type[Model]] = IndexEntry

    def __post_init__(self) -> None:
        super().__post_init__()
        self._is_stream = False
        if self.file_format != "parquet":
            raise ValueError("an index holds bytes, which only parquet can: file_format='parquet'")

    def expand(self, entries: beam.PCollection[IndexEntry]) -> beam.PCollection:
        """Return the files, as its kin do."""
        run_id = self.run_id
        self._is_stream = not entries.is_bounded
        return super().expand(
            entries
            | "KeptBy"
            >> beam.Map(
                lambda entry: entry.model_copy(update={"run_id": run_id})
            ).with_output_types(IndexEntry)
        )

    def _folder(self) -> Callable[[Any, Timestamp], str]:
        if self._is_stream:
            return lambda _, time: partition_path([("kept", f"{time.to_utc_datetime():%Y-%m-%d}")])
        folder = partition_path([("kept", self.kept.isoformat() if self.kept else None)])
        return lambda *_: folder

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.index_properties
