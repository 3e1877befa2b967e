"""Bytes to text: in the order of the Encoding Standard, and by what the bytes themselves allow.

A declaration is believed as long as the bytes bear it out: byte order mark, then the HTTP header,
then the page's own `<meta>`. Where they do not, UTF-8 is tried, then what a statistical detector
says of a sample. The same bytes always give the same text.
"""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from ...model import CleanError, Reason
from .latin import latin_encoding

# Python's names of the encodings that the Encoding Standard knows. No others: Python also calls
# such things as "unicode_escape" encodings.
_WEB_ENCODINGS = frozenset(
    {
        "big5hkscs", "cp866", "cp874", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp",
        "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman", "utf-8",
        *(f"cp125{n}" for n in range(9)),
        *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    }
)  # fmt: skip
# Labels of the standard that w3lib does not translate.
_LABELS = {
    "iso-8859-8-i": "iso8859-8",
    "utf-16": "utf-8",  # whoever can read this label in ASCII does not read UTF-16
    "utf-16be": "utf-8",
    "utf-16le": "utf-8",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    **{f"x-cp125{n}": f"cp125{n}" for n in range(9)},
}
_MULTI_BYTE = frozenset({"big5hkscs", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp"})

# Share of the characters beyond ASCII that may be broken in text that counts as being in an
# encoding all the same. A page in UTF-8 with a footer pasted from elsewhere has some; text in
# another encoding fails at nearly every character of UTF-8, and at one in ten or so of the
# multi-byte encodings, which leave fewer gaps.
_BROKEN_UTF8 = 0.1
_BROKEN_LEGACY = 0.02
# Valid UTF-8 with this many characters beyond ASCII is not by chance also text in a multi-byte
# encoding of East Asia; with one of a single-byte encoding, a single character settles it.
_UTF8_BEYOND_DOUBT = 8

# Bytes of zero on the side of ASCII for each on the other, which 가, 一 and Ā have.
_ZEROS_ON_ONE_SIDE = 2

_SAMPLE_BYTES = 8_192  # what the detector sees; its cost grows with it: 1.3 ms for 4,000
_SCANNED_BYTES = 262_144  # where the sample is taken from
_BINARY_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"%PDF-", b"GIF8")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b")
_ESCAPE = b"\x1b"  # with it ASCII stands for other characters
_JAPANESE_ESCAPE = b"\x1b$"  # ISO-2022-JP is ASCII with such sequences, which no other text has
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Where an encoding of East Asia would have its characters inside a word of Latin script.
_LATIN_IN_WORD = re.compile("(?<=[A-Za-z])[\u00c0-\u024f]|[\u00c0-\u024f](?=[A-Za-z])")


def decode(content: bytes, *, charset: str | None = None, is_html: bool = False) -> str:
    """Return the text that `content` encodes, without a byte order mark.

    Args:
        content: The bytes as they came.
        charset: Label of the encoding that the container claims.
        is_html: Whether the bytes may name their encoding in a `<meta>` element.

    Raises:
        CleanError: BINARY for what is no text; UNDECODABLE for text in no encoding that was
            declared or can be told.
    """
    mark, bom = read_bom(content)
    if mark and bom:
        body = content[len(bom) :]
        text = _decoded(body, mark, _BROKEN_UTF8)
        if text is not None:
            return text
        content = body
    elif (text := _decoded_utf16(content)) is not None:
        return text
    _refuse_binary(content)

    utf8 = _decoded(content, "utf-8", 0.0)
    is_certain = utf8 is not None and _is_beyond_doubt(content, utf8)
    declared = [] if is_certain else _declared(content, charset, is_html=is_html)
    if utf8 is None:
        utf8 = _cut_utf8(content, is_declared="utf-8" in declared)
    for name in declared:
        text = utf8 if name == "utf-8" else _decoded(content, name, 0.0)
        if text is not None:
            mistaken = name != "utf-8" and utf8 is not None and _outweighs(utf8, name)
            return utf8 if mistaken and utf8 is not None else text
    if utf8 is not None:
        return utf8
    for name in (*declared, "utf-8"):
        broken = _BROKEN_UTF8 if name == "utf-8" else _BROKEN_LEGACY
        if (text := _decoded(content, name, broken)) is not None:
            return text
    return _guessed(content)


def _declared(content: bytes, charset: str | None, *, is_html: bool) -> list[str]:
    """Return the encodings that the container and the bytes themselves name."""
    names = [name for label in (charset,) if (name := _encoding_named(label))]
    if is_html and (name := html_body_declared_encoding(content)) in _WEB_ENCODINGS:
        names.append(str(name))
    if _JAPANESE_ESCAPE in content and content.isascii():
        names.insert(0, "iso2022_jp")
    return names


def _encoding_named(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip(" \t\r\n\"'").lower()
    name = _LABELS.get(label) or resolve_encoding(label)
    return name if name in _WEB_ENCODINGS else None


def _decoded(content: bytes, encoding: str, broken: float) -> str | None:
    """Return `content` as text, or None if more than a share `broken` of it cannot be."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if not broken:
            return None
    text = content.decode(encoding, "replace")
    beyond_ascii = len(_NOT_ASCII.findall(text))
    if text.count("\ufffd") > broken * beyond_ascii:
        return None
    return content.decode(encoding, _PASTED) if encoding == "utf-8" else text


def _cut_utf8(content: bytes, *, is_declared: bool) -> str | None:
    """Return `content` as text if it is UTF-8 that was cut within its last character."""
    try:
        text, _ = codecs.utf_8_decode(content, "strict", False)  # noqa: FBT003  more may follow
    except UnicodeDecodeError:
        return None
    # Else it may be a letter of another encoding with which a text ends.
    return text if is_declared or not text.isascii() else None


def _pasted(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for broken UTF-8: a letter pasted from Windows, or U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start, end = error.start, error.end
    sides = error.object[max(start - 1, 0) : start] + error.object[end : end + 1]
    char = error.object[start:end].decode("cp1252", "replace")
    is_pasted = len(char) == 1 and char.isalpha() and sides.isascii() and sides.strip().isalpha()
    return (char if is_pasted else "\ufffd"), end


_PASTED = "copydesk.pasted"
codecs.register_error(_PASTED, _pasted)


def _is_beyond_doubt(content: bytes, utf8: str) -> bool:
    """Whether `content` is that text, whatever was declared; see `_outweighs`."""
    more = len(content) - len(utf8)  # bytes: one to three for each character beyond ASCII
    return more >= 3 * _UTF8_BEYOND_DOUBT or (more == 0 and _ESCAPE not in content)


def _outweighs(utf8: str, declared: str) -> bool:
    """Whether text that is valid UTF-8 is so although another encoding was declared."""
    beyond_ascii = len(_NOT_ASCII.findall(utf8))
    if declared not in _MULTI_BYTE:
        return beyond_ascii > 0
    in_words = len(_LATIN_IN_WORD.findall(utf8))
    return beyond_ascii >= _UTF8_BEYOND_DOUBT or in_words * 2 > beyond_ascii


def _decoded_utf16(content: bytes) -> str | None:
    """Return `content` as text if it is UTF-16 without a byte order mark.

    Its spaces and line ends, and all of Latin script, have a zero byte on the same side, where few
    other characters have one; binary data read so soon comes to characters that do not exist.
    """
    if 0 not in content:
        return None
    zeros_even, zeros_odd = content[::2].count(0), content[1::2].count(0)
    if min(zeros_even, zeros_odd) * _ZEROS_ON_ONE_SIDE > max(zeros_even, zeros_odd):
        return None
    encoding = "utf-16-be" if zeros_even > zeros_odd else "utf-16-le"
    text = _decoded(content[: len(content) // 2 * 2], encoding, 0.0)
    if text is None or not all(map(_is_text, set(text))):
        return None
    return text


def _is_text(char: str) -> bool:
    return char.isprintable() or char.isspace() or unicodedata.category(char) == "Cf"


def _refuse_binary(content: bytes) -> None:
    controls = len(content) - len(content.translate(None, _CONTROLS))
    is_binary = content.startswith(_BINARY_SIGNATURES) or controls * 100 > len(content)
    if is_binary:
        raise CleanError(
            Reason.BINARY,
            f"{controls} of {len(content)} bytes are control characters, or the first ones are "
            "the signature of a binary format: not text in any encoding",
        )


def _guessed(content: bytes) -> str:
    sample = _sample(content)
    name = latin_encoding(sample) or _detected(sample, content)
    text = _decoded(content, name, _BROKEN_LEGACY) if name else None
    if text is None:
        raise CleanError(
            Reason.UNDECODABLE,
            "the bytes are not UTF-8 and fit no other encoding well; say which one it is in the "
            "record (charset) or convert the file",
        )
    return text


def _detected(sample: bytes, content: bytes) -> str | None:
    """Return what a statistical detector says."""
    best = from_bytes(sample).best()
    if best is not None and _is_halfwidth(str(best)):
        best = from_bytes(sample, cp_exclusion=_SHIFT_JIS).best()
    if best is None:
        return None
    name = codecs.lookup(best.encoding).name
    if name in _CENTRAL_EUROPEAN:
        return "cp1252" if _looks_western(content) else _CENTRAL_EUROPEAN[name]
    return name


def _sample(content: bytes) -> bytes:
    """Return running text from `content`, at most `_SAMPLE_BYTES`, not cut inside a character."""
    text = b" ".join(_MARKUP.sub(b" ", content[:_SCANNED_BYTES]).split())
    beyond_ascii = next((i for i, byte in enumerate(text) if byte > 0x7F), 0)  # noqa: PLR2004
    start = max(text.rfind(b" ", 0, beyond_ascii), 0)
    sample = text[start : start + _SAMPLE_BYTES]
    end = sample.rfind(b" ")  # no encoding uses the space as part of a character
    return sample[:end] if end > len(sample) // 2 else sample


# Single bytes beyond ASCII, such as Cyrillic, are half-width katakana in these. Nobody writes
# whole texts in that.
_SHIFT_JIS = ["cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"]
_HALFWIDTH = re.compile("[\uff61-\uff9f]")


def _is_halfwidth(text: str) -> bool:
    return len(_HALFWIDTH.findall(text)) * 2 > len(_NOT_ASCII.findall(text))


# The detector often takes Western for Central European text, since the two code pages share ä, ö,
# é and the like; and encodings that hardly anybody uses for the one next to them.
_CENTRAL_EUROPEAN = {
    "cp1250": "cp1250",
    "cp775": "cp1250",
    "iso8859-2": "iso8859-2",
    "iso8859-10": "iso8859-2",
    "iso8859-14": "iso8859-2",
    "mac-latin2": "cp1250",
}
# Letters of Central European languages whose bytes are signs, or nothing, in Western text:
# ą/š ľ/ž ł ş ţ đ š ž ť.
_CENTRAL_ONLY = bytes([0xB3, 0xB9, 0xBE, 0xBA, 0xFE, 0xF0, 0x9A, 0x9E, 0x9D])
_HUNGARIAN = bytes([0xF5, 0xFB])  # ő ű, which would be õ û
# à ã å æ è ê ì ñ ò ø ù in Western text, none of them letters of Hungarian.
_NOT_HUNGARIAN = bytes([0xE0, 0xE3, 0xE5, 0xE6, 0xE8, 0xEA, 0xEC, 0xF1, 0xF2, 0xF8, 0xF9])


def _looks_western(content: bytes) -> bool:
    def count(some: bytes) -> int:
        return len(content) - len(content.translate(None, some))

    high = len(content) - len(content.translate(None, bytes(range(0x80, 0x100))))
    if count(_CENTRAL_ONLY) * 50 > high:
        return False
    return count(_NOT_HUNGARIAN) > 0 or count(_HUNGARIAN) == 0
