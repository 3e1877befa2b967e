"""What shares a key with an article always counts as known; hardly anything else does."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import sign
from transforms.deduplicate.known.columns import relevant_rows
from transforms.deduplicate.known.keys import add, empty, is_relevant, relevant
from transforms.model import INDEX_KEYS
from transforms.testing import article

STORY = (
    "The harbor of Nordby opens again on Monday after three years of work, the council said. "
    "Fishing boats will return first, and the ferry to the islands follows in the spring."
)
EDITED = STORY.replace("three years", "almost three years")
OTHER = "It rained all day on the island, so nobody came to the fair but the geese and the mayor."


def signature(text, **fields):
    return sign(article(text, **fields))[0]


def test_what_has_the_address_of_an_article_or_its_words_or_most_of_them_is_relevant():
    known = [
        signature(OTHER, id="address", url="https://a.example/1"),
        signature(STORY.upper(), id="words"),
        signature(EDITED, id="most"),
        signature(OTHER, id="nothing", url="https://a.example/2"),
    ]
    found = relevant([signature(STORY, url="http://www.a.example/1")], known)
    assert [each.id for each in found] == ["address", "words", "most"]


def test_nothing_is_relevant_to_no_article():
    assert not is_relevant(empty(), signature(STORY, url="https://a.example/1"))


@given(st.lists(st.text(min_size=1), max_size=20))
def test_every_article_is_relevant_to_itself(texts):
    signatures = [signature(text) for text in texts]
    assert relevant(signatures, signatures) == signatures


def test_of_unrelated_articles_hardly_one_passes():
    """Measured: 0 of 1,000, with 1,000 articles in the filter."""
    filter_ = empty()
    for number in range(1_000):
        add(filter_, signature(" ".join(f"a{number}-{word}" for word in range(400))))
    others = (
        signature(" ".join(f"b{number}-{word}" for word in range(400))) for number in range(1_000)
    )
    assert sum(is_relevant(filter_, each) for each in others) < 10


def columns(signatures):
    """Their keys, as they come of a file of an index."""
    keys = [
        {
            "content_key": each.content_key.encode(),
            "url_key": None if each.url_key is None else each.url_key.encode(),
            "terms": each.terms,
            "translation_terms": each.translation_terms or None,
        }
        for each in signatures
    ]
    return pa.record_batch(
        {name: pa.array([each[name] for each in keys], pa.binary()) for name in INDEX_KEYS}
    )


KEYS = st.builds(
    lambda number, own, address, words, facts: signature(STORY, id=str(number)).model_copy(
        update={
            "content_key": f"{own:064x}",
            "url_key": address,
            "terms": b"".join(term.to_bytes(8, "big") for term in words),
            "translation_terms": b"".join(term.to_bytes(8, "big") for term in facts),
        }
    ),
    st.integers(0, 99),
    st.integers(0, 9),
    st.none() | st.sampled_from(["", "a.example/1", "a.example/2", "b.example/ö"]),
    st.lists(st.integers(0, 30), max_size=5, unique=True),
    st.lists(st.integers(0, 30), max_size=5, unique=True),
)


@given(st.lists(KEYS, max_size=6), st.lists(KEYS, max_size=12))
def test_in_columns_the_very_same_are_relevant(articles, known):
    filter_ = empty()
    for each in articles:
        add(filter_, each)
    expected = [is_relevant(filter_, each) for each in known]
    assert relevant_rows(filter_, columns(known)).tolist() == expected
    assert relevant_rows(filter_, columns(known).slice(1)).tolist() == expected[1:]


def test_terms_that_are_cut_off_are_told_and_not_passed_over():
    broken = signature(STORY).model_copy(update={"terms": b"1234"})
    with pytest.raises(ValueError, match="terms have 8 bytes each"):
        relevant_rows(empty(), columns([broken]))
