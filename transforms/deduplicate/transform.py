"""Deduplicate: Articles → articles that are kept + duplicates of them.

Two articles are the same story when they were published under the same canonical URL and have
something in common, when they have the same words, or when one has most of the words of the other,
in the same order. Which one is kept is told by the articles themselves (`same_address`,
`Signature.order`), so that the order in which they arrive decides nothing; every other one was
compared with the very article that it is said to repeat. Translations are found by what does not
depend on language, and linked.

Only signatures, prints and ids are grouped; an article's text crosses one shuffle, with its id.

Bounded: over all articles. Unbounded, in the global window: each article is decided about when it
comes, by what is remembered of those before it (`KeepFirst`). There the first one is kept, and the
order of arrival does decide. Unbounded, in other windows: within each window, when it closes; an
article that comes after that is kept, whatever it repeats. Windows that merge and early firings are
refused: there an article would be let go before all that it repeats is known. Nothing fails.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindows
from apache_beam.typehints.decorators import no_annotations

from ..model import Article, IndexEntry
from ..model.coders import register
from ..windows import closes_once
from .alike.transform import Candidates, Measure, PrintsByOrder, Resolve
from .criteria import ALIKE, Criteria
from .edge import Edge
from .known.transform import Relevant
from .outcomes.transform import Deduplicated, Follow, Settle, SignedArticle
from .same.groups import same_address, same_words
from .same.transform import KeepOne
from .signature import Signature, entry_of, remembered, sign
from .stream.transform import KeepFirst

register(Signature, Edge)

REMEMBER = timedelta(days=7)


@dataclass(eq=False)
class Deduplicate(beam.PTransform):
    """Tell articles that repeat another one from those that are kept.

    Attributes:
        kinds: Kinds of duplicates to set aside, as in `DuplicateKind`; by default all but
            translations.
        alike: Of near and contained duplicates, the least share of the shorter text that stands
            in the longer, above 0 and at most 1.
        translations: Whether articles that are kept are linked with their translations.
        remember: On an unbounded PCollection in the global window, for how much event time an
            article is remembered after the last one that repeats it, at least; an eighth longer
            at most. By default a week.
        entries: Whether to return what later runs know the articles that are kept by.

    Raises:
        ValueError: At construction, for a kind that is none, a share out of range, or a time that
            is not positive; for an unbounded PCollection in windows that merge, or with a trigger
            that fires before the window closes; in the global window, if `known` is unbounded.
    """

    kinds: Collection[str] | None = None
    alike: float = ALIKE
    translations: bool = True
    remember: timedelta = REMEMBER
    entries: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        if not isinstance(self.remember, timedelta):
            raise TypeError(f"remember is a datetime.timedelta, not {self.remember!r}")
        if self.remember <= timedelta():
            raise ValueError(f"articles are remembered for some time, not for {self.remember}")
        self._criteria = Criteria.of(self.kinds, self.alike, translations=self.translations)

    @no_annotations  # Beam would warn that it cannot check several inputs and outputs
    def expand(
        self, inputs: beam.PCollection[Article] | Mapping[str, beam.PCollection]
    ) -> Deduplicated:
        """Return `Deduplicated` articles and duplicates.

        Args:
            inputs: The articles; or a mapping of `articles` to them and `known` to the
                `IndexEntry`s of what earlier runs kept, or the `IndexPart`s that hold them, in the
                same windows. A stream in the global window reads them before its first article,
                and never forgets them.
        """
        pcolls = inputs if isinstance(inputs, Mapping) else {"articles": inputs}
        if unknown := pcolls.keys() - {"articles", "known"}:
            raise ValueError(f"Deduplicate takes articles and known, not {', '.join(unknown)}")
        articles = pcolls["articles"]
        if not articles.is_bounded and isinstance(articles.windowing.windowfn, GlobalWindows):
            if "known" in pcolls and not pcolls["known"].is_bounded:
                raise ValueError(
                    "in the global window Deduplicate needs known articles that are bounded"
                )
            return pcolls | "KeepFirst" >> KeepFirst(
                self._criteria, self.remember, entries=self.entries
            )
        if not articles.is_bounded and not closes_once(articles.windowing):
            raise ValueError(
                "Deduplicate needs windows that do not merge and fire when they close, on an "
                "unbounded PCollection: put "
                "beam.WindowInto(beam.window.FixedWindows(seconds)) before it, or "
                "beam.WindowInto(beam.window.GlobalWindows())"
            )
        signed = pcolls | "Sign" >> _Sign(self._criteria, entries=self.entries)
        decided = {
            "signatures": signed.signatures,
            "prints": signed.prints,
        } | "Decide" >> Decide(self._criteria)
        return {"articles": signed.articles, **decided._asdict()} | "Settle" >> Settle(
            entries=self.entries
        )


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
        by_words = (
            by_address.kept
            | "WithoutSketch" >> beam.Map(_without_sketch).with_output_types(Signature)
            | "SameWords" >> KeepOne("content_key", same_words, criteria.by_words)
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


def _without_sketch(signature: Signature) -> Signature:
    """Return it without what only texts at one address are told by; `Prints` have it as well."""
    return signature.model_copy(update={"sketch": b""})


class _Signed(NamedTuple):
    articles: beam.PCollection[tuple[str, SignedArticle]]
    signatures: beam.PCollection[Signature]
    prints: beam.PCollection[PrintsByOrder]


class _Sign(beam.PTransform):
    """Articles, and what earlier runs kept → signatures, and prints by place in the order."""

    def __init__(self, criteria: Criteria, *, entries: bool) -> None:
        super().__init__()
        self._translations = criteria.translations
        self._entries = entries

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> _Signed:
        signed = inputs["articles"] | "Articles" >> beam.FlatMap(
            _signed, translations=self._translations, entries=self._entries
        ).with_output_types(
            Signature, prints=PrintsByOrder, articles=tuple[str, SignedArticle]
        ).with_outputs("prints", "articles", main="signatures")
        if "known" not in inputs:
            return _Signed(signed.articles, signed.signatures, signed.prints)
        relevant = {
            "known": inputs["known"],
            "signatures": signed.signatures,
        } | "Relevant" >> Relevant()
        known = relevant | "Known" >> beam.FlatMap(_known).with_output_types(
            Signature, prints=PrintsByOrder
        ).with_outputs("prints", main="signatures")
        return _Signed(
            signed.articles,
            (signed.signatures, known.signatures) | "Signatures" >> beam.Flatten(),
            (signed.prints, known.prints) | "Prints" >> beam.Flatten(),
        )


def _signed(article: Article, *, translations: bool, entries: bool) -> Iterator[Any]:
    signature, prints = sign(article, translations=translations)
    yield signature
    yield beam.pvalue.TaggedOutput("prints", (signature.order, prints.packed()))
    entry = entry_of(article, signature, prints).encoded() if entries else b""
    yield beam.pvalue.TaggedOutput("articles", (article.id, (article.encoded(), entry)))


def _known(entry: IndexEntry) -> Iterator[Any]:
    signature, prints = remembered(entry)
    yield signature
    yield beam.pvalue.TaggedOutput("prints", (signature.order, prints.packed()))
