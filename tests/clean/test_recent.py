"""An exact copy of a document is not worked on again, and comes to the same."""

import pytest

from transforms.clean.recent import Recent
from transforms.model import CleanError, Document, Reason
from transforms.testing import article, document


class Cleaner:
    """Makes an article of each document, or refuses it, and counts them."""

    def __init__(self):
        self.asked = 0

    def __call__(self, given: Document):
        self.asked += 1
        if b"menu" in given.content:
            raise CleanError(Reason.NO_TEXT, "nothing reads as an article")
        text = given.content.decode()
        return article(text, url=given.claims.url).model_copy(
            update={"id": given.id, "source": given.source}
        )


@pytest.fixture
def clean():
    return Cleaner()


def test_a_copy_is_not_worked_on_again_and_keeps_its_own_id_and_place(clean):
    recent = Recent()
    first, copy = document("It rained.", uri="a.html"), document("It rained.", uri="b.html")

    assert recent.article(first, clean) == clean(first)
    found = recent.article(copy, clean)

    assert clean.asked == 2  # by the line that compares as well
    assert (found.id, found.source.uri, found.text) == (copy.id, "b.html", "It rained.")


def test_a_refusal_is_remembered_too(clean):
    recent = Recent()
    for uri in ("a.html", "b.html"):
        with pytest.raises(CleanError, match="nothing reads as an article") as refused:
            recent.article(document("menu", uri=uri), clean)
        assert refused.value.reason == Reason.NO_TEXT
    assert clean.asked == 1


@pytest.mark.parametrize(
    "other",
    [
        document("It snowed.", media_type="text/html"),
        document("It rained.", media_type="text/plain"),
        document("It rained.", media_type="text/html", url="https://b.example/rain"),
        document("It rained.", media_type="text/html", title="Rain"),
    ],
)
def test_what_differs_in_anything_that_counts_is_no_copy(other, clean):
    recent = Recent()
    recent.article(document("It rained.", media_type="text/html"), clean)
    recent.article(other, clean)
    assert clean.asked == 2


def test_what_came_long_ago_is_forgotten_and_what_comes_again_is_not(clean):
    recent = Recent(most_bytes=3 * 1_100)
    for text in ("one", "two", "three", "one", "four", "one", "two"):
        recent.article(document(text), clean)
    assert clean.asked == 5  # one, two, three, four, and two again


def test_what_is_larger_than_the_memory_is_forgotten_at_once(clean):
    recent = Recent(most_bytes=1_000)
    for _ in range(2):
        recent.article(document("It rained."), clean)
    assert clean.asked == 2
