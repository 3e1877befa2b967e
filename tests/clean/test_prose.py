"""Paragraphs that read as prose: literal in, literal out, and the same as the library's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from trafilatura.external import try_justext

from transforms.clean.page.prose import prose

PROSE = "It was the first of the days on which the river rose over the road and into the houses. "
LABEL = "Zwolle Utrecht Arnhem Breda Tilburg Almere Haarlem Eindhoven Groningen Enschede Leiden"


def page(*blocks):
    return document_fromstring(f"<html><body>{''.join(blocks)}</body></html>")


def test_a_long_paragraph_with_common_words_is_prose():
    assert prose(page(f"<p>{PROSE * 2}</p>")) == [(PROSE * 2).strip()]


def test_a_paragraph_without_common_words_is_none():
    assert prose(page(f"<p>{LABEL} {LABEL}</p>")) == []


def test_a_paragraph_that_is_mostly_links_is_none():
    assert prose(page(f"<p><a href='/'>{PROSE}</a>{PROSE}</p>")) == []


def test_a_line_with_a_sign_of_copyright_is_none():
    assert prose(page(f"<p>© {PROSE * 2}</p>")) == []


def test_what_is_selected_in_a_form_is_none():
    assert prose(page(f"<select><option>{PROSE * 2}</option></select>")) == []


def test_a_short_line_between_prose_is_prose():
    blocks = [f"<p>{PROSE * 2}</p>", "<h2>The river</h2>", f"<p>{PROSE * 3}</p>"]
    assert prose(page(*blocks)) == [(PROSE * 2).strip(), "The river", (PROSE * 3).strip()]


def test_a_short_line_at_the_end_is_none():
    assert prose(page(f"<p>{PROSE * 2}</p>", "<p>Share this</p>")) == [(PROSE * 2).strip()]


def test_a_paragraph_of_middling_length_is_prose_beside_prose_only():
    assert prose(page(f"<p>{PROSE}</p>")) == []
    assert prose(page(f"<p>{PROSE * 2}</p>", f"<p>{PROSE}</p>")) == [
        (PROSE * 2).strip(),
        PROSE.strip(),
    ]


def test_two_line_breaks_part_paragraphs_and_one_does_not():
    text = PROSE.strip()
    assert prose(page(f"<div>{text}<br>{text}<br><br>{text} {text}</div>")) == [
        f"{text} {text}",
        f"{text} {text}",
    ]


def test_many_short_lines_are_judged_in_linear_time():
    assert prose(page("<p>One</p>" * 50_000)) == []


BLOCKS = st.recursive(
    st.sampled_from(
        [PROSE, PROSE * 2, LABEL, "Short", " ", "\n", "©", "<br>", "<br><br>", "<img>"]
    ),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(["p", "div", "a", "span", "li", "h2", "select", "option", "b", "td"]),
        st.lists(inner, max_size=5).map("".join),
    ),
    max_leaves=12,
)


@given(st.lists(BLOCKS, max_size=8))
def test_it_finds_what_the_library_finds(blocks):
    expected = [each.text or "" for each in try_justext(page(*blocks), None, None)]
    assert prose(page(*blocks)) == expected


@pytest.mark.parametrize("html", ["<p>", "<br>", "<div><div></div></div>"])
def test_where_nothing_is_said_nothing_is_found(html):
    assert prose(document_fromstring(html)) == []
