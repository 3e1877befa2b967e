"""What shares a key with an article always counts as known; hardly anything else does."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import sign
from transforms.deduplicate.known.keys import add, empty, is_relevant, relevant
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
