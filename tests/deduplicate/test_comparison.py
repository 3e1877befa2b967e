"""The passages that two texts share, and those in which they differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import Passage, PassageKind, Span, compare
from transforms.deduplicate.explanation.words import words_of
from transforms.deduplicate.shingles import tokens
from transforms.model import normalized_text

COUNCIL = "The council met on Monday in the old hall."
RIVER = "The river rose by two metres overnight."
MARKET = "Nobody was hurt, and the fish market opened on time."


def told(first, second):
    """Return the passages as a text: both, [-the first-], {+the second+}; «» for what is moved."""
    shown = []
    for kind, (start, end), (other_start, other_end), is_moved in compare(first, second):
        text = first[start:end] if kind != PassageKind.SECOND else second[other_start:other_end]
        marks = {"shared": "{}", "first": "[-{}-]", "second": "{{+{}+}}"}[kind]
        shown.append(marks.format(f"«{text}»" if is_moved else text))
    return "".join(shown)


class TestPassages:
    def test_the_same_text_is_one_shared_passage(self):
        assert compare(COUNCIL, COUNCIL) == (Passage(PassageKind.SHARED, Span(0, 42), Span(0, 42)),)

    def test_the_same_words_in_other_case_punctuation_width_and_lines_are_shared(self):
        other = "THE COUNCIL  met\non Monday: in the “old” ｈａｌｌ"
        assert compare(COUNCIL, other) == (
            Passage(PassageKind.SHARED, Span(0, len(COUNCIL)), Span(0, len(other))),
        )

    def test_an_edited_sentence_differs_in_the_words_that_were_edited(self):
        assert told(COUNCIL, "The city council met on Tuesday, in the old hall.") == (
            "The {+city +}council met on [-Monday -]{+Tuesday, +}in the old hall."
        )

    def test_a_word_between_two_differences_that_are_no_shorter_is_part_of_one(self):
        assert told(COUNCIL, "The council met late on Tuesday, in the old hall.") == (
            "The council met [-on Monday -]{+late on Tuesday, +}in the old hall."
        )

    def test_punctuation_goes_with_the_word_that_it_stands_at(self):
        assert told('He said "Monday" to us all.', "He said (Tuesday) to us all.") == (
            'He said [-"Monday" -]{+(Tuesday) +}to us all.'
        )

    def test_an_inserted_paragraph(self):
        assert told(f"{COUNCIL}\n\n{MARKET}", f"{COUNCIL}\n\n{RIVER}\n\n{MARKET}") == (
            f"{COUNCIL}\n\n{{+{RIVER}\n\n+}}{MARKET}"
        )

    def test_a_copy_that_was_cut(self):
        assert told(f"{COUNCIL}\n{RIVER}\n{MARKET}", f"{COUNCIL}\n{RIVER[:24]}…") == (
            f"{COUNCIL}\nThe river rose by two [-metres overnight.\n{MARKET}-]{{+me…+}}"
        )

    def test_a_story_that_a_round_up_quotes(self):
        round_up = f"What we read today.\n“{RIVER[:-1]}”, writes the Herald.\nAnd there was sun."
        assert told(RIVER, round_up) == (
            "{+What we read today.\n+}The river rose by two metres overnight."
            "{+writes the Herald.\nAnd there was sun.+}"
        )

    def test_in_scripts_without_spaces_characters_are_compared(self):
        assert told(
            "市议会周一通过了新的预算案，市长表示欢迎。", "市议会周二通过了新的预算案，市长欢迎。"
        ) == ("市议会周[-一-]{+二+}通过了新的预算案，市长[-表示-]欢迎。")

    def test_a_moved_paragraph_is_told_where_it_stands_in_either_text(self):
        first, second = f"{RIVER}\n{COUNCIL}\n{MARKET}", f"{COUNCIL}\n{MARKET}\n{RIVER}"
        assert told(first, second) == f"[-«{RIVER}\n»-]{COUNCIL}\n{MARKET}{{+«{RIVER}»+}}"
        assert compare(first, second)[0] == Passage(
            PassageKind.FIRST, Span(0, 40), Span(96, 135), is_moved=True
        )

    def test_words_that_any_two_texts_have_in_common_are_not_shared_passages(self):
        first = "A man went to the shop and bought a lamp for us."
        second = "Nobody ever saw the sea rise and fall so far from here."
        assert told(first, second) == f"[-{first}-]{{+{second}+}}"

    def test_a_short_line_of_both_is_shared(self):
        assert told(
            "One two three four.\nRain\nFive six seven.", "Eight nine ten.\nRain\nOh no."
        ) == ("[-One two three four.\n-]{+Eight nine ten.\n+}Rain\n[-Five six seven.-]{+Oh no.+}")

    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ("", "", ""),
            ("", RIVER, f"{{+{RIVER}+}}"),
            (RIVER, "", f"[-{RIVER}-]"),
            ("* * *", "***", "[-* * *-]{+***+}"),
            ("—", "—", "—"),
            (" ", "\n", " "),
        ],
    )
    def test_texts_without_words(self, first, second, expected):
        assert told(first, second) == expected


WORDS = st.sampled_from(
    ["rain", "Rain", "sun", "and", "a", "市", "议会", "ｶﾞ", "co-op", "“x”", "—", "\n", "\n\n", "C++"]
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_the_passages_together_are_both_texts(first, second):
    passages = compare(first, second)
    ours = [p.first for p in passages if p.kind != PassageKind.SECOND]
    theirs = [p.second for p in passages if p.kind != PassageKind.FIRST]
    assert "".join(first[start:end] for start, end in ours) == first
    assert "".join(second[start:end] for start, end in theirs) == second


@given(TEXTS, TEXTS)
def test_what_is_shared_has_the_same_words(first, second):
    for kind, (start, end), (other_start, other_end), is_moved in compare(first, second):
        if kind == PassageKind.SHARED or is_moved:
            assert words_of(first[start:end]).keys == words_of(second[other_start:other_end]).keys


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_words_are_those_that_deduplication_compares(text):
    folded = tokens(normalized_text(text))
    if any(map(str.isalnum, text)):
        assert np.array_equal(tokens(" ".join(words_of(text).keys)).hashes, folded.hashes)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a b " * 30_000, "b a a " * 20_000),
        ("a\n" * 30_000, "b\na\n" * 20_000),
        ("市" * 40_000, "市议" * 20_000),
        ("x" * 120_000, "—" * 40_000),
        ("e" + "\u0301" * 60_000, " " * 120_000),
        (" ".join(map(str, range(20_000))), " ".join(map(str, range(20_000, 0, -1)))),
        (
            " ".join(f"{n} a b a" for n in range(10_000)),
            " ".join(f"{n} b a" for n in range(10_000)),
        ),
    ],
    ids=["words", "lines", "characters", "one word", "marks", "reversed", "every other word"],
)
def test_texts_that_are_hard_to_align_are_compared_all_the_same(first, second):
    """Each of a tenth of a megabyte: what is quadratic would not end."""
    passages = compare(first, second)
    assert sum(len(first[slice(*p.first)]) for p in passages if p.kind != PassageKind.SECOND) == (
        len(first)
    )
