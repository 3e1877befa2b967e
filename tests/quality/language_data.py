"""Labelled texts for what tells languages, where COPYDESK_DATA names a folder that has them."""

import gzip
import hashlib
import json
import os
import random
from pathlib import Path

FOLDER = Path(os.environ.get("COPYDESK_DATA") or "/nowhere", "data")
SHA_256 = {
    "news": "671960b945ca653d8a1789c3a2903cd1005503729344383edbace60cc6202fbb",
    "news_out_of_set": "f71f16e14b23ce9d1adbf6c1d45da7e080d4899535d8ea18b0c2847a368458da",
    "news_silver": "38760be2566cd020739e96a4e0b1a8ddb72554bb36cae52c5b1116fe1adfc814",
    "sentences": "aac059c3c00a071aab4d3ab37b7cf1deac5aa740a5c847f8834dec9564e809b6",
    "tweets": "32ca4c8af9009966178e6597d46dd94b8b1613f386a45fc551274c519f8bb304",
    "udhr": "5649be85d8b4fd96dadd63cbcb9f2efa9bd307ce917a2e72bdbe258e8c5aa380",
    "word_pairs": "52693318d083a053a728533bd2801447f29e4c1a2e5d6611e3160756ac16c597",
}
"""Set → SHA-256 of its file: floors are for these texts and no others."""

# As our tags have it; the two kinds of Norwegian and of Chinese are told as one.
_FOLDED = {"zh-cn": "zh", "zh-tw": "zh", "nb": "no", "nn": "no"}


def path(name):
    return FOLDER / f"language.{name}.jsonl.gz"


def rows(name):
    """Return (text, language) of each row of a set, after a look at the file's hash."""
    content = path(name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA_256[name], f"{name} is another file"
    return [
        (row["text"], folded(row["lang"]))
        for row in map(json.loads, gzip.decompress(content).decode().splitlines())
    ]


def folded(tag):
    """Return a tag without what the sets do not tell apart."""
    return _FOLDED.get(tag.lower(), tag.split("-")[0] if tag[:2] == "zh" else tag)


def mixtures(count=120, seed=5):
    """Yield (text, main language, other language, start, end): articles with a passage put in.

    The passage is a sentence and a paragraph in turn; it stands between two sentences or lines.
    """
    chance = random.Random(seed)
    articles = [row for row in rows("news") + rows("news_silver") if 1200 < len(row[0]) < 9000]
    kinds = (rows("udhr"), [row for row in rows("sentences") if 60 <= len(row[0]) <= 250])
    for number in range(count):
        text, main = chance.choice(articles)
        passage, other = chance.choice(kinds[number % 2])
        cuts = [place + 1 for place in range(200, len(text) - 200) if text[place] == "\n"]
        cuts += [
            place + 2 for place in range(200, len(text) - 200) if text[place : place + 2] == ". "
        ]
        if main == other or not cuts:
            continue
        cut = chance.choice(sorted(cuts))
        before, joint = text[:cut].rstrip(), "\n" if number % 4 < 2 else " "
        start = len(before) + 1
        mixed = f"{before}{joint}{passage}{joint}{text[cut:].lstrip()}"
        yield mixed, main, other, start, start + len(passage)
