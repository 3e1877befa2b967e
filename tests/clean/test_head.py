"""What a page says of itself is believed as far as it can be true."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from transforms.clean.metadata.authors import author_names
from transforms.clean.metadata.head import absolute, declared_language, page_address
from transforms.clean.metadata.statements import statements


def _page(head):
    return statements(fromstring(f"<html><head>{head}</head><body><p>It rained.</p></body></html>"))


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (
            '<link rel="canonical" href="https://a.example/x">',
            "https://a.example/x?p=1",
            "https://a.example/x",
        ),
        ('<link rel="canonical" href="/x">', "https://a.example/x?p=1", "https://a.example/x"),
        (
            '<link rel="canonical" href="https://www.a.example/x">',
            "https://m.a.example/x",
            "https://www.a.example/x",
        ),
        ('<link rel="canonical" href="https://a.example/">', "https://a.example/x", None),
        ('<link rel="canonical" href="https://b.example/x">', "https://a.example/x", None),
        ('<link rel="canonical" href="https://a.example/x">', None, "https://a.example/x"),
        ('<link rel="canonical" href="https://a.example/">', None, None),
        ('<link rel="canonical" href="/x">', None, None),
        (
            '<meta property="og:url" content="https://a.example/x">',
            "https://a.example/y",
            "https://a.example/x",
        ),
        ('<link rel="canonical" href="http://[x">', "https://a.example/y", None),
    ],
)
def test_the_address_of_a_page(head, url, expected):
    assert page_address(_page(head), url) == expected


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ('<html lang="pt_BR"><p>x</p></html>', "pt-BR"),
        ('<html><head><meta property="og:locale" content="de_DE"></head><p>x</p></html>', "de-DE"),
        ('<html><head><meta http-equiv="content-language" content="en, de"></head></html>', None),
        ("<html><p>x</p></html>", None),
    ],
)
def test_declared_language(html, tag):
    assert declared_language(statements(fromstring(html))) == tag


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["By Ada Byron"], ("Ada Byron",)),
        (["Ada Byron; Émile Borel; ada byron"], ("Ada Byron", "Émile Borel")),
        (["Ada Byron <ada@example.org>"], ("Ada Byron",)),
        (["Von Birgit Baumann"], ("Birgit Baumann",)),
        (["Di Maio"], ("Di Maio",)),
        (["作者：王小明"], ("王小明",)),
        (["https://a.example/ada", "", "123"], ()),
    ],
)
def test_names_of_authors(written, names):
    assert author_names(written) == names


ADDRESSES = st.lists(
    st.sampled_from(
        ["https:", "http:", "HTTP:", "//", "/", "a.example", "[b", "é.example", ":8080", "a", "..",
         "?", "b=1", "&", ";", "#", " ", "\n", "%41"]
    )
).map("".join)  # fmt: skip


@given(ADDRESSES, st.sampled_from(["", "https://a.example/b/", "../"]), ADDRESSES)
def test_an_address_is_made_absolute_as_rfc_3986_says(reference, base, url):
    try:
        address = urljoin(urljoin(url, base), reference.strip())
        parts = urlsplit(address)
        is_one = reference.strip() and parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        is_one = False
    assert absolute(reference, base, url) == (address if is_one else None)
