"""PublishPanes: what a stream staged → in place, window by window, each with a manifest.

A window's files appear when all of them are whole: their manifest is written first, which decides
that they are published and says where each waits, and then they are moved. Whoever goes on after a
crash moves what is still to be moved (see `close_run`). A manifest is never written again: what is
late, and what comes of a window later for any other reason, is published with one of its own.

Unbounded, in windows that do not merge; panes have to discard what earlier panes held.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.transforms.trigger import AccumulationMode, AfterCount, AfterWatermark
from apache_beam.transforms.window import BoundedWindow
from apache_beam.typehints.decorators import no_annotations, with_output_types
from apache_beam.utils.windowed_value import PaneInfo

from ..model import Model, UtcDatetime
from ..model.coders import register
from .ledger import Ledger, Tally
from .manifest import StagedFile, WrittenFile
from .publish import DATA_SETS, run_folder, to_json
from .storage import move_into_place, read_if_there, write_whole


class Span(Model):
    """Polls of a source that follow one another.

    Attributes:
        address: Of the source.
        first: Number of the first poll.
        last: Number of the last one.
        position: Where the source goes on behind it.
        handed_on: Documents and files that it and all polls of the run before it handed on.
        began: When the first poll was made; None where that is not known.
    """

    address: str
    first: int
    last: int
    position: str
    handed_on: int = 0
    began: UtcDatetime | None = None


class Pane(Model):
    """What a stream published at once: the manifest of that.

    Attributes:
        run_id: The run.
        window: When the window ended.
        index: How many panes the window had before.
        read: Documents read, as in a `Ledger`, and so on.
        articles: Of them.
        duplicates: Of them.
        failures: Of them.
        files: The files, in order of their paths, which are relative to the output folder.
        staged: Where each waited until this was written, relative to it as well.
        spans: Of sources, the polls of which all documents belong to this window.
    """

    run_id: str
    window: UtcDatetime
    index: int
    read: Tally = Tally()
    articles: Tally = Tally()
    duplicates: Tally = Tally()
    failures: Tally = Tally()
    files: tuple[WrittenFile, ...] = ()
    staged: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


register(Pane)


class _Item(Model):
    """A part of what a pane holds.

    Attributes:
        name: What it is of: a data set, `index`, `read` or `polled`.
        staged: A file.
        tally: What was read.
        span: A poll.
    """

    name: str
    staged: StagedFile | None = None
    tally: Tally | None = None
    span: Span | None = None


def panes_folder(root: str, run_id: str) -> str:
    """Return the folder of the manifests of a stream."""
    return FileSystems.join(run_folder(root, run_id), "panes")


@dataclass(eq=False)
class PublishPanes(beam.PTransform):
    """Put the staged files of each window in place when it is over.

    Attributes:
        root: The output folder.
        run_id: The run.
    """

    root: str
    run_id: str

    def __post_init__(self) -> None:
        super().__init__()

    @no_annotations  # Beam would warn that it cannot check several inputs
    def expand(self, pcolls: Mapping[str, beam.PCollection]) -> beam.PCollection[Pane]:
        """Return the manifests.

        Args:
            pcolls: All in the same windows: `articles`, `duplicates` and `failures`:
                `StagedFile`s, and so `index`, if there is one; `read`: pairs of media type and
                how many documents had it; `polled`, if there is a source that goes on after a
                restart: of each poll the address, its number, where the source goes on, and how
                much it and those before it handed on.
        """
        windowing = pcolls["articles"].windowing
        windows = beam.WindowInto(
            windowing.windowfn,
            trigger=AfterWatermark(late=AfterCount(1)),
            accumulation_mode=AccumulationMode.DISCARDING,
            allowed_lateness=windowing.allowed_lateness,
        )
        return (
            [
                pcoll
                | f"{name}Items"
                >> beam.Map(_ITEMS.get(name, _file_item), name).with_output_types(
                    tuple[bytes, bytes]
                )
                | f"{name}Windows" >> windows
                for name, pcoll in pcolls.items()
            ]
            | beam.Flatten()
            | "Pane" >> beam.GroupByKey()
            | "Publish" >> beam.ParDo(_Publish(self.root, self.run_id))
        )


_ONE = b""  # key of all that a window holds


def _file_item(staged: StagedFile, name: str) -> tuple[bytes, bytes]:
    return _ONE, _Item(name=name, staged=staged).encoded()


def _read_item(counted: tuple[str, int], name: str) -> tuple[bytes, bytes]:
    media_type, count = counted
    return _ONE, _Item(name=name, tally=Tally.of([({"media_type": media_type}, count)])).encoded()


def _polled_item(
    polled: tuple[str, int, str, int], name: str, time: Any = beam.DoFn.TimestampParam
) -> tuple[bytes, bytes]:
    address, number, position, handed_on = polled
    span = Span(
        address=address,
        first=number,
        last=number,
        position=position,
        handed_on=handed_on,
        began=time.to_utc_datetime(has_tz=True),
    )
    return _ONE, _Item(name=name, span=span).encoded()


_ITEMS = {"read": _read_item, "polled": _polled_item}


@with_output_types(Pane)
class _Publish(beam.DoFn):
    def __init__(self, root: str, run_id: str) -> None:
        super().__init__()
        self._root = root
        self._run_id = run_id

    def process(
        self,
        keyed: tuple[bytes, Iterable[bytes]],
        window: BoundedWindow = beam.DoFn.WindowParam,
        pane: PaneInfo = beam.DoFn.PaneInfoParam,
    ) -> Iterable[Pane]:
        items = [_Item.decoded(encoded) for encoded in keyed[1]]
        end = window.max_timestamp().to_utc_datetime(has_tz=True)
        made = pane_of(self._root, self._run_id, (end, pane.index), items)
        if made.read.total or made.files or made.spans:
            yield publish_pane(self._root, made)  # else some runners close a window with it


def pane_of(root: str, run_id: str, when: tuple[datetime, int], items: Iterable[_Item]) -> Pane:
    """Return the manifest of what a pane holds: the same whatever its order."""
    items = list(items)
    files = sorted(
        ((each.name, each.staged) for each in items if each.staged is not None),
        key=lambda named: named[1].file.path,
    )
    below = root.rstrip("/") + "/"
    return Pane(
        run_id=run_id,
        window=when[0].astimezone(UTC),
        index=when[1],
        read=Tally.sum(each.tally for each in items if each.tally is not None),
        files=tuple(
            staged.file.model_copy(update={"path": staged.file.path.removeprefix(below)})
            for _, staged in files
        ),
        staged=tuple(staged.staged_path.removeprefix(below) for _, staged in files),
        spans=tuple(joined(each.span for each in items if each.span is not None)),
        **{
            name: Tally.sum(staged.tally for each, staged in files if each == name)
            for name in DATA_SETS
        },
    )


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans in order, those that follow one another as one."""
    held: Span | None = None
    for span in sorted(spans, key=lambda each: (each.address, each.first)):
        if held and held.address == span.address and span.first <= held.last + 1:
            if span.last > held.last:
                held = span.model_copy(update={"first": held.first, "began": held.began})
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def publish_pane(root: str, pane: Pane) -> Pane:
    """Write the manifest of a pane, and put its files in place.

    Done again, after a crash or by a runner that tries again, it does what is left to do.
    """
    content = to_json(pane)
    told = hashlib.sha256(content).hexdigest()[:8]
    name = f"{pane.window:%Y%m%dT%H%M%S}-pane{pane.index}-{told}.json"
    path = FileSystems.join(panes_folder(root, pane.run_id), name)
    if read_if_there(path) is None:
        write_whole(path, content)
        move_into_place(_moves(root, pane))
    else:
        finish_pane(root, pane)
    return pane


def finish_pane(root: str, pane: Pane) -> None:
    """Put the files of a pane in place that still wait; the others may be compacted by now."""
    move_into_place(move for move in _moves(root, pane) if FileSystems.exists(move[0]))


def _moves(root: str, pane: Pane) -> Iterator[tuple[str, str]]:
    for staged, file in zip(pane.staged, pane.files, strict=True):
        yield _below(root, staged), _below(root, file.path)


def ledger_of(run_id: str, panes: Iterable[Pane]) -> Ledger:
    """Return the accounts of what a stream has published."""
    panes = list(panes)
    names = ("read", *DATA_SETS)
    sums: dict[str, Any] = {
        name: Tally.sum(getattr(pane, name) for pane in panes) for name in names
    }
    return Ledger(run_id=run_id, **sums)


def _below(root: str, path: str) -> str:
    return FileSystems.join(root, *path.split("/"))
