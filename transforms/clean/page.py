"""What a page says of itself in its head: address, languages, picture."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from ..model import canonical_url
from ..model.site import site

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def page_address(page: _Element, url: str | None) -> str | None:
    """Return the address that `page` names as its own, absolute, or None.

    That is its `<link rel=canonical>`, else its `og:url`. Neither is believed if it leads to
    another site than `url`, or to the root of the site while `url` does not (or is not known):
    misconfigured sites name their home page on every page.

    Args:
        page: The whole parsed page.
        url: Where the page was found, if that is known.
    """
    for named in (_link(page, "canonical"), _meta(page, "og:url")):
        address = absolute(named, page, url)
        if address is None or (_is_root(address) and (url is None or not _is_root(url))):
            continue
        if url is None or site(address) == site(url):
            return address
    return None


def absolute(reference: str | None, page: _Element, url: str | None) -> str | None:
    """Return the http(s) address that `reference` on `page` leads to, or None."""
    reference = (reference or "").strip()
    if not reference:
        return None
    base = next((element.get("href") for element in page.iter("base") if element.get("href")), "")
    try:
        address = urljoin(urljoin(url or "", base), reference)
        is_web = urlsplit(address).scheme in {"http", "https"}
    except ValueError:  # an address that cannot be taken apart
        return None
    return address if is_web and canonical_url(address) else None


def declared_language(page: _Element) -> str | None:
    """Return the language tag that `page` claims: its `<html lang>`, `og:locale` or header.

    >>> from lxml.html import fromstring
    >>> declared_language(fromstring('<html lang="de_AT"><p>Servus</p></html>'))
    'de-AT'
    """
    root = page.getroottree().getroot()
    for claim in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        _meta(page, "og:locale"),
        _meta(page, "content-language"),
        _meta(page, "language"),
    ):
        if tag := language_tag(claim):
            return tag
    return None


def language_tag(claim: str | None) -> str | None:
    """Return `claim` as a language tag with hyphens, or None if it is none or several."""
    tag = (claim or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _meta(page: _Element, name: str) -> str | None:
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "http-equiv"):
            if (meta.get(attribute) or "").strip().lower() == name and meta.get("content"):
                return str(meta.get("content"))
    return None


def _link(page: _Element, relation: str) -> str | None:
    for link in page.iter("link"):
        if relation in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href"))
    return None


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query
