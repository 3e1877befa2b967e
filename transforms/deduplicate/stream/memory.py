"""What is remembered of a stream: articles that were kept, and whether another repeats one of them.

Only what was kept is remembered, and what is kept stays kept. So each duplicate was compared with
the very article that it names, and no chains form: what is alike to a duplicate alone is kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from ...model import DuplicateKind, IndexEntry, Translation
from ..alike.candidates import candidates
from ..alike.measurement import measured
from ..criteria import Criteria
from ..edge import Edge, closest
from ..fingerprint import MIN_SHARED_TERMS, SAME
from ..outcomes.verdicts import Verdict, judge, link
from ..same.groups import Choice, same_address, same_words
from ..signature import Prints, Signature, remembered
from .keys import Keys, keys
from .postings import Postings
from .record import Progress, Record

_THIS_STREAM = ""  # as the run that kept an article: what is kept comes before all that follows
_DIGEST_BYTES = 16
_BEGINNING = Progress()

_Found = Mapping[int, list[int]]
"""Under each key the numbers of the articles that have it."""


class Seen(NamedTuple):
    """What a memory makes of an article.

    Attributes:
        verdict: What it repeats, if it does.
        translations: If it does not, those of its translations that are remembered.
        record: What is to be stored, if anything is.
    """

    verdict: Verdict | None
    translations: list[Translation]
    record: Record | None


class Memory:
    """Articles that were kept.

    It is rebuilt from its progress and its records, and says the same afterwards.

    Attributes:
        progress: How far it has come.
    """

    def __init__(
        self,
        criteria: Criteria,
        progress: Progress = _BEGINNING,
        records: Iterable[Record] = (),
        known: Iterable[IndexEntry] = (),
    ) -> None:
        """Make one that remembers nothing, or rebuild one.

        Args:
            criteria: What counts as a duplicate.
            progress: How far it had come.
            records: Those that were stored, in any order. Those of periods that are forgotten may
                be missing.
            known: What earlier runs kept. It is never forgotten.
        """
        self.progress = progress
        self._criteria = criteria
        self._postings = Postings()
        self._entries: dict[int, bytes] = {}  # encoded, since they take less space so
        self._periods: dict[int, int] = {}
        self._numbers: dict[int, set[int]] = {}  # by period
        latest: dict[int, Record] = {}  # of an article that was stored again
        for record in records:
            held = latest.get(record.number)
            if self._is_remembered(record.period) and (held is None or held.period < record.period):
                latest[record.number] = record
        each = sorted(known, key=lambda entry: remembered(entry)[0].order)
        for number, entry in enumerate(each, -len(each)):
            self._put(number, entry, self._keys(entry))
        for number, record in sorted(latest.items()):
            self._put(number, record.entry, self._keys(record.entry))
            self._move(number, record.period)

    @property
    def periods(self) -> Iterable[int]:
        """The periods of what is remembered, in no order."""
        return self._numbers.keys()

    def see(self, signature: Signature, prints: Prints, period: int) -> Seen:
        """Decide about an article, and remember it if it is kept.

        It is remembered as long as the last one that repeats it would be. An article whose period
        is forgotten is kept, unless it repeats one that is remembered, and not remembered.

        Args:
            signature: Of the article.
            prints: Of it.
            period: In which its event time lies.
        """
        own = self._keys(signature)
        found = self._postings.find(own.all)
        edges = list(self._same(signature, own, found)) or list(
            self._alike(signature, prints, own, found)
        )
        deciding = [edge for _, edge in edges if not edge.is_link]
        if not deciding:
            links = [link(edge, _named(self._known(number)[0])) for number, edge in edges]
            return Seen(None, links, self._remember(signature, prints, own, period))
        first = closest(deciding)
        number = next(number for number, edge in edges if edge is first)
        verdict = judge(first, self._known(number)[1], prints)
        verdict = verdict.model_copy(update={"kept": _named(verdict.kept)})
        return Seen(verdict, [], self._renew(number, period))

    def forget(self, first: int) -> None:
        """Forget all periods before `first`."""
        if not self._is_remembered(first):
            return
        self.progress = self.progress.model_copy(update={"first": first})
        forgotten = [period for period in self._numbers if period < first]
        numbers = [number for period in forgotten for number in self._numbers.pop(period)]
        for number in numbers:
            del self._entries[number], self._periods[number]
        if numbers:
            self._postings.remove(numbers)

    def _keys(self, signature: Signature | IndexEntry) -> Keys:
        return keys(signature, self._criteria)

    def _same(self, signature: Signature, own: Keys, found: _Found) -> Iterator[tuple[int, Edge]]:
        """Yield the edge from what has the article's id, its address or its words."""
        rules: tuple[tuple[int | None, str, Callable[[list[Signature]], Choice]], ...] = (
            (own.id, "id", _delivered),
            (own.address, "url_key", partial(same_address, kinds=self._criteria.by_address)),
            (own.words, "content_key", partial(same_words, kinds=self._criteria.by_words)),
        )
        for key, attribute, choose in rules:
            group: dict[bytes, tuple[int, Signature]] = {}
            for number in found.get(key, ()) if key is not None else ():
                known, _ = self._known(number)
                if getattr(known, attribute) == getattr(signature, attribute):
                    group[known.order] = number, known
            if group:
                members = [*(known for _, known in group.values()), signature]
                for edge in choose(members).edges:
                    yield group[edge.first][0], edge
                    return

    def _alike(
        self, signature: Signature, prints: Prints, own: Keys, found: _Found
    ) -> Iterator[tuple[int, Edge]]:
        """Yield the edges from articles that are like it."""
        for kind, each in own.terms.items():
            shared = Counter(number for term in each for number in found.get(term, ()))
            for number, count in shared.items():
                if count >= MIN_SHARED_TERMS:
                    known, known_prints = self._known(number)
                    for edge in candidates((kind, known.order, signature.order), count):
                        if alike := measured(edge, known_prints, prints, self._criteria):
                            yield number, alike

    def _remember(
        self, signature: Signature, prints: Prints, own: Keys, period: int
    ) -> Record | None:
        if not self._is_remembered(period):
            return None
        compared = {"sketch": prints.sketch, "evidence": prints.evidence}
        entry = IndexEntry(**dict(signature) | compared | {"run_id": _THIS_STREAM})
        number = self.progress.kept
        self._put(number, entry, own)
        return self._stored(Record(number=number, period=period, entry=entry))

    def _renew(self, number: int, period: int) -> Record | None:
        if number not in self._periods or period <= self._periods[number]:
            return None
        entry = IndexEntry.model_validate_json(self._entries[number])
        return self._stored(Record(number=number, period=period, entry=entry))

    def _stored(self, record: Record) -> Record:
        self._move(record.number, record.period)
        what = self.progress.digest + record.model_dump_json().encode()
        self.progress = self.progress.model_copy(
            update={
                "kept": max(self.progress.kept, record.number + 1),
                "digest": blake2b(what, digest_size=_DIGEST_BYTES).digest(),
            }
        )
        return record

    def _put(self, number: int, entry: IndexEntry, own: Keys) -> None:
        self._postings.add(own.all, number)
        self._entries[number] = entry.model_dump_json().encode()

    def _move(self, number: int, period: int) -> None:
        before = self._periods.get(number)
        if before is not None:
            self._numbers[before].discard(number)
            if not self._numbers[before]:
                del self._numbers[before]
        self._periods[number] = period
        self._numbers.setdefault(period, set()).add(number)

    def _known(self, number: int) -> tuple[Signature, Prints]:
        return remembered(IndexEntry.model_validate_json(self._entries[number]))

    def _is_remembered(self, period: int) -> bool:
        return self.progress.first is None or period >= self.progress.first


def _delivered(group: list[Signature]) -> Choice:
    """Return what becomes of an article, the last of a group, if it was delivered before."""
    *before, again = group
    edges = [
        Edge(first=each.order, second=again.order, kind=DuplicateKind.EXACT, likeness=SAME)
        for each in before
        if each.run_id == _THIS_STREAM
    ]
    return Choice([], edges)


def _named(signature: Signature) -> Signature:
    """Return a signature with the earlier run that kept its article, or none."""
    return signature.model_copy(update={"run_id": signature.run_id or None})
