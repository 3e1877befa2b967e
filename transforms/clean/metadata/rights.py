"""What a page and its container say may be done with an article.

Of directives for robots and of the reservation of text and data mining the stricter counts,
wherever it is said; elsewhere what the container claims goes before what the page says.

- Directives: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
- Text and data mining: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
- Walls: https://developers.google.com/search/docs/appearance/structured-data/paywalled-content
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ...model import Claims, Rights
from ...model.truth import parse_truth
from ..page.json_ld import Item
from .head import absolute
from .linked_data import addresses, page_works, text
from .statements import Statements, text_of

_MOST = 50  # statements of one kind
_LONGEST = 500  # characters of a licence in words, or of a directive
# Robots that pages speak to by name.
_ROBOT = re.compile(
    r"[a-z0-9._-]{0,40}(?:bot|spider|crawler|robot)(?:[_-][a-z]{1,20})?|slurp|teoma|bingpreview|"
    r"google-extended|googleother|applebot-extended|anthropic-ai|claude-web|cohere-ai|"
    r"facebookexternalhit|mediapartners-google"
)
# All that begin with "no" forbid something; the others do so with these values.
_FORBIDS = re.compile(
    r"no[a-z-]{2,30}(?::.*)?|max-(?:snippet|video-preview):0|max-image-preview:none"
)
_BOTH = ("nofollow", "noindex")  # what `none` stands for
_LICENSES = ("dcterms.license", "dc.rights.license", "cc:license", "og:license", "license")
_RIGHTS = ("dcterms.rights", "dc.rights", "rights")
_TIERS = {"locked": False, "metered": False, "free": True}


def page_rights(said: Statements, article: Item, url: str | None) -> Rights:
    """Return what a page says.

    Args:
        said: What the page states.
        article: What its JSON-LD says of its article.
        url: The page's address.
    """
    return Rights(
        license=_license(said, article, url),
        robots=robots_directives(
            f"{name}: {content}" if name != "robots" else content
            for name, contents in said.named.items()
            if name == "robots" or _ROBOT.fullmatch(name)
            for content in islice(contents, _MOST)
        ),
        tdm_reservation=_reservation(said.named.get("tdm-reservation", ())),
        tdm_policy=absolute(said.first("tdm-policy"), said.base, url),
        is_accessible_for_free=_is_free(said, article),
    )


def with_claims(rights: Rights, claims: Claims) -> Rights:
    """Return what a page says, together with what its container claims."""
    reserved = {rights.tdm_reservation, claims.tdm_reservation} - {None}
    return Rights(
        license=claims.license or rights.license,
        robots=tuple(sorted({*rights.robots, *robots_directives(claims.robots)})),
        tdm_reservation=any(reserved) if reserved else None,
        tdm_policy=rights.tdm_policy or claims.tdm_policy,
        is_accessible_for_free=rights.is_accessible_for_free
        if claims.is_accessible_for_free is None
        else claims.is_accessible_for_free,
    )


def robots_directives(stated: Iterable[str]) -> tuple[str, ...]:
    """Return the directives in `stated` that forbid something, each once, sorted.

    Args:
        stated: Values of `robots` meta elements or `X-Robots-Tag` headers. A name of a robot and
            a colon say that what follows is for that robot alone.

    >>> robots_directives(["noindex, Max-Snippet: 0, follow", "googlebot: none"])
    ('googlebot: nofollow', 'googlebot: noindex', 'max-snippet:0', 'noindex')
    """
    found: set[str] = set()
    for value in stated:
        robot = ""
        for part in value[: _LONGEST * 10].lower().split(","):
            directive = part.strip()
            name, colon, rest = directive.partition(":")
            if colon and _ROBOT.fullmatch(name.strip()):
                robot, directive = f"{name.strip()}: ", rest.strip()
            for each in re.sub(r"\s*:\s*", ":", directive[:_LONGEST]).replace(";", " ").split():
                if each == "none":
                    found.update(robot + both for both in _BOTH)
                elif _FORBIDS.fullmatch(each):
                    found.add(robot + each)
    return tuple(sorted(found))


def _reservation(stated: Iterable[str]) -> bool | None:
    """Return whether any statement reserves; only 0 and 1 mean something."""
    values = {value.strip() for value in islice(stated, _MOST)}
    return True if "1" in values else False if "0" in values else None


def _license(said: Statements, article: Item, url: str | None) -> str | None:
    """Return the address of the licence, else its words."""
    links = (
        link.get("href")
        for link in said.related.get("license", ())
        if next(link.iterancestors("figure"), None) is None  # that of a picture
    )
    linked = [item.get("license") for item in (article, *islice(page_works(said.linked), _MOST))]
    stated = list(said.under(*_LICENSES))
    marked = [each.get("href") or each.get("content") for each in said.marked.get("license", ())]
    for reference in (*islice(links, 1), *_references(linked), *marked, *stated):
        if reference and (reference.startswith("/") or "://" in reference[:10]):
            address = absolute(reference, said.base, url)
            if address:
                return address
    words = (*map(text, linked), *stated, *said.under(*_RIGHTS))
    return next((each[:_LONGEST] for each in words if each), None)


def _references(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from addresses(value)


def _is_free(said: Statements, article: Item) -> bool | None:
    """Return False behind a wall, also where only a part of the article is."""
    parts = article.get("hasPart")
    values = [
        parse_truth(item.get("isAccessibleForFree"))
        for item in (article, *(parts[:_MOST] if isinstance(parts, list) else [parts]))
        if isinstance(item, dict)
    ]
    values += [
        parse_truth(element.get("content") or element.get("href") or text_of(element)[:_LONGEST])
        for element in islice(said.marked.get("isaccessibleforfree", ()), _MOST)
    ]
    values.append(_TIERS.get((said.first("article:content_tier") or "").strip().lower()))
    known = [value for value in values if value is not None]
    return all(known) if known else None
