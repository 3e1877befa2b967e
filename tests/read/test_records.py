"""What the fields of a record are called, and what becomes of their values."""

import base64
from datetime import UTC, datetime

import pytest

from transforms.model import Claims, ReadError, Source
from transforms.read import FIELDS
from transforms.read.fields import FieldMap
from transforms.read.record import document_of, read_record

HERE = Source(uri="news.jsonl", position="0")


def document(fields=None, **record):
    return document_of(record, HERE, FieldMap(fields))


def test_every_claim_is_taken():
    result = document(
        id="7",
        url="https://a.example/rain",
        title="Rain",
        authors=["Ada", "Grace"],
        published_at="2024-04-01",
        modified_at="2024-04-02T10:00:00Z",
        fetched_at="2024-04-03T00:00:00Z",
        language="en",
        description="Wet.",
        image_url="https://a.example/rain.jpg",
        tags=["weather"],
        license="https://creativecommons.org/licenses/by/4.0/",
        robots=["noai"],
        tdm_reservation=1,
        tdm_policy="https://a.example/tdm",
        is_accessible_for_free=False,
        text="It rained.",
    )
    assert result.claims == Claims(
        url="https://a.example/rain",
        title="Rain",
        authors=("Ada", "Grace"),
        published_at=datetime(2024, 4, 1, tzinfo=UTC),
        modified_at=datetime(2024, 4, 2, 10, tzinfo=UTC),
        language="en",
        charset="utf-8",
        description="Wet.",
        image_url="https://a.example/rain.jpg",
        tags=("weather",),
        license="https://creativecommons.org/licenses/by/4.0/",
        robots=("noai",),
        tdm_reservation=True,
        tdm_policy="https://a.example/tdm",
        is_accessible_for_free=False,
    )
    assert result.source == Source(
        uri="news.jsonl",
        position="0",
        record_id="7",
        media_type="text/plain",
        fetched_at=datetime(2024, 4, 3, tzinfo=UTC),
    )
    assert result.content == b"It rained."


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"link": "u"}, {"url": "u"}),
        ({"headline": "t"}, {"title": "t"}),
        ({"author": "Ada"}, {"authors": ("Ada",)}),
        ({"byline": "Ada"}, {"authors": ("Ada",)}),
        ({"author": {"name": "Ada"}}, {"authors": ("Ada",)}),
        ({"authors": [{"name": "Ada"}, {"name": "Grace"}]}, {"authors": ("Ada", "Grace")}),
        ({"lang": "en"}, {"language": "en"}),
        ({"summary": "s"}, {"description": "s"}),
        ({"image": {"url": "i"}}, {"image_url": "i"}),
        ({"urlToImage": "i"}, {"image_url": "i"}),
        ({"keywords": "rain, wind"}, {"tags": ("rain", "wind")}),
        ({"tags": [{"name": "rain"}, "wind"]}, {"tags": ("rain", "wind")}),
        ({"licence": "CC BY"}, {"license": "CC BY"}),
        ({"rights": "CC BY"}, {"license": "CC BY"}),
        (
            {"license": {"name": "CC BY", "url": "https://a.example/by"}},
            {"license": "https://a.example/by"},
        ),
        ({"isAccessibleForFree": "False"}, {"is_accessible_for_free": False}),
        ({"tdm-reservation": "0"}, {"tdm_reservation": False}),
        ({"X-Robots-Tag": "noai, noindex"}, {"robots": ("noai, noindex",)}),
        ({"isAccessibleForFree": "perhaps", "tdm_reservation": []}, {}),
        ({"Title": "t"}, {"title": "t"}),
        ({"date": "2024-04-01"}, {"published_at": datetime(2024, 4, 1, tzinfo=UTC)}),
        ({"datePublished": "2024-04-01"}, {"published_at": datetime(2024, 4, 1, tzinfo=UTC)}),
        ({"pubDate": 1711929600}, {"published_at": datetime(2024, 4, 1, tzinfo=UTC)}),
        ({"updated": "2024-04-01"}, {"modified_at": datetime(2024, 4, 1, tzinfo=UTC)}),
        (
            {"published": "2024-04-01", "date": ""},
            {"published_at": datetime(2024, 4, 1, tzinfo=UTC)},
        ),
        # what means nothing is left out, and never a failure
        ({"title": True, "authors": 5.5, "tags": {}}, {"authors": ("5.5",)}),
        ({"title": 1984}, {"title": "1984"}),
        ({"title": None, "headline": "t"}, {"title": "t"}),
        ({"title": "a\ud800b"}, {"title": "a\ufffdb"}),
        ({"published_at": "soon", "url": []}, {}),
    ],
)
def test_names_and_shapes_of_claims(theirs, ours):
    assert document(text="It rained.", **theirs).claims == Claims(charset="utf-8", **ours)


@pytest.mark.parametrize(
    ("record", "content", "media_type"),
    [
        ({"html": "<p>a</p>"}, b"<p>a</p>", "text/html"),
        ({"text": "<p>a</p>"}, b"<p>a</p>", "text/plain"),
        ({"content": "<p>a</p>"}, b"<p>a</p>", "text/html"),
        ({"content": "a < b and c > d"}, b"a < b and c > d", "text/plain"),
        ({"body": "a"}, b"a", "text/plain"),
        ({"articleBody": "a"}, b"a", "text/plain"),
        ({"content": {"rendered": "<p>a</p>"}}, b"<p>a</p>", "text/html"),
        ({"text": ["a", "b"]}, b"a\n\nb", "text/plain"),
        ({"text": "a", "html": "<p>whole page</p>"}, b"a", "text/plain"),
        ({"text": " ", "html": "<p>a</p>"}, b"<p>a</p>", "text/html"),
        ({"text": "a\ud83d b"}, "a\ufffd b".encode(), "text/plain"),
        ({"html_base64": base64.b64encode(b"<p>\xfc</p>").decode()}, b"<p>\xfc</p>", "text/html"),
    ],
)
def test_where_the_content_is_found(record, content, media_type):
    """An extracted text comes before the page, since it need not be extracted again."""
    result = document(**record)
    assert (result.content, result.source.media_type) == (content, media_type)


@pytest.mark.parametrize(
    ("record_id", "expected"),
    [("7", "7"), (2**70, "1180591620717411303424"), (True, None), ("", None), (None, None)],
)
def test_the_record_keeps_its_own_id(record_id, expected):
    assert document(id=record_id, text="a").source.record_id == expected


class TestFields:
    def test_our_names_can_be_given_theirs(self):
        result = document({"text": "story", "date": "when"}, story="It rained.", when="2024-04-01")
        assert result.content == b"It rained."
        assert result.claims.published_at == datetime(2024, 4, 1, tzinfo=UTC)

    def test_a_dot_goes_into_nested_objects(self):
        result = document({"text": "article.body"}, article={"body": "It rained."})
        assert result.content == b"It rained."

    def test_a_name_that_has_a_dot_in_it_is_found_too(self):
        assert document({"text": "article.body"}, **{"article.body": "a"}).content == b"a"

    def test_a_name_that_was_given_comes_before_all_that_are_known(self):
        result = document({"html": "page"}, page="<p>a</p>", text="b")
        assert result.content == b"<p>a</p>"

    def test_a_name_that_is_not_ours_is_an_error_that_lists_ours(self):
        with pytest.raises(ValueError, match="there is no field 'txt': choose from id, url, title"):
            FieldMap({"txt": "body"})

    def test_each_name_belongs_to_one_field(self):
        names = [name.replace("_", "") for names in FIELDS.values() for name in names]
        assert len(names) == len(set(names))


def test_a_refused_record_keeps_its_json():
    failure = read_record({"x": 1}, b'{"x": 1}', HERE, FieldMap())
    assert (failure.content, failure.source.media_type) == (b'{"x": 1}', "application/json")


def test_base64_that_is_none_is_malformed():
    with pytest.raises(ReadError, match="not base64"):
        document(html_base64="a")
