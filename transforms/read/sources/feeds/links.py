"""A link, as feeds and redirects write it → the address that it leads to."""

from urllib.parse import urldefrag, urljoin

from w3lib.url import safe_url_string


def address_of(base: str, link: str) -> str:
    """Return the absolute address of `link`, escaped so that it can be sent, without its fragment.

    What cannot be understood is returned as it is, and refused when it is to be fetched.

    >>> address_of("https://news.example/feed", "/straße 1#top")
    'https://news.example/stra%C3%9Fe%201'
    """
    try:
        return str(safe_url_string(urldefrag(urljoin(base, link.strip())).url))
    except ValueError:
        return link
