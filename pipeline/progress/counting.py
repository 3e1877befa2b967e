"""Watched points of the graph: elements pass as they are, and workers tell how many.

The local runner tells nothing of a run before its end, and its workers may be other processes. So
a run has a folder, and in it a small file for each point and worker, written over twice a second.
Nobody waits for another, and what cannot be written is not told: the run goes on.
"""

import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.transforms.error_handling import CollectingErrorHandler

from transforms.model import Failure, Source, Step
from transforms.read.ranges import RANGE_BYTES

_RECORD = struct.Struct("<QQ?")
_SECONDS = 0.5  # between two tellings: more often nobody would see


class Point(StrEnum):
    """A place in the graph where elements are counted."""

    READ = "read"
    REFUSED = "refused"
    CLEANED = "cleaned"
    SETTLED = "settled"
    """Articles and duplicates, once it is known which is which."""


class Count(NamedTuple):
    """What passed a point so far.

    Attributes:
        elements: How many.
        input_bytes: Of local files that were read for them, as they are stored.
        is_busy: Whether a worker is at it.
    """

    elements: int = 0
    input_bytes: int = 0
    is_busy: bool = False


Watch = Callable[[Point, Any], Any]
"""Takes a point and the PCollection there, and returns the same elements."""


def unwatched(_: Point, pcoll: Any) -> Any:
    """Return the PCollection as it is."""
    return pcoll


def watch_into(folder: str) -> Watch:
    """Return what watches points by files in `folder`."""
    labels = dict.fromkeys(Point, 0)

    def watch(point: Point, pcoll: Any) -> Any:
        labels[point] += 1
        label = f"Watch/{point}{labels[point]}"
        counted = pcoll | label >> beam.ParDo(_Counted(folder, point))
        counted.element_type = pcoll.element_type
        return counted

    return watch


class WatchedErrorHandler(CollectingErrorHandler):
    """Collects failures, and counts each where it arises: behind, they wait for all of a stage."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def add_error_pcollection(self, pcoll: Any) -> None:
        """Take failures."""
        super().add_error_pcollection(self._watch(Point.REFUSED, pcoll))


def read_counts(folder: str) -> Mapping[Point, Count]:
    """Return what passed each point that anything has reached."""
    counts: dict[Point, Count] = {}
    with suppress(OSError):
        for entry in os.scandir(folder):
            data = Path(entry.path).read_bytes()
            if len(data) == _RECORD.size:  # else it was created this instant
                point = Point(entry.name.partition("-")[0])
                so_far, count = counts.get(point, Count()), Count(*_RECORD.unpack(data))
                counts[point] = Count(
                    so_far.elements + count.elements,
                    so_far.input_bytes + count.input_bytes,
                    so_far.is_busy or count.is_busy,
                )
    return counts


class _Counted(beam.DoFn):
    def __init__(self, folder: str, point: Point) -> None:
        self._folder = folder
        self._point = point
        self._file: int | None = None
        self._elements = 0
        self._due = 0.0
        self._is_unread = point == Point.REFUSED
        self._input = _InputRead() if point in (Point.READ, Point.REFUSED) else None

    def setup(self) -> None:
        with suppress(OSError):
            self._file, _ = tempfile.mkstemp(prefix=f"{self._point}-", dir=self._folder)

    def start_bundle(self) -> None:
        self._tell(is_busy=True)

    def process(self, element: Any) -> Iterable[Any]:
        self._elements += 1
        if self._input and (not self._is_unread or _is_whole_file(element)):
            self._input.see(element.source)
        if time.monotonic() >= self._due:
            self._tell(is_busy=True)
        return (element,)

    def finish_bundle(self) -> None:
        if self._input:
            self._input.end()
        self._tell(is_busy=False)

    def teardown(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _tell(self, *, is_busy: bool) -> None:
        self._due = time.monotonic() + _SECONDS
        if self._file is not None:
            size = self._input.bytes() if self._input else 0
            with suppress(OSError):
                os.pwrite(self._file, _RECORD.pack(self._elements, size, is_busy), 0)


def _is_whole_file(element: Any) -> bool:
    """Return whether a failure is all that was read of a file: no document told of that file."""
    return (
        isinstance(element, Failure)
        and element.step == Step.READ
        and element.source.position is None
    )


class _InputRead:
    """How many bytes of local files were read, told by the documents that came of them, in order.

    A small file is read whole. A large one may be read in ranges, by several workers: of it counts
    how far this process went on between two tellings, which Linux knows; what lies between the end
    of a range and the telling before is missed.
    """

    def __init__(self) -> None:
        self._done = 0
        self._uri: str | None = None
        self._size = 0
        self._offset = 0

    def see(self, source: Source) -> None:
        if source.uri != self._uri:
            self.end()
            self._uri, self._size, self._offset = source.uri, 0, 0
            with suppress(OSError, ValueError):
                self._size = Path(source.uri).stat().st_size
            if self._is_large():
                self._offset = _offset_in(source.uri)

    def end(self) -> None:
        if not self._is_large():
            self._done += self._size
        self._uri, self._size = None, 0

    def bytes(self) -> int:
        if self._uri is not None and self._is_large():
            offset = _offset_in(self._uri)
            if 0 < offset - self._offset <= RANGE_BYTES:
                self._done += offset - self._offset
            self._offset = offset
        return self._done

    def _is_large(self) -> bool:
        return self._size >= 2 * RANGE_BYTES


def _offset_in(path: str) -> int:
    """Return how far this process has read in the local file `path`; 0 if it does not tell."""
    with suppress(OSError, ValueError):
        file = Path(path).resolve()
        for descriptor in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                if descriptor.readlink() == file:
                    told = Path(f"/proc/self/fdinfo/{descriptor.name}").read_text()
                    return int(told.split(maxsplit=2)[1])
    return 0
