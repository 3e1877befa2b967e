"""Characters are mended and spaced evenly; words, quotation marks and widths stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.characters.tidy import tidy, tidy_lines
from transforms.clean.characters.unicode import repair
from transforms.clean.lines.boilerplate import drop_boilerplate
from transforms.clean.trail import Trail

FAMILY = "👩‍👩‍👧"
ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(min_codepoint=0x80, max_codepoint=0x17F),
        st.sampled_from("aé\n \r\t\u00a0\u200b\u200c\u200d\u00ad\u2028\x85ÃÂâ€™¤¶©ا。"),
    )
)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("FÃ¼r Elise", "Für Elise"),
        ("donâ€™t", "don’t"),
        ("l\x92amont", "l’amont"),
        ("Ð¡Ð¿Ð°Ñ\x81Ð¸Ð±Ð¾", "Спасибо"),
        ("vysvÄ›tlĂ\xad nĂˇsledujĂ\xadcĂ\xad", "vysvětlí následující"),
    ],
)
def test_mojibake_is_decoded_anew(given_text, expected):
    assert repair(given_text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“curled” ‘quotes’ — and dashes…",
        "ｆｕｌｌ　ｗｉｄｔｈ",
        "ÀÉÎÕÜ",
        "Ångström 25 °C",
        "x² ≤ ½",
        "ﬁ",
    ],
)
def test_what_is_right_stays(text):
    assert repair(text) == text


def test_text_is_composed():
    assert repair("cafe\u0301") == "café"


@pytest.mark.parametrize("char", "\u00ad\u200b\u200e\u202a\u2060\u2066\ufeff\x00\x07\x7f")
def test_what_nobody_can_see_goes(char):
    assert repair(f"in{char}visible") == "invisible"


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", FAMILY, "☂️"])
def test_joiners_stay_where_scripts_need_them(text):
    assert repair(text) == text


def test_joiners_go_where_nothing_joins():
    assert repair("a\u200db\u200c") == "ab"


def test_halves_of_a_character_are_joined_and_lone_ones_go():
    assert repair("\ud83d\ude00 \ud83d") == "😀 "


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\u00a0b\u2003c\td", "a b c d"),
        ("  a   b  ", "a b"),
        ("\n\na\n \n\t\n\nb\n\n", "a\n\nb"),
        ("", ""),
    ],
)
def test_spacing(given_text, expected):
    assert tidy(given_text) == expected


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_tidying_twice_changes_nothing(text):
    once = tidy(text)
    assert tidy(once) == once
    assert repair(repair(text)) == repair(text)


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_tidy_text_can_be_encoded_and_has_no_blank_edges(text):
    once = tidy(text)
    assert once.encode() is not None
    assert once == once.strip()
    assert "\n\n\n" not in once


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["", "It rained.", "Related articles", "Rain", "Anzeige", "Share"]))
)
def test_dropping_boilerplate_twice_changes_nothing(lines):
    trail = Trail()
    once = drop_boilerplate(tidy_lines("\n".join(lines)), trail)
    text = "\n".join(line.text for line in once)
    assert drop_boilerplate(tidy_lines(text), Trail()) == tidy_lines(text)


@pytest.mark.parametrize("unit", ["Ã©", "ا\u200c", "\u00a0", "\r", "é", "'\u0301"])
def test_a_long_line_is_linear_work(unit):
    assert tidy(unit * 100_000) is not None
