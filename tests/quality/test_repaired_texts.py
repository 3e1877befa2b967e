"""Repairs leave clean texts as they are, and mend what was broken on purpose.

The texts are labelled data of real articles, which `COPYDESK_DATA` names; each change in them was
judged by eye. A file that is not the one judged fails the test, so that no floor holds by chance.
"""

import gzip
import hashlib
import json
import os
import re
import textwrap
from functools import cache
from pathlib import Path

import pytest

from transforms.clean.characters.encoding import decode
from transforms.clean.characters.tidy import raw_lines, tidy_lines
from transforms.clean.repairs.repairs import join, mend
from transforms.clean.trail import Line, Trail

DATA = Path(os.environ.get("COPYDESK_DATA", "")) / "data"
SHA256 = {
    "language.news": "671960b945ca653d8a1789c3a2903cd1005503729344383edbace60cc6202fbb",
    "language.news_silver": "38760be2566cd020739e96a4e0b1a8ddb72554bb36cae52c5b1116fe1adfc814",
    "plaintext": "9c2716ed319778e3a160b3a8c59744032e9884a9e4f8414bbed6fc4682bfa996",
}
pytestmark = pytest.mark.skipif(
    "COPYDESK_DATA" not in os.environ, reason="COPYDESK_DATA names no folder of labelled data"
)
SENTENCE_END = re.compile(r"(?<=[a-zà-ÿа-я]{2})\. (?=[A-ZÀ-ÞА-Я][a-zà-ÿа-я]+ )")


@cache
def rows(name):
    packed = (DATA / f"{name}.jsonl.gz").read_bytes()
    assert hashlib.sha256(packed).hexdigest() == SHA256[name]
    return [json.loads(line) for line in gzip.decompress(packed).splitlines()]


@cache
def clean_texts():
    """Return the texts of articles, with nothing around them."""
    texts = [row["gold_text"] for row in rows("plaintext")]
    texts += [
        row["text"] for name in ("language.news", "language.news_silver") for row in rows(name)
    ]
    return tuple(dict.fromkeys(texts))


@cache
def edits():
    """Return what the repairs change in clean texts, by rule."""
    changed = {}
    for text in clean_texts():
        trail = Trail()
        lines = tidy_lines(text)
        mend(join(lines, raw_lines(text), trail), trail)
        for edit in trail.edits():
            changed.setdefault(edit.rule, []).append(edit)
    return changed


@pytest.mark.parametrize(
    ("rule", "judged"),
    [
        # All of them right: "dedi.Ligin", an aside of the page grown on to a sentence.
        ("fused_sentences", 9),
        # No text of these is of a width.
        ("hard_wraps", 0),
        ("hyphenation", 0),
        # A quotation that stands there twice.
        ("repeated_paragraphs", 1),
    ],
)
def test_lines_changed_in_clean_texts_are_those_judged_right(rule, judged):
    assert len(edits().get(rule, ())) == judged


def sentences(lines):
    return sum(len(SENTENCE_END.findall(line.text)) for line in lines)


@pytest.mark.parametrize(("left", "share"), [(".", 0.85), ("", 0.65)], ids=["space", "stop"])
def test_sentences_grown_together_are_parted(left, share):
    whole = parted = 0
    for row in rows("language.news"):
        lines = tidy_lines(row["text"])
        grown = [Line(line.number, SENTENCE_END.sub(left, line.text)) for line in lines]
        before = sentences(grown)
        whole += sentences(lines) - before
        parted += sentences(mend(grown, Trail())) - before
    assert parted >= share * whole


@pytest.mark.parametrize("width", [60, 72])
def test_paragraphs_broken_to_a_width_are_joined(width):
    whole = joined = 0
    for row in rows("language.news"):
        paragraphs = [line.text for line in tidy_lines(row["text"]) if line.text]
        if row["lang"] in {"ja", "zh-cn", "th", "ko"}:
            continue
        wrapped = "\n\n".join(
            textwrap.fill(each, width, break_long_words=False, break_on_hyphens=False)
            for each in paragraphs
        )
        left = {line.text for line in join(tidy_lines(wrapped), raw_lines(wrapped), Trail())}
        whole += len(paragraphs)
        joined += sum(each in left for each in paragraphs)
    assert joined >= 0.98 * whole


ENCODINGS = {
    "windows-1252": ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi"],
    "windows-1250": ["pl", "cs", "hu"],
    "windows-1251": ["ru", "uk"],
    "windows-1253": ["el"],
    "windows-1254": ["tr"],
    "windows-1256": ["ar", "fa"],
    "windows-1257": ["lt"],
    "cp874": ["th"],
    "koi8-r": ["ru"],
    "gb18030": ["zh-cn", "zh-tw"],
    "euc_kr": ["ko"],
    "euc_jp": ["ja"],
    "iso2022_jp": ["ja"],
}


@pytest.mark.parametrize("charset", [None, "utf-8"], ids=["undeclared", "declared as UTF-8"])
def test_texts_in_old_encodings_come_back(charset):
    whole = same = 0
    for name in ("language.news", "language.news_silver"):
        for row in rows(name):
            for encoding, languages in ENCODINGS.items():
                text = row["text"]
                if row["lang"] not in languages or text.isascii():
                    continue
                try:
                    content = text.encode(encoding)
                except UnicodeEncodeError:
                    continue
                whole += 1
                same += decode(content, charset=charset) == text
    assert same >= 0.97 * whole
