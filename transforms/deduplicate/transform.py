"""Deduplicate: Articles → articles that are kept + duplicates of them.

Two articles are the same when they were published under the same canonical URL, or when they have
the same words. The one that is kept is the least in a total order on the articles
themselves (`Signature.rank`), so that the order in which they arrive decides nothing.

Only signatures and ids are grouped; an article's text crosses one shuffle, with its id.

Bounded: over all articles. Unbounded: within each window, when it closes. The global window,
windows that merge, and early firings are refused: there an article would be let go before all that
it repeats is known. For the same reason an article that comes after its window has closed is kept,
whatever it repeats. Nothing fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.transforms.trigger import AfterWatermark, DefaultTrigger
from apache_beam.transforms.window import GlobalWindows
from apache_beam.typehints.decorators import no_annotations

from ..model import Article, Duplicate, DuplicateKind
from ..model.coders import register
from .signature import Signature, Verdict, sign
from .survivors import follow, settle, survivor, verdicts

register(Signature, Verdict)

_VERDICTS = "verdicts"
_DUPLICATES = "duplicates"


class Deduplicated(NamedTuple):
    """What `Deduplicate` returns.

    Attributes:
        articles: Those that are kept; no two are the same.
        duplicates: The others; each names the kept article that it repeats.
    """

    articles: beam.PCollection[Article]
    duplicates: beam.PCollection[Duplicate]


@dataclass(eq=False)
class Deduplicate(beam.PTransform):
    """Tell articles that repeat another one from those that are kept.

    Raises:
        ValueError: At construction, for an unbounded PCollection in the global window, in
            windows that merge, or with a trigger that fires before the window closes.
    """

    @no_annotations  # Beam would warn that it cannot check two outputs
    def expand(self, articles: beam.PCollection[Article]) -> Deduplicated:
        """Return `Deduplicated` articles and duplicates."""
        if not articles.is_bounded and not _closes_once(articles.windowing):
            raise ValueError(
                "Deduplicate needs windows that do not merge and fire when they close, on an "
                "unbounded PCollection: put "
                "beam.WindowInto(beam.window.FixedWindows(seconds)) before it"
            )
        signatures = articles | "Sign" >> beam.Map(sign).with_output_types(Signature)
        by_url = signatures | "SameUrl" >> _Group(DuplicateKind.URL, "url_key")
        by_content = by_url.kept | "SameContent" >> _Group(DuplicateKind.EXACT, "content_key")
        url_verdicts = (
            {
                "verdicts": by_url.verdicts | "KeyByKept" >> _key_by("duplicate_of", Verdict),
                "moved": by_content.verdicts | "KeyByMoved" >> _key_by("id", Verdict),
            }
            | "JoinMoved" >> beam.CoGroupByKey()
            | "FollowMoved" >> beam.FlatMapTuple(_follow).with_output_types(Verdict)
        )
        settled = (
            {
                "articles": articles | "KeyById" >> _key_by("id", Article),
                "verdicts": (url_verdicts, by_content.verdicts)
                | "AllVerdicts" >> beam.Flatten()
                | "KeyVerdictById" >> _key_by("id", Verdict),
            }
            | "JoinVerdicts" >> beam.CoGroupByKey()
            | "Settle" >> beam.FlatMapTuple(_settle).with_outputs(_DUPLICATES, main="articles")
        )
        settled.articles.element_type = Article
        settled[_DUPLICATES].element_type = Duplicate
        return Deduplicated(settled.articles, settled[_DUPLICATES])


def _closes_once(windowing: beam.Windowing) -> bool:
    """Whether each window fires when it closes, with all that came until then."""
    trigger, windows = windowing.triggerfn, windowing.windowfn
    fires_once = isinstance(trigger, DefaultTrigger) or (
        isinstance(trigger, AfterWatermark) and trigger.early is None
    )
    return fires_once and not isinstance(windows, GlobalWindows) and not windows.is_merging()


class _Grouped(NamedTuple):
    kept: beam.PCollection[Signature]
    verdicts: beam.PCollection[Verdict]


class _Group(beam.PTransform):
    """Of the signatures that share a key keep one; those without the key are all kept."""

    def __init__(self, kind: DuplicateKind, key: str) -> None:
        super().__init__()
        self._kind = kind
        self._key = key

    @no_annotations
    def expand(self, signatures: beam.PCollection[Signature]) -> _Grouped:
        key = self._key
        keyed = signatures | "HasKey" >> beam.Filter(lambda value: getattr(value, key) is not None)
        keyless = signatures | "HasNone" >> beam.Filter(lambda value: getattr(value, key) is None)
        grouped = (
            keyed
            | "Key" >> _key_by(key, Signature)
            | "Group" >> beam.GroupByKey()
            | "Choose" >> beam.FlatMap(_choose, self._kind).with_outputs(_VERDICTS, main="kept")
        )
        grouped.kept.element_type = Signature
        grouped[_VERDICTS].element_type = Verdict
        kept = (grouped.kept, keyless) | "Kept" >> beam.Flatten()
        return _Grouped(kept, grouped[_VERDICTS])


def _key_by(attribute: str, value_type: type) -> beam.PTransform:
    return beam.Map(lambda value: (getattr(value, attribute), value)).with_output_types(
        tuple[str, value_type]  # type: ignore[valid-type]
    )


def _choose(keyed: tuple[str, Iterable[Signature]], kind: DuplicateKind) -> Iterable[Any]:
    _, group = keyed
    if not any(True for _ in group):  # the empty pane with which some runners close a window
        return
    kept = survivor(group)
    yield kept
    for verdict in verdicts(group, kept, kind):
        yield beam.pvalue.TaggedOutput(_VERDICTS, verdict)


def _follow(_: str, joined: dict[str, Iterable[Verdict]]) -> Iterable[Verdict]:
    moved = {verdict.id: verdict for verdict in joined["moved"]}
    for verdict in joined["verdicts"]:
        yield follow(verdict, moved)


def _settle(_: str, joined: dict[str, Iterable[Any]]) -> Iterable[Any]:
    for outcome in settle(joined["articles"], next(iter(joined["verdicts"]), None)):
        if isinstance(outcome, Duplicate):
            yield beam.pvalue.TaggedOutput(_DUPLICATES, outcome)
        else:
            yield outcome
