"""The site of an address: its registrable domain, by the Public Suffix List."""

import ipaddress
from functools import cache, lru_cache
from urllib.parse import urlsplit

import tldextract


def site(url: str | None) -> str | None:
    """Return the registrable domain of an address, or None if it has no host.

    Private suffixes count: each blog under `blogspot.com` is a site of its own. The list is the
    one that comes with tldextract; nothing is fetched.

    >>> site("https://news.bbc.co.uk/today")
    'bbc.co.uk'
    >>> site("http://192.0.2.7:8080/")
    '192.0.2.7'
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # an address that cannot be taken apart
        return None
    if not host:
        return None
    return _domain(host.rstrip("."))


@lru_cache(maxsize=4_096)
def _domain(host: str) -> str:
    if ":" in host or host[-1:].isdigit():  # a number as a rule; it is slow to say that it is none
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            pass
    # The list's rule for top-level domains that it does not have: the last two labels.
    return _extract()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


@cache
def _extract() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
    )
