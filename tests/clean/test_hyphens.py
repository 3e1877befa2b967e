"""Words broken at line ends are joined on the text's own evidence; hyphens of words stay."""

import pytest

from transforms.clean.characters.tidy import raw_lines, tidy_lines
from transforms.clean.repairs.repairs import join
from transforms.clean.trail import Trail

WIDTH = 50
BEFORE = "It had rained in Riga for so many days then that\n"
AFTER = (
    "the old town met on Monday evening to vote about a\n"
    "bridge that nobody could see under all that water,\n"
    "they said, and then went home."
)


def of_a_width(broken, evidence=""):
    """Return a text of lines of `WIDTH` columns, one of which ends as the first of `broken`."""
    first, second = broken.split("\n")
    while len(first) + len("rain ") <= WIDTH:
        first = f"rain {first}"
    second += " and"
    while len(second) + len(" rain") <= WIDTH:
        second += " rain"
    return f"{evidence}\n\n{BEFORE}{first}\n{second}\n{AFTER}"


def joined(text, *without):
    trail = Trail(without)
    return "\n".join(line.text for line in join(tidy_lines(text), raw_lines(text), trail))


@pytest.mark.parametrize(
    ("broken", "evidence", "expected"),
    [
        ("inno-\nvation", "Innovation!", "rain innovation and"),
        ("a well-\nknown", "So well-known.", "a well-known and"),
        ("a well-\nknown", "All is well, it is known.", "a well-known and"),
        ("alle Haupt-\nund Nebensätze", "", "alle Haupt- und Nebensätze"),
        ("two- or three-\nfold", "", "two- or three-fold and"),
        ("U.S.-Anglo-\nAmerican kind", "", "U.S.-Anglo-American kind"),
        ("1990-\n1995", "", "1990-1995 and"),
        ("so--\nsad", "", "so--sad and"),
    ],
)
def test_in_a_text_of_a_width(broken, evidence, expected):
    assert expected in joined(of_a_width(broken, evidence))


def test_many_broken_line_ends_show_that_a_text_was_hyphenated():
    text = (
        "It rained in Riga for three days, and the riv-\n"
        "er rose by two metres before it fell again. The\n"
        "harbour stayed closed until the evening, as no-\n"
        "body could tell where the quay was, and the mer-\n"
        "chants of the old town waited for their ships."
    )
    assert joined(text) == (
        "It rained in Riga for three days, and the river rose by two metres before it fell again. "
        "The harbour stayed closed until the evening, as nobody could tell where the quay was, and "
        "the merchants of the old town waited for their ships."
    )


def test_a_soft_hyphen_at_the_end_of_a_line_is_no_hyphen():
    assert joined("All inno\u00ad\nvation is old") == "All innovation\nis old"
    assert joined("All in\u00adno\u00ad vation is old") == "All innovation is old"


def test_lines_that_stay_have_their_words_made_whole():
    assert (
        joined("Innovation\nis inno-\nvation of a kind") == "Innovation\nis innovation\nof a kind"
    )


@pytest.mark.parametrize(
    "text",
    ["ein- und ausgehend", "Rain-\nRiga", "rain -\nsnow", "a rain-\nbow", "Haupt-\nund Nebensatz"],
)
def test_what_may_be_meant_stays(text):
    assert joined(text) == text


def test_switched_off_a_hyphen_stays_at_its_place():
    text = of_a_width("inno-\nvation", "Innovation!")
    assert "inno- vation" in joined(text, "hyphenation")
    assert "innovation\nand rain" in joined(text, "hard_wraps")
