"""What cleaning does to a document, line by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean import REASONS, Fate, Refusal, Row, clean_document, explain_document
from transforms.clean.explanation.rows import moved_to, rows_of
from transforms.clean.trail import Line, Trail
from transforms.model import Article, CleanError, Edit, Reason, Step
from transforms.testing import document

RAIN = " ".join(
    ["It rained in Riga for three days, and the river rose by two metres before it fell again."] * 3
)
STOP = " ".join(
    ["Then it stopped, and the ferries sailed as if nothing had happened to anybody at all."] * 3
)
PAGE = f"""<!doctype html><html><head><title>Rain in Riga</title><style>p {{}}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li>Weather</li></ul></nav>
<article><h1>Rain in Riga</h1><p>{RAIN}</p><button>Share</button>
<table><tr><td>Monday</td><td>40 mm</td></tr></table><p>{STOP}</p><p>Advertisement</p></article>
<footer><p>About us</p></footer><script>track()</script></body></html>"""

TEXT = f"""Rain in Riga
By  Ada Byron

{RAIN}
Advertisement

{STOP}
Source: https://a.example/rain
"""


def rows(content, **options):
    explained = explain_document(document(content, **options))
    return [(row.line, str(row.fate), row.after, *row.rules) for row in explained.rows]


def test_a_page_as_a_reader_is_shown_it():
    """Menus and buttons came in; scripts and styles did not. A row of a table is one line."""
    assert rows(PAGE, media_type="text/html") == [
        (0, "removed", None, "extraction"),
        (1, "removed", None, "extraction"),
        (2, "removed", None, "title_repeated"),
        (3, "kept", RAIN),
        (4, "removed", None, "extraction"),
        (5, "kept", "| Monday | 40 mm |"),
        (6, "joined", None),
        (7, "kept", STOP),
        (8, "removed", None, "advertisement"),
        (9, "removed", None, "extraction"),
    ]


def test_a_text():
    """Lines that moved to a field are told from those that are gone; blank ones are no rows."""
    explained = explain_document(document(f"{TEXT}FÃ¼r  Elise, they said, and  sang."))
    assert explained.rows[-4:] == (
        Row(
            line=4, before="Advertisement", after=None, fate=Fate.REMOVED, rules=("advertisement",)
        ),
        Row(line=6, before=STOP, after=STOP, fate=Fate.KEPT),
        Row(
            line=7,
            before="Source: https://a.example/rain",
            after="Source: https://a.example/rain",
            fate=Fate.KEPT,
        ),
        Row(
            line=8,
            before="FÃ¼r  Elise, they said, and  sang.",
            after="Für Elise, they said, and sang.",
            fate=Fate.CHANGED,
            rules=("mojibake",),
        ),
    )
    moved = explain_document(document(TEXT))
    assert moved.rows[-1].fate == Fate.MOVED
    assert moved.moved["source_url"] == ("https://a.example/rain",)
    assert moved.rules["advertisement"] == 1


def test_characters_in_another_form_are_a_change_and_spaces_are_none():
    assert rows(f"{RAIN}  \n\u200bS\u0301o   it  was.\u00a0 ")[1:] == [
        (1, "changed", "Śo it was.", "tidy")
    ]
    assert rows("So   it\u00a0 was.") == [(0, "kept", "So it was.")]


def test_markdown_by_its_own_lines():
    """Front matter came in as well. Marks are no words; an address is some."""
    text = (
        f"---\ntitle: Rain\n---\n\n## Days\n\n{RAIN}\nIt [stopped](https://a.example/stop) late.\n"
    )
    assert rows(text, media_type="text/markdown") == [
        (0, "removed", None, "markdown"),
        (1, "removed", None, "markdown"),
        (2, "removed", None, "markdown"),
        (4, "kept", "Days"),
        (6, "kept", RAIN),
        (7, "changed", "It stopped late.", "markdown"),
    ]


def test_a_refused_page_is_shown_as_it_stands():
    wall = "<html><body><p>Checking your browser before accessing harbor.example.</p></body></html>"
    explained = explain_document(document(wall, media_type="text/html"))
    assert explained.article is None
    assert explained.refusal.reason == Reason.ROBOT_WALL
    assert explained.rows == (
        Row(
            line=0,
            before="Checking your browser before accessing harbor.example.",
            after=None,
            fate=Fate.REFUSED,
        ),
    )


def test_a_refused_text_tells_which_rules_left_nothing_of_it():
    explained = explain_document(document("Advertisement\n\nComment (0)"))
    assert explained.refusal == Refusal(
        step=Step.CLEAN,
        reason=Reason.NO_TEXT,
        message="every line of it is known to belong to the page around an article",
    )
    assert [row.rules for row in explained.rows] == [("advertisement",), ("comment_count",)]


def test_what_is_no_text_has_no_rows():
    explained = explain_document(document(b"\x89PNG\r\n\x1a\n\x00\x00"))
    assert (explained.refusal.reason, explained.rows) == (Reason.BINARY, ())


def test_a_rule_that_is_switched_off_leaves_its_lines():
    off = explain_document(document(TEXT), without=["advertisement"])
    assert "Advertisement" in off.article.text.split("\n")
    whole = explain_document(document(PAGE, media_type="text/html"), without=["extraction"])
    assert whole.article.text.split("\n")[:2] == ["Home", "Weather"]
    with pytest.raises(ValueError, match="no such rule: advert"):
        explain_document(document(TEXT), without=["advert"])


def test_the_trail_names_lines_of_the_page_as_it_stands():
    article = clean_document(document(PAGE, media_type="text/html"), trail=True)
    assert article.trail == (
        Edit(rule="extraction", line=0, before="Home"),
        Edit(rule="extraction", line=1, before="Weather"),
        Edit(rule="title_repeated", line=2, before="Rain in Riga"),
        Edit(rule="extraction", line=4, before="Share"),
        Edit(rule="advertisement", line=8, before="Advertisement"),
        Edit(rule="extraction", line=9, before="About us"),
    )


def test_a_line_that_no_rule_took_out_went_with_the_one_to_which_it_was_joined():
    """As a rule that joins lines tells it: by the first line alone."""
    trail = Trail(is_full=True)
    trail.begin("Share\nIt rained\nfor three\ndays.\nIt stopped.\n\u200b\nAdver-\ntisement")
    trail.note("share_bar", Line(0, "Share"))
    trail.change("mojibake", Line(1, "It rained"), "It rained for three days.")
    trail.note("advertisement", Line(6, "Advertisement"))
    stayed = [Line(1, "It rained for three days."), Line(4, "It stopped.")]
    assert [(row.line, str(row.fate), *row.rules) for row in rows_of(trail, stayed)] == [
        (0, "removed", "share_bar"),
        (1, "changed", "mojibake"),
        (2, "joined"),
        (3, "joined"),
        (4, "kept"),
        (5, "removed", "tidy"),
        (6, "removed", "advertisement"),
        (7, "removed", "advertisement"),
    ]


def test_what_another_rule_kept_out_of_an_extraction_has_the_name_of_that_rule():
    trail = Trail(is_full=True)
    trail.leave_out("title_repeated", "Rain in Riga")
    trail.take("extraction", "It rained.", lambda: "Menu\nRain  in Riga\nIt rained.")
    assert [(edit.rule, edit.line) for edit in trail.edits()] == [
        ("extraction", 0),
        ("title_repeated", 1),
    ]
    assert [row.rules for row in rows_of(trail, [Line(0, "It rained.")])] == [
        ("extraction",),
        ("title_repeated",),
        (),
    ]


def test_every_field_to_which_a_rule_moves_lines_is_one_of_an_article():
    fields = {moved_to(rule) for rule in REASONS} - {None}
    assert "credits" in fields
    assert fields <= set(Article.model_fields)


LINES = st.lists(
    st.sampled_from(
        [
            "", "It rained in Riga for three days, and the river rose again.", "Rain in Riga",
            "Advertisement", "The river. (Photo: LETA)", "Source: https://a.example/x", "Share",
            "1. Byron (1843)", "References", "It stopped./.", "FÃ¼r Elise", "Rain in\u00a0Riga",
            "\u200b", "# Rain", "[Riga](https://a.example/)", "---", "title: x", "```",
        ]
    ),
    max_size=12,
)  # fmt: skip


def cleaned(document):
    """Return the article of a document, or why there is none."""
    try:
        return clean_document(document)
    except CleanError as error:
        return Refusal.of(error)


def seen(lines):
    """Return the lines that have something to see, evenly spaced."""
    return [" ".join(line.split()) for line in lines if line.strip(" \u200b")]


@settings(deadline=None)
@given(LINES, st.sampled_from(["text/plain", "text/markdown", "text/html"]))
def test_each_line_that_came_has_one_row_and_each_line_that_stayed_stands_in_one(lines, media_type):
    """Whether the document becomes an article or not; each that did not stay as it was says why."""
    is_page = media_type == "text/html"
    text = "".join(f"<p>{line}</p>" for line in lines) if is_page else "\n".join(lines)
    came = document(text, media_type=media_type)
    explained = explain_document(came)
    rows = explained.rows

    assert seen(row.before for row in rows if row.line is not None) == seen(lines)
    assert all(row.rules for row in rows if row.fate not in {Fate.KEPT, Fate.JOINED, Fate.REFUSED})

    outcome = cleaned(came)
    if explained.refusal:
        assert explained.refusal == outcome
        return
    assert explained.article.model_copy(update={"trail": None}) == outcome
    stayed = [line for row in rows if row.after for line in row.after.split("\n")]
    assert stayed == [line for line in outcome.text.split("\n") if line]
