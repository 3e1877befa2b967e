"""Who a page says wrote it."""

import json

import pytest
from lxml.html import fromstring

from transforms.clean.metadata.authors import without_affiliation
from transforms.clean.metadata.metadata import page_metadata


def authors(head="", body="<p>It rained.</p>", url="https://www.harbor.example/rain"):
    page = fromstring(
        f"<html><head>{head}</head><body><article><h1>Rain</h1>{body}</article></body></html>"
    )
    return page_metadata(page, url).authors


def linked(author, **statements):
    item = {"@type": "NewsArticle", "author": author, **statements}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def meta(name, content):
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (linked("Ada Byron"), ""),
        (meta("article:author", "Ada Byron"), ""),
        (meta("article:author", "https://social.example/ada") + meta("author", "Ada Byron"), ""),
        (meta("DC.creator", "Ada Byron"), ""),
        (meta("citation_author", "Ada Byron"), ""),
        (meta("vr:author", "Ada Byron"), ""),
        (meta("author", "Harbor") + meta("parsely-author", "By Ada Byron"), ""),
        (meta("twitter:label1", "Written by") + meta("twitter:data1", "Ada Byron"), ""),
        ("", '<span itemprop="author"><b itemprop="name">Ada Byron</b>, 42</span>'),
        ("", '<a rel="author" href="/ada">Ada Byron</a>'),
        ("", '<p class="byline">By Ada Byron · 3 May 2024</p>'),
        ("", '<p class="byline">Von Ada Byron, Riga</p>'),
        ("", '<div class="article-author">By <b>Ada Byron</b></div>'),
        ("", '<a href="/autor/ada-byron">Ada Byron</a>'),
        (linked("Harbor"), '<p class="byline">By Ada Byron</p>'),
        (linked("admin"), '<p class="byline">By Ada Byron</p>'),
        (linked("Redaktion"), '<p class="byline">Von Ada Byron</p>'),
        (meta("author", "Web Works GmbH"), '<p class="byline">By Ada Byron</p>'),
        (meta("twitter:creator", "@harbor") + meta("image-author", "Bo Ek"),
         '<p class="author">Ada Byron</p>'),
    ],
)  # fmt: skip
def test_a_person_is_found_where_pages_name_one(head, body):
    assert authors(head, body) == ("Ada Byron",)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("author", "Harbor"), ""),
        (meta("author", "Web Works GmbH"), ""),
        (linked("admin"), ""),
        ("", '<div class="comment"><p class="author">Ada Byron</p></div>'),
        ("", '<aside class="related"><a href="/author/ada">Ada Byron</a></aside>'),
        ("", '<p class="author-bio">Ada Byron lives in Riga</p>'),
        ("", '<a href="/author/ada">Read all that our authors have written of rain and snow</a>'),
    ],
)
def test_nobody_is_named_where_the_page_names_none(head, body):
    assert authors(head, body) == ()


def test_the_site_is_the_author_where_it_says_so_of_the_article_and_nobody_else_is_named():
    assert authors(linked({"@type": "Organization", "name": "Harbor"})) == ("Harbor",)


def test_several_authors_of_one_byline_stay_together():
    byline = '<p class="x"><a rel=author href=/1>Ada Byron</a>, <a rel=author href=/2>Bo Ek</a></p>'
    other = "<div class=teaser><a rel=author href=/3>Émile Borel</a></div>"
    assert authors(body=byline + other) == ("Ada Byron", "Bo Ek")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Byron, The Desk", ("Ada Byron",)),
        ("The Desk - Ada Byron", ("Ada Byron",)),
        ("Ada Byron and Bo Ek, Riga", ("Ada Byron", "Bo Ek")),
        ("Ada Byron, professor of rain at the university", ("Ada Byron",)),
        ("AFP, MANILA", ("AFP, MANILA",)),
        ("Byron, Ada", ("Byron, Ada",)),
    ],
)
def test_names_come_without_site_place_and_post(written, names):
    assert without_affiliation([written], {"The Desk"}.__contains__) == names
