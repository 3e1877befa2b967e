"""Sitemaps and their indexes, with news."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from news_site import NOW, page, reader

from transforms.model import Document, Failure, Reason
from transforms.read.sources import SourceError
from transforms.read.sources.feeds.sitemap import SitemapEntry, read_sitemap

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def day(days_ago):
    return (datetime.fromtimestamp(NOW, UTC) - timedelta(days=days_ago)).date().isoformat()


def urlset(*urls):
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACES}>{"".join(urls)}</urlset>'


def url(loc, lastmod=None, more=""):
    return f"<url>{more}<loc>{loc}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"


def index(*sitemaps):
    inner = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"
        for loc, lastmod in sitemaps
    )
    return f"<sitemapindex {NAMESPACES}>{inner}</sitemapindex>"


def paths(site, results):
    return [each.source.uri.removeprefix(site.root) for each in results]


@pytest.fixture
def pages(site):
    for name in ("/1", "/2", "/3"):
        site.serve(name, page(name))
    return site


def test_news_say_title_language_and_date(pages):
    """What is said of images, under the same names, is not of the page."""
    news = """<image:image><image:loc>/x.jpg</image:loc><image:title>Clouds</image:title>
    </image:image><news:news><news:publication><news:name>Herald</news:name>
    <news:language>en</news:language></news:publication>
    <news:publication_date>2025-06-15T10:00:00+02:00</news:publication_date>
    <news:title>Rain &amp; wind</news:title></news:news>"""
    pages.serve("/news.xml", urlset(url("/1", more=news)))
    [document] = reader(pages, "/news.xml").poll()
    assert document.content == page("/1").encode()
    assert (document.claims.title, document.claims.language) == ("Rain & wind", "en")
    assert document.claims.published_at == datetime(2025, 6, 15, 8, tzinfo=UTC)


def test_pages_that_were_changed_longer_ago_than_a_week_are_not_taken(pages):
    pages.serve("/map.xml", urlset(url("/1", day(8)), url("/2", day(6)), url("/3")))
    assert paths(pages, reader(pages, "/map.xml").poll()) == ["/2", "/3"]


def test_a_page_that_is_listed_late_is_taken(pages):
    """That later ones were taken before does not matter: each is known by itself."""
    pages.serve("/map.xml", urlset(url("/1", day(0))))
    news = reader(pages, "/map.xml")
    news.poll()
    pages.serve("/map.xml", urlset(url("/1", day(0)), url("/2", day(5))))
    assert paths(pages, news.poll_after(3600)) == ["/2"]


def test_what_came_while_nobody_polled_is_taken(pages):
    pages.serve("/map.xml", urlset())
    news = reader(pages, "/map.xml")
    news.poll()
    pages.serve("/map.xml", urlset(url("/1", "2025-06-16")))
    assert paths(pages, news.poll_after(30 * 24 * 3600)) == ["/1"]


def test_a_page_is_taken_again_when_its_lastmod_is_newer(pages):
    pages.serve("/map.xml", urlset(url("/1", day(1)), url("/2", day(1))))
    news = reader(pages, "/map.xml")
    news.poll()
    pages.serve("/map.xml", urlset(url("/1", day(0)), url("/2", day(2))))
    assert paths(pages, news.poll_after(7200)) == ["/1"]


def test_an_index_leads_to_the_sitemaps_that_changed(pages):
    pages.serve(
        "/index.xml", index(("/old.xml", day(9)), ("/a.xml", day(1)), ("/b.xml.gz", day(0)))
    )
    pages.serve("/a.xml", urlset(url("/1")))
    pages.serve("/b.xml.gz", gzip.compress(urlset(url("/2")).encode()))
    news = reader(pages, "/index.xml")
    assert paths(pages, news.poll()) == ["/2", "/1"]
    assert "/old.xml" not in pages.asked


def test_a_sitemap_that_its_index_says_did_not_change_rests(pages):
    pages.serve("/index.xml", index(("/a.xml", day(4)), ("/b.xml", day(0))))
    pages.serve("/a.xml", urlset(url("/1")))
    pages.serve("/b.xml", urlset(url("/2")))
    news = reader(pages, "/index.xml")
    news.poll()
    pages.serve("/b.xml", urlset(url("/2"), url("/3")))
    asked = len(pages.asked)
    assert paths(pages, news.poll_after(3600)) == ["/3"]
    assert pages.asked_since(asked) == ["/index.xml", "/b.xml", "/3"]


def test_a_page_that_moves_to_another_sitemap_is_known(pages):
    pages.serve("/index.xml", index(("/a.xml", None)))
    pages.serve("/a.xml", urlset(url("/1")))
    news = reader(pages, "/index.xml")
    news.poll()
    pages.serve("/index.xml", index(("/b.xml", None)))
    pages.serve("/b.xml", urlset(url("/1"), url("/2")))
    assert paths(pages, news.poll_after(3600)) == ["/2"]


def test_a_sitemap_that_is_gone_is_told_once_and_the_others_go_on(pages):
    pages.serve("/index.xml", index(("/gone.xml", None), ("/a.xml", None)))
    pages.serve("/a.xml", urlset(url("/1")))
    news = reader(pages, "/index.xml")
    failure, document = news.poll()
    assert isinstance(failure, Failure)
    assert (failure.source.uri, failure.reason) == (
        f"{pages.root}/gone.xml",
        Reason.HTTP_STATUS,
    )
    assert isinstance(document, Document)
    assert [news.poll_after(3600) for _ in range(5)] == [[]] * 5


def test_an_index_that_lists_itself_ends(pages):
    pages.serve("/index.xml", index(("/index.xml", None)))
    assert reader(pages, "/index.xml").poll() == []


def test_an_index_that_lists_ever_further_ones_is_followed_so_far(pages, monkeypatch):
    monkeypatch.setattr("transforms.read.sources.feeds.following.MAX_SITEMAPS", 3)
    pages.serve("/0.xml", index(("/1.xml", None)))
    pages.serve("/1.xml", index(("/2.xml", None)))
    pages.serve("/2.xml", index(("/3.xml", None)))
    pages.serve("/3.xml", urlset(url("/1")))
    [failure] = reader(pages, "/0.xml").poll()
    assert (failure.source.uri, failure.reason) == (f"{pages.root}/2.xml", Reason.TOO_LARGE)
    assert "/3.xml" not in pages.asked


def test_a_sitemap_that_is_cut_off_is_told_of_and_what_is_whole_is_taken(pages, caplog):
    whole = urlset(url(f"{pages.root}/1", day(0)), url(f"{pages.root}/2", day(0)))
    pages.serve("/sitemap.xml", whole[: whole.rindex("<url>") + 8])
    news = reader(pages, "/sitemap.xml")
    assert paths(pages, news.poll()) == ["/1"]
    assert "ends before its end mark" in caplog.text
    pages.serve("/sitemap.xml", whole)
    assert paths(pages, news.poll_after(1000)) == ["/2"]
    assert len(caplog.records) == 1


def test_an_address_with_a_bare_ampersand_does_not_end_the_sitemap():
    content = urlset(url("https://a.example/?a=1&b=2"), url("https://a.example/2")).encode()
    assert [each.url for each in read_sitemap(content)] == [
        "https://a.example/?a=1&b=2",
        "https://a.example/2",
    ]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY e SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;">',
    ],
)
def test_no_entity_is_expanded(declaration):
    content = f"<!DOCTYPE urlset [{declaration}]>" + urlset(url("https://a.example/&e;"))
    content = content.replace('<?xml version="1.0" encoding="UTF-8"?>', "")
    assert [each.url for each in read_sitemap(content.encode())] == ["https://a.example/"]


def test_a_sitemap_that_is_too_large_decompressed_is_an_error(pages):
    pages.serve("/map.xml.gz", gzip.compress(urlset("<url>" + " " * (1 << 22)).encode()))
    with pytest.raises(SourceError, match="larger than 1048576 bytes"):
        reader(pages, "/map.xml.gz", max_listing_bytes=1 << 20).poll()


def test_more_pages_than_the_protocol_allows_are_an_error(pages, monkeypatch):
    monkeypatch.setattr("transforms.read.sources.feeds.listing.MAX_ENTRIES", 10)
    pages.serve("/map.xml", urlset(*(url(f"/{n}") for n in range(11))))
    with pytest.raises(SourceError, match="lists more than 10 pages"):
        reader(pages, "/map.xml").poll()


def test_elements_within_elements_without_end_are_read_in_linear_time():
    deep = f"<urlset {NAMESPACES}>" + "<url>" * 200_000
    assert all(isinstance(each, SitemapEntry) for each in read_sitemap(deep.encode()))
