"""Of several texts under one address the newest whole one is kept; the others are its history."""

from datetime import UTC, datetime

import pytest

from transforms.deduplicate import Criteria, deduplicate_articles, index_entry
from transforms.model import Source
from transforms.testing import article

URL = "https://a.example/rain"
DRAFT = "It rained all day in Harbor, and the fish market stayed shut."
UPDATE = "It rained all day and all night in Harbor, and the fish market stayed shut."
FINAL = "It rained for three days in Harbor, and the fish market stayed shut; it opens on Monday."


def outcome(articles, *, known=(), kinds=None):
    """Return the ids that are kept, and of the others id → (id of kept, kind, next version)."""
    entries = [index_entry(each, "monday") for each in known]
    kept, repeated = deduplicate_articles(articles, Criteria.of(kinds), known=entries)
    return [each.id for each in kept], {
        each.id: (each.duplicate_of, str(each.duplicate_kind), each.revised_by) for each in repeated
    }


def version(id_, text, **times):
    source = Source(uri="a", fetched_at=times.pop("fetched_at", None))
    return article(text, id=id_, url=URL, **times).model_copy(update={"source": source})


def test_the_newest_version_is_kept_and_each_older_one_names_the_next():
    assert outcome(
        [
            version("1", DRAFT, published_at="2025-01-01"),
            version("2", FINAL, published_at="2025-01-01", modified_at="2025-01-04"),
            version("3", UPDATE, published_at="2025-01-01", modified_at="2025-01-02"),
        ]
    ) == (["2"], {"1": ("2", "revision", "3"), "3": ("2", "revision", "2")})


@pytest.mark.parametrize("known_by", ["published_at", "modified_at", "fetched_at"])
def test_a_version_is_as_new_as_the_latest_moment_at_which_it_stood_so(known_by):
    later = {known_by: datetime(2025, 1, 2, tzinfo=UTC)}
    assert outcome(
        [version("1", DRAFT, published_at="2025-01-01"), version("2", UPDATE, **later)]
    ) == (["2"], {"1": ("2", "revision", "2")})


def test_the_same_text_at_the_same_address_is_no_revision():
    assert outcome(
        [
            version("1", DRAFT, published_at="2025-01-01"),
            version("2", DRAFT + "!", fetched_at=datetime(2025, 1, 2, tzinfo=UTC)),
        ]
    ) == (["1"], {"2": ("1", "url", None)})


def test_a_teaser_is_no_revision_however_new():
    """It has less than half of the words of the fullest text at its address."""
    teaser = version("2", "It rained for three days in Harbor.", modified_at="2025-01-09")
    assert outcome([version("1", FINAL, published_at="2025-01-01"), teaser]) == (
        ["1"],
        {"2": ("1", "url", None)},
    )


def test_without_times_the_fuller_one_is_kept():
    assert outcome([version("1", DRAFT), version("2", FINAL)]) == (
        ["2"],
        {"1": ("2", "revision", "2")},
    )


def test_what_an_earlier_run_kept_stays_and_the_newest_version_has_no_next():
    assert outcome(
        [
            version("3", FINAL, published_at="2025-01-03"),
            version("2", UPDATE, published_at="2025-01-02"),
        ],
        known=[version("1", DRAFT, published_at="2025-01-01")],
    ) == ([], {"2": ("1", "revision", "3"), "3": ("1", "revision", None)})


def test_every_version_is_an_article_if_revisions_are_not_set_aside():
    assert outcome(
        [version("1", DRAFT), version("2", UPDATE), version("3", DRAFT + "!")],
        kinds=["url", "exact"],
    ) == (["2", "3"], {"1": ("3", "exact", None)})


def test_a_version_of_what_repeats_another_article_names_that_one_with_their_own_likeness():
    elsewhere = article(FINAL, id="0", url="https://b.example/1", published_at="2025-01-01")
    kept, repeated = deduplicate_articles(
        [
            elsewhere,
            version("1", DRAFT, published_at="2025-01-02"),
            version("2", FINAL, published_at="2025-01-03"),
        ]
    )
    assert [each.id for each in kept] == ["0"]
    assert [(each.id, each.duplicate_of, each.duplicate_kind) for each in repeated] == [
        ("1", "0", "revision"),
        ("2", "0", "exact"),
    ]
    assert repeated[0].similarity == pytest.approx(0.25, abs=0.1)


def test_texts_with_hardly_anything_in_common_are_several_articles():
    """All of a site's pages may call its home page their address."""
    other = "A ferry ran aground off Nordby on Tuesday; nobody was hurt, and it floats again."
    changed = other.replace("Tuesday", "Wednesday")
    assert outcome(
        [
            version("1", FINAL, published_at="2025-01-01"),
            version("2", other, published_at="2025-01-02"),
            version("3", changed, published_at="2025-01-03"),
        ]
    ) == (["1", "3"], {"2": ("3", "revision", "3")})


def test_and_so_they_are_beside_what_an_earlier_run_kept():
    other = "A ferry ran aground off Nordby on Tuesday; nobody was hurt, and it floats again."
    assert outcome([version("2", other)], known=[version("1", FINAL)]) == (["2"], {})


def test_an_address_of_a_million_texts_costs_as_much_as_they_are():
    """Sixteen articles are told apart there; what is like none of them stays."""
    texts = [" ".join(f"{number}-{word}" for word in range(20)) for number in range(40)]
    kept, repeated = outcome([version(f"{number:02}", text) for number, text in enumerate(texts)])
    assert (len(kept), repeated) == (40, {})
