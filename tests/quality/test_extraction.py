"""Floors of the text of pages, on labelled pages of many sites and languages.

A floor is one half of a hundredth under what was measured: about as much as one page of a set
weighs, so that a rule that helps many pages may cost one. The hash tells changed data from a
changed result.
"""

import base64
import gzip
import hashlib
import json
import os
from pathlib import Path

import pytest
from shingles import f1, precision_and_recall, share_right

from transforms.clean import clean_document
from transforms.model import CleanError
from transforms.testing import document

DATA = Path(os.environ.get("COPYDESK_DATA") or "/nowhere") / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="COPYDESK_DATA names no labelled data")

SHA256 = {
    "scrapinghub": "af691edd8b010b52a4ff9ed86a17ad8022c04e66a2e670c84a84a22678994c1f",
    "publishers": "492f220336e6003b176c2b3d194b233c5472b99f45bb4417b98ea2738716422e",
    "segments": "939ab470e80870ed68fd0eb48b7a582482312e4c183bdf1fdb80022ccf75c946",
}


def rows(name):
    content = (DATA / f"extraction.{name}.jsonl.gz").read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256[name], "the data are others"
    return [json.loads(line) for line in gzip.decompress(content).splitlines()]


def cleaned(row):
    page = document(base64.b64decode(row["html_base64"]), media_type="text/html", url=row["url"])
    try:
        return clean_document(page).text
    except CleanError:
        return ""


@pytest.mark.parametrize(("name", "floor"), [("scrapinghub", 0.970), ("publishers", 0.954)])
def test_the_article_is_found(name, floor):
    """Word 4-gram F1 of the text, and nothing else, against text chosen by hand."""
    measured = f1(precision_and_recall(cleaned(row), row["gold_text"]) for row in rows(name))
    assert measured >= floor


def test_what_must_be_in_the_text_is_and_what_must_not_is_not():
    """Share of strings told right: 0.953 of those of every third page, which is time enough."""
    pages = rows("segments")[::3]
    right, total = map(
        sum, zip(*(share_right(cleaned(r), r["with"], r["without"]) for r in pages), strict=True)
    )
    assert right / total >= 0.94
