"""The first bytes of formats that hold no articles, and the root of those that are marked up."""

import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "a PDF document"),
    (rb"%!PS", "a PostScript document"),
    (rb"\{\\rtf", "a rich text (RTF) document"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (rb"\x89PNG\r\n\x1a\n", "a PNG image"),
    (rb"\xff\xd8\xff", "a JPEG image"),
    (rb"GIF8[79]a", "a GIF image"),
    (rb"II\*\0|MM\0\*", "a TIFF image"),
    (rb"\0\0[\x01\x02]\0", "an icon"),
    (rb"RIFF....WEBP", "a WebP image"),
    (rb"RIFF....WAVE", "a WAVE sound"),
    (rb"RIFF....AVI ", "an AVI video"),
    (rb"\0...ftypavif", "an AVIF image"),
    (rb"\0...ftyp(?:hei|mif)", "a HEIF image"),
    (rb"\0...ftyp", "an MPEG-4 video or sound"),
    (rb"ID3[\x02-\x04]|\xff[\xf2\xf3\xfa\xfb]", "an MP3 sound"),
    (rb"OggS\0", "an Ogg sound or video"),
    (rb"fLaC\0", "a FLAC sound"),
    (rb"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (rb"\0\0\x01[\xba\xb3]", "an MPEG video"),
    (rb"FLV\x01", "a Flash video"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (rb"Rar!\x1a\x07", "a RAR archive"),
    (rb".{257}ustar", "a tar archive: unpack it"),
    (rb"\x04\x22\x4d\x18", "an LZ4 file: use gzip, bzip2, xz or zstd"),
    (rb"\x1f\x9d", "a compress (.Z) file: use gzip, bzip2, xz or zstd"),
    (rb"MZ[\x90\x78\x50]\0", "a Windows executable"),
    (rb"\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe", "an executable"),
    (rb"\0asm", "a WebAssembly module"),
    (rb"SQLite format 3\0", "an SQLite database"),
    (rb"Obj\x01", "an Avro file: turn it into Parquet"),
    (rb"ARROW1\0\0", "an Arrow file: turn it into Parquet"),
    (rb"\x80[\x02-\x05]\x95", "a Python pickle"),
    (rb"wOF[F2](?:\0\x01\0\0|OTTO)|\0\x01\0\0\0|OTTO\0", "a font"),
)
_COMPILED = [(re.compile(magic, re.DOTALL), name) for magic, name in _SIGNATURES]
_ZIPS = {
    ".docx": "a Word document",
    ".epub": "an EPUB book",
    ".odt": "an OpenDocument text",
    ".pptx": "a PowerPoint presentation",
    ".xlsx": "an Excel table",
}
_SKIPPED = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!(?!doctype\s+html\b|--)[a-z][^>\[]*(?:\[.*?\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:!doctype\s+(html)\b|(?:[\w.-]+:)?([a-z][\w.-]*)[\s>/])", re.IGNORECASE)


def find_signature(head: bytes, extension: str) -> str | None:
    """Return what a file is that begins with `head`, if it is known to hold no articles.

    >>> find_signature(b"%PDF-1.7", ".txt")
    'a PDF document'
    """
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _ZIPS.get(extension, "a ZIP archive: unpack it")
    for magic, name in _COMPILED:
        if magic.match(head):
            return name
    return "an SVG image" if root_element(head[:4096].decode("latin-1")) == "svg" else None


def root_element(text: str) -> str | None:
    """Return the name of the first element of `text`, in lower case and without its prefix.

    What may stand before it is passed over: declarations, comments, white space. A document type
    `html` is as good as the element.

    >>> root_element('<?xml version="1.0"?><!-- feed --><rdf:RDF xmlns="">')
    'rdf'
    """
    at = 0
    while skipped := _SKIPPED.match(text, at):
        at = skipped.end()
    root = _ROOT.match(text, at)
    return (root[1] or root[2]).lower() if root else None
