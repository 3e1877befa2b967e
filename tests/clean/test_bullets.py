"""List items have one mark; numbers, dashes and footnotes stay as they are."""

import pytest

from transforms.clean import clean_document
from transforms.clean.repairs.bullets import mark_items
from transforms.clean.trail import Line, Trail
from transforms.testing import document


def marked(text):
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"))]
    return "\n".join(line.text for line in mark_items(lines, Trail()))


@pytest.mark.parametrize("bullet", ["• ", "•", "‣ ", "▪ ", "◦ ", "\uf0b7 ", "\uf0a7"])
def test_a_bullet_becomes_a_hyphen(bullet):
    assert marked(f"We need:\n{bullet}Rain\n{bullet}„Schnee“") == "We need:\n- Rain\n- „Schnee“"


@pytest.mark.parametrize("sign", ["* ", "· ", "・"])
def test_a_doubtful_sign_counts_if_several_lines_have_it(sign):
    assert marked(f"{sign}Rain\n{sign}雪") == "- Rain\n- 雪"
    assert marked(f"{sign}Rain\nSnow") == f"{sign}Rain\nSnow"


@pytest.mark.parametrize(
    "text",
    [
        "1. Rain\n2) Snow\na) Hail",
        "– Oui, dit-il.\n— Нет, сказал он.",
        "■ 会社概要\n● 沿革",
        "* * *\n* * *",
        "•••",
        "**Rain**\n**Snow**",
        "Rain • Snow",
    ],
)
def test_what_says_more_than_that_a_line_is_an_item_stays(text):
    assert marked(text) == text


def test_pages_markdown_and_plain_text_agree():
    item = "The council met on Monday and voted to close the old bridge over the river."
    items = f"<ul><li>{item}</li><li>{item} Then it rained on.</li></ul>"
    html = f"<html><body><article><h1>Rain</h1>{items}</article></body></html>"
    expected = f"- {item}\n- {item} Then it rained on."
    assert clean_document(document(html, media_type="text/html")).text.endswith(expected)
    assert marked(f"• {item}\n• {item} Then it rained on.") == expected
    markdown = document(f"* {item}\n* {item} Then it rained on.", media_type="text/markdown")
    assert clean_document(markdown).text == expected
