"""The laws of all repairs together: nothing is left to mend, and code stays."""

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean import RULES, clean_document
from transforms.clean.characters.tidy import raw_lines, tidy_lines
from transforms.clean.repairs.repairs import join, mend
from transforms.clean.settling import settle
from transforms.clean.trail import Trail
from transforms.model import Claims
from transforms.testing import document

WORDS = [
    *("rain", "The", "These", "in", "Riga", "rainThe", "rainIn", "ended.These", "inno-", "vation"),
    *("innovation", "•", "- ", "*", "1.", ">", "雨が降った。", "&amp;", "&amp;amp;", "Ã©"),
    *("\u00ad", "\u200b", "and the river rose by two metres before it fell again", '"', "“", "»"),
    *("।", "   ", "    ", "--"),
]
TEXTS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from([" ", " ", "\n", "\n", "\n\n"]), st.text())
).map("".join)


REPAIRS = (
    "bullets", "control_characters", "entities", "fused_sentences", "hard_wraps", "hyphenation",
    "invisible_characters", "mojibake", "repeated_paragraphs",
)  # fmt: skip


def mended(text, raw):
    """Return `text` as it settles, broken to a width or not; `raw` shows its indents."""
    trail = Trail(set(RULES) - set(REPAIRS))

    def article(lines):
        return join(lines, (), trail)

    lines = join(tidy_lines(text, trail), raw, trail)
    _, settled = settle(lines, Claims(), trail, article)
    return "\n".join(line.text for line in settled)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_mending_twice_changes_nothing(text):
    once = mended(text, raw_lines(text))
    assert mended(once, ()) == once


@settings(deadline=None, max_examples=200)
@given(st.integers(min_value=40, max_value=70), st.lists(st.sampled_from(WORDS), min_size=30))
def test_mending_what_is_nearly_of_a_width_twice_changes_nothing(width, words):
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}"
    text = "\n".join(lines)
    once = mended(text, raw_lines(text))
    assert mended(once, ()) == once


@settings(deadline=None, max_examples=100)
@given(TEXTS.filter(str.strip))
def test_no_rule_at_all_leaves_the_words(text):
    trail = Trail(REPAIRS)
    lines = tidy_lines(text, trail)
    assert mend(join(lines, raw_lines(text), trail), trail) == lines
    assert trail.edits() == ()


def test_code_in_markdown_stays():
    code = "exports.Rain\n• rain.The rest of it ended.These rains"
    text = f"So it ended.These rains stay.\n\n```\n{code}\n```\n\n    it ended.These rains\n"
    article = clean_document(document(text, media_type="text/markdown"))
    assert article.text == f"So it ended. These rains stay.\n\n{code}\n\nit ended.These rains"


def test_a_repeated_paragraph_that_hid_the_end_mark():
    paragraph = (
        "The council met on Monday and voted to close the old bridge over the river for good."
    )
    article = clean_document(document(f"{paragraph}\n\nIt rained.\n\n###\n\n{paragraph}"))
    assert article.text == f"{paragraph}\n\nIt rained."


def test_entities_are_read_but_not_in_a_text_about_them():
    assert clean_document(document("Rain &amp;amp; snow&nbsp;fell.")).text == "Rain & snow fell."
    about = "In HTML, &amp; stands for an ampersand."
    assert clean_document(document(about)).text == about
