"""How streams do, told from what lies in their output: they are not asked, and need not run."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from apache_beam.io.filesystems import FileSystems

from transforms.model import Model
from transforms.model.base import UtcDatetime
from transforms.write import PaneTotals, PollState, pane_totals, poll_states
from transforms.write.panes import panes_folder
from transforms.write.stream_runs import reached, stream_positions

from ..source_status import SourceStatus, source_status
from .lock import is_streaming

_STREAMS = 5


class StreamSource(Model):
    """How a source of a stream does.

    Attributes:
        source: What waits there behind what is published; what is on its way is among it.
        polled: When it was last polled, as far as is told.
        in_flight: Documents and files that were polled and are not published.
    """

    source: SourceStatus
    polled: UtcDatetime | None = None
    in_flight: int = 0


class StreamStatus(Model):
    """How a run of a stream does.

    Attributes:
        run_id: The run.
        is_running: Whether it runs; None where that cannot be told from here.
        is_closed: Whether it ended and was closed, by itself or by one that followed.
        window: When the last window ended that it published.
        published: When it published that.
        windows: How many it published, each pane for one.
        read: Documents read in what is published.
        articles: Of them.
        duplicates: Of them.
        failures: Of them.
        failures_by_reason: Of them.
        duplicates_by_kind: Of them.
        sources: Its sources.
    """

    run_id: str
    is_running: bool | None
    is_closed: bool
    window: UtcDatetime | None = None
    published: UtcDatetime | None = None
    windows: int = 0
    read: int = 0
    articles: int = 0
    duplicates: int = 0
    failures: int = 0
    failures_by_reason: Mapping[str, int] = {}
    duplicates_by_kind: Mapping[str, int] = {}
    sources: tuple[StreamSource, ...] = ()


def stream_statuses(output: str, runs: Sequence[str]) -> tuple[StreamStatus, ...]:
    """Return how the last runs of streams do, the last first.

    Args:
        output: Their output folder.
        runs: All runs of streams there.
    """
    numbers = {run: stream_positions(output, run).number for run in runs}
    last = sorted(runs, key=lambda run: numbers[run], reverse=True)[:_STREAMS]
    return tuple(_status(output, run) for run in last)


def _status(output: str, run_id: str) -> StreamStatus:
    positions = stream_positions(output, run_id)
    totals = pane_totals(output, run_id)
    states = poll_states(output, run_id)
    there = positions.reached or reached(positions.began, totals.spans)
    is_closed = positions.reached is not None
    return StreamStatus(
        run_id=run_id,
        is_running=is_streaming(output, run_id),
        is_closed=is_closed,
        window=totals.window,
        published=_published(output, run_id, totals),
        windows=len(totals.names),
        read=totals.read.total,
        articles=totals.articles.total,
        duplicates=totals.duplicates.total,
        failures=totals.failures.total,
        failures_by_reason=totals.failures.by.get("reason", {}),
        duplicates_by_kind=totals.duplicates.by.get("kind", {}),
        # Of one that is closed, what waits is for the stream that follows.
        sources=()
        if is_closed
        else tuple(
            _source(address, there[address], states.get(address), totals)
            for address in sorted(there)
        ),
    )


def _source(
    address: str, position: str, state: PollState | None, totals: PaneTotals
) -> StreamSource:
    told = SourceStatus(address=address, has_more=bool(state and state.has_more))
    published = max(
        (span.handed_on for span in totals.spans if span.address == address),
        default=0,
    )
    return StreamSource(
        source=source_status(told, position),
        polled=state.moment if state else None,
        in_flight=max(0, state.handed_on - published) if state else 0,
    )


def _published(output: str, run_id: str, totals: PaneTotals) -> datetime | None:
    if not totals.names:
        return None
    path = FileSystems.join(panes_folder(output, run_id), max(totals.names))
    return datetime.fromtimestamp(FileSystems.last_updated(path), UTC)
