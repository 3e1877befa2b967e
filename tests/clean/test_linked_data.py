"""What a page says in JSON-LD: which of its objects is the article, and what that one says."""

import json

import pytest
from lxml.html import fromstring

from transforms.clean import clean_document
from transforms.clean.metadata.linked_data import page_article
from transforms.clean.metadata.metadata import page_metadata
from transforms.clean.page.json_ld import json_ld
from transforms.clean.page.loose_json import loose_json
from transforms.testing import document


def page(*statements):
    scripts = "".join(
        f'<script type="application/ld+json">{each}</script>'
        for each in (s if isinstance(s, str) else json.dumps(s) for s in statements)
    )
    text = "<p>It rained all day in Harbor, and the fish market stayed shut until the evening.</p>"
    return f"<html><head>{scripts}</head><body><article>{text * 3}</article></body></html>"


def authors(*statements):
    return page_metadata(fromstring(page(*statements))).authors


def article(*statements, url=None, titles=()):
    return page_article(json_ld(fromstring(page(*statements))).items, url, titles)


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
        {"@graph": [{"@type": "Article", "author": {"@id": "#ada"}}, {"@id": "#ada", **ADA}]},
    ],
)
def test_an_article_names_its_author(statement):
    assert authors(statement) == ("Ada Byron",)


@pytest.mark.parametrize(
    "statement",
    [
        {"@type": "NewsArticle", "publisher": {"name": "The Desk"}},
        {"@type": "NewsArticle", "author": 7},
        {"@type": "NewsArticle", "author": {"@id": "#nobody"}},
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "author": ADA}]},
        '{"@type": "NewsArticle", "author": ',
        "[" * 10_000,
        "",
    ],
)
def test_what_is_no_author_of_the_article_is_passed_over(statement):
    assert authors(statement) == ()


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ('{"a": 1, "b": [2, 3, ], }', [{"a": 1, "b": [2, 3]}]),
        ('<!-- {"a": "x"} -->', [{"a": "x"}]),
        ('//<![CDATA[\n{"a": "x"}\n//]]>', [{"a": "x"}]),
        ('{"a": "one\ntwo\tthree"}', [{"a": "one\ntwo\tthree"}]),
        ('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1};', [{"a": 1}]),
        (r'{"a": "it\'s"}', [{"a": "it's"}]),
        ('{"a": "//x, ]", /* why */ "b": 1}', [{"a": "//x, ]", "b": 1}]),
        ('{"a": 1} {"b": ', [{"a": 1}]),
        (r'{"a": "\ud83d\ude00 \ud83d \uDE00"}', [{"a": "\U0001f600 \ufffd \ufffd"}]),
        ("no JSON", []),
    ],
)
def test_json_is_read_as_pages_write_it(script, values):
    assert list(loose_json(script)) == values


def test_of_an_object_that_is_broken_what_can_be_made_out_is_taken():
    script = (
        '{"@type": "NewsArticle", "headline": "Rain in "Harbor"", "description": "a "b" c",'
        '"datePublished": "2024-05-03T10:00:00Z", "author": {"@type": "Person", "name": "Bo Ek"}}'
    )
    found = article(script)
    assert (found["datePublished"], found["author"]) == ("2024-05-03T10:00:00Z", {"name": "Bo Ek"})


RAIN = {"@type": "NewsArticle", "url": "https://a.example/rain", "headline": "Rain"}
SNOW = {"@type": "NewsArticle", "url": "https://a.example/snow", "headline": "Snow"}


def test_of_several_articles_the_one_with_the_address_of_the_page_is_meant():
    assert article(RAIN, SNOW, url="https://www.a.example/snow/")["headline"] == "Snow"


def test_else_the_one_with_a_title_of_the_page():
    assert article(RAIN, SNOW, titles=["Snow!"])["headline"] == "Snow"


def test_else_the_first():
    assert article(RAIN, SNOW)["headline"] == "Rain"


def test_what_two_objects_say_of_the_same_article_is_put_together():
    more = {**RAIN, "headline": "", "author": "Ada Byron"}
    found = article(more, RAIN, SNOW, url=RAIN["url"])
    assert (found["headline"], found["author"]) == ("Rain", "Ada Byron")


def test_a_publisher_is_not_among_the_authors_of_an_article():
    statement = {
        "@type": "NewsArticle",
        "author": ADA,
        "publisher": {"@type": "Organization", "name": "The Harbor Herald"},
    }
    found = clean_document(document(page(statement), media_type="text/html"))
    assert found.authors == ("Ada Byron",)
