"""WritePartitioned, WriteDuplicates, WriteFailures: records → whole files in Hive partitions.

Each file is written aside and renamed into place, so that no reader ever sees a part of one. Its
name is a hash of the ids in it and its records are in the order of their ids: whatever the
runner, and however often a bundle is tried again, the same records make the same file.

Bounded: a file for each partition (or `shards` of them). Unbounded: one for each partition,
window and pane; windows are needed, and panes must discard what earlier panes held, which is
Beam's default. Storage that refuses to be written to fails the pipeline.
"""

import hashlib
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.transforms.window import GlobalWindows

from ..model import Article, Duplicate, Failure
from ..model.coders import register
from . import records
from .formats import Compression, Format, check_compression, file_suffix, write_records
from .ledger import Tally
from .manifest import StagedFile, WrittenFile
from .partitions import PARTITION_KEYS, PartitionKey, article_partition, partition_path
from .storage import move_into_place, write_aside

register(StagedFile, WrittenFile)


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
    _element: ClassVar[type]

    def __post_init__(self) -> None:
        super().__init__()
        self.compression = check_compression(self.file_format, self.compression)
        if self.shards < 1:
            raise ValueError(f"shards must be 1 or more, not {self.shards}")

    @abstractmethod
    def _folder(self) -> Callable[[Any], str]:
        """Return what tells the partition folder of an element."""

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
        if not elements.is_bounded and isinstance(elements.windowing.windowfn, GlobalWindows):
            raise ValueError(
                f"{type(self).__name__} needs windows on an unbounded PCollection: put "
                "beam.WindowInto(beam.window.FixedWindows(seconds)) before it"
            )
        folder, shards = self._folder(), self.shards
        staged = (
            elements
            | "Place"
            >> beam.Map(
                lambda element: ((folder(element), int(element.id[:8], 16) % shards), element)
            ).with_output_types(tuple[tuple[str, int], self._element])  # type: ignore[name-defined]
            | "GroupFile" >> beam.GroupByKey()
            | "WriteFile" >> beam.Map(self._file_writer()).with_output_types(StagedFile)
        )
        if self.staging is not None:
            return staged
        return (
            staged
            # Else a bundle tried again would write anew what it has just moved.
            | "Written" >> beam.Reshuffle()
            | "PutInPlace" >> beam.Map(_put_in_place).with_output_types(WrittenFile)
        )

    def _file_writer(self) -> Callable[[tuple[tuple[str, int], Iterable[Any]]], StagedFile]:
        # Locals alone, so that workers need not be sent the transform.
        path, staging, run_id = self.path, self.staging, self.run_id
        schema, properties = self._schema, self._properties()
        file_format, compression = (
            self.file_format,
            check_compression(self.file_format, self.compression),
        )
        without = frozenset(self._columns_in_path())

        def write_file(keyed: tuple[tuple[str, int], Iterable[Any]]) -> StagedFile:
            (folder, _), group = keyed
            elements = sorted(group, key=lambda element: element.id)
            target = FileSystems.join(path, *filter(None, folder.split("/")))
            aside, size, sha256 = write_aside(
                staging or target,
                lambda stream: write_records(
                    stream,
                    elements,
                    schema,
                    file_format=file_format,
                    compression=compression,
                    without=without,
                ),
            )
            kinds = Counter(tuple(properties(element).items()) for element in elements)
            name = _file_name(run_id, elements) + file_suffix(file_format, compression)
            return StagedFile(
                staged_path=aside,
                file=WrittenFile(
                    path=FileSystems.join(target, name),
                    rows=len(elements),
                    bytes=size,
                    sha256=sha256,
                ),
                tally=Tally.of((dict(kind), count) for kind, count in kinds.items()),
            )

        return write_file


def _file_name(run_id: str, elements: Sequence[Any]) -> str:
    ids = hashlib.sha256("\n".join(element.id for element in elements).encode()).hexdigest()
    return "-".join(filter(None, ("part", run_id, ids[:16])))


def _put_in_place(staged: StagedFile) -> WrittenFile:
    move_into_place([(staged.staged_path, staged.file.path)])
    return staged.file


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
    _element: ClassVar[type] = Article

    def __post_init__(self) -> None:
        super().__post_init__()
        self.partition_by = tuple(self.partition_by)
        unknown = set(self.partition_by).difference(PARTITION_KEYS)
        if unknown or len(set(self.partition_by)) < len(self.partition_by):
            raise ValueError(
                f"partition_by takes each of {', '.join(PARTITION_KEYS)} at most once, "
                f"not {', '.join(self.partition_by)}"
            )

    def _folder(self) -> Callable[[Any], str]:
        keys = self.partition_by
        return lambda article: article_partition(article, keys)

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.article_properties

    def _columns_in_path(self) -> Sequence[str]:
        return self.partition_by


@dataclass(eq=False)
class WriteDuplicates(_WriteFiles):
    """Write duplicates, partitioned by their kind: `kind=exact`."""

    _schema: ClassVar[records.Schema] = records.DUPLICATE
    _element: ClassVar[type] = Duplicate

    def _folder(self) -> Callable[[Any], str]:
        return lambda duplicate: partition_path([("kind", str(duplicate.duplicate_kind))])

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.duplicate_properties


@dataclass(eq=False)
class WriteFailures(_WriteFiles):
    """Write failures, partitioned by the step that refused: `step=clean`."""

    _schema: ClassVar[records.Schema] = records.FAILURE
    _element: ClassVar[type] = Failure

    def _folder(self) -> Callable[[Any], str]:
        return lambda failure: partition_path([("step", str(failure.step))])

    def _properties(self) -> Callable[[Any], Mapping[str, str]]:
        return records.failure_properties

    def _columns_in_path(self) -> Sequence[str]:
        return ("step",)
