"""What a page is called: its headline, without the name of the site.

The order of trust: the headline that JSON-LD gives the article; the `<h1>` that another statement
confirms; `og:title` and its like; `<title>`. Where all but the `<h1>` agree with `<title>`, they
are written for search engines, and the `<h1>` is what readers see.

The names of site and section are taken off the ends only if the page confirms that: what is left
is its headline elsewhere, or what goes is the name of the site.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import _Element

from ..page.json_ld import Item
from .linked_data import headline, page_works
from .site_names import folded, host_names
from .statements import Statements, text_of

_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "title")
# Any of them may stand within a headline: what is on one side must be confirmed.
_SEPARATOR = re.compile(
    r"\s+[-–—•·»«›/⋆*:~+]{1,3}(?=\s|$)\s*|\s*[|｜│•⋆ㅣ：_]{1,2}\s*|[-–—](?=\S{1,30}$)|[:,]\s+"
)
_MOST_CUTS = 20
_MOST_HEADINGS = 20
_LONGEST = 400  # characters
_SHORTEST = 3  # letters of a headline
_LIKE = 0.3  # of the runs of three letters of a heading are in a title that means the same
_PART = 0.25  # of a title is the heading in it, at least
_MOST_OF = 0.6  # of a heading is the title in it, at least
_SUBHEADINGS = ("h2", "h3")


@dataclass(frozen=True)
class _Known:
    """What can confirm a cut: other spellings of the headline, and names of the site, folded."""

    headlines: frozenset[str]
    sites: frozenset[str]


def page_title(
    said: Statements, article: Item, site_names: Iterable[str], url: str | None
) -> str | None:
    """Return the headline of a page.

    Args:
        said: What the page states.
        article: What its JSON-LD says of its article.
        site_names: What the site calls itself, and its sections.
        url: The page's address.
    """
    sites = frozenset(filter(None, map(folded, (*site_names, *host_names(url)))))
    headings = [
        heading
        for each in islice(said.headings, _MOST_HEADINGS)
        if (heading := _clean(text_of(each)))
        and folded(heading) not in sites
        and not _leads_home(each)
    ]
    named = [each for each in map(_clean, said.under(*_META)) if each and folded(each) not in sites]
    title = _clean(said.title)
    linked = _clean(headline(article))
    known = _Known(frozenset(folded(each) for each in (linked, *headings, *named) if each), sites)
    own = title and _without_site(title, known)
    if linked and folded(linked) not in sites:
        is_title = own is not None and folded(own) == folded(linked)
        shown = (is_title and _for_readers(headings, named, linked)) or None
        return shown or _without_site(linked, known, is_linked=True)
    if heading := _confirmed(headings, [*named, *filter(None, [title])]):
        return _without_site(heading, known)
    if named:
        found = _without_site(named[0], known)
        return (own and folded(own) == folded(found) and _shown(headings, found)) or found
    return _of_work(said, known, title) or _of_head(said, known, title, headings)


def _for_readers(headings: list[str], named: list[str], linked: str) -> str | None:
    """Return the heading that readers see where `linked` is written for search engines."""
    confirmed = _confirmed(headings, named, whole=True)
    if confirmed and folded(confirmed) not in folded(linked):
        return confirmed
    return _shown(headings, linked)


def _of_work(said: Statements, known: _Known, title: str | None) -> str | None:
    """Return the name of what the page is about, where that is no article."""
    for work in islice(page_works(said.linked), _MOST_HEADINGS):
        name = _clean(headline(work))
        if name and folded(name) not in known.sites | {folded(title or "")}:
            return _without_site(name, known)
    return None


def _of_head(said: Statements, known: _Known, title: str | None, headings: list[str]) -> str | None:
    """Return what is left of `<title>`, else the first heading."""
    if title and not headings:
        below = islice(said.page.iter(*_SUBHEADINGS), _MOST_HEADINGS)
        headlines = known.headlines | {folded(text_of(each)) for each in below}
        return _without_site(title, _Known(headlines, known.sites))
    own = title and _without_site(title, known)
    return own if own and own != title else next(iter(headings), own)


def _confirmed(headings: list[str], titles: list[str], *, whole: bool = False) -> str | None:
    """Return the heading that is one of `titles`, or unless `whole` the main part of one."""
    whole_titles = [folded(title) for title in titles]
    for heading in headings:
        if folded(heading) in whole_titles:
            return heading
    for heading in () if whole else headings:
        short = folded(heading)
        if len(short) >= _SHORTEST and any(
            short in long and len(short) >= _PART * len(long) for long in whole_titles
        ):
            return heading
    return None


def _shown(headings: list[str], title: str) -> str | None:
    """Return the only heading, if it says much the same as `title`, in other words."""
    if len(set(headings)) != 1:
        return None
    one, other = folded(headings[0]), folded(title)
    if one in other or other in one:  # a kicker is all that one has before the other
        return None
    runs = _runs(headings[0])
    alike = len(runs & _runs(title)) >= _LIKE * len(runs)
    return headings[0] if runs and alike else None


def _runs(text: str) -> set[str]:
    letters = folded(text)
    return {letters[at : at + 3] for at in range(len(letters) - 2)}


def _without_site(title: str, known: _Known, *, is_linked: bool = False) -> str:
    """Return `title` without the names of site and section at its ends.

    A headline of JSON-LD keeps what stands before: that is its kicker.
    """
    own = folded(title)
    for cut in islice(_SEPARATOR.finditer(title), _MOST_CUTS):
        left, right = title[: cut.start()].strip(), title[cut.end() :].strip()
        if _is_headline(folded(left), known.headlines - {own}):
            return left
        if not is_linked and folded(right) in known.headlines - {own, ""}:
            return right
    while True:
        cuts = [
            (title[: cut.start()].strip(), title[cut.end() :].strip())
            for cut in islice(_SEPARATOR.finditer(title), _MOST_CUTS)
        ]
        shorter = next(
            (left for left, right in cuts if left and _is_site(right, known)), None
        ) or next((right for left, right in cuts if right and folded(left) in known.sites), None)
        if shorter is None:
            return title
        title = shorter


def _is_headline(part: str, headlines: Iterable[str]) -> bool:
    return len(part) >= _SHORTEST and any(
        part == known or (known.endswith(part) and len(part) >= _MOST_OF * len(known))
        for known in headlines
    )


def _is_site(part: str, known: _Known) -> bool:
    return folded(part) in known.sites or not part


def _leads_home(heading: _Element) -> bool:
    """Whether a heading is a link to the home page, as the name of the site is."""
    links = [*islice(heading.iter("a"), 2), *islice(heading.iterancestors("a"), 1)]
    for link in links:
        try:
            parts = urlsplit(link.get("href") or "#")
        except ValueError:  # an address that cannot be taken apart
            continue
        if (parts.netloc or parts.path == "/") and parts.path in {"", "/"} and not parts.query:
            return True
    return False


def _clean(title: str | None) -> str | None:
    title = " ".join(html.unescape(title or "").split())
    return title if title and len(title) <= _LONGEST else None
