"""How a watch does, told from what lies in its output: it is not asked, and need not run."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from transforms.model import Model
from transforms.model.base import UtcDatetime
from transforms.read.sources import SourceError, source_at
from transforms.write import Ledger
from transforms.write.storage import folders_with

from ..errors import UsageError
from ..kafka_settings import kafka_settings
from ..paths import is_local
from .cursor import Cursor, load
from .health import Health, SourceHealth
from .lock import is_watched
from .places import Places
from .plan import load_plan, read_ledger

_BATCHES = 10
_RUNS_LOOKED_AT = 100
_POSITION_SHOWN = 200


class SourceStatus(Model):
    """How a source does.

    Attributes:
        address: The source.
        position: Where it goes on, for one that does not tell what waits; long ones are cut.
        taken: Files that were taken and lie there yet; None where it does not tell.
        waiting_files: Files that were not taken yet.
        waiting_bytes: Their size.
        waiting_since: When the one that waits longest was written.
        waiting_messages: Of a topic, how many offsets lie before its end.
        error: Why it could not be polled.
        failures: How many times in a row it could not.
        has_more: Whether it had more than the last batch took.
    """

    address: str
    position: str | None = None
    taken: int | None = None
    waiting_files: int | None = None
    waiting_bytes: int | None = None
    waiting_since: UtcDatetime | None = None
    waiting_messages: int | None = None
    error: str | None = None
    failures: int = 0
    has_more: bool = False


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
    """How a watch does.

    Attributes:
        output: What it writes.
        asked: When this was asked.
        is_running: Whether a watch runs; None where that cannot be told from here.
        health: What it last said of itself; None if it never did.
        under_way: The batch that was decided on and is not done, if there is one.
        sources: Its sources.
        runs: The last runs of that output, by it or by others, the last first.
        runs_counted: Over how many of them the following is counted.
        failures: Reason → documents that were refused for it.
        duplicates: Kind → documents that were set aside as such.
    """

    output: str
    asked: UtcDatetime
    is_running: bool | None
    health: Health | None
    under_way: str | None
    sources: tuple[SourceStatus, ...]
    runs: tuple[RunStatus, ...]
    runs_counted: int
    failures: Mapping[str, int]
    duplicates: Mapping[str, int]


def status_of(output: str) -> Status:
    """Return how the watch does that writes to `output`.

    Raises:
        UsageError: There never was one.
        CursorError: Its state cannot be read.
    """
    places = Places(output)
    cursor, health = Cursor.load(places), load(Health, places.health)
    if health is None and not cursor.positions:
        raise UsageError(
            f"--output {output}: there never was a watch; copydesk watch --input inbox "
            f"--output {output}"
        )
    ledgers = [(run_id, read_ledger(output, run_id)) for run_id in _last_runs(output)]
    found = [(run_id, ledger) for run_id, ledger in ledgers if ledger is not None]
    plan = load_plan(places)
    told = health.sources if health else {}
    addresses = dict.fromkeys([*told, *cursor.positions])
    return Status(
        output=output,
        asked=datetime.now(UTC),
        is_running=is_watched(places) if is_local(output) else None,
        health=health,
        under_way=plan.run_id if plan else None,
        sources=tuple(
            _source(address, cursor.position(address), told.get(address, SourceHealth()))
            for address in addresses
        ),
        runs=tuple(_run(output, run_id, ledger) for run_id, ledger in found[:_BATCHES]),
        runs_counted=len(found),
        failures=_sum(ledger.failures.by.get("reason", {}) for _, ledger in found),
        duplicates=_sum(ledger.duplicates.by.get("kind", {}) for _, ledger in found),
    )


def _source(address: str, position: str, health: SourceHealth) -> SourceStatus:
    told = SourceStatus(address=address, **health.model_dump())
    backlog = None
    try:
        source = source_at(address, kafka_settings=kafka_settings)
        if hasattr(source, "backlog"):
            backlog = source.backlog(position)
        if hasattr(source, "lag"):
            told = told.model_copy(update={"waiting_messages": source.lag(position)})
        source.close()
    except SourceError as error:
        return told.model_copy(update={"error": told.error or " ".join(str(error).split())})
    except ValueError:  # what it needs is not installed here
        pass
    if backlog is None:
        return told.model_copy(update={"position": position[:_POSITION_SHOWN]})
    since = None if backlog.oldest is None else datetime.fromtimestamp(backlog.oldest, UTC)
    return told.model_copy(
        update={
            "taken": backlog.taken,
            "waiting_files": backlog.files,
            "waiting_bytes": backlog.bytes,
            "waiting_since": since,
        }
    )


def _last_runs(output: str) -> list[str]:
    """Return the last runs, whether complete or not; ids of batches sort by time."""
    runs = FileSystems.join(output, "_runs")
    try:
        if is_local(output):
            names = os.listdir(runs)  # noqa: PTH208  names are what is asked
        else:
            names = [path.rpartition("/")[2] for path in folders_with("ledger.json", runs)]
    except FileNotFoundError:
        return []
    return sorted(names, reverse=True)[:_RUNS_LOOKED_AT]


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
