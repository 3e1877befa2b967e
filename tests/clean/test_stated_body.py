"""The body that JSON-LD states says what of a page is the article."""

import json

import pytest
from lxml.etree import Element, SubElement

from transforms.clean.page.extraction import extract, read_page
from transforms.clean.page.json_ld import JsonLd
from transforms.clean.page.stated_body import blocks_of, drop_outside, stated_body

PARAGRAPHS = [
    f"Am {day} regnete es in Riga von früh bis spät, und {who} sah {what} in der Düna treiben."
    for day, who, what in [
        ("Montag", "die Bäckerin", "einen roten Kahn"),
        ("Dienstag", "der Küster", "drei Fässer Bier"),
        ("Mittwoch", "ein Schüler", "das halbe Dach einer Scheune"),
        ("Donnerstag", "niemand", "noch irgendetwas anderes"),
        ("Freitag", "ganz Riga", "die Sonne und keine Boote mehr"),
    ]
]
BODY = " ".join(PARAGRAPHS)


def linked(body):
    return json.dumps({"@graph": [{"@type": "NewsArticle", "articleBody": body}]})


def blocks(*written):
    root = Element("body")
    for block in written:
        tag, _, text = block.rpartition("|")
        SubElement(root, tag or "p").text = text
    return root


def texts(root):
    return [each.text for each in root]


def test_it_is_found_wherever_it_stands():
    assert stated_body(JsonLd(["{}", linked(BODY)])) == BODY


def test_markup_and_entities_in_it_are_read():
    marked = "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in PARAGRAPHS)
    assert stated_body(JsonLd([linked(marked)])) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "written",
    ["{", "[]", '{"articleBody": 3}', linked("Kurz."), linked(BODY + "…"), linked(BODY + " ...")],
)
def test_none_where_it_is_broken_short_or_cut(written):
    assert stated_body(JsonLd([written])) is None


def test_blocks_that_are_not_in_it_go():
    found = blocks("Von Ada Byron", *PARAGRAPHS[:2], "Lesen Sie mehr.", *PARAGRAPHS[2:], "Mit dpa")
    assert drop_outside(found, BODY)
    assert texts(found) == PARAGRAPHS


def test_headings_before_what_stays_stay_and_so_does_a_standfirst():
    standfirst = "Eine Woche lang stand das Wasser so hoch wie seit vielen Jahren nicht mehr."
    found = blocks(standfirst, "head|Der Fluss", *PARAGRAPHS, "head|Mehr zum Thema")
    assert drop_outside(found, BODY)
    assert texts(found) == [standfirst, "Der Fluss", *PARAGRAPHS]


def test_nothing_goes_where_most_would():
    many = [f"Und auch das geschah am {day}. Tag im Hafen von Riga, sagte er." for day in range(40)]
    found = blocks(*PARAGRAPHS, *many)
    assert drop_outside(found, BODY)
    assert texts(found) == [*PARAGRAPHS, *many]


def test_after_a_body_that_ends_inside_a_paragraph_nothing_goes():
    long = "Zuletzt stieg das Wasser noch einmal, " + "und dann wieder um einen Meter, " * 3
    long += "doch am Abend fiel es, und die Leute gingen nach Hause in ihre trockenen Betten."
    found = blocks(*PARAGRAPHS, long, "Das Ende der Geschichte.")
    assert drop_outside(found, f"{BODY} {long[:100]}")
    assert texts(found)[-1] == "Das Ende der Geschichte."


def test_what_misses_much_of_it_is_told():
    assert not drop_outside(blocks(PARAGRAPHS[0]), BODY)


def test_the_blocks_of_the_page_are_taken_or_the_body_itself():
    page = "\n".join(["Startseite", *PARAGRAPHS, "Impressum"])
    assert blocks_of(BODY, page) == "\n".join(PARAGRAPHS)
    assert blocks_of(BODY, "Startseite") == BODY


def test_a_page_that_shows_less_than_it_states():
    script = f'<script type="application/ld+json">{linked(BODY)}</script>'
    page = f"<html><head>{script}</head><body><p>{PARAGRAPHS[0]}</p></body></html>"
    assert extract(read_page(page)).text == BODY


def test_a_body_of_which_the_page_shows_nothing_is_that_of_another_article():
    """A story was set in the template of another one; readers see the story."""
    story = [
        f"On {day} it snowed in Bergen from dusk till dawn, and {who} saw {what} on the quay there."
        for day, who, what in [
            ("Monday", "the baker", "a red sledge without its owner"),
            ("Tuesday", "the sexton", "three barrels of frozen beer"),
            ("Wednesday", "a schoolboy", "half of the roof of a barn"),
            ("Thursday", "nobody", "anything else to speak of"),
            ("Friday", "all of Bergen", "the sun and no boats any more"),
        ]
    ]
    found = blocks(*story)
    assert drop_outside(found, BODY * 2)
    assert texts(found) == story
