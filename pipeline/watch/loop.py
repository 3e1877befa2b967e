"""The loop: poll, plan, run, move on.

1. Each source is polled from its position; documents go into a file, and that to the disk.
2. The plan says what the batch reads, under which id, and where the sources are behind it.
3. The batch runs. Done again, it replaces what it published.
4. The positions move; the plan goes.

A crash before 2 is as if nothing had been polled; after it, the plan is done first. So each
document that a source hands on is accounted for in one batch that is published, and in no other.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from apache_beam.io.filesystems import FileSystems

from transforms.read import MAX_DOCUMENT_BYTES
from transforms.read.sources import UnboundedSource
from transforms.write import Ledger, Manifest, run_folder

from ..config import Config
from ..errors import explanation, gist, may_pass
from ..memory import first_day
from .arrivals import SLACK_SECONDS, Arrivals, told_times
from .cursor import Cursor, CursorError, batch_id, load
from .giving_back import give_back
from .health import Health, SourceHealth, resident_bytes
from .memory import Memory
from .places import Places, forget, keep, kept, make_lasting
from .plan import Plan, is_published, load_plan, make_plan, read_ledger
from .polling import MOST_SECONDS, Polling, SourceState, Taken
from .request import WatchRequest
from .stopping import Stop
from .trouble import TroubleNote

_HEALTH_SECONDS = 30.0  # between two tellings where nothing happens


class Listener(Protocol):
    """Is told what happens."""

    def began(self, request: WatchRequest, plan: Plan | None) -> None:
        """The watch began; with a batch that was left undone."""

    def published(self, plan: Plan, ledger: Ledger, seconds: float, moment: datetime) -> None:
        """A batch was published."""

    def polled(self, sources: Sequence[SourceState], moment: datetime) -> None:
        """The sources were polled."""

    def source_failed(self, state: SourceState, pause: float) -> None:
        """A source could not be polled, and is left alone for so many seconds."""

    def source_recovered(self, state: SourceState) -> None:
        """A source that failed can be polled again."""

    def batch_delayed(self, reason: str, pause: float) -> None:
        """Storage failed; it is tried again after so many seconds."""

    def put_off(self, address: str, pages: int, seconds: float) -> None:
        """The watch ends, and pages wait that could not be had; the first for so many seconds."""

    def ended(self, batches: int) -> None:
        """The watch ended as it was asked to."""


@dataclass
class Watch:
    """A watch.

    Attributes:
        request: What is to be watched.
        sources: The sources that its addresses name.
        run: Runs a batch to its end.
        stop: Ends it.
        listeners: Told of what happens, in order.
        is_sole: Whether it still holds the lock of its output.
        now: Tells the time.
        monotonic: Seconds that never go back.
    """

    request: WatchRequest
    sources: Sequence[UnboundedSource]
    run: Callable[[Config], object]
    stop: Stop
    listeners: Sequence[Listener] = ()
    is_sole: Callable[[], bool] = lambda: True
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    _troubles: int = field(default=0, init=False)
    _told: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        self._output = self.request.config.output
        self._places = Places(self._output)
        self._memory = Memory(self._output, self._places)
        self._arrivals = Arrivals(SLACK_SECONDS + (self.request.settle or 0.0))
        self._note = TroubleNote(self._places.trouble)
        self._health = Health(pid=os.getpid(), started=self.now(), every=self.request.every)
        self._polling = Polling.of(
            self.sources, self.request.every, self.monotonic, self._failed, self._recovered
        )

    def watch(self) -> bool:
        """Go on until asked to end, or with `once` until nothing is left to take.

        Returns:
            Whether all went well: with `once`, False if a source or the storage failed.

        Raises:
            CursorError: Its state cannot be read, or was taken away.
            Exception: A batch failed by a bug; its plan stays.
        """
        try:
            return self._watch()
        finally:
            self._note.close()

    def _watch(self) -> bool:
        plan = load_plan(self._places)
        self._clear(plan)
        for each in self.listeners:
            each.began(self.request, plan)
        self._note.open()
        self._recall()
        while not self.stop.is_asked:
            began = self.monotonic()
            try:
                found = self._round()
            except Exception as error:  # raised again, unless it was storage, which may come back
                if not may_pass(error):
                    if self.stop.is_asked and explanation(error):
                        raise KeyboardInterrupt from error  # Ctrl-C ends worker processes as well
                    self._note.failed(explanation(error) or gist(error), self.now())
                    raise
                self._trouble(error)
                if self.request.once:
                    return False
                continue
            self._troubles = 0
            self._note.passed()
            if found and (self.request.once or self._polling.has_more()):
                continue
            if self.request.once:
                break
            self.stop.wait(max(0.0, began + self.request.every - self.monotonic()))
        self._tell_health()
        self._tell_put_off()
        for each in self.listeners:
            each.ended(self._health.batches)
        return not (self.request.once and self._polling.is_failing())

    def _round(self) -> bool:
        """Do the batch that was left undone, or one of what is new; return whether there is."""
        self._check_sole()
        plan = load_plan(self._places) or self._plan()
        if plan is None or self.stop.is_asked:
            return False
        self._check_sole()
        self._finish(plan)
        return True

    def _check_sole(self) -> None:
        if not self.is_sole():
            raise CursorError(
                f"{self._places.folder} was taken away under this watch, and another one may have "
                "begun; put it back, or start again: what was read before comes as duplicates then"
            )

    def _plan(self) -> Plan | None:
        cursor = Cursor.load(self._places)
        asked = self.now().timestamp()
        taken = self._polling.poll(cursor, self.request.batch_size)
        arrived = list(self._arrived(taken, asked))
        self._polled()
        news = {address: each for address, each in taken.items() if each.documents or each.files}
        quiet = {
            address: each.position
            for address, each in taken.items()
            if address not in news and each.position != cursor.position(address)
        }
        if quiet:  # where nothing was handed on, nothing can be lost
            cursor = cursor.moved(quiet)
            cursor.save(self._places)
        if not news:
            return None
        moment = cursor.next_moment(self.now())
        limit = self.request.config.max_document_bytes or MAX_DOCUMENT_BYTES
        plan = make_plan(self._places, batch_id(moment), moment, news, limit, arrived)
        plan.save(self._places)
        return plan

    def _arrived(self, taken: Mapping[str, Taken], asked: float) -> Iterator[float]:
        """Yield when what was taken came in; note which sources have no more."""
        now = self.now().timestamp()
        for address, each in taken.items():
            told = told_times(each.documents, each.files)
            yield from self._arrivals.of(address, told, asked, now)
        for state in self._polling.states:
            address = state.source.address
            if address in taken and not state.has_more and not state.failures:
                self._arrivals.exhausted(address, asked)

    def _finish(self, plan: Plan) -> None:
        began = self.monotonic()
        if not is_published(self._output, plan.run_id):
            self.run(self._config(plan))
            give_back()
        folder = run_folder(self._output, plan.run_id)
        accounts = [FileSystems.join(folder, name) for name in ("manifest.json", "ledger.json")]
        manifest = Manifest.decoded(kept(accounts[0]) or b"")
        make_lasting(self._output, [*(file.path for file in manifest.files), *accounts])
        cursor = Cursor.load(self._places).moved(plan.positions)
        cursor.model_copy(update={"last": plan.moment, "run_id": plan.run_id}).save(self._places)
        forget(self._places.plan, self._places.spool(plan.run_id))
        ledger = read_ledger(self._output, plan.run_id)
        if ledger is None:
            raise RuntimeError(f"the ledger of {plan.run_id} is gone")
        moment = self.now()
        self._health = self._health.model_copy(
            update={"batches": self._health.batches + 1, "published": moment}
        )
        for each in self.listeners:
            each.published(plan, ledger, self.monotonic() - began, moment)
        self._tell_health()

    def _config(self, plan: Plan) -> Config:
        config = self.request.config
        known = self._memory.refreshed(plan.run_id, first_day(plan.run_id, config.remember))
        update = {
            "input": plan.inputs,
            "run_id": plan.run_id,
            "index": (*config.index[:-1], known),  # the last is that of the output
            "quiet": True,
        }
        return config.model_copy(update=update)

    def _polled(self) -> None:
        moment = self.now()
        sources = {
            each.source.address: SourceHealth(
                error=each.error, failures=each.failures, has_more=each.has_more
            )
            for each in self._polling.states
        }
        changed = sources != self._health.sources
        self._health = self._health.model_copy(update={"polled": moment, "sources": sources})
        for each in self.listeners:
            each.polled(self._polling.states, moment)
        if changed or self.monotonic() - self._told >= _HEALTH_SECONDS:
            self._tell_health()

    def _tell_health(self) -> None:
        self._told = self.monotonic()
        drained = {
            address: datetime.fromtimestamp(moment, UTC)
            for address, moment in self._arrivals.drained.items()
        }
        update = {"memory": resident_bytes(), "drained": drained}
        health = self._health.model_copy(update=update)
        keep(self._places.health, health.encoded())

    def _trouble(self, error: Exception) -> None:
        pause = min(self.request.every * 2.0**self._troubles, MOST_SECONDS)
        self._troubles += 1
        reason = explanation(error) or gist(error)
        self._note.failed(reason, self.now())
        for each in self.listeners:
            each.batch_delayed(reason, pause)
        if not self.request.once:
            self.stop.wait(pause)

    def _failed(self, state: SourceState, pause: float) -> None:
        for each in self.listeners:
            each.source_failed(state, pause)

    def _recovered(self, state: SourceState) -> None:
        for each in self.listeners:
            each.source_recovered(state)

    def _tell_put_off(self) -> None:
        """Tell what waits for another watch, which nobody would see else."""
        if not self.request.once:
            return
        cursor = Cursor.load(self._places)
        for source in (each for each in self.sources if hasattr(each, "outlook")):
            outlook = source.outlook(cursor.position(source.address))
            if outlook.pages_at is not None:
                seconds = max(0.0, outlook.pages_at - self.now().timestamp())
                for each in self.listeners:
                    each.put_off(source.address, outlook.pages, seconds)

    def _recall(self) -> None:
        """Take up when the sources were last found to have no more."""
        with suppress(CursorError):  # it is for telling alone
            if before := load(Health, self._places.health):
                for address, moment in before.drained.items():
                    self._arrivals.drained[address] = moment.timestamp()

    def _clear(self, plan: Plan | None) -> None:
        """Delete documents that wait for no batch: a crash came before their plan."""
        own = self._places.spool(plan.run_id) if plan else None
        forget(*(path for path in self._places.spools() if path != own))
