"""What is remembered of a feed stays small, and is what it was when it is read back."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from news_site import NOW, Clock, fetcher, page

from transforms.model import Claims
from transforms.read.http_response import Response
from transforms.read.sources.feeds import FeedOptions, FeedSource
from transforms.read.sources.feeds.listing import Entry
from transforms.read.sources.feeds.position import (
    Followed,
    State,
    Waiting,
    format_position,
    parse_position,
)

texts = st.text(st.characters(codec="utf-8"), max_size=20)
seen = st.dictionaries(
    texts, st.tuples(st.integers(0, 1 << 33) | texts, st.integers(0, 1 << 28)), max_size=3
)
entries = st.builds(
    Entry,
    key=texts,
    version=st.integers(0, 1 << 33) | texts,
    url=texts,
    claims=st.builds(Claims, title=texts, authors=st.tuples(texts)),
    record_id=st.none() | texts,
    date=st.none() | st.integers(0, 1 << 33),
)
followed = st.builds(
    Followed, parent=texts, etag=texts, next_at=st.integers(0), rests=st.booleans(), seen=seen
)


@given(st.dictionaries(texts, followed, max_size=3), st.lists(entries, max_size=3), seen)
def test_a_state_that_is_written_is_read_back(followed, waiting, gone):
    state = State(followed, {each.key: Waiting(each, 1, 2) for each in waiting}, gone)
    assert parse_position(format_position(state)) == state


def test_what_an_entry_says_at_length_does_not_make_the_position_long():
    claims = Claims(title="x" * 10_000, description="y" * 100_000, tags=("z",) * 10_000)
    state = State(waiting={"k": Waiting(Entry("k", 1, "https://a.example/1", claims))})
    assert len(format_position(state)) < 1000


def simulated(page_status):
    """Return a site whose feed lists 5 stories, one of them new every three minutes."""

    def get(url, headers, address, limits):
        newest = int(clock.now - NOW) // 180
        if url.endswith("/feed"):
            stories = [
                {"id": str(n), "url": f"/{n}", "title": f"Story {n}"}
                for n in range(newest, newest + 5)
            ]
            feed = {"version": "https://jsonfeed.org/version/1.1", "items": stories}
            if headers.get("If-None-Match") == (etag := f'"{newest}"'):
                return Response(304, {}, b"")
            return Response(200, {"etag": etag}, json.dumps(feed).encode())
        status = 404 if url.endswith("robots.txt") else page_status(url)
        return Response(status, {"content-type": "text/html"}, page(url).encode())

    clock = Clock()
    options = FeedOptions(host_interval=0.0)
    polite = fetcher(clock, options, get=get, resolve=lambda *_: ["93.184.215.14"])
    return FeedSource("https://news.example/feed", fetcher=polite), clock


def test_ten_thousand_polls_hand_on_each_story_once_and_leave_the_position_small(monkeypatch):
    monkeypatch.setattr("transforms.read.sources.feeds.position._GONE_KEPT", 50)
    source, clock = simulated(lambda _: 200)
    position, uris, longest = "", [], 0
    for _ in range(10_000):
        result = source.poll(position, 100)
        position = result.position
        longest = max(longest, len(position))
        uris += [each.source.uri for each in result.documents]
        clock.now += 60
    assert uris[0] == "https://news.example/0"
    assert len(uris) == len(set(uris)) == 3_338
    assert longest < 4_000


@settings(max_examples=10)
@given(st.lists(st.sampled_from([200, 404, 429, 500, 503]), min_size=1, max_size=7))
def test_in_whatever_trouble_each_story_is_handed_on_once_or_refused_once(statuses):
    source, clock = simulated(lambda url: statuses[hash_of(url) % len(statuses)])
    position, uris, longest = "", [], 0
    for _ in range(120):
        result = source.poll(position, 100)
        position = result.position
        longest = max(longest, len(position))
        uris += [each.source.uri for each in result.documents]
        clock.now += 60
    waiting = [each.entry.url for each in parse_position(position).waiting.values()]
    assert sorted(uris + waiting) == sorted(f"https://news.example/{n}" for n in range(44))
    assert longest < 400_000


def hash_of(url):
    return sum(url.encode())
