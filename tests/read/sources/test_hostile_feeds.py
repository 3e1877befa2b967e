"""Whatever is served: documents, failures or a `SourceError`, and never anything else."""

import itertools
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news_site import Clock, fetcher, item, rss
from test_sitemaps import index, url, urlset

from transforms.model import Document, Failure, ReadError, Source
from transforms.read.http_response import Response
from transforms.read.sources import SourceError
from transforms.read.sources.feeds import FeedOptions, FeedSource
from transforms.read.sources.feeds.listing import read_listing
from transforms.read.sources.feeds.position import format_position, parse_position

texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["http://[", "//", "http://a:99999999/", "https://a.example/1", "?", "\ud800", "&x;", "1e999"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
names = ("id", "url", "title", "summary", "content_html", "date_modified", "authors", "tags")
json_feeds = st.lists(st.dictionaries(st.sampled_from(names), values) | values, max_size=3).map(
    lambda items: json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
)
feeds = st.builds(
    lambda link, title, guid, more: rss(item(link, title, title, guid, more), about=more),
    *(texts, texts, texts),
    st.sampled_from(["", "<ttl>x</ttl>", "<ttl>-1</ttl>", "<skipHours><hour>99</hour></skipHours>"])
    | texts,
)
sitemaps = st.builds(
    lambda loc, lastmod, more: urlset(url(loc, lastmod, more)) + index((loc, lastmod)),
    *(texts, texts, texts),
) | st.builds(lambda loc, lastmod: index((loc, lastmod), ("/feed", None)), texts, texts)
bodies = st.one_of(json_feeds, feeds, sitemaps, texts).map(
    lambda text: text.encode("utf-8", "surrogatepass")
) | st.binary(max_size=50)
HEADERS = (
    *("content-type", "location", "retry-after", "cache-control", "etag", "age"),
    *("content-encoding", "last-modified", "x-robots-tag", "content-language"),
)
headers = st.dictionaries(
    st.sampled_from(HEADERS),
    texts
    | st.sampled_from(["gzip", "max-age=9999999999", "99999999999999", "text/html; charset=x"]),
)
statuses = st.sampled_from([200, 200, 200, 301, 304, 404, 429, 500])


@settings(max_examples=300)
@given(st.lists(st.builds(Response, statuses, headers, bodies), min_size=1, max_size=6))
def test_a_poll_ends_in_documents_failures_or_a_source_error(responses):
    served = itertools.cycle(responses)
    clock = Clock()

    def get(url, headers, address, limits):
        assert url.isascii()
        return Response(404, {}, b"") if url.endswith("robots.txt") else next(served)

    polite = fetcher(
        clock, FeedOptions(host_interval=0), get=get, resolve=lambda *_: ["93.184.215.14"]
    )
    source = FeedSource("https://news.example/feed", fetcher=polite)
    position = ""
    for _ in range(3):
        try:
            result = source.poll(position, 10)
        except SourceError as error:
            position = error.position
        else:
            position = result.position
            assert all(isinstance(each, Document | Failure) for each in result.documents)
        assert format_position(parse_position(position)) == position
        clock.now += 100_000


@pytest.mark.parametrize(
    "content",
    [
        "<rss><channel>" + "<" * 1_000_000,
        "<rss><channel><skipHours>" * 40_000,
        "<urlset>" + "&" * 1_000_000,
        "<urlset>" + "<url><loc>" * 100_000,
        '<?xml version="1.0"?>' + "<!--" * 250_000,
        "{" * 1_000_000,
        "[" * 1_000_000,
        rss(item("/1", more="<content:encoded>" + "&lt;" * 250_000 + "</content:encoded>")),
        rss(*(item("/1", guid=str(n)) for n in range(3000))),
    ],
    ids=lambda content: content[:30],
)
def test_a_megabyte_that_was_made_to_take_long_is_read_or_refused(content):
    with suppress(ReadError):
        read_listing(
            content.encode(),
            Source(uri="feed"),
            base="https://a.example/",
            max_bytes=1 << 24,
            full_text_bytes=1500,
        )
