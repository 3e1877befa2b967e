"""A document as it arrived becomes an article: decoded, extracted, tidied, its fields told apart.

What the container claims in a field wins; what the page or the text says fills the gaps. Two
exceptions: the canonical address, for which a page's own canonical link stands before the address
under which it was found, and the declared language, which the page knows better than who stored it.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..model import Article, Claims, CleanError, Document, Reason, canonical_url
from ..model.dates import parse_date
from .authors import author_names, without_site
from .boilerplate import boilerplate_rule
from .dates import publication_times
from .encoding import decode
from .extraction import extract
from .fields import Fields, separate, without_title
from .linked_data import stated_authors
from .markdown import resolve
from .page import absolute, declared_language, language_tag, page_address
from .tidy import tidy, tidy_lines
from .trail import Line, Trail

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_MARKDOWN = frozenset({"text/markdown", "text/x-markdown"})
# What a file is whose name or header said "text": the first tag tells.
_LOOKS_LIKE_HTML = re.compile(
    r"\s*<(?:!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE
)
_SCANNED = 1_024

# Names of front matter fields, as the usual site generators have them.
_FRONT_MATTER = {
    "title": ("title", "headline"),
    "authors": ("author", "authors", "byline"),
    "published": ("date", "published", "publishdate", "published_at", "pubdate"),
    "modified": ("modified", "updated", "lastmod", "last_modified_at", "modified_at"),
    "url": ("url", "canonical_url", "canonical", "link"),
    "language": ("lang", "language", "locale"),
    "description": ("description", "summary", "excerpt"),
    "image": ("image", "cover", "thumbnail"),
    "tags": ("tags", "keywords", "categories"),
}


class _Content(NamedTuple):
    """The text of a document, and what it says of itself."""

    lines: list[Line]
    fields: Fields
    claims: Claims
    canonical: str | None = None
    site_name: str | None = None


def clean_document(document: Document, *, trail: bool = False) -> Article:
    """Return the article that `document` holds.

    Args:
        document: HTML, Markdown or plain text, in any encoding.
        trail: Whether to keep what was taken out of the text, by which rule.

    Raises:
        CleanError: EMPTY, BINARY, UNDECODABLE, UNSUPPORTED_FORMAT, MALFORMED or NO_TEXT.
    """
    if not document.content.strip():
        raise CleanError(Reason.EMPTY, "nothing but white space")
    removed = Trail()
    content = _content(document, removed)
    text = "\n".join(line.text for line in content.lines)
    if not text:
        raise CleanError(
            Reason.NO_TEXT, "every line of it is known to belong to the page around an article"
        )
    own, fields = content.claims, content.fields
    source_url = None if own.url else canonical_url(fields.source_url)
    return Article(
        id=document.id,
        source=document.source,
        url=own.url,
        canonical_url=canonical_url(content.canonical) or canonical_url(own.url) or source_url,
        title=fields.title,
        authors=own.authors,
        published_at=own.published_at,
        modified_at=own.modified_at,
        site_name=_line(content.site_name),
        description=own.description,
        image_url=own.image_url,
        tags=own.tags,
        declared_language=own.language,
        source_url=fields.source_url,
        credits=fields.credits,
        references=fields.references,
        text=text,
        trail=removed.removals() if trail else None,
    )


def _content(document: Document, trail: Trail) -> _Content:
    media_type = document.source.media_type.partition(";")[0].strip().lower()
    is_html = media_type in _HTML
    if not is_html and not media_type.startswith("text/"):
        raise CleanError(
            Reason.UNSUPPORTED_FORMAT, f"no article is made of {media_type or 'unknown'} content"
        )
    text = decode(document.content, charset=document.claims.charset, is_html=is_html)
    if not text.strip():
        raise CleanError(Reason.EMPTY, "nothing but white space")
    if is_html or _LOOKS_LIKE_HTML.match(text, 0, _SCANNED):
        return _html(text, document, trail)
    if media_type in _MARKDOWN:
        return _markdown(text, document.claims, trail)
    return _plain(text, document.claims, trail)


def _html(html: str, document: Document, trail: Trail) -> _Content:
    claims = document.claims
    found = extract(html, url=claims.url)
    if rule := boilerplate_rule(" ".join(found.text.split())):  # a notice in the place of a text
        raise CleanError(Reason.NO_TEXT, f"the page is nothing but a notice ({rule})")
    page = found.page
    canonical = page_address(page, claims.url)
    url = claims.url or canonical
    published, modified = publication_times(page, found.day)
    merged = _filled(
        claims,
        url=canonical,
        title=found.title,
        authors=author_names(stated_authors(page))
        or without_site(author_names((found.authors or "",)), url),
        published=published,
        modified=modified,
        description=found.description,
        image=absolute(found.image, page, url),
        tags=found.tags,
    ).model_copy(update={"language": declared_language(page) or language_tag(claims.language)})
    lines = without_title(tidy_lines(found.text, trail), merged.title, trail)
    return _Content(lines, Fields(title=merged.title), merged, canonical, found.site_name)


def _markdown(text: str, claims: Claims, trail: Trail) -> _Content:
    resolved = resolve(text)

    def values(name: str) -> list[str]:
        known = resolved.front_matter
        return next((known[key] for key in _FRONT_MATTER[name] if known.get(key)), [])

    def value(name: str) -> str | None:
        return next(iter(values(name)), None)

    merged = _filled(
        claims,
        url=value("url") if canonical_url(value("url")) else None,
        title=value("title") or resolved.title,
        authors=values("authors"),
        published=parse_date(value("published")),
        modified=parse_date(value("modified")),
        description=value("description"),
        image=value("image") if canonical_url(value("image")) else None,
        tags=values("tags"),
        language=value("language"),
    )
    fields, lines = separate(tidy_lines(resolved.text, trail), merged.title, trail)
    return _Content(lines, fields, merged)


def _plain(text: str, claims: Claims, trail: Trail) -> _Content:
    merged = _filled(claims)
    fields, lines = separate(tidy_lines(text, trail), merged.title, trail)
    return _Content(lines, fields, merged)


def _filled(  # noqa: PLR0913
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
        title=_line(claims.title) or _line(title),
        authors=author_names(claims.authors) or author_names(authors),
        published_at=published,
        modified_at=modified,
        description=_line(claims.description) or _line(description),
        image_url=claims.image_url or image,
        tags=_tags(claims.tags) or _tags(tags),
        language=language_tag(claims.language) or language_tag(language),
    )


def _line(text: str | None) -> str | None:
    """Return `text` tidied, on one line; None if nothing is left."""
    return " ".join(tidy(text or "").split()) or None


def _tags(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for entry in written if (tag := _line(entry))))
