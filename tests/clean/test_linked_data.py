"""Authors that a page states in JSON-LD."""

import json

import pytest
from lxml.html import fromstring

from transforms.clean import clean_document
from transforms.clean.linked_data import stated_authors
from transforms.testing import document


def page(*statements):
    scripts = "".join(
        f'<script type="application/ld+json">{each}</script>'
        for each in (s if isinstance(s, str) else json.dumps(s) for s in statements)
    )
    text = "<p>It rained all day in Harbor, and the fish market stayed shut until the evening.</p>"
    return f"<html><head>{scripts}</head><body><article>{text * 3}</article></body></html>"


ADA = {"@type": "Person", "name": "Ada Byron"}


@pytest.mark.parametrize(
    "statement",
    [
        {"@type": "NewsArticle", "author": ADA},
        {"@type": "NewsArticle", "author": [ADA]},
        {"@type": ["Thing", "Article"], "author": "Ada Byron"},
        {"@type": "BlogPosting", "author": {"name": ["Ada Byron"]}},
        {"@graph": [{"@type": "WebPage"}, {"@type": "ReportageNewsArticle", "author": ADA}]},
        [{"@type": "NewsArticle", "author": ADA, "publisher": {"name": "The Desk"}}],
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "author": ADA}},
        {"@type": "Article", "author": [ADA, "https://harbor.example/staff/ada"]},
    ],
)
def test_an_article_names_its_author(statement):
    assert stated_authors(fromstring(page(statement))) == ("Ada Byron",)


@pytest.mark.parametrize(
    "statement",
    [
        {"@type": "Recipe", "author": ADA},
        {"@type": "NewsArticle", "publisher": {"name": "The Desk"}},
        {"@type": "NewsArticle", "author": 7},
        '{"@type": "NewsArticle", "author": ',
        "[" * 10_000,
        "",
    ],
)
def test_what_is_no_author_of_an_article_is_passed_over(statement):
    assert stated_authors(fromstring(page(statement))) == ()


def test_several_articles_name_several_authors_each_once():
    found = fromstring(
        page(
            {"@type": "Article", "author": ["Ada Byron", "Émile Borel"]},
            {"@type": "Article", "author": ADA},
        )
    )
    assert stated_authors(found) == ("Ada Byron", "Émile Borel")


def test_a_publisher_is_not_among_the_authors_of_an_article():
    statement = {
        "@type": "NewsArticle",
        "author": ADA,
        "publisher": {"@type": "Organization", "name": "The Harbor Herald"},
    }
    article = clean_document(document(page(statement), media_type="text/html"))
    assert article.authors == ("Ada Byron",)
