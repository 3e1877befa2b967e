"""What a page states of its article, and that any page can be asked."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from transforms.clean import clean_document
from transforms.clean.metadata.metadata import page_metadata
from transforms.testing import document


def metadata(head="", body="<h1>Rain</h1><p>It rained.</p>", url="https://a.example/rain"):
    return page_metadata(fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), url)


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def linked(**statements):
    item = {"@type": "NewsArticle", **statements}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (meta("og:site_name", "The Desk"), "The Desk"),
        (linked(publisher={"name": "The Desk"}), "The Desk"),
        (linked(publisher={"@id": "#desk"})
         + '<script type="application/ld+json">{"@id": "#desk", "name": "The Desk"}</script>',
         "The Desk"),
        (meta("og:site_name", "a.example") + meta("application-name", "The Desk"), "The Desk"),
        (meta("og:site_name", "a.example"), None),
    ],
)  # fmt: skip
def test_the_site_has_a_name_of_its_own(head, name):
    assert metadata(head).site_name == name


@pytest.mark.parametrize(
    "head",
    [
        meta("og:description", "It rained."),
        meta("description", "It rained."),
        linked(description="It rained."),
        meta("twitter:description", "It rained."),
    ],
)
def test_a_description(head):
    assert metadata(head).description == "It rained."


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("og:image", "/rain.jpg"), ""),
        (meta("og:image", "data:image/gif;base64,R0") + meta("twitter:image", "/rain.jpg"), ""),
        (linked(image=[{"@type": "ImageObject", "url": "https://a.example/rain.jpg"}]), ""),
        ('<link rel="image_src" href="rain.jpg">', ""),
        ("", '<img itemprop="image" src="/rain.jpg">'),
    ],
)
def test_the_lead_image_has_an_absolute_address(head, body):
    assert metadata(head, body).image == "https://a.example/rain.jpg"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("article:tag", "Rain") + meta("article:tag", "Riga"), ""),
        (meta("keywords", "Rain, Riga"), ""),
        (linked(keywords=["Rain", "Riga"]), ""),
        (linked(articleSection="Rain", keywords="Riga"), ""),
        (meta("article:section", "Rain") + meta("news_keywords", "Riga; Rain"), ""),
        ("", '<a rel="tag" href="/1">Rain</a> <a rel="tag" href="/2">Riga</a>'),
    ],
)
def test_sections_come_first_and_then_subjects(head, body):
    assert metadata(head, body).tags == ("Rain", "Riga")


def test_an_empty_page_states_nothing():
    found = page_metadata(fromstring("<html></html>"))
    assert found._replace(rights=None) == (None,) * 3 + ((),) + (None,) * 5 + ((), None)


HOSTILE = {
    "a megabyte of JSON-LD": linked(articleBody="It rained. " * 100_000),
    "many objects": linked(x=[{"@type": "NewsArticle", "a": n} for n in range(20_000)]),
    "many articles": '<script type="application/ld+json">['
    + ",".join('{"@type": "NewsArticle", "headline": "Rain"}' for _ in range(20_000))
    + "]</script>",
    "quotes that do not close": '<script type="application/ld+json">{"'
    + '\\"' * 500_000
    + "</script>",
    "commas": '<script type="application/ld+json">{' + ", " * 300_000 + "}</script>",
    "brackets": '<script type="application/ld+json">' + "[{" * 300_000 + "</script>",
    "slashes": '<script type="application/ld+json">{' + "/" * 1_000_000 + "</script>",
    "broken articles": '<script type="application/ld+json">'
    + '{"@type": "NewsArticle", "author": {"name": ' * 20_000
    + "</script>",
    "meta elements": meta("author", "Ada Byron") * 10_000,
    "names of meta elements": "".join(meta(f"date-{n}-author", "x") for n in range(10_000)),
    "directives": meta("robots", "noindex, googlebot: noai, " * 40_000),
    "a long title": "<title>" + "Rain - " * 100_000 + "</title>",
    "data of a script": "<script>" + "published = " * 100_000 + "</script>",
    "times": "<time datetime=2024-05-03>3 May 2024</time>" * 5_000,
    "days": "<p>3 May 2024</p>" * 20_000,
    "years": "<p>" + "2024 " * 200_000 + "</p>",
    "split days": "<b>3</b> <i>May</i> <b>2024</b> " * 10_000,
    "headings": "<h1>Rain</h1>" * 20_000,
    "headings in one": "<h1>" + "Rain: in Riga, " * 50_000 + "</h1>",
    "bylines": '<p class="byline">By Ada Byron</p>' * 20_000,
    "links to authors": '<a rel="author" href="/author/1">Ada Byron</a>' * 20_000,
    "authors of microdata": '<p itemprop="author datePublished">Ada</p>' * 20_000,
    "depth": "<div class=author>" * 200 + "3 May 2024",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_pages_made_to_be_slow_are_not(name):
    """A search that goes back and forth over one of them would take minutes."""
    page = HOSTILE[name]
    in_head = page.startswith(("<meta", "<script", "<title"))
    assert metadata(page if in_head else "", "" if in_head else page)


def test_halves_of_characters_do_not_reach_the_article():
    script = (
        r'<script type="application/ld+json">{"@type": "Article", "headline": "Rain \ud83d",'
        r'"license": "\udc00", "author": "Ada \ud83d", "datePublished": "2024-05-03 \ud83d",'
        r'"image": "/\ud83d.jpg", "keywords": "\ud83d", "description": "\ud83d"}</script>'
    )
    text = "<p>It rained all day in Harbor, and the fish market stayed shut until the evening.</p>"
    page = f"<html><head>{script}</head><body>{text * 3}</body></html>"
    article = clean_document(document(page, url="https://a.example/1", media_type="text/html"))
    assert article.title == "Rain \ufffd"
    assert article.model_dump_json().encode()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["@type", "@id", "@graph", "author", "name", "headline", "datePublished", "image",
             "publisher", "license", "isAccessibleForFree", "hasPart", "keywords", "url",
             "mainEntityOfPage", "description", "articleSection"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(VALUES, st.sampled_from(["NewsArticle", ["Article", 1], None, "WebPage"]))
def test_json_ld_of_any_shape_is_no_error(value, kind):
    value = {**value, "@type": kind} if isinstance(value, dict) else value
    script = json.dumps(value).replace("<", "")
    assert metadata(f'<script type="application/ld+json">{script}</script>')
