"""Floors under what is told of real pages: dates, titles, names.

The pages are development sets in the folder that COPYDESK_DATA names; their check sums say which
pages the floors are for. A day is right if it is the day in the zone that the page writes.
"""

import base64
import gzip
import hashlib
import json
import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("COPYDESK_DATA") or "/nonexistent") / "data"
SETS = {
    "extraction.publishers": "492f220336e6003b176c2b3d194b233c5472b99f45bb4417b98ea2738716422e",
    "metadata": "d853826030b317199c5d2aa734fc96ecfe6269702297e3bcd0d97a3d1de20eee",
}
FLOORS = {
    ("extraction.publishers", "date"): 0.97,
    ("extraction.publishers", "title"): 0.90,
    ("extraction.publishers", "author precision"): 0.92,
    ("extraction.publishers", "author recall"): 0.87,
    ("metadata", "date"): 0.84,
    ("metadata", "title"): 0.86,
    ("metadata", "author precision"): 0.82,
    ("metadata", "author recall"): 0.60,
}


def folded(text):
    return " ".join((text or "").casefold().split())


def figures(name):
    """Return the share of days, titles and names that are right, by what was measured."""
    import trafilatura

    from transforms.clean.metadata.metadata import page_metadata

    days, titles, right, found, wanted = [], [], 0, 0, 0
    with gzip.open(FOLDER / f"{name}.jsonl.gz") as rows:
        for row in map(json.loads, rows):
            page = trafilatura.load_html(base64.b64decode(row["html_base64"]))
            said = page_metadata(page, row["url"])
            if row["date"]:
                day = said.published and said.published.date().isoformat()
                days.append(day == row["date"][:10])
            titles.append(folded(said.title) == folded(row["title"]))
            if gold := set(map(folded, row["authors"] or ())):
                names = set(map(folded, said.authors))
                right, found, wanted = (
                    right + len(names & gold),
                    found + len(names),
                    wanted + len(gold),
                )
    return {
        "date": sum(days) / len(days),
        "title": sum(titles) / len(titles),
        "author precision": right / found,
        "author recall": right / wanted,
    }


@pytest.fixture(scope="module", params=SETS)
def measured(request):
    path = FOLDER / f"{request.param}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"COPYDESK_DATA names no folder with data/{path.name}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != SETS[request.param]:
        pytest.skip(f"{path.name} holds other pages than the floors are for")
    return request.param, figures(request.param)


@pytest.mark.parametrize("figure", ["date", "title", "author precision", "author recall"])
def test_the_share_that_is_right_does_not_fall(measured, figure):
    name, shares = measured
    assert shares[figure] >= FLOORS[name, figure]
