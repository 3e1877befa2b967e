"""Feeds: what is polled, what is fetched, what is handed on, once."""

import gzip
import itertools
import json
import time
from datetime import UTC, datetime

import pytest
from news_site import HTML, NOW, Clock, Served, item, page, public_reader, reader, rss

from transforms.model import Claims, Document, Failure, Reason, Source
from transforms.read.sources import SourceError, UnboundedSource
from transforms.read.sources.feeds import FeedOptions, FeedSource
from transforms.read.sources.feeds.connection import get
from transforms.read.sources.feeds.errors import FetchError
from transforms.read.sources.feeds.outlook import Outlook

DATE = "<pubDate>Mon, 01 Apr 2024 12:00:00 +0200</pubDate>"
INTERN = {"intern.example": "10.0.0.1"}


def outcomes(results):
    return [each.claims.title if isinstance(each, Document) else each.reason for each in results]


def uris(site, results):
    return [each.source.uri.removeprefix(site.root) for each in results]


class TestFirstPoll:
    def test_a_page_is_fetched_as_served_with_what_its_headers_and_its_entry_say(self, site):
        more = DATE + "<dc:creator>Ada</dc:creator><category>Weather</category>"
        site.serve("/feed", rss(item("/1", more=more), about="<language>en</language>"))
        site.serve(
            "/1", page("Rain"), Content_Type="text/html; charset=latin-1", X_Robots_Tag="noai"
        )
        news = reader(site, "/feed")

        assert news.poll() == [
            Document.read_from(
                Source(
                    uri=f"{site.root}/1",
                    record_id="/1",
                    media_type="text/html",
                    fetched_at=datetime.fromtimestamp(NOW + 2, UTC),  # robots.txt, feed, page
                ),
                page("Rain").encode(),
                Claims(
                    url=f"{site.root}/1",
                    title="Rain",
                    authors=("Ada",),
                    published_at=datetime(2024, 4, 1, 10, tzinfo=UTC),
                    language="en",
                    charset="latin-1",
                    tags=("Weather",),
                    robots=("noai",),
                ),
            )
        ]

    def test_an_entry_that_carries_its_text_is_not_fetched(self, site):
        body = f"<p>{'It rained on. ' * 120}</p>"
        full = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        site.serve("/feed", rss(item("/1", guid="g1", more=full + DATE)))
        [document] = reader(site, "/feed").poll()

        assert document.content.decode() == body
        assert document.source == Source(
            uri=f"{site.root}/feed",
            position="g1",
            record_id="g1",
            media_type="text/html",
            fetched_at=datetime.fromtimestamp(NOW + 1, UTC),
        )
        assert document.claims.url == f"{site.root}/1"
        assert site.asked == ["/robots.txt", "/feed"]

    @pytest.mark.parametrize("end", ["…", "[...]", "..."])
    def test_a_content_that_is_cut_is_not_the_text(self, site, end):
        cut = f"<content:encoded>{'It rained on. ' * 120}{end}</content:encoded>"
        site.serve("/feed", rss(item("/1", more=cut)))
        site.serve("/1", page("Rain"))
        [document] = reader(site, "/feed").poll()
        assert document.content == page("Rain").encode()

    def test_json_feed(self, site):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "url": "/1", "title": "Rain", "summary": "It rained."}],
        }
        site.serve("/feed.json", json.dumps(feed))
        site.serve("/1", page("Rain"))
        assert outcomes(reader(site, "/feed.json").poll()) == ["Rain"]

    def test_entries_without_a_page_are_what_the_feed_carries(self, site):
        site.serve("/feed", rss("<item><title>Rain</title><description>Wet.</description></item>"))
        [document] = reader(site, "/feed").poll()
        assert document.content == b"Wet."

    def test_a_page_that_several_entries_name_is_the_article_of_none(self, site):
        site.serve("/feed", rss(item("/", "One", "1.", "a"), item("/", "Two", "2.", "b")))
        assert [each.content for each in reader(site, "/feed").poll()] == [b"1.", b"2."]
        assert "/" not in site.asked

    def test_a_page_is_named_by_the_address_that_it_was_served_from(self, site):
        site.serve("/feed", rss(item("/go?to=1")))
        site.serve("/go?to=1", status=302, Location="/1")
        site.serve("/1", page("Rain"))
        [document] = reader(site, "/feed").poll()
        assert (document.source.uri, document.claims.url) == (f"{site.root}/1",) * 2

    @pytest.mark.parametrize("link", ["/straße 1?q=ä", "/stra%C3%9Fe%201?q=%C3%A4"])
    def test_an_address_is_escaped_once(self, site, link):
        site.serve("/feed", rss(item(link)))
        site.serve("/stra%C3%9Fe%201?q=%C3%A4", page("Rain"))
        assert outcomes(reader(site, "/feed").poll()) == ["Rain"]

    def test_a_source_is_an_unbounded_source(self, site):
        assert isinstance(FeedSource(site.root), UnboundedSource)

    @pytest.mark.parametrize("address", ["ftp://a.example/f", "https://u:p@a.example/f", "feed"])
    def test_other_addresses_are_refused(self, address):
        with pytest.raises(ValueError, match="not an address of the web"):
            FeedSource(address)


class TestLaterPolls:
    def test_nothing_is_handed_on_twice(self, site):
        site.serve("/feed", rss(item("/1")), ETag='"a"')
        site.serve("/1", page("Rain"))
        news = reader(site, "/feed")
        assert outcomes(news.poll()) == ["Rain"]
        asked = len(site.asked)
        assert news.poll_after(60) == []
        assert site.asked_since(asked) == ["/feed"]
        assert site.headers["/feed"]["if-none-match"] == '"a"'

    def test_a_validator_that_cannot_be_sent_back_is_none(self, site):
        site.serve("/feed", rss(item("/1")), ETag='"ü"')
        site.serve("/1", page("Rain"))
        news = reader(site, "/feed")
        news.poll()
        assert news.poll_after(60) == []
        assert "if-none-match" not in site.headers["/feed"]

    def test_a_feed_is_not_asked_before_its_interval(self, site):
        site.serve("/feed", rss())
        news = reader(site, "/feed")
        news.poll()
        asked = len(site.asked)
        assert news.poll_after(30) == []
        assert site.asked_since(asked) == []

    def test_a_feed_is_asked_as_seldom_as_it_wishes(self, site):
        site.serve("/feed", rss(about="<ttl>30</ttl>"), Cache_Control="max-age=600")
        news = reader(site, "/feed")
        news.poll()
        asked = len(site.asked)
        news.poll_after(29 * 60)
        assert site.asked_since(asked) == []
        news.poll_after(60)
        assert site.asked_since(asked) == ["/feed"]

    def test_new_entries_are_handed_on(self, site):
        site.serve("/feed", rss(item("/1")))
        site.serve("/1", page("Rain"))
        site.serve("/2", page("Snow"))
        news = reader(site, "/feed")
        news.poll()
        site.serve("/feed", rss(item("/2", "Snow"), item("/1")))
        assert outcomes(news.poll_after(60)) == ["Snow"]

    def test_an_entry_that_says_that_it_was_changed_is_handed_on_again(self, site):
        atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Rain</title>
        <link href="/1"/><summary>Wet.</summary><updated>2025-06-1%dT10:00:00Z</updated>
        </entry></feed>"""
        site.serve("/feed", atom % 1)
        site.serve("/1", page("Rain"))
        news = reader(site, "/feed")
        [first] = news.poll()
        site.serve("/feed", atom % 2)
        site.serve("/1", page("Rain and snow"))
        [second] = news.poll_after(3660)
        assert second.source.uri == first.source.uri
        assert second.id != first.id
        site.serve("/feed", atom % 1)  # a server that lags behind
        assert news.poll_after(3660) == []

    def test_an_entry_that_changes_all_the_time_is_handed_on_once_an_hour(self, site):
        site.serve("/1", page("Rain"))
        news = reader(site, "/feed")
        handed_on = 0
        for visit in range(12):
            site.serve("/feed", rss(item("/1", f"Rain, {visit} views")), ETag=f'"{visit}"')
            handed_on += len(news.poll_after(600))
        assert handed_on == 2

    def test_a_change_within_the_hour_is_not_forgotten(self, site):
        site.serve("/feed", rss(item("/1")), ETag='"a"')
        site.serve("/1", page("Rain"))
        news = reader(site, "/feed")
        news.poll()
        site.serve("/feed", rss(item("/1", "Snow")), ETag='"b"')
        assert news.poll_after(60) == []
        assert outcomes(news.poll_after(3600)) == ["Snow"]

    def test_another_guid_for_the_same_page_is_not_another_story(self, site):
        site.serve("/feed", rss(item("/1", guid="a")))
        site.serve("/1", page("Rain"))
        news = reader(site, "/feed")
        news.poll()
        site.serve("/feed", rss(item("/1?utm_source=rss", guid="b")))
        assert news.poll_after(7200) == []

    def test_entries_that_go_and_come_back_are_known(self, site):
        site.serve("/feed", rss(item("/2", "Snow"), item("/1")))
        site.serve("/1", page("Rain"))
        site.serve("/2", page("Snow"))
        news = reader(site, "/feed")
        assert outcomes(news.poll()) == ["Snow", "Rain"]
        site.serve("/feed", rss())
        assert news.poll_after(60) == []
        site.serve("/feed", rss(item("/1"), item("/2", "Snow")))
        assert news.poll_after(60) == []

    def test_from_the_same_position_the_same_comes_with_the_same_ids(self, site):
        site.serve("/feed", rss(item("/1"), item("/2", "Snow")))
        site.serve("/1", page("Rain"))
        site.serve("/2", page("Snow"))
        news = reader(site, "/feed")
        first = news.poll()
        news.position = ""  # killed before it was kept
        news.restart()
        assert [each.id for each in news.poll()] == [each.id for each in first]

    def test_what_the_limit_leaves_comes_later_without_asking_again(self, site):
        site.serve("/feed", rss(*(item(f"/{n}", str(n)) for n in range(5))), ETag='"a"')
        for n in range(5):
            site.serve(f"/{n}", page(str(n)))
        news = reader(site, "/feed")
        result = news.source.poll("", 2)
        assert result.has_more
        assert outcomes(result.documents) == ["0", "1"]
        news.position = result.position
        assert outcomes(news.poll(2)) == ["2", "3"]
        assert outcomes(news.poll(2)) == ["4"]
        assert site.asked.count("/feed") == 1
        news.poll_after(60)
        assert site.asked.count("/feed") == 2

    def test_what_the_limit_left_comes_after_a_restart(self, site):
        site.serve("/feed", rss(item("/1"), item("/2", "Snow")), ETag='"a"')
        site.serve("/1", page("Rain"))
        site.serve("/2", page("Snow"))
        news = reader(site, "/feed")
        assert outcomes(news.poll(1)) == ["Rain"]
        news.restart()
        assert outcomes(news.poll(1)) == ["Snow"]

    def test_a_poll_ends_in_time_and_says_that_there_is_more(self, site):
        site.serve("/feed", rss(*(item(f"/{n}", str(n)) for n in range(20))))
        for n in range(20):
            site.serve(f"/{n}", page(str(n)))
        news = reader(site, "/feed", poll_seconds=10.5)
        result = news.source.poll("", 100)
        assert len(result.documents) == 9  # a second each, behind robots.txt and the feed
        assert result.has_more


class TestPoliteness:
    def test_a_second_passes_between_two_requests_to_a_host(self, site):
        site.serve("/feed", rss(item("/1")))
        site.serve("/1", page("Rain"))
        clock = Clock()
        reader(site, "/feed", clock).poll()
        assert clock.slept == [1.0, 1.0]

    def test_a_crawl_delay_is_kept(self, site):
        site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
        site.serve("/feed", rss(item("/1"), item("/2", "Snow")))
        site.serve("/1", page("Rain"))
        site.serve("/2", page("Snow"))
        clock = Clock()
        reader(site, "/feed", clock).poll()
        assert clock.slept == [1.0, 7.0, 7.0]

    def test_the_user_agent_says_who_asks(self, site):
        site.serve("/feed", rss())
        reader(site, "/feed").poll()
        asked_by = {site.headers[path]["user-agent"] for path in ("/robots.txt", "/feed")}
        assert asked_by == {"Copydesk/0 (+mailto:desk@example.com)"}

    def test_a_page_that_robots_txt_forbids_is_a_failure_and_not_fetched(self, site):
        site.serve("/robots.txt", "User-agent: copydesk\nDisallow: /*.html$\n")
        site.serve("/feed", rss(item("/1.html")))
        [failure] = reader(site, "/feed").poll()
        assert isinstance(failure, Failure)
        assert (failure.reason, failure.step, failure.content) == ("disallowed", "read", None)
        assert failure.claims.title == "Rain"
        assert failure.source.uri == f"{site.root}/1.html"
        assert "robots.txt" in failure.message
        assert "/1.html" not in site.asked

    def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(self, site):
        site.serve("/robots.txt", "User-agent: *\nDisallow: /private\n")
        site.serve("/feed", rss(item("/1")))
        site.serve("/1", status=301, Location="/private/1")
        assert outcomes(reader(site, "/feed").poll()) == [Reason.DISALLOWED]
        assert "/private/1" not in site.asked

    def test_a_robots_txt_that_cannot_be_had_forbids_all_for_now(self, site):
        site.serve("/robots.txt", status=503)
        site.serve("/feed", rss())
        news = reader(site, "/feed")
        with pytest.raises(SourceError, match=r"robots\.txt .* cannot be had"):
            news.poll()
        assert site.asked == ["/robots.txt"]
        site.serve("/robots.txt", "")
        news.clock.now += 301
        assert news.poll() == []
        assert site.asked == ["/robots.txt", "/robots.txt", "/feed"]

    def test_robots_txt_is_asked_once_a_day(self, site):
        site.serve("/feed", rss())
        news = reader(site, "/feed")
        for _ in range(25):
            news.poll_after(3600)
        assert site.asked.count("/robots.txt") == 2

    def test_a_feed_that_robots_txt_forbids_is_an_error_that_says_so(self, site):
        site.serve("/robots.txt", "User-agent: *\nDisallow: /\n")
        with pytest.raises(SourceError, match=r"robots\.txt of .* forbids .* to Copydesk"):
            reader(site, "/feed").poll()

    def test_a_feed_in_trouble_is_left_alone_as_long_as_it_says(self, site):
        site.serve("/feed", status=429, Retry_After="1800")
        news = reader(site, "/feed")
        with pytest.raises(SourceError, match="served with status 429") as error:
            news.poll()
        news.position = error.value.position
        news.restart()
        asked = len(site.asked)
        with pytest.raises(SourceError, match="served with status 429") as error:
            news.poll_after(1700)  # it is not well because it was not asked
        assert error.value.position is None
        assert site.asked_since(asked) == []
        site.serve("/feed", rss())
        news.poll_after(200)
        assert "/feed" in site.asked_since(asked)


class TestOutlook:
    """What is still to come is told from a position alone."""

    def test_pages_that_wait_and_when_the_first_is_asked_for_again(self, site):
        site.serve("/feed", rss(item("/1"), item("/2"), item("/3")))
        site.serve("/1", page("Rain"))
        for path in ("/2", "/3"):
            site.serve(path, status=500)
        news = reader(site, "/feed")
        assert news.source.outlook(news.position) == Outlook()
        assert outcomes(news.poll()) == ["Rain"]
        asked = len(site.asked)
        pages, at, *trouble = news.source.outlook(news.position)
        assert (pages, trouble) == (2, [None, 0, None])
        assert 50 < at - news.clock.now < 61
        assert site.asked_since(asked) == []

    def test_a_feed_that_could_not_be_read_why_and_when_it_is_asked_again(self, site):
        site.serve("/feed", status=500)
        news = reader(site, "/feed")
        for _ in range(2):
            with pytest.raises(SourceError) as error:
                news.poll_after(100)
            news.position = error.value.position
        found = news.source.outlook(news.position)
        assert (found.pages, found.pages_at, found.troubles) == (0, None, 2)
        assert found.trouble.startswith(f"{site.root}/feed: served with status 500; ")
        assert 179 < found.asked_at - news.clock.now < 182
        site.serve("/feed", rss())
        news.poll_after(200)
        assert news.source.outlook(news.position) == Outlook()


class TestTrouble:
    def feed_of(self, site, *paths, **options):
        site.serve("/feed", rss(*(item(path, path) for path in paths)))
        return reader(site, "/feed", **options)

    def test_a_page_that_is_gone_is_a_failure_with_what_was_served(self, site):
        [failure] = self.feed_of(site, "/gone").poll()
        assert (failure.reason, failure.content) == (
            "http_status",
            b"<html>nothing here</html>",
        )
        assert "404" in failure.message

    @pytest.mark.parametrize("status", [500, 502, 503, 429])
    def test_what_may_pass_is_tried_again_later(self, site, status):
        news = self.feed_of(site, "/1")
        site.serve("/1", status=status)
        assert news.poll() == []
        asked = len(site.asked)
        assert news.poll_after(30) == []
        assert site.asked_since(asked) == []
        site.serve("/1", page("Rain"))
        assert outcomes(news.poll_after(60)) == ["/1"]

    def test_it_is_tried_again_though_the_feed_forgot_it_and_we_began_again(self, site):
        news = self.feed_of(site, "/1")
        site.serve("/1", status=500)
        news.poll()
        site.serve("/feed", rss())
        site.serve("/1", page("Rain"))
        news.restart()
        [document] = news.poll_after(120)
        assert document.claims.title == "/1"

    def test_after_eight_attempts_within_a_day_it_is_a_failure(self, site):
        news = self.feed_of(site, "/1")
        site.serve("/1", status=500)
        results, polls = [], 0
        while not results:
            results = news.poll_after(600)
            polls += 1
            assert polls < 24 * 6
        assert site.asked.count("/1") == 8
        assert outcomes(results) == [Reason.HTTP_STATUS]
        assert "(in vain, 8 times)" in results[0].message
        assert news.poll_after(3600) == []

    def test_retry_after_holds_for_all_of_the_host(self, site):
        news = self.feed_of(site, "/1", "/2")
        site.serve("/1", status=429, Retry_After="900")
        site.serve("/2", page("Snow"))
        assert news.poll() == []
        assert news.poll_after(800) == []
        assert "/2" not in site.asked
        site.serve("/1", page("Rain"))
        assert outcomes(news.poll_after(120)) == ["/1", "/2"]

    def test_a_host_that_is_down_makes_each_of_its_pages_a_failure_in_the_end(self, site):
        clock = Clock()
        news = public_reader(site, clock, addresses={"down.example": "1.1.1.1"})

        def down(url, headers, address, limits):
            if address == "1.1.1.1":
                raise FetchError(Reason.UNREADABLE, "refused", of_host=True)
            return get(url, headers, "127.0.0.1", limits)

        news.fetcher.get = down
        site.serve("/feed", rss(*(item(f"http://down.example/{n}") for n in range(10))))
        results = []
        for _ in range(24 * 6):
            results += news.poll_after(600)
        assert outcomes(results) == [Reason.DISALLOWED] * 10  # robots.txt was never seen

    def test_an_endless_redirect_is_a_failure(self, site):
        news = self.feed_of(site, "/1")
        site.serve("/1", status=302, Location="/1")
        [failure] = news.poll()
        assert failure.reason == Reason.HTTP_STATUS
        assert "redirects" in failure.message
        assert site.asked.count("/1") == 6

    def test_a_page_larger_than_the_limit_is_a_failure(self, site):
        news = self.feed_of(site, "/1", max_document_bytes=1000)
        site.serve("/1", page("x" * 1000))
        assert outcomes(news.poll()) == [Reason.TOO_LARGE]

    def test_a_page_that_is_larger_once_it_is_decompressed_is_one_too(self, site):
        news = self.feed_of(site, "/1", max_document_bytes=1 << 20)
        site.serve("/1", gzip.compress(bytes(1 << 28)), Content_Encoding="gzip", **_html())
        assert outcomes(news.poll()) == [Reason.TOO_LARGE]

    def test_a_response_that_never_ends_is_a_failure_after_the_attempts(self, site):
        def dribble():
            while True:
                time.sleep(0.01)
                yield b"x"

        news = self.feed_of(site, "/1", response_seconds=0.2, attempts=1)
        site.pages["/1"] = Served(pieces=dribble(), headers=dict(HTML))
        assert outcomes(news.poll()) == [Reason.TIME_LIMIT]

    def test_a_response_without_end_is_cut_off_at_the_limit(self, site):
        news = self.feed_of(site, "/1", max_document_bytes=100_000)
        site.pages["/1"] = Served(pieces=itertools.repeat(b"x" * 1000), headers=dict(HTML))
        assert outcomes(news.poll()) == [Reason.TOO_LARGE]

    def test_a_feed_that_is_cut_off_is_told_of_once_and_what_is_whole_is_taken(self, site, caplog):
        whole = rss(item("/1", "One"), item("/2", "Two"))
        site.serve("/feed", whole[: whole.rindex("<item>") + 10])
        for name in ("/1", "/2"):
            site.serve(name, page("Rain"))
        news = reader(site, "/feed")
        assert outcomes(news.poll()) == ["One"]
        assert news.poll_after(1000) == []
        (warning,) = caplog.records
        assert warning.message == (
            f"{site.root}/feed: what was served ends before its end mark; it is asked for again, "
            "and what came whole is taken (1 listed)"
        )
        site.serve("/feed", whole)
        assert outcomes(news.poll_after(1000)) == ["Two"]
        site.serve("/feed", whole[:100])
        assert news.poll_after(1000) == []
        assert len(caplog.records) == 2

    def test_a_feed_that_is_shorter_than_it_says_is_told(self, site):
        site.pages["/feed"] = Served(rss(item("/1")).encode(), headers={"Content-Length": "9999"})
        with pytest.raises(SourceError, match="no whole response"):
            reader(site, "/feed").poll()

    def test_a_response_that_is_cut_short_is_tried_again(self, site):
        news = self.feed_of(site, "/1")
        site.pages["/1"] = Served(b"<html>", headers={**HTML, "Content-Length": "100"})
        assert news.poll() == []
        site.serve("/1", page("Rain"))
        assert outcomes(news.poll_after(100)) == ["/1"]

    def test_what_is_no_page_is_a_failure(self, site):
        news = self.feed_of(site, "/1")
        site.serve("/1", b"%PDF-1.7", Content_Type="application/pdf")
        [failure] = news.poll()
        assert failure.reason == Reason.UNSUPPORTED_FORMAT
        assert failure.content is None

    def test_an_empty_page_is_a_failure(self, site):
        news = self.feed_of(site, "/1")
        site.serve("/1", b" \n", **_html())
        assert outcomes(news.poll()) == [Reason.EMPTY]

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1"])
    def test_an_address_that_is_none_of_the_web_is_a_failure(self, site, link):
        assert outcomes(self.feed_of(site, link).poll()) == [Reason.DISALLOWED]

    def test_what_is_no_feed_is_an_error_that_says_what_it_is(self, site):
        site.serve("/feed", page("Rain"))
        with pytest.raises(SourceError, match="its root is <html>; give the address of the feed"):
            reader(site, "/feed").poll()

    def test_another_position_is_an_error(self, site):
        with pytest.raises(SourceError, match="not a position in a feed"):
            reader(site, "/feed").source.poll("42", 1)


class TestNetworks:
    """A feed is written by others: it may not make us fetch what only we can reach."""

    def test_a_public_feed_leads_to_public_pages(self, site):
        site.serve("/feed", rss(item("/1")))
        site.serve("/1", page("Rain"))
        assert outcomes(public_reader(site).poll()) == ["Rain"]

    def test_a_public_feed_does_not_lead_into_a_private_network(self, site):
        site.serve("/feed", rss(item(f"http://intern.example:{site.port}/1")))
        [failure] = public_reader(site, addresses=INTERN).poll()
        assert failure.reason == Reason.DISALLOWED
        assert "10.0.0.1" in failure.message
        assert "/1" not in site.asked

    def test_nor_does_a_redirect_of_a_page_of_its(self, site):
        site.serve("/feed", rss(item("/1")))
        site.serve("/1", status=302, Location=f"http://intern.example:{site.port}/secret")
        news = public_reader(site, addresses=INTERN)
        assert outcomes(news.poll()) == [Reason.DISALLOWED]
        assert "/secret" not in site.asked

    def test_nor_does_one_of_the_feed_itself(self, site):
        site.serve("/feed", status=302, Location=f"http://intern.example:{site.port}/secret")
        with pytest.raises(SourceError, match="not open to everybody"):
            public_reader(site, addresses=INTERN).poll()
        assert "/secret" not in site.asked

    @pytest.mark.parametrize(
        ("feed_at", "page_at", "is_asked"),
        [
            ("127.0.0.1", "127.0.0.1", True),
            ("127.0.0.1", "93.184.215.14", True),
            ("10.0.0.1", "192.168.1.1", True),
            ("10.0.0.1", "fd00::1", True),
            ("10.0.0.1", "127.0.0.1", False),
            ("127.0.0.1", "10.0.0.1", False),
            *((feed, "169.254.169.254", False) for feed in ("127.0.0.1", "10.0.0.1")),
            *(("10.0.0.1", closed, False) for closed in ("fe80::1", "fd00:ec2::254", "0.0.0.1")),
            *(("10.0.0.1", closed, False) for closed in ("::", "224.0.0.1", "::ffff:169.254.1.1")),
        ],
    )
    def test_one_that_is_not_open_leads_into_its_own_network_and_to_no_metadata(
        self, site, feed_at, page_at, is_asked
    ):
        site.serve("/feed", rss(item(f"http://there.example:{site.port}/1")))
        site.serve("/1", page("Rain"))
        news = public_reader(site, addresses={"news.example": feed_at, "there.example": page_at})
        assert outcomes(news.poll()) == (["Rain"] if is_asked else [Reason.DISALLOWED])
        assert ("/1" in site.asked) == is_asked

    def test_nor_is_a_redirect_of_a_feed_of_this_machine_followed_to_metadata(self, site):
        site.serve("/feed", status=302, Location="http://169.254.169.254/latest/meta-data")
        with pytest.raises(SourceError, match=r"169\.254\.169\.254 is at .* no feed may lead to"):
            reader(site, "/feed").poll()


def _html():
    return {"Content_Type": "text/html"}


def test_defaults_are_polite():
    options = FeedOptions()
    assert options.user_agent.startswith("Copydesk")
    assert options.robot == "Copydesk"
    assert options.host_interval == 1.0
