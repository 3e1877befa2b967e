"""Values that flow: identity, immutability, and the coders that carry them."""

from datetime import UTC, datetime

import pytest
from apache_beam import coders
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from transforms.model import (
    Article,
    CleanError,
    Document,
    Duplicate,
    Failure,
    Reason,
    Source,
    content_hash,
    document_id,
)
from transforms.testing import article, document


def test_an_id_is_the_same_in_every_process():
    assert document_id("news/a.txt", None, b"It rained.") == "ed5cba33d121a94cefe18514e3d4f7d0"


@pytest.mark.parametrize(
    "other",
    [
        ("news/b.txt", None, b"It rained."),
        ("news/a.txt", "0", b"It rained."),
        ("news/a.txt", None, b"It rained!"),
        ("news/a.txtIt", None, b" rained."),
    ],
)
def test_another_place_or_other_bytes_make_another_id(other):
    assert document_id(*other) != document_id("news/a.txt", None, b"It rained.")


@pytest.mark.parametrize(
    "other",
    ["it rained", "It  rained!", "It\u00a0rained", "IT RAINED", "Ｉｔ ｒａｉｎｅｄ", "“It rained”"],
)
def test_a_content_hash_is_of_the_words_alone(other):
    assert content_hash(other) == content_hash("It rained.")


def test_a_content_hash_does_not_tell_unicode_normal_forms_apart():
    assert content_hash("Mu\u0308nchen") == content_hash("M\u00fcnchen")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It rained.", "It ruined."),
        ("राजा ने सेना को दान दिया", "रोजा ने सोना का दिन दिया"),
        ("กิน", "กัน"),
        ("C++", "C#"),
        ("Bilanz: +5%", "Bilanz: -5%"),
        ("😀", "❤"),
        ("!!!", "???"),
    ],
)
def test_a_content_hash_tells_words_vowel_signs_and_symbols_apart(one, other):
    assert content_hash(one) != content_hash(other)


def test_a_value_cannot_be_changed():
    with pytest.raises(ValidationError):
        article("It rained.").text = "It snowed."


def test_times_are_in_utc_whatever_zone_they_came_in():
    published = article("It rained.", published_at="2025-04-01T01:30:00+07:00").published_at
    assert published == datetime(2025, 3, 31, 18, 30, tzinfo=UTC)
    assert published.tzinfo is UTC


def test_a_time_without_a_zone_is_taken_to_be_utc():
    published = article("It rained.", published_at="2025-04-01T01:30:00").published_at
    assert published == datetime(2025, 4, 1, 1, 30, tzinfo=UTC)


def test_json_that_a_newer_version_wrote_is_read_without_its_new_fields():
    newer = '{"uri": "news/a.txt", "media_type": "text/plain", "weather": "rain"}'
    assert Source.model_validate_json(newer) == Source(uri="news/a.txt")


VALUES = [
    document(b"\x00\xff", position="7", title="Rain", tags=("a", "b")),
    article("It rained.\n雨", url="https://a.example/", published_at="2025-04-01"),
    Duplicate(
        **dict(article("It rained.")), duplicate_of="1", duplicate_kind="url", similarity=0.5
    ),
    Failure.of(document(b"\x00"), CleanError(Reason.BINARY, "holds NUL bytes")),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_beam_carries_each_model_whole_and_with_its_own_coder(value):
    coder = coders.registry.get_coder(type(value))
    assert type(coder).__name__ == "ModelCoder"
    assert coder.decode(coder.encode(value)) == value
    assert coder.is_deterministic()


@given(st.binary(), st.text())
def test_any_bytes_and_any_text_survive_the_coder(content, title):
    before = document(content, title=title)
    coder = coders.registry.get_coder(Document)
    assert coder.decode(coder.encode(before)) == before


def test_a_failure_keeps_all_that_is_needed_to_try_again():
    refused = document("It rained.", position="7", url="https://a.example/")
    failure = Failure.of(refused, CleanError(Reason.NO_TEXT, "no text"))
    assert (
        Document(
            id=failure.id, source=failure.source, content=failure.content, claims=failure.claims
        )
        == refused
    )


def test_an_article_error_says_step_reason_and_message():
    assert str(CleanError(Reason.NO_TEXT, "only a menu")) == "clean: no_text: only a menu"


def test_a_duplicate_is_an_article_with_what_it_repeats_and_how():
    assert set(Duplicate.model_fields) - set(Article.model_fields) == {
        "duplicate_of",
        "duplicate_kind",
        "similarity",
        "containment",
        "duplicate_of_url",
        "duplicate_of_published_at",
        "duplicate_of_run",
        "revised_by",
    }
