"""What a page states of its article, in one value; each field has its own order of trust."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import _Element

from ...model import Rights
from ..page.json_ld import Item, JsonLd
from .dates import publication_times
from .head import absolute, declared_language, page_address
from .linked_data import addresses, names, page_article, page_works, text
from .page_authors import page_authors
from .rights import page_rights
from .site_names import folded, host_names, site_names
from .statements import Statements, statements, text_of
from .titles import page_title

_DESCRIPTIONS = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.description",
    "dcterms.abstract",
)
_IMAGES = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "thumbnail",
)
_SECTIONS = ("article:section", "og:article:section", "parsely-section")
_TAGS = (
    "article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags",
    "cxenseparse:recs:keywords", "dc.subject", "dcterms.subject",
)  # fmt: skip
_MOST_TAGS = 100
_LONGEST_TAG = 100  # characters; longer ones are sentences
_MOST = 50  # statements of one kind


class PageMetadata(NamedTuple):
    """What a page states of its article; nothing is tidied yet.

    Attributes:
        canonical: Its address, absolute.
        language: Language tag.
        title: Headline, without the name of the site.
        authors: Names, in order.
        published: When it was published, in the zone in which that is written.
        modified: When it was last changed, if that is later.
        site_name: The publisher's name for itself.
        description: Summary.
        image: Address of the lead image, absolute.
        tags: Sections and subjects.
        rights: What may be done with it.
    """

    canonical: str | None
    language: str | None
    title: str | None
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    site_name: str | None
    description: str | None
    image: str | None
    tags: tuple[str, ...]
    rights: Rights


def page_metadata(
    page: _Element, url: str | None = None, linked: JsonLd | None = None
) -> PageMetadata:
    """Return what `page` states of its article.

    Args:
        page: The whole parsed page; it is not changed.
        url: Where it was found, if that is known.
        linked: Its JSON-LD, where that has been read already.
    """
    said = statements(page, linked)
    canonical = page_address(said, url)
    url = url or canonical
    titles = [said.title or "", *said.under("og:title"), *map(text_of, said.headings[:_MOST])]
    article = page_article(said.linked, canonical or url, titles)
    sites = list(islice(site_names(said, article), _MOST))
    language = declared_language(said)
    published, modified = publication_times(said, article, url, language)
    return PageMetadata(
        canonical=canonical,
        language=language,
        title=page_title(said, article, [*sites, *_sections(said, article)], url),
        authors=page_authors(said, article, sites, url),
        published=published,
        modified=modified,
        site_name=_site_name(sites, url),
        description=next(_descriptions(said, article), None),
        image=next(_images(said, article, url), None),
        tags=_tags(said, article),
        rights=page_rights(said, article, url),
    )


def _site_name(sites: list[str], url: str | None) -> str | None:
    """Return the first name that is more than the host's."""
    hosts = set(map(folded, islice(host_names(url), 2)))
    return next(
        (
            name
            for name in sites
            if folded(name) and folded(name) not in hosts and "://" not in name
        ),
        None,
    )


def _descriptions(said: Statements, article: Item) -> Iterator[str]:
    yield from said.under(*_DESCRIPTIONS[:2])
    for item in (article, *islice(page_works(said.linked), _MOST)):
        if description := text(item.get("description")):
            yield description
    yield from said.under(*_DESCRIPTIONS[2:])


def _images(said: Statements, article: Item, url: str | None) -> Iterator[str]:
    for reference in _image_references(said, article):
        if address := absolute(reference, said.base, url):
            yield address


def _image_references(said: Statements, article: Item) -> Iterator[str]:
    yield from said.under(*_IMAGES)
    yield from addresses(article.get("image"))
    yield from addresses(article.get("thumbnailUrl"))
    for link in said.related.get("image_src", ()):
        yield link.get("href")
    for element in said.marked.get("image", ()):
        yield element.get("src") or element.get("content") or element.get("href") or ""
    for work in islice(page_works(said.linked), _MOST):
        yield from addresses(work.get("image"))


def _sections(said: Statements, article: Item) -> Iterator[str]:
    yield from islice(said.under(*_SECTIONS), _MOST)
    yield from islice(names(article.get("articleSection")), _MOST)


def _tags(said: Statements, article: Item) -> tuple[str, ...]:
    """Return the sections, and the subjects from the first place that has any."""
    found = dict.fromkeys(_sections(said, article))
    for source in (
        said.named.get(_TAGS[0], ()),
        names(_parts(article.get("keywords"))),
        *(said.named.get(name, ()) for name in _TAGS[1:]),
        map(text_of, said.related.get("tag", ())),
    ):
        subjects = [
            subject
            for entry in islice(source, _MOST_TAGS)
            for part in entry.replace(";", ",").split(",")
            if (subject := " ".join(part.split())) and len(subject) <= _LONGEST_TAG
        ]
        if subjects:
            found.update(dict.fromkeys(subjects[:_MOST_TAGS]))
            break
    return tuple(found)


def _parts(value: Any) -> Any:
    return value[:_MOST_TAGS] if isinstance(value, list) else value
