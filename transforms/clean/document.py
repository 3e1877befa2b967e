"""A document as it arrived becomes an article: decoded, extracted, tidied, its fields told apart.

What the container claims in a field wins; what the page or the text says fills the gaps. Two
exceptions: the canonical address, for which a page's own canonical link stands before the address
under which it was found, and the declared language, which the page knows better than who stored it.
"""

import re
from collections.abc import Collection

from ..model import Article, CleanError, Document, Reason, canonical_url
from .content import Content, one_line
from .encoding import decode
from .plain_text import markdown_text, plain_text
from .rights import with_claims
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
    document: Document, *, trail: bool = False, without: Collection[str] = ()
) -> Article:
    """Return the article that `document` holds.

    Args:
        document: HTML, Markdown or plain text, in any encoding.
        trail: Whether to keep what was done to the text, by which rule.
        without: Names of rules to switch off; see `RULES`.

    Raises:
        CleanError: EMPTY, BINARY, UNDECODABLE, UNSUPPORTED_FORMAT, MALFORMED or NO_TEXT; or, for
            what is no article, the reason of the guard of that name in `RULES`.
        ValueError: `without` names what is no rule.
    """
    if not document.content.strip():
        raise CleanError(Reason.EMPTY, "nothing but white space")
    edits = Trail(check_rules(without))
    content = _content(document, edits)
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
        trail=edits.edits() if trail else None,
    )


def _content(document: Document, trail: Trail) -> Content:
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
        return web_page(text, document, trail)
    if media_type in _MARKDOWN:
        return markdown_text(text, document.claims, trail)
    return plain_text(text, document.claims, trail)
