"""Every rule has a name, is listed, and can be switched off."""

import re
from pathlib import Path

import pytest

from transforms.clean import clean_document
from transforms.clean.rules import RULES
from transforms.testing import document

README = Path(__file__).parents[2] / "transforms/clean/README.md"

LONG = "The council met on Monday and voted to close the old bridge over the river for two years."
WRAPPED = (
    "The council met on Monday and voted to close\n"
    "the old bridge over the river for two years,\n"
    "because the engineers had found deep cracks\n"
    "in three of its pillars, and the innovation\n"
    "that was to save it, itself an inno-\n"
    "vation, had failed."
)
# Rule → what it changes, and what of it tells that it was changed.
CHANGED = {
    "bullets": ("It rained.\n• Riga", "- Riga"),
    "control_characters": (f"It rai\x07ned. {LONG} {LONG}", "It rained."),
    "entities": ("Rain &amp; snow.", "Rain & snow."),
    "fused_sentences": ("So it ended.These rains.", "ended. These"),
    "hard_wraps": (WRAPPED, "to close the old bridge"),
    "hyphenation": (WRAPPED, "itself an innovation"),
    "invisible_characters": ("It rai\u200bned.", "It rained."),
    "mojibake": ("Es fÃ¼hrt Ã¼ber Riga.", "Es führt über Riga."),
    "repeated_paragraphs": (f"{LONG}\nIt rained.\n{LONG}", "rained."),
}


def test_the_readme_lists_them():
    table = re.findall(r"^\| `(\w+)` \| (.*) \|$", README.read_text(), re.MULTILINE)
    assert dict(table) == dict(RULES)


def cleaned(text, **options):
    return clean_document(document(text), **options)


@pytest.mark.parametrize("rule", CHANGED)
def test_a_repair_is_made_unless_it_is_switched_off(rule):
    text, mended = CHANGED[rule]
    assert mended in cleaned(text).text
    left = cleaned(text, without=[rule]).text
    if rule == "repeated_paragraphs":
        assert left == text
    else:
        assert mended not in left


@pytest.mark.parametrize("rule", sorted(CHANGED.keys() - {"invisible_characters"}))
def test_the_trail_tells_of_it(rule):
    text, _ = CHANGED[rule]
    assert rule in [edit.rule for edit in cleaned(text, trail=True).trail]
    assert rule not in [edit.rule for edit in cleaned(text, trail=True, without=[rule]).trail]


def test_what_nobody_sees_leaves_no_trail():
    assert cleaned("It rai\u200bned.  Twice.", trail=True).trail == ()


def test_a_joined_paragraph_has_the_number_of_its_first_line():
    (edit,) = [
        edit
        for edit in cleaned(f"Rain\n\n{WRAPPED}", trail=True).trail
        if edit.rule == "hard_wraps"
    ]
    assert (edit.line, edit.before) == (2, "The council met on Monday and voted to close")
    assert edit.after.endswith("an innovation, had failed.")
