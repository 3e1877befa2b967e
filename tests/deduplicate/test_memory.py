"""On a stream the first that comes is kept, and remembered: what repeats it is told by that."""

import random
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import Criteria, deduplicate_articles, index_entry, sign
from transforms.deduplicate.stream.memory import Memory
from transforms.deduplicate.stream.periods import STORES, Periods, store
from transforms.deduplicate.stream.postings import LATEST, Postings
from transforms.deduplicate.stream.record import Record
from transforms.testing import article

RAIN = "It rained all day in Harbor, and the fish market stayed shut."
SNOW = "It snowed all night in Harbor, and the school stayed shut."
LATER = "It rained for three days in Harbor, and the fish market stayed shut; it opens on Monday."
STORY = (
    "The harbor of Nordby opens again on Monday after three years of work, the council said. "
    "Fishing boats will return first, and the ferry to the islands follows in the spring. "
    "The quay is two metres higher than before, so that storms like that of 2019 do no harm. "
    "Shopkeepers in Mill Street hope for summer guests, though the car park is yet to be paved."
)
EDITED = STORY.replace("three years", "almost three years").replace("hope for", "look forward to")
LEAD = STORY.partition(" The quay")[0]
URL = "https://a.example/rain"


def see(memory, each, period=0):
    return memory.see(*sign(each), period)


def repeats(*articles, kinds=None, known=()):
    """Return of each article, in order of arrival, None if it is kept, or (kept id, kind)."""
    memory = Memory(Criteria.of(kinds), known=[index_entry(each, "monday") for each in known])
    return [_told(see(memory, each)) for each in articles]


def _told(seen):
    return seen.verdict and (seen.verdict.kept.id, str(seen.verdict.edge.kind))


class TestWhatRepeatsAnother:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [(STORY.upper(), "exact"), (EDITED, "near"), (LEAD, "contained")],
    )
    def test_the_first_that_came_is_kept(self, text, kind):
        first, second = article(STORY, id="1"), article(text, id="2", published_at="1999-01-01")
        assert repeats(first, second) == [None, ("1", kind)]
        assert repeats(second, first) == [None, ("2", kind)]

    def test_articles_that_share_nothing_are_all_kept(self):
        assert repeats(article(RAIN), article(SNOW), article(STORY)) == [None, None, None]

    def test_the_same_text_or_a_teaser_at_the_same_address_repeats_it(self):
        assert repeats(
            article(LATER, id="1", url=URL),
            article(LATER + "!", id="2", url=URL),
            article("It rained for three days.", id="3", url=URL),
        ) == [None, ("1", "url"), ("1", "url")]

    def test_another_text_at_the_same_address_is_a_version_and_the_first_stays(self):
        assert repeats(article(RAIN, id="1", url=URL), article(LATER, id="2", url=URL)) == [
            None,
            ("1", "revision"),
        ]

    def test_a_version_names_the_one_that_is_kept_as_the_next_if_it_is_older(self):
        memory = Memory(Criteria())
        see(memory, article(RAIN, id="2", url=URL, published_at="2025-01-02"))
        older = see(memory, article(LATER, id="1", url=URL, published_at="2025-01-01"))
        newer = see(memory, article(SNOW, id="3", url=URL, published_at="2025-01-03"))
        assert [each.verdict.edge.revised_by for each in (older, newer)] == ["2", None]

    def test_the_likeness_of_versions_is_measured(self):
        memory = Memory(Criteria())
        see(memory, article(RAIN, id="1", url=URL))
        verdict = see(memory, article(RAIN + " Too.", id="2", url=URL)).verdict
        assert verdict.edge.likeness.resemblance == 0.9091

    @pytest.mark.parametrize("kinds", [None, []])
    def test_an_article_that_is_delivered_again_repeats_itself(self, kinds):
        delivered = article(RAIN, id="1", url=URL)
        assert repeats(delivered, delivered, kinds=kinds) == [None, ("1", "exact")]

    def test_a_duplicate_that_is_delivered_again_is_two_duplicates(self):
        copy = article(RAIN, id="2")
        assert repeats(article(RAIN, id="1"), copy, copy) == [None, *[("1", "exact")] * 2]

    def test_who_is_alike_to_a_duplicate_only_is_kept(self):
        sentences = [f"On day {number} somebody saw ship {number}." for number in range(40)]
        texts = [" ".join(sentences[start : start + 20]) for start in (0, 7, 14)]
        articles = [article(text, id=str(number)) for number, text in enumerate(texts, 1)]
        assert repeats(*articles) == [None, ("1", "near"), None]

    @pytest.mark.parametrize(("part", "kept"), [(slice(3, 40), "2"), (slice(37), "1")])
    def test_of_several_that_are_alike_it_repeats_the_closest(self, part, kept):
        """It holds one of the two whole, and most of the other."""
        sentences = [f"On day {number} somebody saw ship {number}." for number in range(40)]
        first, second, both = (
            article(" ".join(sentences[each]), id=name)
            for each, name in ((slice(20), "1"), (slice(20, 40), "2"), (part, "3"))
        )
        assert repeats(first, second, both) == [None, None, (kept, "contained")]

    def test_kinds_that_are_not_wanted_are_not_looked_for(self):
        assert repeats(
            article(STORY, id="1"), article(EDITED, id="2"), article(STORY, id="3"), kinds=["exact"]
        ) == [None, None, ("1", "exact")]
        assert repeats(
            article(RAIN, id="1", url=URL), article(SNOW, id="2", url=URL), kinds=["url"]
        ) == [None, None]

    def test_what_an_earlier_run_kept_is_named_with_its_run(self):
        memory = Memory(Criteria(), known=[index_entry(article(STORY, id="1", url=URL), "monday")])
        verdict = see(memory, article(EDITED, id="2")).verdict
        assert (verdict.kept.id, verdict.kept.url, verdict.kept.run_id) == ("1", URL, "monday")

    def test_what_this_stream_kept_is_named_without_a_run(self):
        memory = Memory(Criteria())
        see(memory, article(STORY, id="1"))
        assert see(memory, article(EDITED, id="2")).verdict.kept.run_id is None


class TestTranslations:
    def story(self, name):
        path = Path(__file__).parents[2] / "seeds" / "translations" / name
        return article(path.read_text(), id=name, language=name.split(".")[1])

    def test_the_later_one_names_the_earlier(self):
        memory = Memory(Criteria())
        first, second = (see(memory, self.story(name)) for name in ("dyke.en.md", "dyke.fr.md"))
        assert (first.verdict, second.verdict, first.translations) == (None, None, [])
        (link,) = second.translations
        assert (link.id, link.language, link.run_id) == ("dyke.en.md", "en", None)
        assert link.similarity >= 0.5

    def test_if_asked_for_it_is_set_aside(self):
        stories = [self.story(name) for name in ("dyke.en.md", "dyke.fr.md")]
        assert repeats(*stories, kinds=["translation"]) == [None, ("dyke.en.md", "translation")]


class TestForHowLong:
    def memory(self, *seen):
        """Return a memory that saw (article, period)s."""
        memory = Memory(Criteria())
        for each, period in seen:
            see(memory, each, period)
        return memory

    def test_what_is_forgotten_is_kept_again(self):
        memory = self.memory((article(RAIN, id="1"), 3))
        memory.forget(3)
        assert _told(see(memory, article(RAIN, id="2"), 9)) == ("1", "exact")
        memory.forget(10)
        assert _told(see(memory, article(RAIN, id="3"), 10)) is None

    def test_an_article_is_remembered_as_long_as_the_last_that_repeats_it(self):
        memory = self.memory((article(RAIN, id="1"), 3), (article(RAIN, id="2"), 5))
        memory.forget(5)
        assert _told(see(memory, article(RAIN, id="3"), 5)) == ("1", "exact")
        memory.forget(6)
        assert list(memory.periods) == []

    def test_what_repeats_it_with_an_earlier_time_changes_nothing(self):
        memory = self.memory((article(RAIN, id="1"), 3))
        assert see(memory, article(RAIN, id="2"), 2).record is None
        assert list(memory.periods) == [3]

    def test_an_article_whose_period_is_forgotten_is_kept_and_not_remembered(self):
        memory = self.memory()
        memory.forget(3)
        late = [see(memory, article(RAIN, id=name), 2) for name in ("1", "2")]
        assert [(each.verdict, each.record) for each in late] == [(None, None)] * 2

    def test_known_articles_are_never_forgotten(self):
        memory = Memory(Criteria(), known=[index_entry(article(RAIN, id="1"), "monday")])
        memory.forget(99)
        assert _told(see(memory, article(RAIN, id="2"), 100)) == ("1", "exact")


class TestPeriods:
    PERIODS = Periods(timedelta(seconds=80))
    SECOND = 1_000_000

    def test_an_article_is_remembered_for_the_time_and_at_most_an_eighth_longer(self):
        expiries = [
            self.PERIODS.expiry(self.PERIODS.of(time * self.SECOND)) for time in (-1, 0, 9, 10)
        ]
        assert expiries == [each * self.SECOND for each in (80, 90, 90, 100)]

    @given(st.integers(-(10**15), 10**15))
    def test_a_period_is_forgotten_when_it_has_expired_and_not_before(self, period):
        expiry = self.PERIODS.expiry(period)
        assert self.PERIODS.first(expiry) == period + 1
        assert self.PERIODS.first(expiry - 1) == period

    @given(st.integers(-(10**15), 10**15))
    def test_what_is_remembered_at_one_time_lies_in_stores_of_its_own(self, time):
        """So that a store is emptied when its periods are over, and none is written again."""
        periods = range(self.PERIODS.first(time), self.PERIODS.of(time) + 1)
        runs = 1 + sum(store(each) != store(each - 1) for each in periods[1:])
        assert runs == len({store(each) for each in periods}) <= STORES


class TestPostings:
    def test_of_a_key_that_all_have_the_latest_articles_are_looked_at(self):
        postings = Postings()
        for number in range(1_000):
            postings.add(np.array([7, 1_000 + number], np.uint64), number)
        assert sorted(postings.find(np.array([7], np.uint64))[7]) == [*range(1_000 - LATEST, 1_000)]

    @given(
        st.lists(st.sets(st.integers(0, 5), max_size=4), max_size=80),
        st.sets(st.integers(0, 80), max_size=40),
        st.sets(st.integers(0, 5)),
    )
    def test_they_find_what_a_plain_search_finds(self, articles, removed, wanted):
        postings = Postings(gathered=7)
        for number, keys in enumerate(articles):
            postings.add(np.array(sorted(keys), np.uint64), number)
        postings.remove(removed)
        left = {number: keys for number, keys in enumerate(articles) if number not in removed}
        expected = {
            key: numbers[-LATEST:]
            for key in wanted
            if (numbers := [number for number, keys in left.items() if key in keys])
        }
        found = postings.find(np.array(sorted(wanted), np.uint64))
        assert {key: sorted(numbers) for key, numbers in found.items()} == expected


TEXTS = [RAIN, SNOW, RAIN + "!", LATER, STORY, EDITED, LEAD, f"{STORY} {RAIN} {SNOW}"]
VERSIONS = st.lists(
    st.builds(
        lambda id_, version, day: article(
            version[1], id=id_, url=f"https://{version[0]}.example/", published_at=day
        ),
        st.sampled_from("123456789"),
        st.sampled_from(
            [("a", STORY), ("a", EDITED), ("a", LEAD), ("b", RAIN), ("b", RAIN + "!"), ("c", SNOW)]
        ),
        st.sampled_from([None, "2025-01-01", "2025-01-02"]),
    ),
    max_size=12,
)
ARTICLES = st.lists(
    st.builds(
        lambda id_, text, url, day: article(text, id=id_, url=url, published_at=day),
        st.sampled_from("123456789"),
        st.sampled_from(TEXTS),
        st.sampled_from([None, URL, "https://b.example/snow"]),
        st.sampled_from([None, "2025-01-01", "2025-01-02"]),
    ),
    max_size=12,
)
ONE_TEXT_AT_EACH_ADDRESS = st.lists(
    st.builds(
        lambda id_, text, site, day: article(
            TEXTS[text],
            id=id_,
            url=site and f"https://{site}.example/{text}",
            published_at=day,
        ),
        st.sampled_from("123456789"),
        st.integers(0, len(TEXTS) - 1),
        st.sampled_from([None, "a", "b"]),
        st.sampled_from([None, "2025-01-01", "2025-01-02"]),
    ),
    max_size=9,
    unique_by=lambda each: each.id,
)


def streamed(articles, criteria=None):
    """Return the ids that are kept, and of the others id → (kept id, kind, likeness)."""
    memory = Memory(criteria or Criteria())
    verdicts = {each.id: see(memory, each).verdict for each in articles}
    return {id_ for id_, verdict in verdicts.items() if verdict is None}, {
        id_: (verdict.kept.id, verdict.edge.kind, *verdict.edge.likeness)
        for id_, verdict in verdicts.items()
        if verdict is not None
    }


def grouped(articles, criteria=None):
    """Return the same of a batch."""
    kept, repeated = deduplicate_articles(articles, criteria)
    return {each.id for each in kept}, {
        each.id: (each.duplicate_of, each.duplicate_kind, each.similarity, each.containment)
        for each in repeated
    }


def stories(outcome):
    """Return the sets of ids that tell the same story."""
    kept, repeated = outcome
    return {
        frozenset({id_, *(other for other, (of, *_) in repeated.items() if of == id_)})
        for id_ in kept
    }


class TestBesideABatch:
    @given(ONE_TEXT_AT_EACH_ADDRESS)
    def test_in_the_total_order_a_stream_keeps_what_a_batch_keeps(self, articles):
        in_order = sorted(articles, key=lambda each: sign(each)[0].order)
        assert streamed(in_order) == grouped(articles)

    @given(ONE_TEXT_AT_EACH_ADDRESS, st.randoms(use_true_random=False))
    def test_in_any_order_the_stories_of_addresses_and_words_are_those_of_a_batch(
        self, articles, shuffling
    ):
        criteria = Criteria.of(["url", "revision", "exact"])
        shuffled = shuffling.sample(articles, len(articles))
        assert stories(streamed(shuffled, criteria)) == stories(grouped(articles, criteria))

    @given(VERSIONS, st.randoms(use_true_random=False))
    def test_in_any_order_the_versions_of_an_address_are_those_of_a_batch(
        self, articles, shuffling
    ):
        """Texts with hardly anything in common are no versions of each other, and not here."""
        unique = list({each.id: each for each in articles}.values())
        criteria = Criteria.of(["url", "revision"])
        shuffled = shuffling.sample(unique, len(unique))
        assert stories(streamed(shuffled, criteria)) == stories(grouped(unique, criteria))


@given(ARTICLES)
def test_each_duplicate_names_an_article_that_is_kept_and_that_it_repeats_itself(articles):
    """Between the two alone it would be one as well."""
    kept, repeated = streamed({each.id: each for each in articles}.values())
    by_id = {each.id: each for each in articles}
    for id_, (of, kind, *_) in repeated.items():
        assert of in kept
        assert repeats(by_id[of], by_id[id_]) == [None, (of, str(kind))]


def rebuilt(memory, records, criteria=None):
    """Return a memory that was made of what was stored, as JSON, read back in another order."""
    stored = [record.model_dump_json() for record in reversed(records)]
    read = map(Record.model_validate_json, stored)
    return Memory(criteria or Criteria(), memory.progress, read)


class TestRebuilt:
    """A memory that is rebuilt says what it would have said."""

    def test_it_remembers_nothing_that_was_forgotten(self):
        memory = Memory(Criteria())
        record = see(memory, article(RAIN, id="1"), 3).record
        memory.forget(4)
        again = rebuilt(memory, [record])
        assert list(again.periods) == []
        assert see(again, article(RAIN, id="2"), 4).verdict is None

    def test_it_remembers_each_as_long_as_the_last_that_repeated_it(self):
        memory = Memory(Criteria())
        copies = [(article(RAIN, id=str(number)), number) for number in (3, 5, 4)]
        records = [see(memory, *copy).record for copy in copies]
        again = rebuilt(memory, [each for each in records if each])
        assert list(again.periods) == list(memory.periods) == [5]

    def test_it_looks_at_the_same_of_what_many_have(self):
        """Of more versions than are looked at, those that came first are not."""
        criteria = Criteria.of(["url"])
        versions = [
            article(f"{number:02}. {RAIN}", id=f"{number:02}", url=URL)
            for number in range(LATEST + 4)
        ]
        looked_at = []
        for each in versions:
            memory = Memory(criteria)
            records = [see(memory, version).record for version in versions]
            again = rebuilt(memory, records, criteria)
            copy = each.model_copy(update={"id": "copy"})
            verdicts = [see(one, copy).verdict for one in (memory, again)]
            assert verdicts[0] == verdicts[1]
            looked_at.append(verdicts[0] is not None)
        assert looked_at == [number == 4 for number in range(LATEST + 4)]

    @given(
        st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=24),
        st.integers(0, 24),
        ARTICLES.filter(bool),
    )
    def test_whatever_was_seen_and_forgotten(self, steps, cut, articles):
        def apply(memory, step):
            pick, period = step
            if pick >= 10:
                return memory.forget(period)
            return see(memory, articles[pick % len(articles)], period)

        memory, records = Memory(Criteria()), []
        for step in steps[:cut]:
            seen = apply(memory, step)
            if seen and seen.record:
                records.append(seen.record)
        again = rebuilt(memory, records)
        for step in steps[cut:]:
            assert apply(memory, step) == apply(again, step)
            assert memory.progress == again.progress


def test_memories_that_took_different_ways_are_told_apart():
    """Both kept one article and forgot nothing."""
    one, other = Memory(Criteria()), Memory(Criteria())
    see(one, article(RAIN, id="1"))
    see(other, article(SNOW, id="2"))
    assert one.progress != other.progress


def test_thousands_that_share_a_phrase_are_told_apart():
    draw = random.Random(0)
    words = [f"word{number}" for number in range(5_000)]
    phrase = "subscribe to our newsletter for the latest news from the harbor every morning"
    memory = Memory(Criteria())
    for number in range(600):
        text = f"{' '.join(draw.choices(words, k=80))} {phrase}"
        assert see(memory, article(text, id=str(number))).verdict is None
