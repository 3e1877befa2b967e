"""One spelling for the addresses of one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.model import canonical_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://News.Example/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a/", "https://news.example/a"),
        ("https://news.example/b/../a", "https://news.example/a"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://news.example/a?utm_source=x&fbclid=y&gclid=z", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/a;jsessionid=12AB?id=3", "https://news.example/a?id=3"),
        ("https://news.example/a;/", "https://news.example/a"),
        ("https://news.example/#!/news/1", "https://news.example/#!/news/1"),
        ("https://news.example/a?name=%CD%EE", "https://news.example/a?name=%CD%EE"),
        ("https://news.example/ü", "https://news.example/%C3%BC"),
        ("https://news.example/%c3%bc", "https://news.example/%C3%BC"),
        (" https://news.example/a\n", "https://news.example/a"),
    ],
)
def test_spellings_of_one_address_become_one(url, expected):
    assert canonical_url(url) == expected


@pytest.mark.parametrize("name", ["id", "cid", "ref", "source", "page", "p", "lang"])
def test_a_parameter_that_may_name_the_page_stays(name):
    assert canonical_url(f"https://news.example/a?{name}=7") == f"https://news.example/a?{name}=7"


@pytest.mark.parametrize(
    "url",
    [None, "", "mailto:desk@news.example", "/a", "news.example/a", "http://[::1", "https:///a"],
)
def test_what_is_no_web_address_has_no_canonical_form(url):
    assert canonical_url(url) is None


@given(st.from_regex(r"https?://[a-z.]{1,9}(:\d{1,5})?/[^\s]{0,40}", fullmatch=True))
def test_the_canonical_form_is_its_own_canonical_form(url):
    once = canonical_url(url)
    assert once is None or canonical_url(once) == once
