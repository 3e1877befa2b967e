"""How a watch and streams do, told from what lies in an output: they need not run."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from transforms.model import Model
from transforms.model.base import UtcDatetime
from transforms.write import Ledger, stream_runs
from transforms.write.compact.accounts import PREFIX
from transforms.write.storage import folders_with

from ..errors import UsageError
from ..paths import is_local
from ..source_status import SourceStatus, source_status
from ..stream.status import StreamStatus, stream_statuses
from .cursor import Cursor, load
from .health import Health, SourceHealth
from .lock import is_watched
from .places import Places
from .plan import load_plan, read_ledger
from .trouble import Trouble, trouble_at

_BATCHES = 10
_RUNS_LOOKED_AT = 100


class RunStatus(Model):
    """What a run brought.

    Attributes:
        run_id: The run.
        published: When; None where the file system does not tell.
        read: Documents read.
        articles: Articles published.
        duplicates: Documents set aside.
        failures: Documents refused.
    """

    run_id: str
    published: UtcDatetime | None
    read: int
    articles: int
    duplicates: int
    failures: int


class Status(Model):
    """How a watch does, and streams into the same output.

    Attributes:
        output: What it writes.
        asked: When this was asked.
        is_running: Whether a watch runs; None where that cannot be told from here.
        health: What it last said of itself; None if it never did.
        trouble: Why the last batches failed; None if the last one did not.
        under_way: The batch that was decided on and is not done, if there is one.
        sources: Its sources.
        runs: The last runs of that output that were no streams, the last first.
        runs_counted: Over how many of them the following is counted.
        failures: Reason → documents that were refused for it.
        duplicates: Kind → documents that were set aside as such.
        streams: The last runs of streams, the last first.
    """

    output: str
    asked: UtcDatetime
    is_running: bool | None
    health: Health | None
    trouble: Trouble | None = None
    under_way: str | None
    sources: tuple[SourceStatus, ...]
    runs: tuple[RunStatus, ...]
    runs_counted: int
    failures: Mapping[str, int]
    duplicates: Mapping[str, int]
    streams: tuple[StreamStatus, ...] = ()

    @property
    def has_watch(self) -> bool:
        """Whether there ever was a watch."""
        return self.health is not None or bool(self.sources)


def status_of(output: str) -> Status:
    """Return how the watch and the streams do that write to `output`, and what runs brought.

    Raises:
        UsageError: There never were any.
        CursorError: Its state cannot be read.
    """
    places = Places(output)
    cursor, health = Cursor.load(places), load(Health, places.health)
    streams = stream_runs(output)
    ledgers = [(run_id, read_ledger(output, run_id)) for run_id in _last_runs(output, streams)]
    found = [(run_id, ledger) for run_id, ledger in ledgers if ledger is not None]
    if health is None and not (cursor.positions or streams or found):
        raise UsageError(
            f"--output {output}: there never was a run, a watch or a stream; copydesk watch "
            f"--input inbox --output {output}"
        )
    plan = load_plan(places)
    told = health.sources if health else {}
    addresses = dict.fromkeys([*told, *cursor.positions])
    return Status(
        output=output,
        asked=datetime.now(UTC),
        is_running=is_watched(places) if is_local(output) else None,
        health=health,
        trouble=trouble_at(places.trouble),
        under_way=plan.run_id if plan else None,
        sources=tuple(
            source_status(
                SourceStatus(address=address, **told.get(address, SourceHealth()).model_dump()),
                cursor.position(address),
            )
            for address in addresses
        ),
        runs=tuple(_run(output, run_id, ledger) for run_id, ledger in found[:_BATCHES]),
        runs_counted=len(found),
        failures=_sum(ledger.failures.by.get("reason", {}) for _, ledger in found),
        duplicates=_sum(ledger.duplicates.by.get("kind", {}) for _, ledger in found),
        streams=stream_statuses(output, streams),
    )


def _last_runs(output: str, streams: Collection[str]) -> list[str]:
    """Return the last runs of batches, whether complete or not; their ids sort by time."""
    runs = FileSystems.join(output, "_runs")
    try:
        if is_local(output):
            names = os.listdir(runs)  # noqa: PTH208  names are what is asked
        else:
            names = [path.rpartition("/")[2] for path in folders_with("ledger.json", runs)]
    except FileNotFoundError:
        return []
    runs_of_articles = {name for name in names if not name.startswith(PREFIX)}
    return sorted(runs_of_articles.difference(streams), reverse=True)[:_RUNS_LOOKED_AT]


def _run(output: str, run_id: str, ledger: Ledger) -> RunStatus:
    published = None
    if is_local(output):
        path = Path(output, "_runs", run_id, "ledger.json")
        published = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return RunStatus(
        run_id=run_id,
        published=published,
        read=ledger.read.total,
        articles=ledger.articles.total,
        duplicates=ledger.duplicates.total,
        failures=ledger.failures.total,
    )


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
