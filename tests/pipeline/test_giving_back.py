"""Memory that a batch needed is the system's again after it."""

import ctypes

import pytest

from pipeline.watch.giving_back import give_back
from pipeline.watch.health import resident_bytes

PIECES, PIECE_BYTES = 50_000, 2_000


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc alone gives back")
def test_what_lies_free_between_pieces_that_stay_is_given_back():
    pieces = [bytes(PIECE_BYTES) for _ in range(PIECES)]
    staying = pieces[::100]
    full = resident_bytes()
    del pieces
    give_back()
    assert full - resident_bytes() > PIECES * PIECE_BYTES / 2
    assert len(staying) == PIECES / 100


def test_elsewhere_it_does_no_harm(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back()
