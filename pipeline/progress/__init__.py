"""What a person sees while a run goes on."""

from .counting import Point, Watch, WatchedErrorHandler, unwatched
from .display import progress_shown

__all__ = ["Point", "Watch", "WatchedErrorHandler", "progress_shown", "unwatched"]
