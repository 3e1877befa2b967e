"""Floors for plain text that is a whole page, and for articles that are none.

Beside the two rules that are usual for such texts, measured in the same run.
"""

import gzip
import hashlib
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from transforms.clean import clean_document
from transforms.clean.characters.tidy import tidy_lines
from transforms.clean.lines.page_lines import drop_page_lines
from transforms.clean.trail import Trail
from transforms.testing import document

FOLDER = os.environ.get("COPYDESK_DATA")
pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="set COPYDESK_DATA to the folder that has data/ and seeds/"
)

PAGES = "plaintext", "9c2716ed319778e3a160b3a8c59744032e9884a9e4f8414bbed6fc4682bfa996"
ARTICLES = ("extraction.scrapinghub", "extraction.publishers")
NEWS = ("language.news", "language.udhr")

ENDS = (".", "!", "?", '"', "”")


def rows(name):
    with gzip.open(Path(FOLDER or "") / f"data/{name}.jsonl.gz") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def pages():
    packed = (Path(FOLDER or "") / "data/plaintext.jsonl.gz").read_bytes()
    assert hashlib.sha256(packed).hexdigest() == PAGES[1], "other data have other floors"
    return rows(PAGES[0])


@pytest.fixture(scope="module")
def cleaned(pages):
    return [clean_document(document(page["text"])).text for page in pages]


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))


def f1(found, pages):
    """Precision and recall over 4-grams of words, averaged over pages, as F1."""
    precision = recall = 0.0
    for text, page in zip(found, pages, strict=True):
        ours, gold = shingles(text), shingles(page["gold_text"])
        shared = sum((ours & gold).values())
        precision += shared / max(sum(ours.values()), 1)
        recall += shared / max(sum(gold.values()), 1)
    return 2 * precision * recall / (precision + recall) / len(pages)


def by_line(page, rule):
    return "\n".join(line.text for line in tidy_lines(page["text"]) if rule(line.text))


def test_articles_are_told_from_the_pages_around_them(pages, cleaned):
    ours = f1(cleaned, pages)
    assert ours >= 0.93
    for rule in (
        lambda line: len(line.split()) >= 5 and line.endswith(ENDS[:4]),  # C4
        lambda line: len(line.split()) >= 10 or line.endswith(ENDS),
    ):
        assert ours > f1([by_line(page, rule) for page in pages], pages) + 0.08


@pytest.mark.parametrize("of_language", [{"en"}, {"de"}], ids=["English", "German"])
@pytest.mark.parametrize("among", [True, False], ids=["alone", "all others"])
def test_no_language_is_left_behind(pages, cleaned, of_language, among):
    chosen = [
        (text, page)
        for text, page in zip(cleaned, pages, strict=True)
        if (page["lang"] in of_language) == among
    ]
    texts, theirs = zip(*chosen, strict=True)
    assert f1(texts, theirs) >= 0.92


@pytest.mark.parametrize("name", [PAGES[0], *ARTICLES, *NEWS])
def test_nothing_is_taken_out_of_an_article(name):
    for row in rows(name):
        lines = tidy_lines(row.get("gold_text") or row["text"])
        assert drop_page_lines(lines, None, Trail()) == lines
