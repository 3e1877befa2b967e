"""What goes by its name: the same as trafilatura's expressions take out."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import tostring
from lxml.html import document_fromstring
from trafilatura.baseline import basic_cleaning
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.xpaths import (
    DISCARD_IMAGE_ELEMENTS,
    OVERALL_DISCARD_XPATH,
    RAW_TREE_PRUNE_XPATH,
    REMOVE_COMMENTS_AND_LISTS_XPATH,
    TEASER_DISCARD_XPATH,
)

from transforms.clean.page.pruning import (
    remove_appended,
    remove_unwanted,
    remove_what_is_no_prose,
)

SENTENCE = "It rained in Riga for three days, and the river rose by two metres."


def page(html):
    return document_fromstring(f"<html><body>{html}</body></html>")


def left_of(html, remove, **settings):
    tree = page(html)
    remove(tree, **settings)
    return [child.tag for child in tree.find("body")]


def test_articles_that_follow_and_comments_go():
    html = (
        '<p>The river</p><div class="infinite-scroll">More</div><ol id="comments">Yes</ol>'
        '<section id="infinite-scroll"><h1>The river</h1></section>'
    )
    assert left_of(html, remove_appended, keeps_comments=False) == ["p", "section"]
    assert left_of(html, remove_appended, keeps_comments=True) == ["p", "ol", "section"]


def test_footers_and_banners_are_no_prose():
    html = '<p>The river</p><footer>2026</footer><div class="Cookie-Banner">We set cookies</div>'
    assert left_of(html, remove_what_is_no_prose) == ["p"]


def test_of_the_class_and_the_identifier_the_first_decides_over_a_footer():
    html = '<div class="text" id="footer"></div><div id="footer" class="text"></div>'
    assert left_of(html, remove_what_is_no_prose) == ["div"]


def test_names_that_would_take_nearly_everything_mean_something_else():
    html = f'<div class="widget">{SENTENCE}</div>'
    assert left_of(html, remove_unwanted, keeps_teasers=False) == ["div"]
    assert left_of(f"{html}<p>{SENTENCE}</p>", remove_unwanted, keeps_teasers=False) == ["p"]


def test_teasers_go_where_they_are_not_kept():
    html = f'<p class="caption">A boat</p><p class="teaser">Buy it</p><p>{SENTENCE}</p>'
    assert left_of(html, remove_unwanted, keeps_teasers=False) == ["p"]
    assert left_of(html, remove_unwanted, keeps_teasers=True) == ["p", "p"]


NAMES = st.sampled_from(
    [
        "", "a", "article-comments", "ad-x", "Author", "borlabs", "caption", "comol", "comment-1",
        "commentary", "cookie", "COOKIE-BAR", "disqus_thread", "elementor-share-buttons", "footer",
        "hidden", "x hidden", "hide-x", "infinitescroll", "message", "mvp-post-add-box", "nav",
        "reader-comments", "reply-1", "Teaser", "xteaser", "text",
    ]
)  # fmt: skip
TAGS = [
    "aside", "details", "div", "div", "div", "footer", "h1", "item", "list", "ol", "p", "script",
    "section", "section", "span", "ul",
]  # fmt: skip
ATTRIBUTES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["class", "id"]), NAMES),
        st.tuples(st.sampled_from(["class", "id"]), NAMES),
        st.sampled_from(
            [
                ("style", "visibility:hidden"), ("style", "display: none"), ("style", "color:red"),
                ("aria-hidden", "true"), ("role", "Navigation"), ("role", "NAV"),
                ("data-component", "MostPopularStories"), ("data-lp-replacement-content", "x"),
            ]
        ),
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: [f' {name}="{value}"' for name, value in pairs])  # fmt: skip
TREES = st.recursive(
    st.sampled_from(["", " ", "a", SENTENCE]),
    lambda inside: st.builds(
        lambda tag, attributes, parts: f"<{tag}{''.join(attributes)}>{''.join(parts)}</{tag}>b",
        st.sampled_from(TAGS),
        ATTRIBUTES,
        st.lists(inside, max_size=4),
    ),
    max_leaves=25,
)
PAGES = st.lists(TREES, min_size=1, max_size=4).map("".join).map(page)


@given(PAGES, st.booleans())
def test_what_was_appended_is_what_trafilatura_takes_for_it(ours, keeps_comments):
    theirs = prune_unwanted_nodes(deepcopy(ours), RAW_TREE_PRUNE_XPATH)
    if not keeps_comments:
        theirs = prune_unwanted_nodes(theirs, REMOVE_COMMENTS_AND_LISTS_XPATH)
    remove_appended(ours, keeps_comments=keeps_comments)
    assert tostring(ours) == tostring(theirs)


@given(PAGES)
def test_what_is_no_prose_is_what_trafilatura_takes_out_before_it_looks_for_prose(ours):
    theirs = basic_cleaning(deepcopy(ours))
    remove_what_is_no_prose(ours)
    assert tostring(ours) == tostring(theirs)


@given(PAGES, st.booleans())
def test_what_is_unwanted_is_what_trafilatura_takes_for_it(ours, keeps_teasers):
    theirs = prune_unwanted_nodes(deepcopy(ours), OVERALL_DISCARD_XPATH, with_backup=True)
    theirs = prune_unwanted_nodes(theirs, DISCARD_IMAGE_ELEMENTS)
    if not keeps_teasers:
        theirs = prune_unwanted_nodes(theirs, TEASER_DISCARD_XPATH)
    remove_unwanted(ours, keeps_teasers=keeps_teasers)
    assert tostring(ours) == tostring(theirs)
