"""The canonical form of a web address: one spelling for what leads to the same page."""

import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Parameters that only follow the reader around. Short on purpose: a parameter that might name
# the page (id, cid, ref, source) stays, because merging two articles is worse than missing a
# copy. After the EasyPrivacy and ClearURLs rule sets.
_TRACKING_PREFIXES = ("utm_", "at_custom", "hsa_", "mtm_", "pk_", "piwik_", "vero_", "oly_", "__hs")
_TRACKING_NAMES = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "cmpid",
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "ns_campaign",
        "ns_mchannel",
        "ocid",
        "s_cid",
        "srsltid",
        "ttclid",
        "twclid",
        "wbraid",
        "wt_mc",
        "xtor",
        "yclid",
    }
)
_DEFAULT_PORT = {"http": ":80", "https": ":443"}
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)


def canonical_url(url: str | None) -> str | None:
    """Return the canonical form of an http(s) address, or None for anything else.

    Scheme and host are lower-cased and the default port dropped, the path is resolved and its
    escapes normalised, session ids, tracking parameters and the fragment go (but for `#!`, by
    which some sites name their pages), the other parameters are sorted, and a slash at the end of
    a path with a name goes.

    >>> canonical_url("HTTP://Example.com:80/a/../news/?utm_source=x&b=2&a=1#top")
    'http://example.com/news?a=1&b=2'
    >>> canonical_url("mailto:desk@example.com") is None
    True
    """
    if not url:
        return None
    try:
        scheme, host, path, query, fragment = urlsplit(
            canonicalize_url(_SESSION.sub("", url.strip()), keep_fragments=True)
        )
    except ValueError:  # an address that cannot be taken apart
        return None
    if scheme not in _DEFAULT_PORT or not host:
        return None
    # Not decoded: the bytes of a query may be in any encoding.
    kept = [part for part in query.split("&") if not _is_tracking(part.partition("=")[0])]
    return urlunsplit(
        (
            scheme,
            host.removesuffix(_DEFAULT_PORT[scheme]).rpartition("@")[2],
            path.rstrip("/;") or "/",
            "&".join(kept),
            fragment if fragment.startswith("!") else "",
        )
    )


def _is_tracking(parameter: str) -> bool:
    name = parameter.lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)
