"""A web page becomes content: its article extracted, its metadata told."""

from ..model import CleanError, Document, Reason
from .authors import author_names, without_site
from .blocks import shown_text
from .boilerplate import boilerplate_rule
from .content import Content, filled
from .dates import publication_times
from .extraction import extract
from .fields import Fields, without_title
from .linked_data import stated_authors
from .page import absolute, declared_language, language_tag, page_address
from .tidy import tidy_lines
from .trail import Trail


def web_page(html: str, document: Document, trail: Trail) -> Content:
    """Return the content of a page, or of a fragment of HTML.

    Raises:
        CleanError: MALFORMED or NO_TEXT.
    """
    claims = document.claims
    found = extract(html, url=claims.url)
    if rule := boilerplate_rule(" ".join(found.text.split())):  # a notice in the place of a text
        raise CleanError(Reason.NO_TEXT, f"the page is nothing but a notice ({rule})")
    page = found.page
    canonical = page_address(page, claims.url)
    url = claims.url or canonical
    published, modified = publication_times(page, found.day)
    merged = filled(
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
    text = trail.take("extraction", found.text, lambda: shown_text(page))
    lines = without_title(tidy_lines(text, trail), merged.title, trail)
    return Content(lines, Fields(title=merged.title), merged, canonical, found.site_name)
