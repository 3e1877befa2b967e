"""When a page was published and changed."""

from datetime import UTC, date, datetime

import pytest
from lxml.html import fromstring

from transforms.clean.metadata.dates import address_day
from transforms.clean.metadata.metadata import page_metadata
from transforms.clean.metadata.statements import statements
from transforms.clean.metadata.visible_days import visible_day
from transforms.clean.metadata.written_days import written_days


def times(head="", body="<h1>Rain</h1><p>It rained.</p>", url="https://a.example/rain"):
    found = page_metadata(
        fromstring(f"<html lang=en><head>{head}</head><body>{body}</body></html>"), url
    )
    return found.published, found.modified


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def linked(**statements):
    fields = ", ".join(f'"{name}": "{value}"' for name, value in statements.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


EIGHT = datetime(2024, 5, 3, 8, tzinfo=UTC)
DAY = datetime(2024, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "head",
    [
        linked(datePublished="2024-05-03T10:00:00+02:00"),
        meta("article:published_time", "2024-05-03T10:00:00+02:00"),
        meta("og:article:published_time", "2024-05-03T08:00:00Z"),
        meta("parsely-pub-date", "2024-05-03T08:00:00Z"),
        meta("sailthru.date", "Fri, 03 May 2024 08:00:00 GMT"),
        meta("cXenseParse:recs:publishtime", "2024-05-03T08:00:00.000Z"),
        meta("DC.date.issued", "2024-05-03T08:00:00Z"),
        meta("vr:published-time", "03.05.2024 08:00"),
        meta("date", "2024-05-03 08:00"),
        meta("article:published_time", "Fr., 03.05.2024 - 08:00"),
        meta("article:published_time", "3. Mai 2024, 08:00 Uhr"),
        '<meta itemprop="datePublished" content="2024-05-03 08:00">',
        (
            '<script type="application/ld+json">{"@type": "Recipe", "datePublished": '
            '"2024-05-03T08:00:00Z"}</script>'
        ),
    ],
)
def test_a_page_states_when_it_was_published_in_many_ways(head):
    assert times(head) == (EIGHT, None)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            linked(datePublished="2024-05-03T08:00:00Z")
            + meta("article:published_time", "2024-05-04T08:00:00Z"),
            EIGHT,
        ),
        (meta("date", "2024-05-04") + meta("article:published_time", "2024-05-03"), DAY),
        (
            meta("date", "2024-05-03T08:00:00Z") + meta("article:published_time", "2024-05-03"),
            EIGHT,
        ),
        (
            meta("article:published_time", "2024-05-03T10:00:00")
            + meta("date", "2024-05-03T10:00:00+02:00"),
            EIGHT,
        ),
        (
            linked(datePublished="2024-07-01T00:00:00Z", dateModified="2024-05-05T00:00:00Z")
            + meta("date", "2024-05-03T08:00:00Z"),
            EIGHT,
        ),
        (meta("article:published_time", "soon") + meta("date", "2024-05-03"), DAY),
        (meta("article:published_time", "0001-01-01T00:00:00"), None),
        (meta("article:publisher", "2024-05-03"), None),
    ],
    ids=[
        "JSON-LD goes before meta elements",
        "the deliberate name goes before the vague one",
        "a time refines a day",
        "a time with a zone goes before one without",
        "what is later than the last change is another thing's",
        "what is no date is passed over",
        "nor is the beginning of time",
        "a publisher is no date",
    ],
)
def test_the_order_of_trust(head, published):
    assert times(head)[0] == published


def test_the_day_in_the_address_decides_between_statements():
    head = linked(datePublished="2024-06-01T08:00:00Z") + meta("date", "2024-05-03T08:00:00Z")
    assert times(head, url="https://a.example/2024/05/03/rain")[0] == EIGHT
    assert times(head)[0] == datetime(2024, 6, 1, 8, tzinfo=UTC)


def test_the_instant_is_kept_where_it_is_another_day_in_utc():
    head = meta("article:published_time", "2024-05-03T23:30:00-05:00")
    published = times(head, url="https://a.example/2024/05/03/rain")[0]
    assert published == datetime(2024, 5, 4, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("modified", "expected"),
    [("2024-05-04T08:00:00Z", datetime(2024, 5, 4, 8, tzinfo=UTC)), ("2024-05-02", None)],
)
def test_a_change_comes_after_publication(modified, expected):
    head = meta("article:published_time", "2024-05-03T08:00:00Z") + meta("lastmod", modified)
    assert times(head) == (EIGHT, expected)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/05/03/rain", "2024-05-03"),
        ("https://a.example/2024-05/03/c_1.htm", "2024-05-03"),
        ("https://a.example/news/20240503/rain", "2024-05-03"),
        ("https://a.example/rain-2024-5-3", "2024-05-03"),
        ("https://a.example/03-05-2024-rain", "2024-05-03"),
        ("https://archive.example/20160218174457/http://a.example/2024/05/03/x", "2024-05-03"),
        ("https://a.example/rain-20249903", None),
        ("https://a.example/news/120240503", None),
        ("https://a.example/2024/rain", None),
        ("http://[x", None),
        (None, None),
    ],
)
def test_an_address_names_a_day(url, day):
    assert str(address_day(url)) == str(day)


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("Published on May 3, 2024 by Ada", None, ["2024-05-03"]),
        ("Am 3. Mai 2024 regnete es.", None, ["2024-05-03"]),
        ("3 de mayo de 2024", None, ["2024-05-03"]),
        ("le 1er août 2024", None, ["2024-08-01"]),
        ("3 мая 2024 г.", None, ["2024-05-03"]),
        ("2024年5月3日", None, ["2024-05-03"]),
        ("2024년 5월 3일", None, ["2024-05-03"]),
        ("2024. május 3.", None, ["2024-05-03"]),
        ("3 tháng 5, 2024", None, ["2024-05-03"]),
        ("٣ مايو ٢٠٢٤", None, ["2024-05-03"]),
        ("3 พฤษภาคม 2567", None, ["2024-05-03"]),
        ("2024-05-03 and 04.05.2024", None, ["2024-05-03", "2024-05-04"]),
        ("5/3/2024", "en-US", ["2024-05-03"]),
        ("3/5/2024", "es", ["2024-05-03"]),
        ("3/5/2024", "en", []),
        ("31/5/2024", "en", ["2024-05-31"]),
        ("15 listopada 2023", "pl", ["2023-11-15"]),
        ("15 listopada 2023", "hr", ["2023-10-15"]),
        ("99.99.2024, May 2024, 3 roses in 2024", None, []),
    ],
)
def test_days_are_read_as_people_write_them(text, language, days):
    assert [str(found.day) for found in written_days(text, language)] == days


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<h1>Rain</h1><p class=date>3 May 2024</p><p>On 1 May 2024 it was dry.</p>", "2024-05-03"),
        ("<h1>Rain</h1><time datetime=2024-05-03>today</time>", "2024-05-03"),
        ("<h1>Rain</h1><p><b>3</b> <i>May</i> <b>2024</b></p>", "2024-05-03"),
        ("<h1>Rain</h1><p>Updated: 5 May 2024</p><p>Published: 3 May 2024</p>", "2024-05-03"),
        (
            (
                "<aside class=related><time datetime=2024-06-01>1 June 2024</time></aside>"
                "<article><h1>Rain</h1><span>3 May 2024</span></article>"
            ),
            "2024-05-03",
        ),
        ("<h1>Rain</h1><div class=comment><span>3 May 2024</span></div>", None),
        ("<h1>Rain</h1><p>© 3 May 2024</p>", None),
        ("<h1>Rain</h1><p>" + "It rained on 3 May 2024, and it rained on the next day. " * 3, None),
        ("<h1>Rain</h1><p>Born: 3 May 1924</p>", None),
        ("<h1>Rain</h1><p>© 2024</p>", None),
        ("<h1>Rain</h1><p>May 1, 2024</p><p>Posted: Friday, May 3, 2024</p>", "2024-05-03"),
        ("<h1>Rain</h1><p>May 1, 2024</p><p>Candidate May 3, 2024</p>", "2024-05-01"),
        ("<h1>Rain</h1><p>May 1, 2024</p><p>Bericht vom May 3, 2024</p>", "2024-05-01"),
        ("<h1>Rain</h1><p>2024年5月1日</p><p>首次发布时间：2024年5月3日</p>", "2024-05-03"),
        ("<h1>Rain</h1><p><b>Riga</b> 3 May 2024</p><p><b>Riga</b> 4 May 2024</p>", "2024-05-03"),
        ("<h1>Rain</h1><!-- 3 May 2024 --><script>3 May 2024</script>", None),
    ],
)
def test_the_day_that_readers_see(body, day):
    page = fromstring(f"<html lang=en><body>{body}</body></html>")
    assert str(visible_day(statements(page), "en")) == str(day)


def test_a_date_in_the_data_of_a_script_is_the_last_resort():
    script = '<script>state = {"publishedAt": "2024-05-03T08:00:00Z", "x": 1}</script>'
    assert times(script) == (EIGHT, None)
    assert times(script, "<h1>Rain</h1><p class=date>2 May 2024</p>")[0] == date_of(2024, 5, 2)


def date_of(*parts):
    return datetime.combine(date(*parts), datetime.min.time(), UTC)
