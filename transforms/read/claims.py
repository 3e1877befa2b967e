"""What a container says of a document, in whatever shape, → `Claims`."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..model import Claims
from ..model.dates import parse_date
from ..model.truth import parse_truth

_SURROGATES = re.compile("[\ud800-\udfff]")


def as_claims(values: Mapping[str, Any], *, charset: str | None = None) -> Claims:
    """Return the claims that `values` hold, under the names of the attributes of `Claims`.

    A value of a shape that means nothing is left out: a claim is never a reason to refuse.
    """
    return Claims(
        url=as_text(values.get("url")),
        title=as_text(values.get("title")),
        authors=as_texts(values.get("authors")),
        published_at=parse_date(values.get("published_at")),
        modified_at=parse_date(values.get("modified_at")),
        language=as_text(values.get("language")),
        charset=charset,
        description=as_text(values.get("description")),
        image_url=as_text(values.get("image_url")),
        tags=as_texts(values.get("tags"), separator=","),
        license=_reference(values.get("license")),
        robots=as_texts(values.get("robots")),
        tdm_reservation=parse_truth(values.get("tdm_reservation")),
        tdm_policy=as_text(values.get("tdm_policy")),
        is_accessible_for_free=parse_truth(values.get("is_accessible_for_free")),
    )


def _reference(value: object) -> str | None:
    """Return the address in an object that has one beside its name, else its text."""
    if isinstance(value, Mapping):
        return as_text(value.get("url")) or as_text(value)
    return as_text(value)


def as_text(value: object) -> str | None:
    """Return `value` as one text, or None if it is empty or no text.

    A list stands for its first text; an object for what it holds under `name`, `rendered`
    (WordPress), `url`, `term`, `value` or `content`.

    >>> as_text({"name": " Ada "})
    'Ada'
    >>> as_text(True) is None
    True
    """
    if isinstance(value, Mapping):
        value = [value.get(key) for key in _TEXT_KEYS]
    if isinstance(value, list | tuple):
        return next(filter(None, map(as_text, value)), None)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return replace_surrogates(value).strip() or None
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return str(value) if is_number else None


_TEXT_KEYS = ("name", "rendered", "url", "term", "value", "content")


def as_texts(value: object, *, separator: str | None = None) -> tuple[str, ...]:
    """Return `value` as texts: one, or a list of them, each once.

    Args:
        value: A text or an object that stands for one (see `as_text`), or a list of such.
        separator: What parts texts that are written in one string.

    >>> as_texts([{"name": "Ada"}, "Grace", None])
    ('Ada', 'Grace')
    >>> as_texts("news, sports", separator=",")
    ('news', 'sports')
    """
    values: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    if separator is not None and isinstance(value, str):
        values = value.split(separator)
    return tuple(dict.fromkeys(filter(None, map(as_text, values))))


def replace_surrogates(text: str) -> str:
    """Return `text` with U+FFFD for halves of surrogate pairs, which no encoding can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text
