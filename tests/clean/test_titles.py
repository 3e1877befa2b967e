"""The headline of a page, without the name of its site."""

import json

import pytest
from lxml.html import fromstring

from transforms.clean.metadata.metadata import page_metadata


def title(head="", body="<p>It rained.</p>", url="https://www.harbor-herald.example/rain"):
    page = fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return page_metadata(page, url).title


def linked(**statements):
    item = {"@type": "NewsArticle", **statements}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def og(name, content):
    return f'<meta property="og:{name}" content="{content}">'


TITLE = "<title>Rain in Riga - Harbor Herald</title>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (TITLE, "<h1>Rain in Riga</h1>"),
        (TITLE, ""),
        (TITLE + og("site_name", "The Desk"), "<h1>Rain in Riga</h1>"),
        ("<title>Rain in Riga | Harbor Herald</title>", ""),
        ("<title>Rain in Riga » Weather » Harbor Herald</title>", "<h2>Rain in Riga</h2>"),
        ("<title>Harbor Herald: Rain in Riga</title>", ""),
        ("<title>Rain in Riga | Weather | The Desk</title>" + og("site_name", "The Desk")
         + '<meta property="article:section" content="Weather">', ""),
        (og("title", "Rain in Riga – DESK – 03.05.2024") , "<h1>Rain in Riga</h1>"),
        (linked(headline="Rain in Riga - The Desk", publisher={"name": "The Desk"}), ""),
        (linked(headline="Rain in Riga") + TITLE, "<h1>Harbor Herald</h1>"),
        (TITLE, '<h1><a href="/">The Harbor Herald of Riga</a></h1><h2>Rain in Riga</h2>'),
        (og("title", "Rain in Riga"), "<h1>Weather</h1><h1>Rain in Riga</h1>"),
        ("", "<h1>Rain in Riga</h1>"),
        (og("title", "Rain &amp;#105;n Riga"), ""),
    ],
)  # fmt: skip
def test_the_headline_is_left_where_the_page_confirms_what_goes(head, body):
    assert title(head, body) == "Rain in Riga"


@pytest.mark.parametrize(
    "headline",
    [
        "Rain - and snow",
        "Riga: Rain",
        "Herald angels | Harbor",
        "Rain, snow, hail",
        "-",
        "A | B | C",
    ],
)
def test_what_nothing_confirms_stays(headline):
    assert title(og("title", headline), url="https://weather.example/1") == headline


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (linked(headline="A") + og("title", "B") + "<title>C</title>", "<h1>B</h1>", "A"),
        (
            linked(headline="Rain Riga: weather today") + og("title", "It rained and rained")
            + "<title>Rain Riga: weather today</title>",
            "<h1>It rained and rained</h1>",
            "It rained and rained",
        ),
        (linked(headline="Riga: Wet") + "<title>Riga: Wet</title>", "<h1>Wet</h1>", "Riga: Wet"),
        (og("title", "Kaiser: It rained"), "<h1>It rained</h1>", "It rained"),
        ("<title>Rain</title>" + og("title", "It rained"), "", "It rained"),
        (linked(headline="Rain" * 200) + "<title>Rain</title>", "", "Rain"),
        ("", "", None),
    ],
    ids=[
        "JSON-LD goes first",
        "but not where it repeats a title written for search engines",
        "the kicker in JSON-LD is a part of the headline",
        "the h1 that another statement holds is the headline",
        "og:title goes before title",
        "what is too long is no headline",
        "nothing is made up",
    ],
)  # fmt: skip
def test_the_order_of_trust(head, body, expected):
    assert title(head, body, url="https://weather.example/1") == expected
