"""Feeds: an entry a document."""

import io
from datetime import UTC, datetime

import pytest

from transforms.model import Claims, Document, ReadError, Reason, Source
from transforms.read.feed import read_feed
from transforms.read.stream import ByteStream

HERE = Source(uri="news.rss")
RSS = """<?xml version="1.0" encoding="iso-8859-1"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>News</title><language>de</language>%s</channel></rss>
"""
ITEM = """<item><title>Regen &amp; Wind</title><link>https://a.example/1</link>
<guid isPermaLink="false">g1</guid><pubDate>Mon, 01 Apr 2024 12:00:00 +0200</pubDate>
<dc:creator>Jürgen</dc:creator><category>Wetter</category><description>Kurz.</description>
<content:encoded><![CDATA[<p onclick="x()">Grün <script>1</script></p>]]></content:encoded>
<media:content url="https://a.example/1.jpg" medium="image"/></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">%s</feed>"""
ENTRY = """<entry><id>e1</id><title type="html">Pluie</title>
<link rel="alternate" href="https://a.example/2"/><author><name>Zoé</name></author>
<author><name>Max</name></author><published>2024-04-01T10:00:00Z</published>
<updated>2024-04-02T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Il a plu.</p></div></content>
<summary>Bref.</summary></entry>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="c"/><item rdf:about="i1">
<title>Rain</title><link>https://a.example/3</link><description>It rained.</description>
</item></rdf:RDF>"""


def read(text, *, encoding="utf-8", limit=100_000):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return list(read_feed(ByteStream(io.BytesIO(data)), HERE, max_document_bytes=limit))


def outline(results):
    return [
        (each.source.position, each.content if isinstance(each, Document) else each.reason)
        for each in results
    ]


def test_an_item_of_rss_is_a_document_with_what_the_feed_says_of_it():
    """Its content is the publisher's own, scripts and all: cleaning is not reading."""
    assert read(RSS % ITEM, encoding="iso-8859-1") == [
        Document.read_from(
            Source(uri="news.rss", position="g1", record_id="g1", media_type="text/html"),
            '<p onclick="x()">Grün <script>1</script></p>'.encode(),
            Claims(
                url="https://a.example/1",
                title="Regen & Wind",
                authors=("Jürgen",),
                published_at=datetime(2024, 4, 1, 10, tzinfo=UTC),
                language="de",
                charset="utf-8",
                description="Kurz.",
                image_url="https://a.example/1.jpg",
                tags=("Wetter",),
            ),
        )
    ]


def test_an_entry_of_atom_is_a_document_with_what_the_feed_says_of_it():
    assert read(ATOM % ENTRY) == [
        Document.read_from(
            Source(uri="news.rss", position="e1", record_id="e1", media_type="text/html"),
            b"<p>Il a plu.</p>",
            Claims(
                url="https://a.example/2",
                title="Pluie",
                authors=("Zoé", "Max"),
                published_at=datetime(2024, 4, 1, 10, tzinfo=UTC),
                modified_at=datetime(2024, 4, 2, 10, tzinfo=UTC),
                language="fr",
                charset="utf-8",
                description="Bref.",
            ),
        )
    ]


CC = "http://creativecommons.org/licenses/by/4.0/"
OF_USERLAND = "http://backend.userland.com/creativeCommonsRssModule"


@pytest.mark.parametrize(
    ("of_feed", "of_entry", "expected"),
    [
        ("", f'<license xmlns="{OF_USERLAND}">{CC}</license>', CC),
        (f'<license xmlns="{OF_USERLAND}">{CC}</license>', "", CC),
        ("", f'<link xmlns="http://www.w3.org/2005/Atom" rel="license" href="{CC}"/>', CC),
        ("", "<dc:rights>All mine</dc:rights>", "All mine"),
        ("<copyright>The Desk</copyright>", "", "The Desk"),
        ("", "", None),
    ],
)
def test_a_feed_names_a_licence_for_an_entry_or_for_all(of_feed, of_entry, expected):
    item = f"<item><description>It rained.</description>{of_entry}</item>"
    [document] = read(RSS % (of_feed + item))
    assert document.claims.license == expected


def test_the_rights_of_an_entry_of_atom_are_its_licence():
    entry = "<entry><content>It rained.</content><rights>CC BY</rights></entry>"
    [document] = read(ATOM % entry)
    assert document.claims.license == "CC BY"


def test_an_item_of_rss_1_0_is_a_document():
    assert outline(read(RDF)) == [("i1", b"It rained.")]


def test_utf_16_is_read():
    assert outline(read(RSS.replace("iso-8859-1", "utf-16") % ITEM, encoding="utf-16")) == [
        ("g1", '<p onclick="x()">Grün <script>1</script></p>'.encode())
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("<item><guid>g</guid><description>Short.</description></item>", ("g", b"Short.")),
        ("<item><link>https://a.example/1</link><description>b</description></item>",
         ("https://a.example/1", b"b")),
        ("<item><description>c</description></item>", ("0", b"c")),
        ("<item><guid>g</guid><title>Rain</title></item>", ("g", Reason.NO_CONTENT)),
    ],
)  # fmt: skip
def test_the_content_and_the_position_of_an_entry(entry, expected):
    """Its content, else its summary; its id, else its link, else its index."""
    assert outline(read(RSS % entry)) == [expected]


def test_positions_differ_even_where_ids_do_not():
    item = "<item><guid>g</guid><description>a</description></item>"
    assert outline(read(RSS % (item * 2))) == [("g", b"a"), ("g#1", b"a")]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ('<content type="text">1 &lt; 2</content>', "text/plain"),
        ('<content type="html">&lt;p&gt;a&lt;/p&gt;</content>', "text/html"),
        ('<content type="html">Just text</content>', "text/plain"),
    ],
)
def test_the_media_type_is_html_only_for_what_has_tags(content, media_type):
    (document,) = read(ATOM % f"<entry><id>e</id>{content}</entry>")
    assert document.source.media_type == media_type


def test_a_feed_without_entries_is_legal():
    assert read(RSS % "") == []


def test_a_feed_that_ends_too_early_gives_the_entries_that_are_whole():
    text = (RSS % (ITEM + ITEM.replace("g1", "g2")))[:-250]
    assert outline(read(text, encoding="iso-8859-1")) == [
        ("g1", '<p onclick="x()">Grün <script>1</script></p>'.encode()),
        ("1", Reason.TRUNCATED),
    ]


def test_sloppy_xml_is_read_as_far_as_it_can_be():
    item = "<item><guid>g</guid><description>Rain & <b>wind</description></item>"
    assert outline(read(RSS % item)) == [("g", b"Rain & <b>wind")]


def test_what_is_no_feed_and_not_well_formed_is_malformed():
    with pytest.raises(ReadError) as refused:
        read("<rss><channel></rss></channel>")
    assert refused.value.reason == Reason.MALFORMED


def test_what_the_parser_stumbles_over_is_malformed():
    with pytest.raises(ReadError, match="not readable as a feed"):
        read('<rss xmlns:x="a\u00a0b\u00a0c"><x:channel></x:channel></rss>')


def test_a_feed_is_parsed_whole_and_so_has_the_limit_of_a_document():
    with pytest.raises(ReadError) as refused:
        read(RSS % ITEM, limit=100)
    assert refused.value.reason == Reason.TOO_LARGE


def test_a_feed_that_looks_like_an_address_is_not_fetched():
    with pytest.raises(ReadError, match="not well-formed"):
        read(b"http://127.0.0.1:9/feed")
