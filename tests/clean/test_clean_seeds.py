"""The five articles that the project began with come out as they should."""

import os
from pathlib import Path

import pytest

from transforms.clean import clean_document
from transforms.testing import document

DATA = os.environ.get("COPYDESK_DATA")
pytestmark = pytest.mark.skipif(
    DATA is None, reason="COPYDESK_DATA names no folder with data/ and seeds/"
)
VIETNAMPLUS = (
    "https://www.vietnamplus.vn/tri-tue-nhan-tao-khi-deepseek-dinh-hinh-lai-the-co-post1020961.vnp"
)
PAGE_LINES = (
    "Comment (0)",
    "Kommentar (0)",
    "Advertisements",
    "Leave a Reply",
    "Your email address will not be published",
)


def _seed(number):
    (path,) = Path(DATA, "seeds").glob(f"{number}_*.txt")
    return clean_document(document(path.read_bytes(), str(path)), trail=True)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_line_of_the_page_is_left(number):
    text = _seed(number).text
    assert not [line for line in PAGE_LINES if line in text]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_cleaning_again_changes_nothing(number):
    once = _seed(number)
    again = clean_document(document(once.text, title=once.title), trail=True)
    assert (again.text, again.trail) == (once.text, ())


@pytest.mark.parametrize(
    ("number", "caption", "end"),
    [
        ("000", "Deepseek's logo. (Photo: REUTERS/TTXVN)", "more flexible competitors."),
        ("001", "Deepseeks Logo. (Foto: REUTERS/TTXVN)", "flexiblere Wettbewerber."),
    ],
)
def test_a_translated_agency_story(number, caption, end):
    article = _seed(number)
    assert article.source_url == article.canonical_url == VIETNAMPLUS
    assert (article.url, article.title, article.credits) == (None, None, (caption,))
    assert article.text.endswith(end)


def test_a_story_with_references():
    article = _seed("003")
    assert article.title is None
    assert article.references == (
        "Million? Billion? Trillion? China's DeepSeek sparks AI costs debate",
        "cgtn.com",
    )


def test_a_blog_post():
    article = _seed("004")
    assert article.title == "DeepSeek: The AI Revolution from Asia"
    assert article.references == (
        "Dantri.com.vn",
        "OpenAI Official Website",
        "Antropic Official Website",
    )
