"""KeepFirst: of articles that repeat each other, the first that comes is kept, by Beam's state.

Articles are signed wherever they are. Which of them to keep is decided in one place, since two
that are alike may have no key in common: that is the ceiling, see the README. What is remembered is
in the state of the runner; an instance of the DoFn holds a `Memory` of it as well, and rebuilds it
where the two are not in step: after a restart, a bundle that failed, or work in another place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import (
    BagStateSpec,
    ReadModifyWriteStateSpec,
    TimerSpec,
    on_timer,
)
from apache_beam.transforms.window import GlobalWindow
from apache_beam.typehints.decorators import no_annotations
from apache_beam.utils.timestamp import Timestamp

from ...model import Article, Duplicate, IndexEntry
from ..criteria import Criteria
from ..known.transform import each_entry
from ..outcomes.transform import Deduplicated
from ..outcomes.verdicts import settle
from ..signature import Prints, Signature, entry_of, sign
from .memory import Memory
from .periods import STORES, Periods, store
from .record import Progress, Record

_Signed = tuple[Article, Signature, bytes, bytes]
"""An article, its signature, and its sketch and evidence."""
_EVERYTHING = b""  # the one key of what is decided in one place
_END = GlobalWindow().max_timestamp()

_TIMER = TimerSpec("expiry", TimeDomain.WATERMARK)
_EXPIRY = beam.DoFn.TimerParam(_TIMER)
_PROGRESS = beam.DoFn.StateParam(ReadModifyWriteStateSpec("progress", BytesCoder()))
_STORES = [
    beam.DoFn.StateParam(BagStateSpec(f"records{number}", BytesCoder())) for number in range(STORES)
]


class KeepFirst(beam.PTransform):
    """Articles in the global window → `Deduplicated` articles and duplicates."""

    def __init__(self, criteria: Criteria, remember: timedelta, *, entries: bool = False) -> None:
        super().__init__()
        self._translations = criteria.translations
        self._entries = entries
        self._decide = DecideEach(criteria, Periods(remember), entries=entries)

    @no_annotations  # Beam would warn that it cannot check several inputs and outputs
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> Deduplicated:
        """Return `Deduplicated` articles and duplicates.

        Args:
            inputs: `articles`, and maybe `known`: what earlier runs kept, bounded, which is read
                before the first article is decided about, and never forgotten.
        """
        known = {}
        if "known" in inputs:
            # Under the same key as well: Beam takes the coder of the key from either input.
            keyed = (
                inputs["known"]
                | "Entries" >> beam.FlatMap(each_entry).with_output_types(IndexEntry)
                | "KnownKey"
                >> beam.Map(lambda entry: (_EVERYTHING, entry)).with_output_types(
                    tuple[bytes, IndexEntry]
                )
            )
            known["known"] = beam.pvalue.AsIter(keyed)
        decided = (
            inputs["articles"]
            | "Sign"
            >> beam.Map(signed, translations=self._translations).with_output_types(
                tuple[bytes, _Signed]
            )
            | "Decide"
            >> beam.ParDo(self._decide, **known)
            .with_output_types(Article, duplicates=Duplicate, entries=IndexEntry)
            .with_outputs("duplicates", "entries", main="articles")
        )
        entries = decided.entries if self._entries else None
        return Deduplicated(decided.articles, decided.duplicates, entries)


def signed(article: Article, *, translations: bool = True) -> tuple[bytes, _Signed]:
    """Return an article with all that is needed to decide about it, under the one key."""
    signature, prints = sign(article, translations=translations)
    return _EVERYTHING, (article, signature, prints.sketch, prints.evidence)


class _State(NamedTuple):
    """The state of the one key."""

    progress: Any
    stores: tuple[Any, ...]
    expiry: Any


class DecideEach(beam.DoFn):
    """Signed articles under one key → those that are kept, and the duplicates."""

    def __init__(self, criteria: Criteria, periods: Periods, *, entries: bool = False) -> None:
        super().__init__()
        self._entries = entries
        self._criteria = criteria
        self._periods = periods
        self._memory = Memory(criteria)
        self._is_whole = False  # what earlier runs kept is not given to timers
        self._alarm: int | None = None  # the period whose end the timer of this memory is set to

    def process(  # noqa: PLR0913, PLR0917 - Beam hands over state by parameters
        self,
        element: tuple[bytes, _Signed],
        timestamp: Any = beam.DoFn.TimestampParam,
        progress: Any = _PROGRESS,
        store0: Any = _STORES[0],
        store1: Any = _STORES[1],
        store2: Any = _STORES[2],
        expiry: Any = _EXPIRY,
        known: Iterable[tuple[bytes, IndexEntry]] = (),
    ) -> Iterator[Any]:
        """Yield the article, or as `duplicates` what it repeats."""
        state = _State(progress, (store0, store1, store2), expiry)
        article, signature, sketch, evidence = element[1]
        prints = Prints(_without_terms(signature), sketch, evidence)
        memory = self._in_step(state, (entry for _, entry in known))
        seen = memory.see(signature, prints, self._periods.of(timestamp.micros))
        if seen.record is not None:
            self._store(state, seen.record)
        for outcome in settle([article], seen.verdict, (), seen.translations):
            if isinstance(outcome, Duplicate):
                yield beam.pvalue.TaggedOutput("duplicates", outcome)
                continue
            yield outcome
            if self._entries:
                entry = entry_of(article, signature, prints)
                yield beam.pvalue.TaggedOutput("entries", entry)

    @on_timer(_TIMER)
    def expire(
        self,
        timestamp: Any = beam.DoFn.TimestampParam,
        progress: Any = _PROGRESS,
        store0: Any = _STORES[0],
        store1: Any = _STORES[1],
        store2: Any = _STORES[2],
        expiry: Any = _EXPIRY,
    ) -> None:
        """Forget what is over."""
        state = _State(progress, (store0, store1, store2), expiry)
        memory = self._in_step(state)
        memory.forget(self._periods.first(timestamp.micros))
        progress.write(_encoded(memory.progress))
        used = {store(period) for period in memory.periods}
        for number, records in enumerate(state.stores):
            if number not in used:
                records.clear()
        self._set_timer(state)

    def _in_step(self, state: _State, known: Iterable[IndexEntry] | None = None) -> Memory:
        """Return the memory, rebuilt if it is not that of this state."""
        encoded = state.progress.read()
        progress = Progress.model_validate_json(encoded) if encoded else Progress()
        if self._memory.progress != progress or not (self._is_whole or known is None):
            records = _records(state) if encoded else ()
            self._memory = Memory(self._criteria, progress, records, known or ())
            self._is_whole = known is not None
            self._alarm = None
        return self._memory

    def _store(self, state: _State, record: Record) -> None:
        state.stores[store(record.period)].add(_encoded(record))
        state.progress.write(_encoded(self._memory.progress))
        if self._alarm != min(self._memory.periods):
            self._set_timer(state)

    def _set_timer(self, state: _State) -> None:
        """Wake up when the first period is over; what outlives the stream needs no timer."""
        self._alarm = min(self._memory.periods, default=None)
        if self._alarm is not None:
            time = Timestamp(micros=self._periods.expiry(self._alarm))
            if time < _END:
                state.expiry.set(time)


def _records(state: _State) -> Iterable[Record]:
    for records in state.stores:
        yield from map(Record.model_validate_json, records.read())


def _encoded(value: Progress | Record) -> bytes:
    return value.model_dump_json().encode()


def _without_terms(signature: Signature) -> Signature:
    return signature.model_copy(update={"terms": b"", "translation_terms": b""})
