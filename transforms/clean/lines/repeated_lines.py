"""Lines that stand in many articles of a site: what each site says beside its articles.

Line-level deduplication as for CCNet (Wenzek et al., 2020) and RefinedWeb (Penedo et al., 2023),
within a site, and with a guard: copies of one article repeat each other line by line, and must not
delete each other. So what is counted is not how many articles have a line, but how many *stories*,
articles that are not copies of each other. Whether two are is seen by bottom-k sketches of their
words (Broder, 1997), of a few bytes, so that no text has to be brought together.
"""

import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from ...model import Article, Edit
from ...model.site import site

STORIES = 3
"""In so many stories of a site a line must stand to be no part of any."""

SHARE = 0.02
"""In this share of a site's articles: what a large site says everywhere, and no set phrase."""

# Characters: a longer line that is repeated is an agency's background. Letters in a row: a line
# without is a rule, a bracket, the edge of a table.
_LONGEST = 400
_HAS_WORD = re.compile(r"[^\W\d_]{2}")
_MOST_LOST = 0.5  # of an article's characters; one that would lose more is left as it is

_KEY_BYTES = 12
_SHINGLE = 3  # words
_SKETCH = 8  # hashes of four bytes
_SAME_STORY = 3  # of them are shared
_MOST_SKETCHES = 64  # of a line are kept, the smallest

_WORD = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3040-\u9fff]|\\w+")
# A product by the golden ratio spreads the checksums, which alone are too regular to be sampled by.
_SPREAD = 0x9E3779B1
_MASK = 0xFFFFFFFF

Sketch = tuple[int, ...]
"""The smallest hashes of an article's shingles, in order."""


class Standing(NamedTuple):
    """Where a line of a site stands.

    Attributes:
        articles: How many articles have it.
        sketches: Of those articles, no two the same, the smallest `_MOST_SKETCHES`, in order.
    """

    articles: int = 0
    sketches: tuple[Sketch, ...] = ()


def article_site(article: Article) -> str | None:
    """Return the site on which `article` was published, if that is known."""
    return site(article.url) if article.url else None


def line_key(line: str) -> bytes:
    """Return the hash by which a line is compared, 12 bytes; case does not count."""
    return blake2b(line.casefold().encode(), digest_size=_KEY_BYTES).digest()


def keyed_lines(article: Article) -> Iterator[tuple[tuple[str, bytes], Standing]]:
    """Yield (site, key of a line) → where it stands, for each line that may be boilerplate."""
    where = article_site(article)
    if where is None:
        return
    standing = Standing(1, (sketch(article.text),))
    lines = {line for line in article.text.split("\n") if len(line) <= _LONGEST}
    for key in sorted({line_key(line) for line in lines if _HAS_WORD.search(line)}):
        yield (where, key), standing


def sketch(text: str) -> Sketch:
    """Return the sketch of a text: the smallest hashes of its shingles of three words.

    In scripts without spaces a character is a word.
    """
    words = _WORD.findall(text.casefold())
    shingles = zip(*(islice(words, start, None) for start in range(_SHINGLE)), strict=False)
    hashes = {zlib.crc32(" ".join(shingle).encode()) * _SPREAD & _MASK for shingle in shingles}
    return tuple(nsmallest(_SKETCH, hashes))


def merged(standings: Iterable[Standing]) -> Standing:
    """Return where a line stands that was counted in parts; their order does not matter."""
    articles = 0
    sketches: set[Sketch] = set()
    for standing in standings:
        articles += standing.articles
        sketches.update(standing.sketches)
        if len(sketches) > _MOST_SKETCHES * 2:
            sketches = set(nsmallest(_MOST_SKETCHES, sketches))
    return Standing(articles, tuple(nsmallest(_MOST_SKETCHES, sketches)))


def is_boilerplate(standing: Standing, total: int, *, stories: int, share: float) -> bool:
    """Whether a line that stands so is what a site says beside its articles.

    Args:
        standing: Where it stands.
        total: How many articles there are of the site.
        stories: In how many stories it must stand.
        share: In which share of the articles, from 0 to 1.
    """
    if standing.articles < max(stories, share * total) or len(standing.sketches) < stories:
        return False
    told: list[frozenset[int]] = []
    for each in standing.sketches:
        hashes = frozenset(each)
        if all(len(hashes & other) < _SAME_STORY for other in told):
            told.append(hashes)
            if len(told) >= stories:
                return True
    return False


def without_lines(article: Article, keys: Collection[bytes]) -> Article:
    """Return `article` without the lines that have one of `keys`.

    One that would lose more than half of its text stays as it is: so much repeats only in a copy.
    Where there is a trail, what is taken out is added to it, numbered as the lines of the text
    that is given.
    """
    if not keys:
        return article
    lines = article.text.split("\n")
    dropped = [i for i, line in enumerate(lines) if line and line_key(line) in keys]
    lost = sum(len(lines[i]) for i in dropped)
    if not dropped or lost > _MOST_LOST * sum(map(len, lines)):
        return article
    gone = set(dropped)
    kept: list[str] = []
    for index, line in enumerate(lines):
        if index not in gone and (line or (kept and kept[-1])):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    edits = tuple(Edit(rule="repeated_line", line=i, before=lines[i]) for i in dropped)
    return article.model_copy(
        update={
            "text": "\n".join(kept),
            "trail": None if article.trail is None else (*article.trail, *edits),
        }
    )


def remove_repeated_lines(
    articles: Iterable[Article], *, stories: int = STORIES, share: float = SHARE
) -> list[Article]:
    """Return the articles without the lines that their sites repeat, in memory.

    This is what `RemoveRepeatedLines` does, in one place; see there.
    """
    given = list(articles)
    counted: dict[tuple[str, bytes], list[Standing]] = {}
    totals: dict[str | None, int] = {}
    for article in given:
        totals[article_site(article)] = totals.get(article_site(article), 0) + 1
        for key, standing in keyed_lines(article):
            counted.setdefault(key, []).append(standing)
    found: dict[str | None, set[bytes]] = {}
    for (where, line), standings in counted.items():
        if is_boilerplate(merged(standings), totals[where], stories=stories, share=share):
            found.setdefault(where, set()).add(line)
    return [without_lines(article, found.get(article_site(article), ())) for article in given]
