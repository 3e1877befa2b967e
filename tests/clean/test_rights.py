"""What publishers say may be done with an article, on the page and around it."""

import json

import pytest
from lxml.html import fromstring

from transforms.clean import clean_document
from transforms.clean.metadata.metadata import page_metadata
from transforms.clean.metadata.rights import robots_directives, with_claims
from transforms.model import Claims, Rights
from transforms.testing import document


def rights(head="", body="<p>It rained.</p>"):
    page = fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return page_metadata(page, "https://a.example/rain").rights


def meta(name, content):
    return f'<meta name="{name}" content="{content}">'


def linked(**statements):
    item = {"@type": "NewsArticle", **statements}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


@pytest.mark.parametrize(
    ("stated", "directives"),
    [
        (["index, follow"], ()),
        (["NOINDEX,NoFollow"], ("nofollow", "noindex")),
        (["noindex nofollow"], ("nofollow", "noindex")),
        (["none"], ("nofollow", "noindex")),
        (["noai, noimageai"], ("noai", "noimageai")),
        (["max-snippet: 0, max-image-preview:none"], ("max-image-preview:none", "max-snippet:0")),
        (["max-snippet:50, max-image-preview:large, max-video-preview:-1"], ()),
        (["unavailable_after: 25 Jun 2030 15:00:00 GMT, noarchive"], ("noarchive",)),
        (["googlebot: noindex, nofollow"], ("googlebot: nofollow", "googlebot: noindex")),
        (["googlebot: noindex", "noarchive"], ("googlebot: noindex", "noarchive")),
        (["otherbot: noindex, googlebot: nosnippet"],
         ("googlebot: nosnippet", "otherbot: noindex")),
        ([""], ()),
    ],
)  # fmt: skip
def test_directives_that_forbid_something_are_kept(stated, directives):
    assert robots_directives(stated) == directives


def test_a_page_speaks_to_all_robots_and_to_some_by_name():
    head = meta("robots", "noarchive, follow") + meta("GPTBot", "noindex") + meta("bottom", "none")
    assert rights(head).robots == ("gptbot: noindex", "noarchive")


@pytest.mark.parametrize(
    ("head", "reserved"),
    [
        (meta("tdm-reservation", "1"), True),
        (meta("tdm-reservation", "0"), False),
        (meta("tdm-reservation", "0") + meta("tdm-reservation", "1"), True),
        (meta("tdm-reservation", "yes"), None),
        ("", None),
    ],
)
def test_mining_is_reserved_by_a_one(head, reserved):
    assert rights(head).tdm_reservation is reserved


def test_the_policy_is_an_address():
    assert rights(meta("tdm-policy", "/tdm.json")).tdm_policy == "https://a.example/tdm.json"


BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("head", "body", "license_"),
    [
        (f'<link rel="license" href="{BY}">', "", BY),
        ("", f'<p><a rel="license nofollow" href="{BY}">CC BY</a></p>', BY),
        (linked(license=BY), "", BY),
        (linked(license={"@type": "CreativeWork", "url": BY}), "", BY),
        (meta("dcterms.license", BY), "", BY),
        ("", f'<a itemprop="license" href="{BY}">CC BY</a>', BY),
        (meta("dc.rights", "All rights reserved."), "", "All rights reserved."),
        (linked(license="CC BY 4.0"), "", "CC BY 4.0"),
        (meta("copyright", "© The Desk"), "<p>© The Desk</p>", None),
        ("", f'<figure><img><a rel="license" href="{BY}">CC BY</a></figure>', None),
    ],
)
def test_a_licence_is_named_by_its_address_else_by_its_words(head, body, license_):
    assert rights(head, body).license == license_


@pytest.mark.parametrize(
    ("head", "body", "is_free"),
    [
        (linked(isAccessibleForFree=False), "", False),
        (linked(isAccessibleForFree="False"), "", False),
        (linked(isAccessibleForFree="http://schema.org/True"), "", True),
        (linked(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}), "", False),
        (linked(isAccessibleForFree=True, hasPart=[{"isAccessibleForFree": "false"}]), "", False),
        ("", '<meta itemprop="isAccessibleForFree" content="true">', True),
        (meta("article:content_tier", "locked"), "", False),
        (meta("article:content_tier", "metered"), "", False),
        (meta("article:content_tier", "free"), "", True),
        (linked(isAccessibleForFree="perhaps"), "", None),
    ],
)
def test_a_page_says_whether_it_is_behind_a_wall(head, body, is_free):
    assert rights(head, body).is_accessible_for_free is is_free


def test_of_page_and_container_the_stricter_counts_for_robots_and_mining():
    page = Rights(robots=("noarchive",), tdm_reservation=False)
    container = Claims(robots=("noindex",), tdm_reservation=True, tdm_policy="https://a.example/p")
    assert with_claims(page, container) == Rights(
        robots=("noarchive", "noindex"), tdm_reservation=True, tdm_policy="https://a.example/p"
    )


def test_a_licence_and_a_wall_are_as_the_container_says_if_it_says_anything():
    page = Rights(license="by page", is_accessible_for_free=True)
    assert with_claims(page, Claims()) == page
    claims = Claims(license="by container", is_accessible_for_free=False)
    assert with_claims(page, claims) == Rights(license="by container", is_accessible_for_free=False)


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "text/markdown"])
def test_what_a_container_claims_reaches_the_article(media_type):
    text = "It rained all day in Harbor, and the fish market stayed shut until the evening."
    article = clean_document(
        document(text, media_type=media_type, robots=("noai",), license="CC BY 4.0")
    )
    assert article.rights == Rights(robots=("noai",), license="CC BY 4.0")
