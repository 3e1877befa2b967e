"""A line with nothing but the time of publication fills that field."""

import pytest

from transforms.clean import clean_document
from transforms.clean.fields.publication import stated_times
from transforms.testing import document

TEXT = "It rained in Riga for three days, and the river rose by two metres before it fell again."
MORE = "Nobody was hurt, the city said on Friday, and the market opens again when the sun is back."


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Published 3 May 2024, 10:00 CEST", "2024-05-03T08:00", None),
        ("Published: 10:00 BST, 3 May 2024 | Updated: 11:00 BST, 3 May 2024", "2024-05-03T09:00",
         "2024-05-03T10:00"),
        ("Updated: May 3, 2024 at 10:00 a.m. EDT", None, "2024-05-03T14:00"),
        ("Jan 23, 2024, 10.45 AM GMT", "2024-01-23T10:45", None),
        ("May 3, 2024 · 5 min read", "2024-05-03T00:00", None),
        ("Friday, 3 May 2024", "2024-05-03T00:00", None),
        ("03.05.2024 | 10:00 Uhr", "2024-05-03T10:00", None),
        ("03.05.2024, 10:00 Uhr", "2024-05-03T10:00", None),
        ("- Veröffentlicht am 3. Mai 2024 um 15:44", "2024-05-03T15:44", None),
        ("vom 3. Mai 2024", "2024-05-03T00:00", None),
        ("Online since 3 May 2024", "2024-05-03T00:00", None),
        ("Cập nhật ngày 13/5/2024", None, "2024-05-13T00:00"),
        ("Stand: 03.05.2024", None, "2024-05-03T00:00"),
        ("Publié le 3 mai 2024 à 10h00", "2024-05-03T10:00", None),
        ("Mis à jour le 3 mai 2024", None, "2024-05-03T00:00"),
        ("20 Nisan 2024•Güncelleme: 21 Nisan 2024", "2024-04-20T00:00", "2024-04-21T00:00"),
        ("Опубликовано 3 мая 2024, 10:00", "2024-05-03T10:00", None),
        ("2024年5月3日 10:00", "2024-05-03T10:00", None),
        ("发布时间：2024-05-03 10:00", "2024-05-03T10:00", None),
        ("2024年5月3日（金） 10時00分", "2024-05-03T10:00", None),
        ("입력 2024.05.03 10:00 | 수정 2024.05.03 11:00", "2024-05-03T10:00", "2024-05-03T11:00"),
    ],
)  # fmt: skip
def test_a_line_of_times(line, published, modified):
    times = stated_times(line)
    assert times is not None
    assert (times.published and times.published.isoformat()[:16]) == published
    assert (times.modified and times.modified.isoformat()[:16]) == modified


def test_of_a_time_in_a_zone_that_is_not_certain_the_day_counts():
    assert stated_times("Updated 3 May 2024, 10:00 IST").modified.isoformat()[:16] == (
        "2024-05-03T00:00"
    )


@pytest.mark.parametrize(
    "line",
    [
        "On 3 May 2024 it rained.",
        "In May 2024",
        "2024",
        "The year 2024 has 12 months",
        "10:00",
        "Published",
        "3 May 2024: the river rises",
        "Version 2.0.2024",
        "",
        "3 May 2024 " * 100,
    ],
)
def test_what_is_no_line_of_times(line):
    assert stated_times(line) is None


def test_the_time_of_publication_is_learnt_from_such_a_line():
    article = clean_document(document(f"Rain in Riga\n\n3 May 2024\n\n{TEXT}\n{MORE}"), trail=True)
    assert article.published_at.isoformat() == "2024-05-03T00:00:00+00:00"
    assert article.text == f"{TEXT}\n{MORE}"
    assert [edit.rule for edit in article.trail] == ["title", "publication_line"]


def test_a_day_without_a_title_may_be_that_of_any_page_and_stays():
    text = f"Friday, 3 May 2024\n\n{TEXT}\n{MORE}"
    article = clean_document(document(text))
    assert (article.text, article.published_at) == (text, None)


def test_a_day_that_can_be_read_in_two_ways_stays_where_nothing_else_is_known():
    text = f"01/04/2024\n\n{TEXT}"
    assert clean_document(document(text, title="Rain")).text == text
    known = clean_document(document(text, title="Rain", published_at="2024-04-01"))
    assert known.text == TEXT


def test_the_rule_can_be_switched_off():
    text = f"Published 3 May 2024\n{TEXT}"
    assert clean_document(document(text), without=["publication_line"]).text == text
