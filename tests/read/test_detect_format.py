"""What a file is read as: its content tells where it is unmistakable, else its name."""

import pytest

from transforms.model import ReadError, Reason
from transforms.read.formats import HEAD_BYTES, detect_format, unicode_encoding
from transforms.read.signatures import root_element


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        # by name
        ("a.txt", b"It rained.", "text"),
        ("a", b"It rained.", "text"),
        ("a.unknown", b"It rained.", "text"),
        ("A.MD", b"# Rain", "markdown"),
        ("a.md.gz", b"# Rain", "markdown"),
        ("a.MD.ZST", b"# Rain", "markdown"),
        ("a.html", b"It rained.", "html"),
        ("a.rss", b"nothing to tell", "feed"),
        ("a.jsonl", b'{"text": "It rained."}\n', "jsonl"),
        ("a.ndjson.gz", b'oops\n{"text": "It rained."}\n', "jsonl"),
        ("a.json", b'{"text": broken', "json"),
        # by content, whatever the name
        ("a.txt", b"<!DOCTYPE html><p>Rain", "html"),
        ("a.txt", b"\xef\xbb\xbf\n <!-- saved -->\n<HTML lang=en>", "html"),
        ("a", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C"><html>', "html"),
        ("a.html", b'<?xml version="1.0"?>\n<!-- feed -->\n<rss version="2.0">', "feed"),
        ("a.txt", b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("a.xml", b"<rdf:RDF xmlns:rdf=''>", "feed"),
        ("a.txt", '<?xml version="1.0"?><rss>'.encode("utf-16"), "feed"),
        ("a.txt", b"PAR1\x15\x04", "parquet"),
        ("a.html", b"WARC/1.0\r\nWARC-Type: response", "warc"),
        ("a.txt", b'{"text": "It rained."}', "json"),
        ("a.html", b'{"text": "a"}\n{"text": "b"}\n', "json"),
        ("a.txt", b'[{"text": "It rained."}]', "json"),
        ("a.jsonl", b'[\n{"text": "It rained."}]', "json"),
        ("a.txt", '{"text": "It rained."}'.encode("utf-16"), "json"),
        ("a.txt", b'{"text": "' + b"x" * HEAD_BYTES, "json"),
        ("a", b"<div><p>Rain.</p></div>", "html"),
        # what only begins like something else stays text
        ("a.txt", b"{braces} open this text", "text"),
        ("a.txt", b"[1] Smith, J. (2020)", "text"),
        ("a.txt", b'{"a": no JSON}', "text"),
        ("a.txt", b"<div> is a tag</div>", "text"),
        ("a", b"< 5 degrees", "text"),
        ("a.json", b"It rained.", "text"),
        ("a.jsonl", b"It rained.", "text"),
        ("a.txt", b"PARENTS like rain. ID3 tags, too.", "text"),
        ("a.txt", b"The ftyp box of an MP4 file", "text"),
        ("a.md", b"<p align=center>\n\n# Rain\n</p>", "markdown"),
        # text in any encoding
        ("a.txt", "Es regnete.".encode("utf-16"), "text"),
        ("a.txt", "Es regnete.".encode("utf-16-le"), "text"),
        ("a.txt", "Es regnete.".encode("utf-32"), "text"),
        ("a.txt", "雨が降った。".encode("iso-2022-jp"), "text"),
        ("a.txt", "Шёл дождь.".encode("koi8-r"), "text"),
    ],
)
def test_format(name, head, expected):
    assert detect_format(name, head) == expected


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("a.txt", b"%PDF-1.7\n", "a PDF document"),
        ("a.docx", b"PK\3\4....", "a Word document"),
        ("a.bin", b"PK\3\4....", "a ZIP archive"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0", "a PNG image"),
        ("a.txt", b"\xff\xd8\xff\xe0\0", "a JPEG image"),
        ("a.jpg", b"RIFF\0\0\0\0WEBPVP8 ", "a WebP image"),
        ("a.mp3", b"ID3\4\0", "an MP3 sound"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "an MPEG-4 video"),
        ("a", b"\x7fELF\2", "an executable"),
        ("a.db", b"SQLite format 3\0", "an SQLite database"),
        ("a.tar", b"news/".ljust(257, b"\0") + b"ustar\0", "a tar archive"),
        ("a.txt", b'<?xml version="1.0"?><svg xmlns="">', "an SVG image"),
        ("a.xml", b'<?xml version="1.0"?><urlset><url/></urlset>', "<urlset>"),
        ("a.csv", b"title,text\nRain,It rained.", "a table"),
        ("a.css", b"body { color: red }", "a style sheet"),
    ],
)
def test_what_is_known_to_hold_no_articles_is_named(name, head, what):
    with pytest.raises(ReadError, match=what) as refused:
        detect_format(name, head)
    assert refused.value.reason == Reason.UNSUPPORTED_FORMAT


@pytest.mark.parametrize("head", [b"It\0rained.", bytes(range(256)), b"\1\2\3 rain \4\5" * 9])
def test_what_is_neither_known_nor_text_is_binary(head):
    with pytest.raises(ReadError) as refused:
        detect_format("a.txt", head)
    assert refused.value.reason == Reason.BINARY


def test_a_stray_control_character_is_dirt_and_not_binary():
    assert detect_format("a.txt", b"It rained.\x07" + b" And rained." * 20) == "text"


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        ("Rain".encode("utf-16"), "utf-16"),
        ("Rain".encode("utf-32"), "utf-32"),
        ("Rain".encode("utf-8-sig"), "utf-8-sig"),
        ("雨, rain and 雨".encode("utf-16-be"), "utf-16-be"),
        ("Шёл дождь, и долго.".encode("utf-16-le"), "utf-16-le"),
        (b"Rain", None),
        (b"\0\0\0\0\1\2", None),
    ],
)
def test_unicode_encoding_is_told_by_its_mark_or_its_zeros(encoded, encoding):
    assert unicode_encoding(encoded) == encoding


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<rss>", "rss"),
        ("<atom:feed xmlns:atom=''>", "feed"),
        ('<!DOCTYPE rss [<!ENTITY nbsp " ">]>\n<rss>', "rss"),
        ("<!doctype HTML>", "html"),
        ("<!-- <rss> --><html>", "html"),
        ("a <b>", None),
        ("<!-- not closed <html>", None),
    ],
)
def test_root_element(text, root):
    assert root_element(text) == root
