"""What a document comes to before it is an article: its lines, its fields, and its claims."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..model import Claims, Rights
from .characters.tidy import tidy
from .fields.fields import Fields
from .metadata.authors import author_names
from .metadata.head import language_tag
from .trail import Line


class Content(NamedTuple):
    """The text of a document, and what it says of itself."""

    lines: list[Line]
    fields: Fields
    claims: Claims
    canonical: str | None = None
    site_name: str | None = None
    rights: Rights = Rights()


def filled(  # noqa: PLR0913
    claims: Claims,
    *,
    url: str | None = None,
    title: str | None = None,
    authors: Iterable[str] = (),
    published: datetime | None = None,
    modified: datetime | None = None,
    description: str | None = None,
    image: str | None = None,
    tags: Iterable[str] = (),
    language: str | None = None,
) -> Claims:
    """Return `claims` in clean form, their gaps filled with what the content says of itself."""
    published = claims.published_at or published
    modified = claims.modified_at or modified
    return Claims(
        url=claims.url or url,
        title=one_line(claims.title) or one_line(title),
        authors=author_names(claims.authors) or author_names(authors),
        published_at=published,
        modified_at=modified,
        description=one_line(claims.description) or one_line(description),
        image_url=claims.image_url or image,
        tags=_tags(claims.tags) or _tags(tags),
        language=language_tag(claims.language) or language_tag(language),
    )


def one_line(text: str | None) -> str | None:
    """Return `text` tidied, on one line; None if nothing is left."""
    return " ".join(tidy(text or "").split()) or None


def _tags(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for entry in written if (tag := one_line(entry))))
