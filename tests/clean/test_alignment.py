"""Which lines of a text come from which lines of the text that it was taken from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.explanation.alignment import align

BEFORE = ["Home", "Rain in Riga", "It rained for three days.", "Share", "It stopped.", "Home"]


def test_lines_that_stand_in_both_are_themselves():
    found = align(BEFORE, ["Rain in Riga", "It rained for three days.", "It stopped."])
    assert found.sources == ((1,), (2,), (4,))
    assert found.remains == (None, BEFORE[1], BEFORE[2], None, BEFORE[4], None)


def test_spacing_list_marks_and_the_case_of_letters_do_not_count():
    found = align(["It  rained.", "1 Apples"], ["IT RAINED", "- 1 apples"])
    assert found.sources == ((0,), (1,))
    assert found.remains == ("It  rained.", "1 Apples")


def test_a_row_of_a_table_comes_from_its_cells():
    found = align(
        ["Menu", "Place", "Day", "Riga", "Monday"], ["| Place | Day |", "| Riga | Monday |"]
    )
    assert found.sources == ((1, 2), (3, 4))
    assert found.remains == (None, "Place", "Day", "Riga", "Monday")


def test_a_line_that_was_split_is_whole_all_the_same():
    found = align(
        ["It rained for three days. It stopped."], ["It rained for three days.", "It stopped."]
    )
    assert found.sources == ((0,), (0,))
    assert found.remains == ("It rained for three days. It stopped.",)


def test_of_a_line_that_was_cut_the_rest_remains():
    found = align(["3 May 2025 | Reading time: 4 minutes"], ["Reading time: 4 minutes"])
    assert found == (((0,),), ("Reading time: 4 minutes",))


def test_a_line_from_elsewhere_comes_from_nowhere():
    found = align(["Log in", "It rained."], ["The river rose by two metres.", "It rained."])
    assert found == (((), (1,)), (None, "It rained."))


def test_a_line_that_moved_up_is_found():
    found = align(
        ["It rained for days.", "It stopped.", "Rain"],
        ["Rain", "It rained for days.", "It stopped."],
    )
    assert found.sources == ((2,), (0,), (1,))


def test_scripts_without_spaces_are_compared_by_characters():
    found = align(
        ["首页", "雨下了三天，河水上涨。", "后来停了。"], ["雨下了三天，河水上涨。后来停了。"]
    )
    assert found == (((1, 2),), (None, "雨下了三天，河水上涨。", "后来停了。"))


def test_words_that_stray_lines_share_are_no_trace():
    found = align(
        ["The news", "Of the day", "In the town"], ["The council of the town put it off in a vote"]
    )
    assert found == (((),), (None, None, None))


WORDS = st.sampled_from(["rain", "river", "the", "of", "Riga", "a", "雨", "•", "—", "10", "ça"])
LINES = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=12)


@settings(deadline=None)
@given(LINES, LINES)
def test_each_line_is_accounted_for_and_none_twice(before, after):
    found = align(before, after)
    assert len(found.sources) == len(after)
    assert len(found.remains) == len(before)
    named = {number for sources in found.sources for number in sources}
    for number, (line, remains) in enumerate(zip(before, found.remains, strict=True)):
        assert (remains is not None) == (number in named)
        if remains is not None:
            assert line.strip()
    for line, sources in zip(after, found.sources, strict=True):
        assert list(sources) == sorted(set(sources))
        assert line.strip() or not sources


@settings(deadline=None)
@given(st.lists(st.text("abc XY•", max_size=12), max_size=20), st.randoms(use_true_random=False))
def test_of_lines_taken_as_they_are_each_is_found(before, random):
    """And nothing else is: what was not taken has no part in what was."""
    taken = sorted(random.sample(range(len(before)), random.randint(0, len(before))))
    found = align(before, [before[number] for number in taken])
    texts = [_letters(before[sources[0]]) for sources in found.sources if sources]
    assert texts == [_letters(before[n]) for n in taken if before[n].strip()]


def _letters(line):
    """Return what lines are compared by: letters and digits; of a line without any, its signs."""
    return "".join(filter(str.isalnum, line)) or "".join(line.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["a b"] * 60_000, ["b a a"] * 30_000),
        (
            [" ".join("ab"[n % 7 % 2] for n in range(200_000))],
            [" ".join("ab"[n % 5 % 2] for n in range(99_999))],
        ),
        ([str(n) for n in range(50_000)], [str(n) for n in reversed(range(50_000))]),
        ([f"{n} {n + 1}" for n in range(20_000)], [" ".join(map(str, range(20_000)))]),
    ],
    ids=["two words", "one line", "backwards", "chain"],
)
def test_long_texts_of_any_kind_are_aligned(before, after):
    found = align(before, after)
    assert len(found.sources) == len(after)
    assert len(found.remains) == len(before)
