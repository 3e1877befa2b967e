"""WARC: which records are documents, and what a broken one costs."""

import gzip
import io
import zlib
from datetime import UTC, datetime

import brotli
import pytest
import zstandard

from transforms.model import Claims, Document, Failure, Reason, Source
from transforms.read.http_response import Response, decode_body, parse_headers
from transforms.read.stream import ByteStream
from transforms.read.warc import read_warc

HERE = Source(uri="crawl.warc")
PAGE = b"<html><p>It rained.</p></html>"


def record(block, kind="response", *, number=1, length=None, content_type=None, extra=b""):
    """Return a WARC record of `block`, whose Content-Length may be a lie."""
    of_kind = {"response": b"application/http; msgtype=response", "conversion": b"text/plain"}
    return (
        b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
        b"WARC-Date: 2024-04-01T10:00:00Z\r\nWARC-Target-URI: https://a.example/%d\r\n"
        b"%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (
        kind.encode(),
        number,
        number,
        extra,
        content_type or of_kind.get(kind, b"text/html"),
        len(block) if length is None else length,
        block,
    )


def http(body=PAGE, headers=b"Content-Type: text/html\r\n", status=b"200 OK"):
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"\r\n" + body


def page(number):
    return record(http(b"<html>%d</html>" % number), number=number)


def read(data, *, limit=10_000):
    return list(read_warc(ByteStream(io.BytesIO(data)), HERE, max_document_bytes=limit))


def outline(results):
    return [each.content if isinstance(each, Document) else each.reason for each in results]


def test_a_response_of_html_is_a_document_with_what_its_headers_say():
    headers = b"Content-Type: text/html; charset=ISO-8859-1\r\nContent-Language: de\r\n"
    assert read(record(http(b"<p>Gr\xfcn", headers))) == [
        Document.read_from(
            Source(
                uri="crawl.warc",
                position="0",
                record_id="urn:uuid:1",
                media_type="text/html",
                fetched_at=datetime(2024, 4, 1, 10, tzinfo=UTC),
            ),
            b"<p>Gr\xfcn",
            Claims(url="https://a.example/1", language="de", charset="ISO-8859-1"),
        )
    ]


def test_headers_say_what_robots_and_miners_may_do():
    headers = (
        b"Content-Type: text/html\r\nX-Robots-Tag: googlebot: noindex\r\n"
        b"x-robots-tag: noarchive, noai\r\nTDM-Reservation: 1\r\n"
        b"TDM-Policy: https://a.example/tdm\r\n"
    )
    [document] = read(record(http(headers=headers)))
    assert document.claims == Claims(
        url="https://a.example/1",
        robots=("googlebot: noindex", "noarchive, noai"),
        tdm_reservation=True,
        tdm_policy="https://a.example/tdm",
    )


@pytest.mark.parametrize("encoding", ["warc/1.1", "lf", "angle"])
def test_older_and_sloppier_writers_are_read_too(encoding):
    data = record(http())
    if encoding == "warc/1.1":
        data = data.replace(b"WARC/1.0", b"WARC/1.1")
    elif encoding == "lf":
        head, _, block = data.partition(b"\r\n\r\n")
        data = head.replace(b"\r\n", b"\n") + b"\n\n" + block
    else:
        data = data.replace(b"https://a.example/1", b"<https://a.example/1>")
    (document,) = read(data)
    assert (document.content, document.claims.url) == (PAGE, "https://a.example/1")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (record(http(headers=b"Content-Type: application/xhtml+xml\r\n")), [PAGE]),
        (record(http(headers=b"Content-Type: image/png\r\n")), []),
        (record(http(headers=b"Content-Type: text/plain\r\n")), []),
        (record(http(headers=b"")), [PAGE]),
        (record(http(b"\x89PNG", headers=b"")), []),
        (record(PAGE, "resource"), [PAGE]),
        (record(b"body{}", "resource", content_type=b"text/css"), []),
        (record(b"It rained.", "conversion"), [b"It rained."]),
        (record(b"{}", "conversion", content_type=b"application/json"), []),
        (record(b"a: b\r\n", "warcinfo", content_type=b"application/warc-fields"), []),
        (record(b"GET / HTTP/1.1\r\n\r\n", "request", content_type=b"application/http"), []),
        (record(http(b""), "revisit", content_type=b"application/http"), []),
        (record(b"example.com", content_type=b"text/dns"), []),
    ],
)
def test_which_records_are_documents(data, expected):
    assert outline(read(data)) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (record(http(status=b"404 Not Found")), Reason.HTTP_STATUS),
        (record(http(status=b"301 Moved")), Reason.HTTP_STATUS),
        (record(http(), extra=b"WARC-Truncated: length\r\n"), Reason.TRUNCATED),
        (record(http(b" \n")), Reason.EMPTY),
    ],
)
def test_a_page_that_is_no_article_is_a_failure_that_keeps_it(data, reason):
    (failure,) = read(data)
    assert isinstance(failure, Failure)
    assert failure.reason == reason
    assert failure.content is not None
    assert failure.claims.url == "https://a.example/1"


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        (b"gzip", gzip.compress),
        (b"x-gzip", gzip.compress),
        (b"deflate", zlib.compress),
        (b"deflate", lambda body: zlib.compress(body, wbits=-15)),
        (b"br", brotli.compress),
        (b"zstd", zstandard.compress),
        (b"gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        (b"gzip", lambda body: body),  # decoded by the crawler
        (b"br", lambda body: body),
        (b"identity", lambda body: body),
    ],
)
def test_a_compressed_body_is_decoded(encoding, compress):
    headers = b"Content-Type: text/html\r\nContent-Encoding: " + encoding + b"\r\n"
    assert outline(read(record(http(compress(PAGE), headers)))) == [PAGE]


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 200_000])
@pytest.mark.parametrize("wbits", [15, -15, 31])
def test_a_deflated_body_of_any_size_is_decoded_whole(size, wbits):
    body = b"<html>".ljust(size)
    encoding = "gzip" if wbits > 15 else "deflate"
    response = Response(200, {"content-encoding": encoding}, zlib.compress(body, wbits=wbits))
    assert decode_body(response, 1 << 20) == body


CHUNKED = b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"8\r\n<html>It\r\n10;x=y\r\n rained.</html> \r\n0\r\n\r\n", b"<html>It rained.</html> "),
        (PAGE, PAGE),  # put together by the crawler
        (b"8\r\n<html>It\r\n10\r\n rai", Reason.TRUNCATED),
        (b"8\r\n<html>It\r\n", Reason.TRUNCATED),
        (b"8\r\n<html>It rained", Reason.MALFORMED),
    ],
)
def test_a_chunked_body_is_put_together(body, expected):
    assert outline(read(record(http(body, CHUNKED)))) == [expected]


def test_a_body_that_unpacks_to_more_than_the_limit_is_too_large():
    headers = b"Content-Type: text/html\r\nContent-Encoding: br\r\n"
    bomb = record(http(brotli.compress(b"<html>" + b" " * 10_000_000), headers))
    assert outline(read(bomb)) == [Reason.TOO_LARGE]


def test_a_page_that_is_too_large_is_refused_and_the_next_is_read():
    data = record(http(b"<html>" + b"a" * 1_000_000)) + page(2)
    assert outline(read(data)) == [Reason.TOO_LARGE, b"<html>2</html>"]


def test_a_large_record_that_is_no_page_does_not_count():
    image = record(http(b"\x89PNG" * 100_000, b"Content-Type: image/png\r\n"))
    assert outline(read(image + page(2))) == [b"<html>2</html>"]


class TestPosition:
    def test_in_a_plain_file_it_is_the_byte_offset(self):
        positions = [each.source.position for each in read(page(1) + page(2))]
        assert positions == ["0", str(len(page(1)))]

    def test_in_one_member_a_record_it_is_the_offset_of_the_member(self):
        first = gzip.compress(page(1))
        for compress in (gzip.compress, zstandard.compress):
            first = compress(page(1))
            positions = [each.source.position for each in read(first + compress(page(2)))]
            assert positions == ["0", str(len(first))]

    def test_in_one_member_for_all_it_says_how_far_inside(self):
        positions = [each.source.position for each in read(gzip.compress(page(1) + page(2)))]
        assert positions == ["0", f"0+{len(page(1))}"]


class TestBroken:
    def test_a_file_that_ends_within_a_record_is_truncated(self):
        data = page(1) + page(2)
        assert outline(read(data[:-10])) == [b"<html>1</html>", Reason.TRUNCATED]
        assert outline(read(data[: len(page(1)) + 40])) == [b"<html>1</html>", Reason.TRUNCATED]

    def test_a_compressed_file_that_ends_within_a_record_is_truncated(self):
        data = gzip.compress(page(1)) + gzip.compress(page(2))[:-60]
        assert outline(read(data)) == [b"<html>1</html>", Reason.TRUNCATED]

    def test_a_member_that_is_corrupt_costs_itself_alone(self):
        members = [bytearray(gzip.compress(page(n))) for n in range(4)]
        members[1][60] ^= 0xFF
        members[1][70] ^= 0xFF
        members[2][-5] ^= 0xFF  # its check sum
        results = read(b"".join(members))
        assert outline(results) == [
            b"<html>0</html>",
            Reason.MALFORMED,
            Reason.MALFORMED,
            b"<html>3</html>",
        ]
        assert [each.source.position for each in results] == [
            str(sum(map(len, members[:n]))) for n in range(4)
        ]

    def test_a_member_that_is_cut_short_costs_itself_alone(self):
        data = gzip.compress(page(1))[:-50] + gzip.compress(page(2))
        assert outline(read(data)) == [Reason.MALFORMED, b"<html>2</html>"]

    @pytest.mark.parametrize("looked_ahead", [0, 1 << 16])
    def test_how_far_was_looked_ahead_makes_no_difference(self, looked_ahead):
        """A break costs no record that lies before it, whenever it becomes known."""
        broken = gzip.compress(page(4))[:-50]
        lying = page(2).replace(b"Content-Length", b"X-Length")
        for first, expected in (
            (page(1) + page(3), [b"<html>1</html>", b"<html>3</html>"]),
            (lying + page(3), [Reason.MALFORMED, b"<html>3</html>"]),
        ):
            stream = ByteStream(io.BytesIO(gzip.compress(first) + broken + gzip.compress(page(5))))
            stream.peek(looked_ahead)
            results = list(read_warc(stream, HERE, max_document_bytes=10_000))
            assert outline(results) == [*expected, Reason.MALFORMED, b"<html>5</html>"]

    def test_what_stands_between_records_is_one_failure(self):
        data = page(1) + b"some\r\nmore\r\nlines\r\n" + page(2)
        assert outline(read(data)) == [Reason.MALFORMED, b"<html>2</html>"]

    def test_a_record_longer_than_it_says_is_malformed(self):
        lying = record(http(), length=len(http()) - 10)
        assert outline(read(lying + page(2))) == [Reason.MALFORMED, b"<html>2</html>"]

    def test_a_record_without_a_length_is_malformed(self):
        data = page(1).replace(b"Content-Length", b"X-Length") + page(2)
        assert outline(read(data)) == [Reason.MALFORMED, b"<html>2</html>"]

    def test_a_response_without_a_status_line_is_malformed(self):
        (failure,) = read(record(b"oops"))
        assert (failure.reason, failure.content) == (Reason.MALFORMED, b"oops")


def test_header_names_have_no_case_and_values_may_be_folded():
    assert parse_headers(b"Content-TYPE: a;\r\n  b\r\nX\r\nY: z") == {
        "content-type": "a; b",
        "y": "z",
    }


def test_a_body_is_not_decoded_for_headers_that_it_does_not_have():
    assert decode_body(Response(200, {}, gzip.compress(b"a")), 99) == gzip.compress(b"a")
