"""Sitemaps and their indexes (https://www.sitemaps.org/protocol.html), with Google's for news.

With lxml, which trafilatura brings, since it goes on behind an address whose `&` is not escaped,
which is common. Nothing is loaded and no entity expanded.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from ....model import Claims, ReadError, Reason
from ....model.dates import parse_date
from ...claims import as_claims

_SAMPLE_BYTES = 100
_BARE_AMPERSAND = re.compile(
    rb"&(?![A-Za-z][A-Za-z0-9]{0,30};|#[0-9]{1,8};|#[xX][0-9A-Fa-f]{1,8};)"
)


@dataclass(frozen=True)
class SitemapEntry:
    """A page.

    Attributes:
        url: Its address, as it is written there.
        claims: What the sitemap says of it.
    """

    url: str
    claims: Claims


@dataclass(frozen=True)
class SitemapLink:
    """A further sitemap.

    Attributes:
        url: Its address.
        modified_at: When it was last changed, if that is said.
    """

    url: str
    modified_at: datetime | None = None


def read_sitemap(content: bytes) -> Iterator[SitemapEntry | SitemapLink]:
    """Yield what the sitemap or index `content` lists, in its order.

    Raises:
        ReadError: `malformed` if nothing can be made out.
    """
    try:
        events = etree.iterparse(
            io.BytesIO(_escaped(content)),
            tag=("{*}url", "{*}sitemap"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            fields = _fields(element)
            url = fields.get("loc")
            if url and etree.QName(element).localname == "sitemap":
                yield SitemapLink(url, parse_date(fields.get("lastmod")))
            elif url:
                yield SitemapEntry(url, _claims(url, fields))
            element.clear()
            while element.getprevious() is not None:  # else the tree keeps what was read
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ReadError(Reason.MALFORMED, f"not readable as a sitemap: {error}") from error


def _escaped(content: bytes) -> bytes:
    """Return `content` with its bare ampersands escaped, with which the parser would drop a name.

    What holds character data, in which they may stand, or is in UTF-16 is left alone.
    """
    if b"<![CDATA[" in content or b"\0" in content[:_SAMPLE_BYTES]:
        return content
    return _BARE_AMPERSAND.sub(b"&amp;", content)


def _fields(element: Any) -> dict[str, str]:
    """Return the texts of `element` and of its `news`, by their names.

    What it says of images and videos, under some of the same names, is passed over.
    """
    fields: dict[str, str] = {}
    for child in element.iterchildren(tag=etree.Element):
        inside = child.iterdescendants() if etree.QName(child).localname == "news" else (child,)
        for each in inside:
            if isinstance(each.tag, str) and (text := (each.text or "").strip()):
                fields.setdefault(etree.QName(each).localname, text)
    return fields


def _claims(url: str, fields: dict[str, str]) -> Claims:
    return as_claims(
        {
            "url": url,
            "title": fields.get("title"),
            "published_at": fields.get("publication_date"),
            "modified_at": fields.get("lastmod"),
            "language": fields.get("language"),
            "tags": fields.get("keywords"),
        }
    )
