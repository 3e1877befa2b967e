"""Addresses as people ask for them: in any spelling."""

from transforms.model import canonical_url


def address(url: str | None) -> str | None:
    """Return what all spellings of an address have in common, or None if it is none.

    >>> address("http://www.a.example/b/#top") == address("https://a.example/b")
    True
    """
    canonical = canonical_url(url)
    return canonical.partition("://")[2].removeprefix("www.") if canonical else None
