"""A document as it arrived becomes an article: decoded, extracted, tidied, its fields told apart.

What the container claims in a field wins; what the page or the text says fills the gaps. Two
exceptions: the canonical address, for which a page's own canonical link stands before the address
under which it was found, and the declared language, which the page knows better than who stored it.
"""

import re
from collections.abc import Collection

from ..model import Article, CleanError, Document, Edit, Reason, canonical_url
from .characters.encoding import decode
from .content import Content, one_line
from .limits import DEFAULT_LIMITS, Limits, check_size
from .metadata.rights import with_claims
from .rules import check_rules
from .trail import Trail
from .web_page import web_page

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_MARKDOWN = frozenset({"text/markdown", "text/x-markdown"})
# What a file is whose name or header said "text": the first tag tells.
_LOOKS_LIKE_HTML = re.compile(
    r"\s*<(?:!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE
)
_SCANNED = 1_024


def clean_document(
    document: Document,
    *,
    trail: bool = False,
    without: Collection[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Article:
    """Return the article that `document` holds.

    Args:
        document: HTML, Markdown or plain text, in any encoding.
        trail: Whether to keep what was done to the text, by which rule; of a page also what was
            left out of it, which takes about a tenth more time.
        without: Names of rules to switch off; see `RULES`.
        limits: How large and how deep the document may be; time and memory are not watched here.

    Raises:
        CleanError: EMPTY, BINARY, UNDECODABLE, UNSUPPORTED_FORMAT, MALFORMED, NO_TEXT, TOO_LARGE
            or TOO_DEEP; or, for what is no article, the reason of the guard of that name in
            `RULES`.
        ValueError: `without` names what is no rule.
    """
    edits = Trail(check_rules(without), is_full=trail)
    content = content_of(document, edits, limits)
    return article_of(document, content, edits.edits() if trail else None)


def article_of(document: Document, content: Content, trail: tuple[Edit, ...] | None) -> Article:
    """Return the article that `document` holds, of which `content` is known."""
    text = "\n".join(line.text for line in content.lines)
    own, fields = content.claims, content.fields
    source_url = None if own.url else canonical_url(fields.source_url)
    return Article(
        id=document.id,
        source=document.source,
        url=own.url,
        canonical_url=canonical_url(content.canonical) or canonical_url(own.url) or source_url,
        title=fields.title,
        authors=own.authors or fields.authors,
        published_at=fields.published_at,
        modified_at=fields.modified_at,
        site_name=one_line(content.site_name),
        description=own.description,
        image_url=own.image_url,
        tags=own.tags,
        declared_language=own.language,
        source_url=fields.source_url,
        credits=fields.credits,
        references=fields.references,
        byline=fields.byline,
        dateline=fields.dateline,
        notes=fields.notes,
        rights=with_claims(content.rights, document.claims),
        text=text,
        trail=trail,
    )


def content_of(document: Document, trail: Trail, limits: Limits = DEFAULT_LIMITS) -> Content:
    """Return the text of `document` and what it says of itself; there is some text.

    Raises:
        CleanError: As `clean_document` does.
    """
    check_size(document, limits)
    if not document.content or document.content.isspace():
        raise CleanError(Reason.EMPTY, "nothing but white space")
    try:
        content = _content(document, trail, limits.max_depth)
    except RecursionError as error:
        raise CleanError(Reason.TOO_DEEP, "nested too deeply to be worked on") from error
    if not any(line.text for line in content.lines):
        raise CleanError(
            Reason.NO_TEXT, "every line of it is known to belong to the page around an article"
        )
    return content


def _content(document: Document, trail: Trail, max_depth: int) -> Content:
    media_type = _media_type(document)
    is_html = media_type in _HTML
    if not is_html and not media_type.startswith("text/"):
        raise CleanError(
            Reason.UNSUPPORTED_FORMAT, f"no article is made of {media_type or 'unknown'} content"
        )
    text = decode(document.content, charset=document.claims.charset, is_html=is_html)
    if not text or text.isspace():
        raise CleanError(Reason.EMPTY, "nothing but white space")
    if is_page(document, text):
        return web_page(text, document, trail, max_depth)
    from .plain_text import markdown_text, plain_text  # noqa: PLC0415  most are pages

    if media_type in _MARKDOWN:
        return markdown_text(text, document.claims, trail)
    return plain_text(text, document.claims, trail)


def is_page(document: Document, text: str) -> bool:
    """Return whether `document` is HTML, by what is said of it or by the `text` that it holds."""
    return _media_type(document) in _HTML or bool(_LOOKS_LIKE_HTML.match(text, 0, _SCANNED))


def _media_type(document: Document) -> str:
    return document.source.media_type.partition(";")[0].strip().lower()
