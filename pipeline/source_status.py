"""How a source does, told from outside: it is asked what waits behind a position."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from transforms.model import Model
from transforms.model.base import UtcDatetime
from transforms.read.sources import SourceError, source_at

from .kafka_settings import kafka_settings

if TYPE_CHECKING:
    from transforms.read.sources.feeds.outlook import Outlook

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
        waiting_pages: Of a feed, how many could not be had and are asked for again.
        asked_at: When the first of them is, or the feed itself if it is in trouble.
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
    waiting_pages: int | None = None
    asked_at: UtcDatetime | None = None
    error: str | None = None
    failures: int = 0
    has_more: bool = False


def source_status(told: SourceStatus, position: str) -> SourceStatus:
    """Return what is told of a source, and what waits there behind a position, if it can tell."""
    backlog = None
    try:
        source = source_at(told.address, kafka_settings=kafka_settings)
        if hasattr(source, "backlog"):
            backlog = source.backlog(position)
        if hasattr(source, "lag"):
            told = told.model_copy(update={"waiting_messages": source.lag(position)})
        if hasattr(source, "outlook"):
            told = _foretold(told, source.outlook(position))
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


def _foretold(told: SourceStatus, outlook: "Outlook") -> SourceStatus:
    at = [each for each in (outlook.pages_at, outlook.asked_at) if each is not None]
    return told.model_copy(
        update={
            "waiting_pages": outlook.pages,
            "asked_at": datetime.fromtimestamp(min(at), UTC) if at else None,
            "error": told.error or (outlook.trouble and " ".join(outlook.trouble.split())),
            "failures": max(told.failures, outlook.troubles),
        }
    )
