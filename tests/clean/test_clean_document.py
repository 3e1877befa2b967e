"""A document becomes an article, or is refused for a reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean import clean_document
from transforms.clean.metadata.authors import author_names
from transforms.model import Article, CleanError, Document, Reason, Source
from transforms.testing import document

BODY = (
    "It rained in Riga for three days, and the river rose by two metres before it fell again. " * 4
)
MORE = BODY.replace("Riga", "Tartu").strip()
PAGE = f"""<!doctype html><html lang="lv-LV"><head><title>Rain - A</title>
<meta charset="utf-8"><meta property="og:title" content="Rain in Riga">
<meta property="article:published_time" content="2024-05-03T10:00:00+02:00">
<meta name="author" content="Ada Byron"><meta property="og:image" content="/r.jpg">
<link rel="canonical" href="https://a.example/rain"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Rain in Riga</h1>
<p>{BODY}</p><p>Advertisement</p><p>{MORE}</p><p>Comment (0)</p></article></body></html>"""


def _page(**claims):
    return clean_document(
        document(PAGE, media_type="text/html; charset=utf-8", **claims), trail=True
    )


def test_a_page():
    article = _page(url="https://a.example/rain?utm_source=x")
    assert article.text == f"{BODY.strip()}\n{MORE}"
    assert article.title == "Rain in Riga"
    assert article.authors == ("Ada Byron",)
    assert article.published_at == datetime(2024, 5, 3, 8, tzinfo=UTC)
    assert article.url == "https://a.example/rain?utm_source=x"
    assert article.canonical_url == "https://a.example/rain"
    assert article.image_url == "https://a.example/r.jpg"
    assert article.declared_language == "lv-LV"
    assert "Advertisement" in [edit.before for edit in article.trail]


def test_a_claim_wins_and_the_page_fills_the_gaps():
    article = _page(title="Claimed", authors=("By Émile Borel",))
    assert (article.title, article.authors) == ("Claimed", ("Émile Borel",))
    assert article.published_at == datetime(2024, 5, 3, 8, tzinfo=UTC)
    assert article.url == "https://a.example/rain"


def test_no_trail_unless_it_is_asked_for():
    assert clean_document(document("It rained.\nAnzeige")).trail is None


def test_a_fragment_comes_out_whole():
    html = "<p>It rained.</p><p>It <b>stopped</b>.<br>At last.</p><ul><li>Sun</li></ul>"
    article = clean_document(document(html, media_type="text/html"))
    assert article.text == "It rained.\nIt stopped.\nAt last.\nSun"


def test_text_that_is_a_page_is_read_as_one():
    assert clean_document(document(PAGE)).title == "Rain in Riga"


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b" \n\t", "text/plain", Reason.EMPTY),
        (b"\xef\xbb\xbf \n", "text/plain", Reason.EMPTY),
        (b"Advertisement\n\nComment (0)", "text/plain", Reason.NO_TEXT),
        (b"<html><head><title>x</title></head><body></body></html>", "text/html", Reason.NO_TEXT),
        (b"<!doctype html>", "text/html", Reason.NO_TEXT),
        (
            b"<html><body><div id=app></div><noscript>Please enable JavaScript.</noscript></body>",
            "text/html",
            Reason.SCRIPT_SHELL,
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "text/plain", Reason.BINARY),
        (b"It rained.", "application/pdf", Reason.UNSUPPORTED_FORMAT),
    ],
)
def test_what_is_refused_and_why(content, media_type, reason):
    with pytest.raises(CleanError) as refusal:
        clean_document(document(content, media_type=media_type))
    assert refusal.value.reason == reason
    assert refusal.value.message


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "b", "ul><li", "table><tr><td"])
def test_pages_nested_too_deeply_to_be_read_are_refused(tag):
    html = f"<html><body>{f'<{tag}>' * 3000}<p>{BODY}"
    with pytest.raises(CleanError) as refusal:
        clean_document(document(html, media_type="text/html"))
    assert refusal.value.reason == Reason.TOO_DEEP


LINES = st.sampled_from(
    [
        "", "It rained in Riga for three days, and the river rose again.", "Rain in Riga", "Rain",
        "Advertisement", "The river. (Photo: LETA)", "Source: https://a.example/x", "References",
        "1. Byron (1843)", "Related articles", "It stopped./.", "###", "Share", "./.", "FÃ¼r Elise",
        "Rain in\u00a0Riga", "Photo: LETA", "A" * 500, "Comment (0)", "# Rain",
        "By Ada Byron", "By Ada Byron | 3 May 2024", "Published 3 May 2024, 10:00", "3 May 2024",
        "RIGA (Reuters) - It rained in Riga for three days, and the river rose again.",
        "RIGA (Reuters) - Photo: LETA and others", "Update 14:05: The bridge is open.",
        "Correction: The river rose by two metres.", "Update: It rained./.", "Reuters",
        "RIGA (Reuters) - By Ada Byron and Bo Ek", "Photo: " + "Rain " * 20, "Getty Images./.",
        "Source: Reuters", "(Reporting by Ada Byron; Editing by Bo Ek)",
        "(AFP) - (AFP) - It rained.",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from([None, "Rain in Riga"]))
def test_cleaning_twice_changes_nothing(lines, title):
    try:
        once = clean_document(document("\n".join(lines), title=title), trail=True)
    except CleanError:
        return
    again = clean_document(document(once.text, title=once.title), trail=True)
    assert again.text == once.text
    assert again.trail == ()


@settings(deadline=None)
@given(st.lists(LINES, max_size=12))
def test_no_word_is_invented(lines):
    text = "\n".join(lines).replace("Ã¼", "ü")
    try:
        article = clean_document(document(text))
    except CleanError:
        return
    assert set(article.text.split()) <= {*text.split(), "stopped.", "rained.", "Images."}


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/plain", "text/markdown"]))
def test_any_bytes_give_an_article_or_a_refusal(content, media_type):
    try:
        article = clean_document(document(content, media_type=media_type), trail=True)
    except CleanError:
        return
    assert Article.model_validate_json(article.model_dump_json()) == article


@pytest.mark.parametrize(
    ("footer", "published"),
    [
        ("<footer>© 2024 Harbor Herald</footer>", None),
        ("<footer>Published on January 1, 2024</footer>", datetime(2024, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_year_alone_is_no_day_of_publication(footer, published):
    text = "<p>It rained all day in Harbor, and the market stayed shut until the evening.</p>"
    page = f"<html><body><article>{text * 3}</article>{footer}</body></html>"
    assert clean_document(document(page, media_type="text/html")).published_at == published


def test_the_day_of_fetching_is_no_bound_on_what_a_page_says_of_itself():
    """Just after midnight in Tokyo it is still the day before in UTC."""
    page = (
        '<html><head><meta property="article:published_time" content="2025-01-14T00:30:00+09:00">'
        "</head><body><article><p>It rained all day in Harbor, and the market stayed shut until "
        "the evening.</p></article></body></html>"
    )
    fetched = Document.read_from(
        Source(uri="a.warc", media_type="text/html", fetched_at="2025-01-13T15:40:00Z"),
        page.encode(),
    )
    assert clean_document(fetched).published_at == datetime(2025, 1, 13, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "wall",
    [
        "Request unsuccessful. Incapsula incident ID: 703000160143928-12",
        "You will be connected to www.harbor.example in just a moment...",
        "You will be connected to</p><p>www.harbor.example</p><p>in just a moment...",
        "Checking your browser before accessing harbor.example.",
    ],
)
def test_what_is_shown_to_robots_is_no_article(wall):
    with pytest.raises(CleanError) as refusal:
        clean_document(document(f"<html><body><p>{wall}</p></body></html>", media_type="text/html"))
    assert refusal.value.reason == Reason.ROBOT_WALL


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Lindsey O&#039;Donnell", ("Lindsey O'Donnell",)),
        ("Last Updated January 7", ()),
        ("Author Bo Ek", ("Bo Ek",)),
        ("作者", ()),
        ("Markus Haefliger, Beat Bumbacher", ("Markus Haefliger", "Beat Bumbacher")),
        ("Harbor Herald, Riga", ("Harbor Herald, Riga",)),
    ],
)
def test_names_come_without_what_stands_around_them(written, names):
    assert author_names([written]) == names
