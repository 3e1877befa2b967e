"""Markdown is resolved into plain lines, its front matter into fields."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean import clean_document
from transforms.clean.markdown import resolve
from transforms.testing import document


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# Rain", "Rain"),
        ("## Rain ##", "Rain"),
        ("Rain\n====", "Rain\n"),
        ("*soft* **hard** ***both*** _low_ __high__", "soft hard both low high"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("[Riga](https://a.example/x_(y)) and [Oslo][1]", "Riga and Oslo"),
        ("![the river](r.png)", "the river"),
        ("<https://a.example/>", "https://a.example/"),
        ("> > said she", "said she"),
        ("- item", "- item"),
        ("---", ""),
        ("`a*b*c` and ``d`e``", "a*b*c and ``d`e``"),
        (r"\*not soft\*", "*not soft*"),
        ("```py\nx = *y*\n```\nend", "x = *y*\nend"),
        ("[1]: https://a.example", ""),
    ],
)
def test_marks(marked, plain):
    assert resolve(marked).text == plain


def test_front_matter_fills_the_fields():
    article = clean_document(
        document(
            "---\ntitle: 'Rain'\nauthor: By Ada Byron\ndate: 2025-01-16T08:00:00+01:00\nlang: pt\n"
            "url: https://a.example/rain\ntags: [river, rain]\n---\n# Rain\n\nIt rained in *Riga*.",
            media_type="text/markdown",
        )
    )
    assert article.title == "Rain"
    assert article.authors == ("Ada Byron",)
    assert article.published_at == datetime(2025, 1, 16, 7, tzinfo=UTC)
    assert article.declared_language == "pt"
    assert article.url == article.canonical_url == "https://a.example/rain"
    assert article.tags == ("river", "rain")
    assert article.text == "It rained in Riga."


def test_a_rule_at_the_top_is_no_front_matter():
    assert resolve("---\nIt rained.").text == "\nIt rained."


@settings(deadline=None)
@given(st.text(st.sampled_from("a*_`[]()<>#-=~! \n\\x|")))
def test_every_text_can_be_resolved(text):
    resolve(text)


@pytest.mark.parametrize("unit", ["*", "`", "[", "_a", "`a", "[a](", "> ", "- ", "<"])
def test_a_long_line_is_linear_work(unit):
    resolve(unit * 100_000)
