"""What a watch last said of itself, for `copydesk status` and for people who look for it."""

import os
import resource
from collections.abc import Mapping
from pathlib import Path

from transforms.model import Model
from transforms.model.base import UtcDatetime


class SourceHealth(Model):
    """How a source does.

    Attributes:
        error: Why it could not be polled the last time; None if it could.
        failures: How many times in a row it could not.
        has_more: Whether it had more than it handed on.
    """

    error: str | None = None
    failures: int = 0
    has_more: bool = False


class Health(Model):
    """How a watch does.

    Attributes:
        pid: Its process.
        started: When it began.
        polled: When it last polled its sources.
        every: Seconds between two polls.
        batches: Batches that it has done since it began.
        published: When the last batch was published.
        memory: What the process takes, in bytes.
        sources: Address → how that does.
        drained: Address → when it was last found to have no more.
    """

    pid: int
    started: UtcDatetime
    polled: UtcDatetime | None = None
    every: float
    batches: int = 0
    published: UtcDatetime | None = None
    memory: int = 0
    sources: Mapping[str, SourceHealth] = {}
    drained: Mapping[str, UtcDatetime] = {}


def resident_bytes() -> int:
    """Return the memory that this process takes; the most it ever took where only that is told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")
