"""A page becomes a tree as deep as it is, or is refused: never a part of it."""

import pytest

from transforms.clean import Limits, clean_document
from transforms.clean.limits import DEEPEST
from transforms.clean.page.depth import check_depth
from transforms.clean.page.page_tree import parse_page
from transforms.model import CleanError, Reason
from transforms.testing import document

TEXT = "<p>It rained in the town on the hill for the whole of the day, and nobody went out.</p>"


def parse_tree(html, max_depth):
    root = parse_page(html)
    if root is not None:
        check_depth(root, max_depth)
    return root


@pytest.mark.parametrize("tag", ["div", "b", "span", "ul><li", "table><tr><td", "blockquote"])
@pytest.mark.parametrize("depth", [300, 900, DEEPEST - 30])
def test_nothing_is_lost_of_a_page_that_is_nested_deeply(tag, depth):
    count = depth // (tag.count(">") + 1)
    root = parse_tree(f"<html><body>{f'<{tag}>' * count}{TEXT}", DEEPEST)
    assert root.text_content().startswith("It rained")


def test_the_bound_is_the_number_of_elements_one_inside_the_other():
    page = "<html><body><div><p>It rained.</p><p>A lot.</p></div></body></html>"
    assert parse_tree(page, 4).text_content() == "It rained.A lot."
    with pytest.raises(CleanError) as refused:
        parse_tree(page, 3)
    assert refused.value.reason == Reason.TOO_DEEP
    assert refused.value.message == "more than 3 elements, one inside the other (max_depth)"


def test_beyond_what_the_parser_itself_allows_a_page_is_refused_at_any_limit():
    for depth in (2_046, 2_100, 100_000):
        with pytest.raises(CleanError) as refused:
            parse_tree(f"<html><body>{'<div>' * depth}{TEXT}", DEEPEST)
        assert refused.value.reason == Reason.TOO_DEEP


def test_an_attribute_or_a_text_of_any_size_is_no_end_of_the_page():
    page = f"<html><body><p data-x='{'a' * 11_000_000}'>{'b' * 11_000_000}</p>{TEXT}"
    root = parse_tree(page, 10)
    assert len(root.find(".//p").text) == 11_000_000
    assert root.text_content().endswith("nobody went out.")


@pytest.mark.parametrize("content", ["", " ", "<!-- nothing -->"])
def test_where_there_is_no_element_there_is_no_tree(content):
    assert parse_tree(content, 10) is None


def test_what_sloppy_pages_leave_open_is_cleaned_by_default():
    page = f"<!doctype html><html><head><title>Rain</title></head><body>{'<b>' * 600}{TEXT * 5}"
    assert "nobody went out." in clean_document(document(page, media_type="text/html")).text


@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
def test_a_document_that_is_too_large_is_refused_before_anything_is_done(media_type):
    limits = Limits(max_document_bytes=100)
    clean_document(document("It rained. " * 9, media_type=media_type), limits=limits)
    with pytest.raises(CleanError) as refused:
        clean_document(document("It rained. " * 10, media_type=media_type), limits=limits)
    assert refused.value.reason == Reason.TOO_LARGE
    assert refused.value.message == "larger than 100 bytes (max_document_bytes)"


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_depth": 0},
        {"max_depth": DEEPEST + 1},
        {"max_seconds": 0},
        {"max_seconds": float("inf")},
        {"max_memory_bytes": 1},
        {"max_document_bytes": 0},
        {"max_minutes": 1},
    ],
)
def test_limits_that_make_no_sense_are_none(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Limits(**wrong)
