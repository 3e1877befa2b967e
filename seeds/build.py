#!/usr/bin/env python3
"""Write the container, compressed and odd-encoding files of the seed corpus.

The texts live in ``_sources/``; this script only packs them. It uses no clock and no
unseeded randomness, so a second run writes the same bytes::

    python seeds/build.py          # write the files
    python seeds/build.py --check  # compare them with what is on disk, write nothing
"""

from __future__ import annotations

import argparse
import base64
import bz2
import codecs
import gzip
import hashlib
import html
import io
import json
import lzma
import random
import sys
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "_sources"

CRAWLED = "2025-04-20T08:00:00Z"
RANDOM_SEED = 20250127
PIXEL_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

# What a careless export leaves inside words and between figures and units.
SPANISH_DIRT = {
    "construcción": "cons\u00adtruc\u00adción",
    "ventiladores": "ventila\u200bdores",
    "conexión": "co\u00adnexión",
    "mariscadores": "\u2060mariscadores",
    "noventa megavatios": "noventa\u00a0megavatios",
    "dos grados": "dos\u00a0grados",
    "Electricidad": "Elec\u00adtricidad",
}


@dataclass(frozen=True)
class Article:
    """One text of ``_sources/articles`` with the metadata of its head."""

    record_id: str
    url: str
    title: str
    authors: tuple[str, ...]
    date: str
    language: str
    text: str

    @property
    def author(self) -> str:
        """Return the authors as one string."""
        return ", ".join(self.authors)

    @property
    def moment(self) -> datetime:
        """Return the date as a moment in UTC, midnight where no time is given."""
        moment = datetime.fromisoformat(self.date)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)

    @property
    def html(self) -> str:
        """Return the paragraphs as HTML."""
        return "\n".join(
            f"<p>{html.escape(part, quote=False)}</p>" for part in self.text.split("\n\n")
        )

    def head(self) -> dict[str, object]:
        """Return the fields which every record format shares, without the text."""
        return {
            "id": self.record_id,
            "url": self.url,
            "title": self.title,
            "author": self.author,
            "date": self.date,
            "language": self.language,
        }

    def record(self) -> dict[str, object]:
        """Return the article as a record with a ``text`` field."""
        return {**self.head(), "text": self.text}


def source(folder: str, name: str) -> str:
    """Read a source text."""
    return (SOURCES / folder / name).read_bytes().decode("utf-8")


def article(name: str) -> Article:
    """Read an article: ``key: value`` lines, an empty line, the text."""
    head, _, text = source("articles", f"{name}.txt").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    names = fields.get("authors") or fields["author"]
    return Article(
        record_id=fields["id"],
        url=fields["url"],
        title=fields["title"],
        authors=tuple(names.split("; ")),
        date=fields["date"],
        language=fields["language"],
        text=text.strip("\n"),
    )


def gzipped(data: bytes) -> bytes:
    """Compress as one gzip member without a time stamp."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def json_line(record: dict[str, object]) -> str:
    """Write a record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def odd_texts() -> dict[str, bytes]:
    """Build the plain texts which are not plain UTF-8 with line feeds."""
    spanish = source("text", "centro-de-datos.es.txt")
    for clean, dirty in SPANISH_DIRT.items():
        spanish = spanish.replace(clean, dirty)
    mojibake = source("text", "stromnetz.de.txt").encode().decode("windows-1252")
    return {
        "text/centro-de-datos.es.txt": unicodedata.normalize("NFD", spanish).encode(),
        "text/chip-rules.zh-hant.txt": codecs.BOM_UTF16_LE
        + source("text", "chip-rules.zh-hant.txt").encode("utf-16-le"),
        "text/data-center.fr.txt": source("text", "data-center.fr.txt")
        .replace("\n", "\r\n")
        .encode(),
        "text/speech-model.ja.txt": source("text", "speech-model.ja.txt").encode("utf-8-sig"),
        "text/stromnetz.de.txt": mojibake.encode(),
    }


def odd_pages() -> dict[str, bytes]:
    """Build the HTML pages which are not UTF-8."""
    encodings = {
        "chip-rules.ru.html": "windows-1251",
        "gemeinderat.de.html": "windows-1252",
        "market-fall.zh-hans.html": "gb18030",
        "redaction-ia.fr.html": "windows-1252",
        "softbank.ar.html": "windows-1256",
        "speech-model.ja.html": "shift_jis",
    }
    return {
        f"html/{name}": source("pages", name).encode(encoding)
        for name, encoding in encodings.items()
    }


def records() -> dict[str, bytes]:
    """Build the JSON and JSON Lines files."""
    reprint = article("softbank-wette-nachdruck.de")
    page = source("pages", "nachdruck.de.html").format(
        title=reprint.title, author=reprint.author, paragraphs=reprint.html
    )
    campus = article("chip-rules-campus.en")
    with_authors = {
        key: value
        for field, original in campus.record().items()
        for key, value in [
            ("authors", list(campus.authors)) if field == "author" else (field, original)
        ]
    }
    turkish = article("sunucu.tr")
    wire = [
        article("newsroom-tools.en").record(),
        article("council-vote-update.en").record(),
        {**reprint.head(), "html": page},
        with_authors,
        {**turkish.head(), "content": turkish.text},
    ]
    archive = [
        article("chip-rules-tiers.en").record(),
        article("market-monday-rewrite.en").record(),
    ]
    single = article("puces.fr").record()
    return {
        "records/wire.jsonl": "".join(map(json_line, wire)).encode(),
        "records/archive.json": json.dumps(archive, ensure_ascii=False).encode() + b"\n",
        "records/single.fr.json": json.dumps(single, ensure_ascii=False, indent=2).encode() + b"\n",
        "records/week.parquet": parquet(
            [
                article("deepseek-schools.zh-hant"),
                article("pirol-update.vi"),
                article("openai-round-cut.en"),
            ]
        ),
    }


def parquet(articles: list[Article]) -> bytes:
    """Write articles as a Parquet file with a real time stamp column."""
    rows = [{**item.record(), "date": item.moment} for item in articles]
    schema = pa.schema(
        [
            pa.field(name, pa.timestamp("us", tz="UTC") if name == "date" else pa.string())
            for name in rows[0]
        ]
    )
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def json_feed() -> bytes:
    """Build the JSON Feed: one item as text, one as HTML."""
    round_up, column = article("round-up.en"), article("column-quotes.en")

    def item(entry: Article) -> dict[str, object]:
        return {
            "id": entry.record_id,
            "url": entry.url,
            "title": entry.title,
            "authors": [{"name": name} for name in entry.authors],
            "date_published": entry.date,
            "language": entry.language,
        }

    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbor Herald: Weekend",
        "home_page_url": "https://harbor-herald.example",
        "feed_url": "https://harbor-herald.example/feed.json",
        "language": "en",
        "items": [
            {**item(round_up), "content_text": round_up.text},
            {**item(column), "content_html": column.html},
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def rss_item(entry: Article) -> str:
    """Write an RSS item with its full text."""
    summary = html.escape(entry.text.split(". ", 1)[0] + " [...]", quote=False)
    permanent = "true" if entry.record_id == entry.url else "false"
    return f"""<item>
<title>{html.escape(entry.title, quote=False)}</title>
<link>{html.escape(entry.url)}</link>
<guid isPermaLink="{permanent}">{html.escape(entry.record_id)}</guid>
<pubDate>{format_datetime(datetime.fromisoformat(entry.date))}</pubDate>
<dc:creator>{html.escape(entry.author, quote=False)}</dc:creator>
<description>{summary}</description>
<content:encoded><![CDATA[{entry.html}]]></content:encoded>
</item>
"""


def rss_feed() -> bytes:
    """Build the German RSS 2.0 feed."""
    items = "".join(map(rss_item, [article("softbank-wette.de"), article("gemeinderat.de")]))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Morgenblatt</title>
<link>https://morgenblatt.example</link>
<description>Nachrichten aus Wirtschaft und Region</description>
<language>de</language>
{items}</channel>
</rss>
""".encode()


def atom_entry(entry: Article) -> str:
    """Write an Atom entry with its full text."""
    return f"""<entry>
<id>{html.escape(entry.record_id)}</id>
<title>{html.escape(entry.title, quote=False)}</title>
<link rel="alternate" href="{html.escape(entry.url)}"/>
<author><name>{html.escape(entry.author, quote=False)}</name></author>
<published>{entry.date}</published>
<updated>2025-03-31T12:00:00+02:00</updated>
<content type="html">{html.escape(entry.html, quote=False)}</content>
</entry>
"""


def atom_feed() -> bytes:
    """Build the Spanish Atom feed."""
    entries = "".join(map(atom_entry, [article("faro-deepseek.es"), article("faro-softbank.es")]))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">
<id>tag:la-gaceta-del-faro.example,2025:portada</id>
<title>La Gaceta del Faro</title>
<updated>2025-03-31T12:00:00+02:00</updated>
<link rel="self" href="https://la-gaceta-del-faro.example/atom.xml"/>
{entries}</feed>
""".encode()


def feeds() -> dict[str, bytes]:
    """Build the feeds."""
    return {
        "feeds/gaceta.atom.xml": atom_feed(),
        "feeds/harbor-herald.feed.json": json_feed(),
        "feeds/morgenblatt.rss.xml": rss_feed(),
    }


def warc_record(kind: str, content_type: str, block: bytes, uri: str | None = None) -> bytes:
    """Write one WARC record as a gzip member of its own."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {uri or 'web/crawl.warc.gz'}")
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{name}>",
        f"WARC-Date: {CRAWLED}",
        *([f"WARC-Target-URI: {uri}"] if uri else []),
        f"WARC-Block-Digest: sha1:{digest}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return gzipped("\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n")


def chunked(data: bytes, size: int = 700) -> bytes:
    """Encode a body with the chunked transfer coding of HTTP/1.1."""
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def http_response(body: bytes, *headers: str) -> bytes:
    """Write an HTTP response with an HTML body."""
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def warc() -> bytes:
    """Build the WARC: a head, a request and three pages in three transfer forms."""
    plain = source("pages", "market-monday.en.html").encode()
    deflated = chunked(gzipped(source("pages", "pirol.vi.html").encode()))
    squeezed = brotli.compress(source("pages", "deepseek.fr.html").encode())
    market = "https://harbor-herald.example/2025/01/the-monday-of-doubt"
    request = b"GET /2025/01/the-monday-of-doubt HTTP/1.1\r\nHost: harbor-herald.example\r\n\r\n"
    responses = [
        (market, http_response(plain, f"Content-Length: {len(plain)}")),
        (
            "http://tin-ben-cang.example/cong-nghe/mo-hinh-giong-noi-pirol/",
            http_response(deflated, "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        ),
        (
            "https://gazette-du-val.example/sciences/deepseek-compter",
            http_response(squeezed, "Content-Encoding: br", f"Content-Length: {len(squeezed)}"),
        ),
    ]
    return b"".join(
        [
            warc_record(
                "warcinfo",
                "application/warc-fields",
                b"software: seeds/build.py\r\nformat: WARC File Format 1.1\r\n",
            ),
            warc_record("request", "application/http; msgtype=request", request, market),
            *(
                warc_record("response", "application/http; msgtype=response", block, uri)
                for uri, block in responses
            ),
        ]
    )


def compressed() -> dict[str, bytes]:
    """Build the single files in four compressions."""
    agency = [article("pirol-short.en").record(), article("nivesh.hi").record()]
    zstd = zstandard.ZstdCompressor(level=10)
    return {
        "compressed/agency.jsonl.xz": lzma.compress("".join(map(json_line, agency)).encode()),
        "compressed/centrale.it.txt.gz": gzipped(source("text", "centrale.it.txt").encode()),
        "compressed/energia.pt.html.bz2": bz2.compress(source("pages", "energia.pt.html").encode()),
        "compressed/redakcja.pl.md.zst": zstd.compress(source("text", "redakcja.pl.md").encode()),
    }


def broken() -> dict[str, bytes]:
    """Build the files a careful reader must report rather than read."""
    generator = random.Random(RANDOM_SEED)  # noqa: S311 - fixed bytes, no secret
    whole = gzipped((ROOT / "text" / "openai-funding-round.en.txt").read_bytes())
    cut_line = json_line(article("newsroom-tools.en").record())[:240] + "\n"
    no_text: dict[str, object] = {
        "id": "dc-902",
        "title": "Galeria: o cais ao amanhecer",
        "language": "pt",
    }
    lines = [
        json_line(article("rascunho.pt").record()),
        cut_line,
        json_line(no_text),
        json_line(article("ochered.ru").record()),
    ]
    return {
        "broken/binary.txt": b"\x00\x01\x00\x02" + generator.randbytes(2044),
        "broken/blank.txt": b" \n\t\n\r\n   \n",
        "broken/cut.txt.gz": whole[: len(whole) // 2],
        "broken/empty.txt": b"",
        "broken/malformed.jsonl": "".join(lines).encode(),
        "broken/pixel.png": base64.b64decode(PIXEL_PNG),
    }


def build() -> dict[str, bytes]:
    """Return every built file by its path below ``seeds/``."""
    return {
        **odd_texts(),
        **odd_pages(),
        **records(),
        **feeds(),
        "web/crawl.warc.gz": warc(),
        **compressed(),
        **broken(),
    }


def main() -> int:
    """Write the files, or compare them with ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    stale = []
    for name, data in sorted(build().items()):
        path = ROOT / name
        if path.is_file() and path.read_bytes() == data:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    verb = "differs" if check else "written"
    sys.stdout.writelines(f"{verb}: {name}\n" for name in stale)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
