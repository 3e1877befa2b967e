"""Where documents come from without end: folders that fill up, feeds, topics of messages."""

from .addresses import source_at
from .unbounded import BEGINNING, PollResult, SourceError, UnboundedSource

__all__ = ["BEGINNING", "PollResult", "SourceError", "UnboundedSource", "source_at"]
