"""Plain text and Markdown become content: the article told from what stands around it."""

from ..model import Claims, canonical_url
from ..model.dates import parse_date
from .characters.tidy import tidy_lines
from .content import Content, filled
from .guards.guards import check_text
from .lines.page_lines import drop_page_lines
from .markdown import resolve
from .repairs.repairs import join
from .settling import settle
from .trail import Line, Trail, raw_lines

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


def plain_text(text: str, claims: Claims, trail: Trail) -> Content:
    """Return the content of a plain text; what its container claims is in `claims`.

    Raises:
        CleanError: The reason of one of the guards.
    """
    trail.begin(text)
    check_text(text, claims.title, trail)
    merged = filled(claims)

    def article(lines: list[Line]) -> list[Line]:
        return drop_page_lines(join(lines, (), trail), merged.title, trail)

    lines = join(tidy_lines(text, trail), raw_lines(text), trail)
    lines = drop_page_lines(lines, merged.title, trail)
    fields, lines = settle(lines, merged, trail, article)
    return Content(lines, fields, merged)


def markdown_text(text: str, claims: Claims, trail: Trail) -> Content:
    """Return the content of a Markdown text, with its front matter."""
    resolved = resolve(text)

    def values(name: str) -> list[str]:
        known = resolved.front_matter
        return next((known[key] for key in _FRONT_MATTER[name] if known.get(key)), [])

    def value(name: str) -> str | None:
        return next(iter(values(name)), None)

    merged = filled(
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
    plain = trail.take("markdown", resolved.text, lambda: text)
    code = resolved.code if trail.allows("markdown") else ()
    lines = join(tidy_lines(plain, trail), raw_lines(plain), trail, code)
    fields, lines = settle(
        lines, merged, trail, lambda lines: join(lines, (), trail, code), code=code
    )
    return Content(lines, fields, merged)
