"""The site of an address."""

import pytest

from transforms.model import site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk"),
        ("https://desk.blogspot.com/2025/01/a.html", "desk.blogspot.com"),
        ("https://news.morgenblatt.example/a", "morgenblatt.example"),
        ("http://192.0.2.7:8080/a", "192.0.2.7"),
        ("http://[2001:db8::1]/a", "2001:db8::1"),
        ("http://localhost/a", "localhost"),
        ("https:///a", None),
        ("http://[bad/a", None),
        (None, None),
    ],
)
def test_a_site_is_a_registrable_domain(url, expected):
    assert site(url) == expected
