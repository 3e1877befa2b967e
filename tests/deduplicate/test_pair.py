"""How two articles stand to each other, and by which rule."""

import pytest

from transforms.deduplicate import Criteria, explain_pair, rule_of
from transforms.model import Duplicate, DuplicateKind
from transforms.testing import article

URL = "https://a.example/rain"
RAIN = (
    "It rained all day in Harbor, and the fish market stayed shut. The river rose by two metres "
    "before the evening, and the ferry did not leave the pier until the next morning. Nobody was "
    "hurt, said the mayor, who had carried sand bags to the old school since the early hours."
)
MORE = (
    " The bakery gave bread away. Twelve boats were lost, and the insurers will come on Monday to "
    "look at the others. In the upper town they heard of it on the radio, as they had last year."
)


def judged(first, second, **criteria):
    explanation = explain_pair(first, second, Criteria.of(**criteria))
    return explanation.duplicate, explanation.kind, explanation.rule


def findings(first, second):
    explanation = explain_pair(first, second)
    return {str(each.criterion): (each.holds, each.evidence) for each in explanation.findings}


def duplicate(kind, similarity=0.5, containment=0.75, **fields):
    return Duplicate(
        **dict(article(RAIN, id="2", url=URL)),
        duplicate_of="1",
        duplicate_kind=kind,
        similarity=similarity,
        containment=containment,
        **fields,
    )


class TestTwoArticles:
    def test_under_one_address_with_the_same_words(self):
        first, second = article(RAIN, id="1", url=URL), article(RAIN.upper(), id="2", url=URL)
        assert judged(first, second) == ("2", "url", f"same canonical URL: {URL}")

    def test_under_one_address_with_other_words(self):
        first = article(RAIN, id="1", url=URL, published_at="2025-01-01T00:00Z")
        second = article(RAIN + MORE, id="2", url=URL, published_at="2025-01-02T00:00Z")
        assert judged(first, second) == (
            "1",
            "revision",
            f"same canonical URL: {URL}; the next version: the one that is kept",
        )

    def test_with_the_same_words(self):
        assert judged(article(RAIN, id="1"), article(RAIN.upper(), id="2")) == (
            "2",
            "exact",
            "same words",
        )

    def test_with_mostly_the_same_words(self):
        first, second = article(RAIN, id="1"), article(RAIN.replace("two", "three"), id="2")
        assert judged(first, second) == (
            "1",
            "near",
            "alike: 94 % of the shorter text stands in the longer; the least is 55 %",
        )

    def test_one_in_the_other(self):
        assert judged(article(RAIN, id="1"), article(RAIN + MORE, id="2")) == (
            "1",
            "contained",
            (
                "alike: 100 % of the shorter text stands in the longer; the least is 55 %; "
                "one is longer by more than a quarter"
            ),
        )

    def test_that_neither_repeats_the_other(self):
        first, second = article(RAIN, id="1", url=URL), article(MORE, id="2", url=f"{URL}/more")
        assert judged(first, second) == (None, None, None)
        assert findings(first, second) == {
            "address": (False, f"different canonical URLs: {URL} and {URL}/more"),
            "words": (False, "different words"),
            "alike": (False, "0 % of the shorter text stands in the longer; the least is 55 %"),
            "found": (
                False,
                "0 of the runs of 5 words that stand for the texts are shared; the least is 2",
            ),
            "translation": (False, "both are in one language, or that of one is not known"),
        }

    def test_that_a_stricter_criterion_keeps(self):
        first, second = article(RAIN, id="1"), article(RAIN.replace("two", "three"), id="2")
        assert judged(first, second, alike=0.97) == (None, None, None)

    def test_that_a_wanted_kind_keeps(self):
        first, second = article(RAIN, id="1"), article(RAIN, id="2")
        assert judged(first, second, kinds=["url"]) == (None, None, None)

    @pytest.mark.parametrize(
        ("first", "second", "evidence"),
        [
            (None, URL, "the first does not have a canonical URL of its own"),
            (URL, None, "the second does not have a canonical URL of its own"),
            (None, None, "neither has a canonical URL of its own"),
        ],
    )
    def test_without_an_address(self, first, second, evidence):
        pair = article(RAIN, id="1", url=first), article(MORE, id="2", url=second)
        assert findings(*pair)["address"] == (False, evidence)

    def test_stand_beside_each_other_in_passages(self):
        passages = explain_pair(article(RAIN), article(RAIN + MORE)).passages
        assert [str(passage.kind) for passage in passages] == ["shared", "second"]


class TestADuplicate:
    def test_keeps_the_kind_and_the_likeness_that_the_run_stated(self):
        other = article("Something else.", id="1")
        for pair in (duplicate("near"), other), (other, duplicate("near")):
            explanation = explain_pair(*pair)
            assert (explanation.duplicate, explanation.kind) == ("2", "near")
            assert explanation.likeness == (0.5, 0.75)

    def test_is_judged_anew_beside_an_article_that_it_does_not_name(self):
        assert judged(duplicate("near"), article(RAIN, id="3")) == ("3", "exact", "same words")

    @pytest.mark.parametrize(
        ("kind", "fields", "rule"),
        [
            ("url", {"duplicate_of_url": URL}, f"same canonical URL: {URL}"),
            (
                "url",
                {"duplicate_of_url": "https://b.example/rain"},
                f"same canonical URL as a document that repeats it: {URL}",
            ),
            (
                "revision",
                {"duplicate_of_url": URL, "revised_by": "7"},
                f"same canonical URL: {URL}; the next version: 7",
            ),
            (
                "revision",
                {"duplicate_of_url": URL},
                (
                    f"same canonical URL: {URL}; an earlier version had been kept, and its own "
                    "run has no later one"
                ),
            ),
            ("exact", {}, "same words"),
            ("near", {}, "alike: 75 % of the shorter text stands in the longer; the least is 55 %"),
            (
                "near",
                {"containment": 0.4},
                (
                    "alike: 40 % of the shorter text stands in the longer; the least is 55 % by "
                    "default, the run asked for less"
                ),
            ),
            (
                "translation",
                {},
                (
                    "shared evidence is enough: 75 % of what does not depend on the language, such "
                    "as numbers, dates and names, stands in both"
                ),
            ),
        ],
    )
    def test_says_by_which_rule(self, kind, fields, rule):
        assert rule_of(duplicate(DuplicateKind(kind), **fields)) == rule
