"""Tells what a file is: by its content where that is unmistakable, else by its name."""

import codecs
import re
from enum import StrEnum
from pathlib import PurePosixPath

from ..model import ReadError, Reason
from .record import looks_like_markup, parse_json
from .signatures import find_signature, root_element

HEAD_BYTES = 1 << 16
"""How much of a file is looked at."""


class Format(StrEnum):
    """What a file is read as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSON_LINES = "jsonl"
    FEED = "feed"
    PARQUET = "parquet"
    WARC = "warc"


_COMPRESSED = {".gz", ".gzip", ".bz2", ".xz", ".zst", ".zstd"}
_BY_EXTENSION = {
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".shtml": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
}
_JSON_LINES = (".jsonl", ".ndjson", ".jl")
_NO_ARTICLES = {
    ".css": "a style sheet",
    ".csv": "a table (CSV): turn it into JSON Lines or Parquet",
    ".js": "a script",
    ".tsv": "a table (TSV): turn it into JSON Lines or Parquet",
}
_BY_ROOT = {
    "html": Format.HTML,
    "feed": Format.FEED,
    "rdf": Format.FEED,
    "rss": Format.FEED,
}
_JSON_OBJECT = re.compile(r'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')
_JSON_OBJECTS = re.compile(r'\[\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\]\s*$)')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE = 200  # one control character in so many is dirt, more is no text
_FEW_ZEROS = 3
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


def detect_format(name: str, head: bytes) -> Format:
    """Return what to read a file as.

    Args:
        name: Its path or name; a wrong extension does no harm where the content is unmistakable.
        head: Its first plain bytes, `HEAD_BYTES` of them or all that there are.

    Raises:
        ReadError: `unsupported_format` for what is known to hold no articles, `binary` for what
            is neither known nor text.

    >>> detect_format("page.txt", b"<!DOCTYPE html><title>It rained</title>").value
    'html'
    """
    extension = _extension(name)
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if re.match(rb"WARC/\d\.\d\s", head):
        return Format.WARC
    if signature := find_signature(head, extension):
        raise ReadError(Reason.UNSUPPORTED_FORMAT, f"{signature}: no articles are read from it")
    text = head.decode(unicode_encoding(head) or "latin-1", "replace").removeprefix("\ufeff")
    root = root_element(text)
    if root in _BY_ROOT:
        return _BY_ROOT[root]
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls * _CONTROL_SHARE > len(text):
        raise ReadError(Reason.BINARY, "neither text nor any format that is known here")
    return (
        _json(extension, text, is_whole=len(head) < HEAD_BYTES)
        or _by_extension(extension)
        or _by_looks(text, root)
    )


def _by_extension(extension: str) -> Format | None:
    if extension in _NO_ARTICLES:
        raise ReadError(Reason.UNSUPPORTED_FORMAT, _NO_ARTICLES[extension])
    return _BY_EXTENSION.get(extension)


def _by_looks(text: str, root: str | None) -> Format:
    start = text.lstrip()
    if root and start.startswith("<?xml"):
        raise ReadError(Reason.UNSUPPORTED_FORMAT, f"XML that is neither feed nor page: <{root}>")
    is_page = start.startswith("<") and "</" in text and looks_like_markup(text)
    return Format.HTML if is_page else Format.TEXT


def _extension(name: str) -> str:
    path = PurePosixPath(name.lower())
    while path.suffix in _COMPRESSED:
        path = path.with_suffix("")
    return path.suffix


def _json(extension: str, text: str, *, is_whole: bool) -> Format | None:
    """Return which kind of JSON `text` begins, if it does."""
    text = text.strip()
    lines = text.split("\n")
    if extension in _JSON_LINES:
        if _JSON_OBJECTS.match(text) and not _parses(lines[0]):
            return Format.JSON
        is_json = any(line.lstrip().startswith(("{", "[")) for line in lines)
        return Format.JSON_LINES if is_json else None
    if extension == ".json":
        return Format.JSON if text.startswith(("{", "[")) else None
    if not _JSON_OBJECT.match(text) and not _JSON_OBJECTS.match(text):
        return None
    if _parses(lines[0]) or not is_whole or _parses(text):
        return Format.JSON
    return None


def _parses(text: str) -> bool:
    try:
        parse_json(text.encode("utf-8", "replace"))
    except ReadError:
        return False
    return True


def unicode_encoding(head: bytes) -> str | None:
    """Return the Unicode encoding that `head` shows by a byte order mark or by its zero bytes.

    >>> unicode_encoding("Es regnete.".encode("utf-16-be"))
    'utf-16-be'
    >>> unicode_encoding(b"It rained.") is None
    True
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    sample = head[:4096]
    if b"\0" not in sample:
        return None
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "ignore")
        # Texts have ASCII spaces, digits or signs in any script: one half has its share of zeros.
        count, size = zeros.count(0), len(zeros)
        is_plausible = count * 2 >= size or (count >= _FEW_ZEROS and count * 10 >= size)
        if is_plausible and text and not _CONTROL.search(text):
            return encoding
    return None
