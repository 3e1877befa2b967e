"""What happens in a watch → lines of its log."""

from collections.abc import Sequence
from datetime import datetime

from transforms.write import Ledger

from ..log import Log
from ..report.quantities import duration, several, size
from .health import resident_bytes
from .plan import Plan
from .polling import SourceState
from .request import WatchRequest


class Telling:
    """Tells a log what happens; see `Listener`.

    Args:
        log: Where to.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._once = False

    def began(self, request: WatchRequest, plan: Plan | None) -> None:
        """Tell that it began."""
        config, self._once = request.config, request.once
        how = "once" if request.once else f"every {duration(request.every)}"
        message = f"watching {', '.join(config.input)} for {config.output}, {how}"
        self._log.tell("started", message, sources=config.input, output=config.output)
        if plan:
            self._log.tell(
                "resumed", f"batch {plan.run_id} was left undone: done first", run_id=plan.run_id
            )

    def published(self, plan: Plan, ledger: Ledger, seconds: float, moment: datetime) -> None:
        """Tell what a batch brought."""
        latency = [moment.timestamp() - arrived for arrived in plan.arrived]
        counts = {
            "read": ledger.read.total,
            "articles": ledger.articles.total,
            "duplicates": ledger.duplicates.total,
            "failures": ledger.failures.total,
        }
        memory = resident_bytes()
        lag = f", the oldest {duration(max([0.0, *latency]))} after it came" if latency else ""
        self._log.tell(
            "published",
            f"{plan.run_id}: {counts['read']:,} read = {several(counts['articles'], 'article')} + "
            f"{several(counts['duplicates'], 'duplicate')} + "
            f"{several(counts['failures'], 'failure')} in {duration(seconds)}{lag}; "
            f"memory {size(memory)}",
            run_id=plan.run_id,
            **counts,
            failures_by_reason=ledger.failures.by.get("reason", {}),
            seconds=round(seconds, 3),
            latency_seconds=round(max(latency), 3) if latency else None,
            memory_bytes=memory,
        )

    def polled(self, sources: Sequence[SourceState], moment: datetime) -> None:
        """Say nothing: that nothing is new is no news."""

    def source_failed(self, state: SourceState, pause: float) -> None:
        """Tell why a source was not polled."""
        self._log.trouble(
            "source_failed",
            f"{state.error}; {self._again(pause)}",
            source=state.source.address,
            failures=state.failures,
            pause_seconds=pause,
        )

    def source_recovered(self, state: SourceState) -> None:
        """Tell that a source is there again."""
        address = state.source.address
        self._log.tell("source_recovered", f"{address}: can be polled again", source=address)

    def batch_delayed(self, reason: str, pause: float) -> None:
        """Tell why a batch was not published."""
        self._log.trouble("batch_delayed", f"{reason}; {self._again(pause)}", pause_seconds=pause)

    def _again(self, pause: float) -> str:
        return "left for the next time" if self._once else f"tried again in {duration(pause)}"

    def put_off(self, address: str, pages: int, seconds: float) -> None:
        """Tell of pages that wait for another watch."""
        self._log.trouble(
            "put_off",
            f"{address}: {several(pages, 'page')} could not be had, to be fetched again by a watch "
            f"that runs in {duration(seconds)}",
            source=address,
            pages=pages,
            seconds=round(seconds, 3),
        )

    def ended(self, batches: int) -> None:
        """Tell that it ended."""
        self._log.tell("ended", f"ended after {several(batches, 'batch').replace('chs', 'ches')}")
