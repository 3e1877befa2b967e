"""Deduplicate: Articles → articles that are kept + duplicates of them.

Two articles are the same story when they were published under the same canonical URL, when they
have the same words, or when one has most of the words of the other, in the same order. Which one
is kept is told by the articles themselves (`same_address`, `Signature.order`), so that the order in
which they arrive decides nothing; every other one was compared with the very article that it is
said to repeat. Translations are found by what does not depend on language, and linked.

Only signatures, prints and ids are grouped; an article's text crosses one shuffle, with its id.

Bounded: over all articles. Unbounded: within each window, when it closes. The global window,
windows that merge, and early firings are refused: there an article would be let go before all that
it repeats is known. For the same reason an article that comes after its window has closed is kept,
whatever it repeats. Nothing fails.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations

from ..model import Article, IndexEntry
from ..model.coders import register
from ..windows import closes_once
from .alike.transform import Candidates, Measure, PrintsByOrder, Resolve
from .criteria import ALIKE, Criteria
from .edge import Edge
from .known.transform import Relevant
from .outcomes.transform import Deduplicated, Follow, Settle
from .same.groups import same_address, same_words
from .same.transform import KeepOne
from .signature import Prints, Signature, index_entry, remembered, sign

register(Signature, Edge)


@dataclass(eq=False)
class Deduplicate(beam.PTransform):
    """Tell articles that repeat another one from those that are kept.

    Attributes:
        kinds: Kinds of duplicates to set aside, as in `DuplicateKind`; by default all but
            translations.
        alike: Of near and contained duplicates, the least share of the shorter text that stands
            in the longer, above 0 and at most 1.
        translations: Whether articles that are kept are linked with their translations.

    Raises:
        ValueError: At construction, for a kind that is none or a share out of range; for an
            unbounded PCollection in the global window, in windows that merge, or with a trigger
            that fires before the window closes.
    """

    kinds: Collection[str] | None = None
    alike: float = ALIKE
    translations: bool = True

    def __post_init__(self) -> None:
        super().__init__()
        self._criteria = Criteria.of(self.kinds, self.alike, translations=self.translations)

    @no_annotations  # Beam would warn that it cannot check several inputs and outputs
    def expand(
        self, inputs: beam.PCollection[Article] | Mapping[str, beam.PCollection]
    ) -> Deduplicated:
        """Return `Deduplicated` articles and duplicates.

        Args:
            inputs: The articles; or a mapping of `articles` to them and `known` to the
                `IndexEntry`s of what earlier runs kept, in the same windows.
        """
        pcolls = inputs if isinstance(inputs, Mapping) else {"articles": inputs}
        articles = pcolls["articles"]
        if not articles.is_bounded and not closes_once(articles.windowing):
            raise ValueError(
                "Deduplicate needs windows that do not merge and fire when they close, on an "
                "unbounded PCollection: put "
                "beam.WindowInto(beam.window.FixedWindows(seconds)) before it"
            )
        signed = pcolls | "Sign" >> _Sign(self._criteria)
        decided = signed._asdict() | "Decide" >> Decide(self._criteria)
        return {"articles": articles, **decided._asdict()} | "Settle" >> Settle()


class Decided(NamedTuple):
    """What `Decide` returns.

    Attributes:
        edges: The deciding one of each article that is not kept, and those between translations.
        prints: Of all articles that have an edge, by their order.
    """

    edges: beam.PCollection[Edge]
    prints: beam.PCollection[PrintsByOrder]


class Decide(beam.PTransform):
    """Signatures and prints → which articles are not kept, and what they repeat: no text needed."""

    def __init__(self, criteria: Criteria) -> None:
        super().__init__()
        self._criteria = criteria

    @no_annotations
    def expand(self, signed: Mapping[str, beam.PCollection]) -> Decided:
        """Return what is `Decided`.

        Args:
            signed: `signatures` of all articles, and their `prints` by their order.
        """
        criteria, signatures = self._criteria, signed["signatures"]
        by_address = signatures | "SameAddress" >> KeepOne(
            "url_key", same_address, criteria.by_address
        )
        by_words = by_address.kept | "SameWords" >> KeepOne(
            "content_key", same_words, criteria.by_words
        )
        same = (by_address.edges, by_words.edges) | "Same" >> beam.Flatten()
        measured = {
            "candidates": by_words.kept | "Candidates" >> Candidates(criteria),
            "decided": same,
            "prints": signed["prints"],
        } | "Measure" >> Measure(criteria)
        links = measured.edges | "Links" >> beam.Filter(lambda edge: edge.is_link)
        alike = measured.edges | "Alike" >> beam.Filter(lambda edge: not edge.is_link) | Resolve()
        followed = {"edges": by_words.edges, "moved": alike} | "FollowSameWords" >> Follow()
        moved = (alike, followed) | "Moved" >> beam.Flatten()
        rest = {"edges": by_address.edges, "moved": moved} | "FollowSameAddress" >> Follow()
        return Decided((moved, rest, links) | "Edges" >> beam.Flatten(), measured.involved)


@dataclass(eq=False)
class Remember(beam.PTransform):
    """Make of each article that is kept what later runs know it by: an `IndexEntry`.

    Attributes:
        run_id: The run that keeps them.
    """

    run_id: str

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[IndexEntry]:
        """Return an entry for each article."""
        return articles | beam.Map(index_entry, self.run_id).with_output_types(IndexEntry)


class _Signed(NamedTuple):
    signatures: beam.PCollection[Signature]
    prints: beam.PCollection[PrintsByOrder]


class _Sign(beam.PTransform):
    """Articles, and what earlier runs kept → signatures, and prints by place in the order."""

    def __init__(self, criteria: Criteria) -> None:
        super().__init__()
        self._sign = partial(sign, translations=criteria.translations)

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> _Signed:
        articles = inputs["articles"] | "Articles" >> _sign(self._sign)
        if "known" not in inputs:
            return _Signed(articles.signatures, articles.prints)
        relevant = {
            "known": inputs["known"],
            "signatures": articles.signatures,
        } | "Relevant" >> Relevant()
        known = relevant | "Known" >> _sign(remembered)
        return _Signed(
            (articles.signatures, known.signatures) | "Signatures" >> beam.Flatten(),
            (articles.prints, known.prints) | "Prints" >> beam.Flatten(),
        )


def _sign(of: Callable[[Any], tuple[Signature, Prints]]) -> beam.PTransform:
    return (
        beam.FlatMap(_signed, of)
        .with_output_types(Signature, prints=PrintsByOrder)
        .with_outputs("prints", main="signatures")
    )


def _signed(element: Any, of: Callable[[Any], tuple[Signature, Prints]]) -> Iterator[Any]:
    signature, prints = of(element)
    yield signature
    yield beam.pvalue.TaggedOutput("prints", (signature.order, prints.packed()))
