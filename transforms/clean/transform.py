"""Clean: Document → Article, or Failure; RemoveRepeatedLines: Article → Article.

Clean is bounded and unbounded; element by element, some in a row within a bundle, so windows,
order and timestamps stay as they are. Fails with the reasons of `clean_document`: EMPTY, BINARY,
UNDECODABLE, UNSUPPORTED_FORMAT, MALFORMED, NO_TEXT, TOO_LARGE, TOO_DEEP, and those of its guards:
CONSENT_WALL, ERROR_PAGE, FEED, HOME_PAGE, LISTING, LOGIN_WALL, ROBOT_WALL, SCRIPT_SHELL. Since it
works in a process apart, also with TIME_LIMIT, MEMORY_LIMIT and CRASHED. For RemoveRepeatedLines
see there.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam

from ..batches import Batch
from ..failures import FailureHandling
from ..metrics import measure_cleaning
from ..model import Article, Document
from ..windows import closes_once
from .limits import DEFAULT_LIMITS, Limits
from .lines.repeated_lines import (
    SHARE,
    STORIES,
    Sketch,
    Standing,
    article_site,
    is_boilerplate,
    keyed_lines,
    merged,
    without_lines,
)
from .recent import Recent
from .rules import check_rules
from .sandbox.sandbox import Sandbox

_BATCH = Batch(elements=16, size=4_000_000, size_of=lambda document: len(document.content))
"""Bytes; a large page or text goes on by itself."""

_Key = tuple[str, bytes]  # a site and the hash of a line
_Counted = tuple[int, tuple[Sketch, ...]]  # a `Standing` as Beam encodes it


@dataclass(eq=False)
class Clean(FailureHandling):
    """Make an article of each document; see `clean_document`.

    Attributes:
        trail: Whether articles keep what was done to their texts, default no.
        without: Names of rules to switch off; see `RULES`.
        limits: What a document may take; beyond it, it is refused.
        isolated: Whether documents are cleaned in a process apart, one for each worker thread
            (60 MB), default yes. A page that hangs, crashes or fills the memory there is refused;
            in the worker's own process it would take the worker with it, and the run.
    """

    trail: bool = False
    without: Collection[str] = ()
    limits: Limits = DEFAULT_LIMITS
    isolated: bool = True

    def expand(self, documents: beam.PCollection[Document]) -> beam.PCollection[Article]:
        """Return the articles; what holds none goes to the error handler."""
        without = sorted(check_rules(self.without))
        clean: Callable[[Document], Iterable[Article]] = (
            _InSandbox({"trail": self.trail, "without": without}, self.limits)
            if self.isolated
            else partial(_cleaned, trail=self.trail, without=without, limits=self.limits)
        )
        return self._attempt(documents, clean, Article, "Clean", _BATCH)


def _cleaned(document: Document, **arguments: Any) -> Iterable[Article]:
    from .document import clean_document  # noqa: PLC0415  not needed where it is done elsewhere

    yield clean_document(document, **arguments)


class _InSandbox:
    def __init__(self, arguments: Mapping[str, Any], limits: Limits) -> None:
        self._arguments = arguments
        self._limits = limits
        self._sandbox: Sandbox | None = None
        self._recent = Recent()

    def setup(self) -> None:
        self._sandbox = Sandbox(
            f"{__package__}.document:clean_document", self._arguments, self._limits
        )
        self._sandbox.start()

    def teardown(self) -> None:
        if self._sandbox:
            self._sandbox.close()
            self._sandbox = None

    def __call__(self, document: Document) -> Iterable[Article]:
        if self._sandbox is None:
            raise RuntimeError("setup() comes first")
        begin = time.monotonic()
        try:
            article = self._recent.article(document, self._sandbox.clean)
        finally:  # of what is refused as well
            measure_cleaning(time.monotonic() - begin)
        yield article


@dataclass(eq=False)
class RemoveRepeatedLines(beam.PTransform):
    """Take out of articles the lines that their site has in many others.

    A line goes if it stands in `stories` articles of a site that are no copies of each other, and
    in `share` of all its articles. Articles without an address, lines without words and long ones,
    and an article that would lose more than half of its text stay as they are. As many articles
    come out as went in. Put it after `Clean` and before what looks at texts.

    Only hashes are grouped, 12 bytes of a line and 32 of its article's words; no text crosses a
    shuffle. The lines that go, few for each site, are a side input.

    Bounded: over all articles. Unbounded: within each window, when it closes; till then its
    articles are held back. An article that comes later is treated by the lines that the window
    had. The global window, windows that merge, and early firings are refused there. Nothing fails.

    Attributes:
        stories: Default 3: what three different articles say in the same words is no part of
            them, as good as always (measured: none of 590 lines).
        share: From 0 to 1, default 0.02.

    Raises:
        ValueError: At construction, for `stories` below 2, a `share` that is none, or an
            unbounded PCollection that is not windowed as said.
    """

    stories: int = STORIES
    share: float = SHARE

    def __post_init__(self) -> None:
        """Check the fields."""
        super().__init__()
        if self.stories < 2:  # noqa: PLR2004
            raise ValueError("a line is repeated if at least 2 stories have it")
        if not 0 <= self.share <= 1:
            raise ValueError("a share is from 0 to 1")

    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[Article]:
        """Return the articles; their number is what it was."""
        if not articles.is_bounded and not closes_once(articles.windowing):
            raise ValueError(
                "RemoveRepeatedLines needs windows that do not merge and fire when they close, on "
                "an unbounded PCollection: put "
                "beam.WindowInto(beam.window.FixedWindows(seconds)) before it"
            )
        standings = (
            articles
            | "KeyLines" >> beam.FlatMap(_keyed).with_output_types(tuple[_Key, _Counted])
            | "CountStories" >> beam.CombinePerKey(_merge)
            | "OftenEnough" >> beam.Filter(_is_frequent, self.stories)
            | "KeyBySite"
            >> beam.Map(_by_site).with_output_types(tuple[str, tuple[bytes, _Counted]])
        )
        totals = (
            articles
            | "Sites" >> beam.FlatMap(_sites).with_output_types(str)
            | "CountArticles" >> beam.combiners.Count.PerElement()
        )
        repeated = (
            {"standings": standings, "totals": totals}
            | "JoinTotals" >> beam.CoGroupByKey()
            | "Judge"
            >> beam.FlatMap(_judge, self.stories, self.share).with_output_types(tuple[str, bytes])
        )
        return articles | "RemoveLines" >> beam.Map(
            _remove, beam.pvalue.AsMultiMap(repeated)
        ).with_output_types(Article)


def _keyed(article: Article) -> Iterable[tuple[_Key, _Counted]]:
    for key, standing in keyed_lines(article):
        yield key, (standing.articles, standing.sketches)


def _merge(counted: Iterable[_Counted]) -> _Counted:
    articles, sketches = merged(Standing(*each) for each in counted)
    return articles, sketches


def _is_frequent(keyed: tuple[_Key, _Counted], stories: int) -> bool:
    return keyed[1][0] >= stories


def _by_site(keyed: tuple[_Key, _Counted]) -> tuple[str, tuple[bytes, _Counted]]:
    (where, key), counted = keyed
    return where, (key, counted)


def _sites(article: Article) -> Iterable[str]:
    if where := article_site(article):
        yield where


def _judge(
    joined: tuple[str, Mapping[str, Iterable[Any]]], stories: int, share: float
) -> Iterable[tuple[str, bytes]]:
    where, found = joined
    total = sum(found["totals"])
    for key, counted in found["standings"]:
        if is_boilerplate(Standing(*counted), total, stories=stories, share=share):
            yield where, key


def _remove(article: Article, repeated: Mapping[str, Iterable[bytes]]) -> Article:
    where = article_site(article)
    return article if where is None else without_lines(article, frozenset(repeated[where]))
