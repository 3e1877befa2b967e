"""Data that a server sent under the name of a page: feeds, site maps, JSON."""

import json
import re

from ...model import Reason
from .walls import Verdict

_SCANNED = 4_096  # characters in which data show what they are
_PROLOGUE = re.compile(r"(?:\s+|<\?[^>]{0,500}\?>|<!--.{0,2000}?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?:rdf:RDF|rss|feed|urlset|sitemapindex|opml)[\s>]")
_NAMES = {
    "rdf:RDF": "an RSS feed",
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "urlset": "a site map",
    "sitemapindex": "a list of site maps",
    "opml": "a list of feeds",
}
_JSON = re.compile(r'\s*(?:\{\s*"[^"\n]{1,100}"\s*:|\[\s*\{\s*")')


def feed(html: str) -> Verdict | None:
    """Return what `html` is, if it is a feed or other data and no page.

    >>> feed('<?xml version="1.0"?><rss version="2.0"><channel/></rss>').reason.value
    'feed'
    >>> feed("<p>It rained.</p>") is None
    True
    """
    head = html[:_SCANNED].removeprefix("\ufeff")
    prologue = _PROLOGUE.match(head)
    root = _ROOT.match(head, prologue.end() if prologue else 0)
    if root:
        return _verdict(_NAMES[root[0].strip("<> \t\r\n")])
    if _JSON.match(head) and html.rstrip().endswith(("}", "]")):
        try:
            json.loads(html.removeprefix("\ufeff"), strict=False)
        except (ValueError, RecursionError):
            return None
        return _verdict("JSON")
    return None


def _verdict(what: str) -> Verdict:
    return Verdict(
        Reason.FEED, f"it was served as a page and is {what}; read it under its own media type"
    )
