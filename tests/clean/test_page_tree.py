"""A page is parsed once, whatever stands before it or in it."""

import pytest

from transforms.clean.page.page_tree import parse_page, remove_code, shown_text, told_by


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\t",
        '<?xml version="1.0" encoding="iso-8859-1"?>',
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0/EN" "http://www.w3.org/TR/xhtml1.dtd">',
        "<!-- made by hand -->",
        "\x00\x01\ufffe",
    ],
)
def test_what_stands_before_a_page_does_not_matter(before):
    page = parse_page(f"{before}<html><body><p>Es regnete in Rīga, 雨.</p></body></html>")
    assert shown_text(page) == "Es regnete in Rīga, 雨."


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>One</p></html><p>Two</p>",
        "<html><body><p>One</p></body><p>Two</p></html>",
        "<HTML><BODY><P>One</P></BODY></HTML >\n<!-- end --> <P>Two</P></BODY></HTML>",
        "<html><body><p>One</p></body><body class='second'><p>Two</p></body></html>",
        "<html><body><p>One</p></body></html><html><body><p>Two</p></body></html>",
    ],
)
def test_what_stands_behind_the_end_of_a_body_belongs_to_it(page):
    body = parse_page(page).find("body")
    assert [paragraph.text for paragraph in body.iter("p")] == ["One", "Two"]


def test_what_stands_behind_the_end_is_looked_at_in_linear_time():
    page = parse_page("<body><p>One</p></body>" + "<!--" * 300_000 + "</body>" * 100_000)
    assert shown_text(page).startswith("One")


@pytest.mark.parametrize("nothing", ["", " \n", "<!doctype html>", "<!-- nothing -->"])
def test_a_page_without_elements_is_none(nothing):
    assert parse_page(nothing) is None


def test_what_a_page_says_without_scripts_is_one_text_evenly_spaced():
    page = parse_page(
        "<html><head><noscript>Scripts\n are off.</noscript></head><body><p>Rain</p>"
        "<noscript><p>Switch <b>them</b> on!</p></noscript></body></html>"
    )
    assert told_by(page).notices == "Scripts are off. Switch them on!"


def test_a_page_tells_its_titles_and_descriptions_once():
    page = parse_page(
        "<html><head><title>Rain in\n Riga - Herald</title>"
        '<meta property="og:title" content="Rain in Riga"><meta name="description" content="A  b">'
        '<meta property="og:description" content="A b"></head><body></body>'
    )
    told = told_by(page)
    assert told.titles == ("Rain in Riga - Herald", "Rain in Riga")
    assert told.descriptions == ("A b",)


def test_of_code_only_json_ld_stays():
    page = parse_page(
        "<html><head><style>p{}</style></head><body><p>One</p><script>x</script>"
        '<script type="application/ld+json">{}</script></body></html>'
    )
    remove_code(page)
    assert [each.text for each in page.iter("style", "script")] == ["{}"]
