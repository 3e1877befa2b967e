"""What a page says of itself as a whole: address, language, and what its links lead to."""

import re
from urllib.parse import urljoin, urlsplit

from ...model.site import site
from .statements import Statements

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

# Addresses that stay as they are wherever they stand, as most on pages do.
_WHOLE = re.compile(
    r"https?://(?:[a-z0-9-]+\.)+[a-z]+/[\w/.~%+=,@!-]*(?:\?[\w/.~%+=,@!&-]+)?", re.ASCII
)


def page_address(said: Statements, url: str | None) -> str | None:
    """Return the address that a page names as its own, absolute, or None.

    That is its `<link rel=canonical>`, else its `og:url`. Neither is believed if it leads to
    another site than `url`, or to the root of the site while `url` does not (or is not known):
    misconfigured sites name their home page on every page.

    Args:
        said: What the page states.
        url: Where the page was found, if that is known.
    """
    links = (link.get("href") for link in said.related.get("canonical", ()) if link.tag == "link")
    for named in (next(links, None), said.first("og:url")):
        address = absolute(named, said.base, url)
        if address is None or (_is_root(address) and (url is None or not _is_root(url))):
            continue
        if url is None or _has_host_of(address, url) or site(address) == site(url):
            return address
    return None


def absolute(reference: str | None, base: str, url: str | None) -> str | None:
    """Return the http(s) address that `reference` leads to, or None.

    Args:
        reference: An address as it is written on a page.
        base: What the page's `<base>` says, or nothing.
        url: Where the page was found, if that is known.
    """
    reference = (reference or "").strip()
    if not reference:
        return None
    try:
        against = urljoin(url or "", base)
        if _WHOLE.fullmatch(reference) and urlsplit(against):
            return reference
        address = urljoin(against, reference)
        parts = urlsplit(address)
    except ValueError:  # an address that cannot be taken apart
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def declared_language(said: Statements) -> str | None:
    """Return the language tag that a page claims: its `<html lang>`, `og:locale` or header.

    >>> from lxml.html import fromstring
    >>> from .statements import statements
    >>> declared_language(statements(fromstring('<html lang="de_AT"><p>Servus</p></html>')))
    'de-AT'
    """
    root = said.page.getroottree().getroot()
    for claim in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        *(said.first(name) for name in ("og:locale", "content-language", "language")),
    ):
        if tag := language_tag(claim):
            return tag
    return None


def language_tag(claim: str | None) -> str | None:
    """Return `claim` as a language tag with hyphens, or None if it is none or several."""
    tag = (claim or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _has_host_of(address: str, url: str) -> bool:
    """Whether two addresses have one host, and so one site, without a look into the list."""
    try:
        return urlsplit(address).hostname == urlsplit(url).hostname
    except ValueError:  # an address that cannot be taken apart
        return False


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query
