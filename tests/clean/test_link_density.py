"""Blocks that are mostly links go: the same ones as trafilatura takes out."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import tostring
from lxml.html import fragment_fromstring
from trafilatura.htmlprocessing import delete_by_link_density

from transforms.clean.page.link_density import remove_link_blocks

SENTENCE = "It rained in Riga for three days, and the river rose by two metres before it fell."


def left_of(blocks):
    container = fragment_fromstring(f"<main>{blocks}</main>")
    remove_link_blocks(container)
    return [child.tag for child in container]


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        (f"<p>{SENTENCE} <ref>They said so.</ref></p>", "a sentence with a link in it"),
        ("<p>Short.</p>", "a short paragraph without a link"),
        (f"<list><item><p><ref>{SENTENCE}</ref></p></item><item>{SENTENCE * 4}</item></list>",
         "an item that is a link, in a list that is not"),
    ],
)  # fmt: skip
def test_what_says_something_beside_its_links_stays(block, rule):
    assert left_of(f"{block}<p>{SENTENCE}</p>") == [fragment_fromstring(block).tag, "p"], rule


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ("<p><ref>Read on</ref></p>", "a paragraph that is a link"),
        (f"<p><ref>{SENTENCE * 2}</ref></p>", "a long one, too"),
        ("<p>Tags: <ref>Rain</ref> <ref>Riga</ref></p>", "short links with a label"),
        ("<div><p>One</p><p>Two</p><p><ref>Three</ref></p></div>", "a link among labels"),
        ("<list>" + f"<item><ref>{SENTENCE}</ref></item>" * 5 + "</list>", "many headlines"),
    ],
)
def test_what_is_mostly_links_goes(block, rule):
    assert left_of(f"{block}<p>{SENTENCE}</p>") == ["p"], rule


TEXTS = st.sampled_from(["", " ", "a", "It rained. ", "Riga \n Herald", SENTENCE, SENTENCE * 7])
TREES = st.recursive(
    TEXTS,
    lambda inside: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["div", "list", "item", "p", "ref", "ref", "ref", "td", "graphic"]),
        st.lists(inside, max_size=6),
    ),
    max_leaves=40,
)


@given(st.lists(TREES, min_size=1, max_size=5))
def test_the_same_goes_as_trafilatura_takes_out(parts):
    ours = fragment_fromstring(f"<main>{''.join(parts)}</main>")
    theirs = deepcopy(ours)
    for tag in ("div", "list", "p"):
        delete_by_link_density(theirs, tag, backtracking=tag == "div")
    before = tostring(ours)
    is_changed = remove_link_blocks(ours)
    assert tostring(ours) == tostring(theirs)
    assert is_changed == (tostring(ours) != before)
