"""A web page becomes content: its article extracted, its metadata told."""

from ..model import CleanError, Document, Reason
from .characters.tidy import tidy_lines
from .content import Content, filled
from .guards.guards import check_page, check_source, look
from .lines.boilerplate import boilerplate_rule
from .metadata.head import language_tag
from .metadata.metadata import page_metadata
from .page.blocks import shown_text
from .page.extraction import extract, read_page
from .settling import settle
from .trail import Trail


def web_page(html: str, document: Document, trail: Trail, max_depth: int) -> Content:
    """Return the content of a page, or of a fragment of HTML.

    Raises:
        CleanError: MALFORMED, NO_TEXT, TOO_DEEP, or the reason of one of the guards.
    """
    claims = document.claims
    check_source(html, trail)
    page = read_page(html, max_depth)
    said = page_metadata(page.tree, claims.url, page.linked)
    sight = look(page.tree, page.linked, claims.url)
    extraction = extract(page, keep_headline=not trail.allows("title_repeated"))
    check_page(sight, extraction.text, page.parsed_again, trail)
    if not extraction.text.strip():
        raise CleanError(
            Reason.NO_TEXT, f"nothing reads as an article in {len(html)} characters of HTML"
        )
    # A notice in the place of a text.
    if rule := boilerplate_rule(" ".join(extraction.text.split())):
        raise CleanError(Reason.NO_TEXT, f"the page is nothing but a notice ({rule})")
    merged = filled(
        claims,
        url=said.canonical,
        title=said.title,
        authors=said.authors,
        published=said.published,
        modified=said.modified,
        description=said.description,
        image=said.image,
        tags=said.tags,
    ).model_copy(update={"language": said.language or language_tag(claims.language)})
    trail.leave_out("title_repeated", *extraction.headlines)
    text = trail.take("extraction", extraction.text, lambda: shown_text(page.parsed_again()))
    fields, lines = settle(tidy_lines(text, trail), merged, trail, has_headline=False)
    return Content(lines, fields, merged, said.canonical, said.site_name, said.rights)
