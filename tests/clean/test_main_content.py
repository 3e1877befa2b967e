"""The main content is the same as trafilatura finds."""

from copy import copy, deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import tostring
from lxml.html import document_fromstring
from trafilatura.main_extractor import extract_content

from transforms.clean.page.engine import engine_options
from transforms.clean.page.main_content import main_content

SENTENCE = "It rained in Riga for three days, and the river rose by two metres before it fell. "
QUICK, BALANCED = engine_options(fast=True), engine_options(fast=False)
RECALL = copy(BALANCED)
RECALL.focus = "recall"


def page(html):
    """Return a page whose elements are named as trafilatura names blocks."""
    return document_fromstring(f"<html><body>{html}</body></html>")


def found(html, options=BALANCED):
    return [(block.tag, block.text) for block in main_content(page(html), options)[0]]


def test_the_blocks_of_a_container_are_found():
    html = f"<p>Home</p><article><p>{SENTENCE * 4}</p><p>Then it fell.</p></article>"
    assert found(html) == [
        ("p", (SENTENCE * 4).strip()),
        ("p", "Then it fell."),
    ]


def test_where_no_container_holds_enough_paragraphs_count_wherever_they_stand():
    html = f"<article><p>Rain</p></article><span><p>{SENTENCE}</p></span>"
    assert found(html) == [("p", "Rain"), ("p", SENTENCE.strip())]


def test_in_recall_mode_other_blocks_count_as_well():
    html = f"<p>Rain</p><div>{SENTENCE}</div>"
    assert found(html) == [("p", "Rain")]
    assert found(html, RECALL) == [("p", "Rain"), ("p", SENTENCE)]


TAGS = [
    "article", "code", "del", "div", "div", "h2", "hi", "item", "lb", "list", "main", "p", "p", "p",
    "quote", "ref", "section", "span", "table", "td", "tr",
]  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        "", "", "", ' class="content"', ' class="post"', ' id="main"', ' class="teaser"',
        ' class="w3-code"', ' class="caption"', ' class="widget"', ' role="article"',
    ]
)  # fmt: skip
BLOCKS = st.recursive(
    st.sampled_from(["", " ", "\n", "a", "Share", SENTENCE, SENTENCE * 4, "Riga \n rain"]),
    lambda inside: st.builds(
        lambda tag, attributes, parts, tail: f"<{tag}{attributes}>{''.join(parts)}</{tag}>{tail}",
        st.sampled_from(TAGS),
        ATTRIBUTES,
        st.lists(inside, max_size=5),
        st.sampled_from(["", " ", "b", SENTENCE]),
    ),
    max_leaves=30,
)


@pytest.mark.parametrize("options", [QUICK, BALANCED, RECALL])
@given(blocks=st.lists(BLOCKS, min_size=1, max_size=5))
def test_it_finds_what_the_library_finds(options, blocks):
    ours = page("".join(blocks))
    expected, text = extract_content(deepcopy(ours), options)
    blocks, our_text = main_content(ours, options)
    assert (tostring(blocks), our_text) == (tostring(expected), text)
